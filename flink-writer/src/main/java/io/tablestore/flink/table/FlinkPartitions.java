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
package io.tablestore.flink.table;

import io.tablestore.catalog.Table;
import io.tablestore.options.LayoutOptions;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import io.tablestore.writer.TableBucket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lists the partitions of a table, in Flink's form. */
public final class FlinkPartitions {

    private FlinkPartitions() {}

    /**
     * The partitions that have rows, each as values by column.
     *
     * @param schema the newest of the table
     * @param some required values; other columns may have any value
     */
    public static List<Map<String, String>> list(Table table, TableSchema schema, Map<String, String> some) {
        String nullName = schema.optionSet().get(LayoutOptions.PARTITION_DEFAULT_NAME);
        List<DataField> columns = schema.partitionFields();
        List<Map<String, String>> named = new ArrayList<>();
        for (BinaryRow partition : partitions(table)) {
            if (FlinkPartitionFilter.of(schema, some).test(partition)) {
                Map<String, String> values = new LinkedHashMap<>();
                for (int i = 0; i < columns.size(); i++) {
                    values.put(
                            columns.get(i).name(), FlinkPartitionFilter.text(columns.get(i), partition, i, nullName));
                }
                named.add(values);
            }
        }
        return named;
    }

    private static Set<BinaryRow> partitions(Table table) {
        Set<BinaryRow> partitions = new LinkedHashSet<>();
        TableBucket.allOf(table).forEach(bucket -> partitions.add(bucket.partition()));
        return partitions;
    }
}
