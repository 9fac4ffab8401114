/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.tablestore.trino.read;

import io.airlift.slice.Slices;
import io.tablestore.read.ArrowBatch;
import io.tablestore.schema.TableSchema;
import io.tablestore.trino.types.TrinoColumn;
import io.tablestore.trino.types.TrinoTypes;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.trino.spi.block.Block;
import io.trino.spi.block.IntArrayBlock;
import io.trino.spi.block.RowBlock;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.block.VariableWidthBlock;
import io.trino.spi.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a page in Trino's order: columns of a batch, nested fields, and metadata columns, which are the same
 * for all rows.
 */
final class TrinoPageColumns {

    /**
     * The source of a page's column.
     *
     * @param index of the batch's column, or -1 for a metadata column
     * @param type of the batch's column
     * @param path positions of the nested fields, from that column to the requested field
     */
    private record Channel(TrinoColumn column, int index, Type type, List<Integer> path) {}

    private final List<Channel> channels = new ArrayList<>();
    private final List<String> names;
    private final int bucket;
    private final String partition;

    TrinoPageColumns(List<TrinoColumn> columns, TableSchema schema, int bucket, String partition) {
        this.bucket = bucket;
        this.partition = partition;
        this.names = names(columns);
        List<DataField> read = schema.select(names);
        for (TrinoColumn column : columns) {
            channels.add(column.hidden() ? new Channel(column, -1, column.type(), List.of()) : channel(column, read));
        }
    }

    /** The columns that are read completely, then the nested fields of other columns. */
    private static List<String> names(List<TrinoColumn> columns) {
        List<String> whole = columns.stream()
                .filter(column -> !column.hidden() && column.fields().isEmpty())
                .map(TrinoColumn::name)
                .distinct()
                .toList();
        List<String> all = new ArrayList<>(whole);
        columns.stream()
                .filter(column -> !column.hidden() && !whole.contains(column.name()))
                .map(TrinoColumn::path)
                .forEach(all::add);
        return all;
    }

    private static Channel channel(TrinoColumn column, List<DataField> read) {
        for (int i = 0; i < read.size(); i++) {
            DataField field = read.get(i);
            if (field.name().equals(column.name())) {
                List<Integer> path = new ArrayList<>();
                DataType type = field.type();
                for (String step : column.fields()) {
                    List<DataField> inner = ((DataType.Row) type).fields();
                    int position = position(inner, step);
                    path.add(position);
                    type = inner.get(position).type();
                }
                return new Channel(column, i, TrinoTypes.of(field), path);
            }
        }
        throw new IllegalStateException(column + " is not read");
    }

    private static int position(List<DataField> fields, String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalStateException("no field " + name);
    }

    /** The columns and fields requested from the reader. */
    List<String> names() {
        return names;
    }

    int count() {
        return channels.size();
    }

    /**
     * Converts a column for the selected rows of a batch.
     *
     * @param kept the selected rows, ascending; null selects all
     * @param count number of selected rows
     */
    Block load(int number, ArrowBatch batch, int @Nullable [] kept, int count) {
        Channel channel = channels.get(number);
        if (channel.index < 0) {
            return RunLengthEncodedBlock.create(hidden(channel.column, batch), count);
        }
        Block block = TrinoBlocks.of(channel.type, batch.column(channel.index), batch.rowCount(), kept, count);
        for (int position : channel.path) {
            block = RowBlock.getRowFieldsFromBlock(block).get(position);
        }
        return block;
    }

    private Block hidden(TrinoColumn column, ArrowBatch batch) {
        if (column.equals(TrinoColumn.BUCKET)) {
            return new IntArrayBlock(1, Optional.empty(), new int[] {bucket});
        }
        String file = batch.file();
        String text = column.equals(TrinoColumn.PARTITION) ? partition : file;
        var bytes = Slices.utf8Slice(text == null ? "" : text);
        Optional<long[]> valid = Optional.of(new long[] {text == null ? 0 : 1});
        return new VariableWidthBlock(1, bytes, new int[] {0, bytes.length()}, valid);
    }
}
