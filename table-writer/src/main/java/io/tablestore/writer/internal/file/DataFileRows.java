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
package io.tablestore.writer.internal.file;

import io.tablestore.arrow.VectorValues;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.SimpleStats;
import io.tablestore.internal.format.row.BinaryRowWriter;
import io.tablestore.options.FormatOptions;
import io.tablestore.options.OptionSet;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.RowKind;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest says of the rows of one data file: their number, keys, sequence numbers and statistics, collected while the
 * file is written.
 */
final class DataFileRows {

    private final TableSchema schema;
    private final List<StatisticsMode> modes;
    private final List<DataField> keyFields;
    private final FileStatistics statistics;
    private final FileStatistics keyStatistics;
    private long rows;
    private long deletes;
    private long minSequence = Long.MAX_VALUE;
    private long maxSequence = Long.MIN_VALUE;
    private BinaryRow minKey = BinaryRow.EMPTY;
    private BinaryRow maxKey = BinaryRow.EMPTY;

    /**
     * @param modes the statistics of each column of the schema
     * @param keyFields the trimmed primary key; empty for a table without a key
     */
    DataFileRows(TableSchema schema, List<StatisticsMode> modes, List<DataField> keyFields) {
        this.schema = schema;
        this.modes = modes;
        this.keyFields = keyFields;
        this.statistics = new FileStatistics(schema.fields(), modes);
        this.keyStatistics = new FileStatistics(
                keyFields, keyFields.stream().map(key -> StatisticsMode.KEY).toList());
    }

    /** @param columns in schema order */
    void add(List<FieldVector> columns, int rowCount) {
        statistics.add(columns, rowCount);
        rows += rowCount;
    }

    /** Adds the keys of rows that were added last, in key order. */
    void addKeys(List<FieldVector> keys, int rowCount) {
        keyStatistics.add(keys, rowCount);
        if (rows == rowCount) {
            minKey = key(keys, 0);
        }
        maxKey = key(keys, rowCount - 1);
    }

    private BinaryRow key(List<FieldVector> keys, int row) {
        List<DataType> types = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            DataType type = keyFields.get(i).type();
            types.add(type);
            values.add(VectorValues.value(keys.get(i), row, (DataType.Atomic) type));
        }
        return BinaryRowWriter.write(types, values);
    }

    void addVersions(ArrowBuf sequences, ArrowBuf kinds, int rowCount) {
        for (int row = 0; row < rowCount; row++) {
            long sequence = sequences.getLong(8L * row);
            addSequences(sequence, sequence);
            deletes += RowKind.isRetract(kinds.getByte(row)) ? 1 : 0;
        }
    }

    void addSequences(long first, long last) {
        minSequence = Math.min(minSequence, first);
        maxSequence = Math.max(maxSequence, last);
    }

    /**
     * The entry of the file.
     *
     * @param source {@link DataFile#APPENDED} or {@link DataFile#COMPACTED}
     */
    DataFile describe(String name, long size, int level, int source) {
        OptionSet options = schema.optionSet();
        boolean dense = options.get(FormatOptions.STATS_DENSE_STORE);
        List<Integer> measured = IntStream.range(0, modes.size())
                .filter(i -> !dense || !modes.get(i).equals(StatisticsMode.NONE))
                .boxed()
                .toList();
        List<String> measuredNames = measured.size() == modes.size()
                ? null
                : measured.stream().map(i -> schema.fields().get(i).name()).toList();
        SimpleStats keyStats =
                keyStatistics.of(IntStream.range(0, keyFields.size()).boxed().toList());
        return new DataFile(
                name,
                size,
                rows,
                minKey,
                maxKey,
                keyStats,
                statistics.of(measured),
                minSequence,
                maxSequence,
                schema.id(),
                level,
                List.of(),
                LocalDateTime.now(ZoneId.systemDefault())
                        .toInstant(ZoneOffset.UTC)
                        .toEpochMilli(),
                deletes,
                null,
                source,
                measuredNames,
                null,
                null,
                null,
                List.of());
    }
}
