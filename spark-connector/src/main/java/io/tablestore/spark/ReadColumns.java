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
package io.tablestore.spark;

import io.tablestore.format.TableSchema;
import io.tablestore.scan.ScanPlanner;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The columns that Spark reads, in its order: columns of the table, whole or some of their fields, and metadata columns.
 *
 * @param names what the reader is asked for
 * @param fields what it returns
 * @param channels for each column its position among {@code fields}, or the metadata column it is
 */
record ReadColumns(List<String> names, List<DataField> fields, List<Channel> channels) {

    /** @param index of the reader's column, or -1 */
    record Channel(int index, @Nullable MetadataField metadata) {}

    ReadColumns {
        names = List.copyOf(names);
        fields = List.copyOf(fields);
        channels = List.copyOf(channels);
    }

    /** @param required as Spark pruned it */
    static ReadColumns of(TableSchema schema, StructType required) {
        StructType all = SparkTypes.schema(schema.fields());
        List<String> names = new ArrayList<>();
        List<Channel> channels = new ArrayList<>();
        int read = 0;
        for (StructField column : required.fields()) {
            MetadataField metadata = MetadataField.named(column.name(), all);
            if (metadata == null) {
                addPaths(
                        column.name(),
                        column.dataType(),
                        all.apply(column.name()).dataType(),
                        names);
                channels.add(new Channel(read++, null));
            } else {
                channels.add(new Channel(-1, metadata));
            }
        }
        return new ReadColumns(names, ScanPlanner.select(schema, names), channels);
    }

    /** Paths cannot tell a dot in a name; such columns are read whole, as are arrays and maps. */
    private static void addPaths(String path, DataType wanted, DataType stored, List<String> paths) {
        boolean narrower = wanted instanceof StructType some
                && stored instanceof StructType all
                && some.length() > 0
                && some.length() <= all.length()
                && !some.equals(all)
                && List.of(all.fieldNames()).stream().noneMatch(name -> name.indexOf('.') >= 0);
        if (!narrower) {
            paths.add(path);
            return;
        }
        StructType all = (StructType) stored;
        for (StructField field : ((StructType) wanted).fields()) {
            addPaths(
                    path + "." + field.name(),
                    field.dataType(),
                    all.apply(field.name()).dataType(),
                    paths);
        }
    }

    /** What Spark gets. */
    StructType schema() {
        StructType known = SparkTypes.schema(fields);
        List<StructField> shown = new ArrayList<>();
        for (Channel channel : channels) {
            shown.add(channel.metadata == null ? known.apply(channel.index) : channel.metadata.field());
        }
        return new StructType(shown.toArray(StructField[]::new));
    }

    boolean has(String column) {
        return fields.stream().anyMatch(field -> field.name().equals(column));
    }
}
