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
package io.tablestore.spark.types;

import io.tablestore.schema.TableSchema;
import io.tablestore.types.ColumnPath;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that Spark reads, in its order: complete columns of the table, single fields of them, and metadata
 * columns.
 *
 * @param names the columns and fields requested from the reader
 * @param fields the columns that the reader returns
 * @param channels for each column its position among {@code fields}; for a metadata column {@code -1 - i}, where {@code
 *     i} is its position in {@link SparkMetadataColumn#ALL}
 */
public record SparkColumns(List<String> names, List<DataField> fields, List<Integer> channels) {

    public SparkColumns {
        names = List.copyOf(names);
        fields = List.copyOf(fields);
        channels = List.copyOf(channels);
    }

    /** @param required the schema after Spark's column pruning */
    public static SparkColumns of(TableSchema schema, StructType required) {
        StructType all = SparkTypes.schema(schema.fields());
        List<String> names = new ArrayList<>();
        List<Integer> channels = new ArrayList<>();
        int read = 0;
        for (StructField column : required.fields()) {
            SparkMetadataColumn metadata = SparkMetadataColumn.named(column.name(), all);
            if (metadata == null) {
                names.addAll(paths(column, all, schema.fields()));
                channels.add(read++);
            } else {
                channels.add(-1 - SparkMetadataColumn.ALL.indexOf(metadata));
            }
        }
        return new SparkColumns(names, schema.select(names), channels);
    }

    /** The paths to read for a column: its required fields, or the complete column if a field's path would be ambiguous. */
    private static List<String> paths(StructField column, StructType all, List<DataField> columnsOfTable) {
        List<String> paths = new ArrayList<>();
        boolean unambiguous = addPaths(
                List.of(column.name()),
                column.dataType(),
                all.apply(column.name()).dataType(),
                columnsOfTable,
                paths);
        return unambiguous ? paths : List.of(column.name());
    }

    /** Adds the paths of the required fields. Arrays and maps are read completely. */
    private static boolean addPaths(
            List<String> steps, DataType wanted, DataType stored, List<DataField> columnsOfTable, List<String> paths) {
        boolean narrower = wanted instanceof StructType some
                && stored instanceof StructType all
                && some.length() > 0
                && some.length() <= all.length()
                && !some.equals(all);
        if (!narrower) {
            String path = ColumnPath.to(steps, columnsOfTable);
            return path != null && paths.add(path);
        }
        StructType all = (StructType) stored;
        for (StructField field : ((StructType) wanted).fields()) {
            List<String> inner = new ArrayList<>(steps);
            inner.add(field.name());
            DataType storedField = all.apply(field.name()).dataType();
            if (!addPaths(inner, field.dataType(), storedField, columnsOfTable, paths)) {
                return false;
            }
        }
        return true;
    }

    /** The schema of the rows that Spark gets. */
    public StructType schema() {
        StructType known = SparkTypes.schema(fields);
        List<StructField> shown = new ArrayList<>();
        for (int channel : channels) {
            shown.add(
                    channel >= 0
                            ? known.apply(channel)
                            : SparkMetadataColumn.ALL.get(-1 - channel).field());
        }
        return new StructType(shown.toArray(StructField[]::new));
    }

    public boolean has(String column) {
        return fields.stream().anyMatch(field -> field.name().equals(column));
    }
}
