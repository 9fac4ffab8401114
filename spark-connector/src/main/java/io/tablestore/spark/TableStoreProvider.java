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

import io.tablestore.error.TableStoreException;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** {@code spark.read.format("tablestore").load(path)}; options {@code version} (a tag or snapshot id) and {@code timestamp} (epoch milliseconds) travel in time. */
public final class TableStoreProvider implements TableProvider, DataSourceRegister {

    static final String NAME = "tablestore";

    @Override
    public String shortName() {
        return NAME;
    }

    @Override
    @SuppressWarnings("deprecation") // the table's schema, as on every version of Spark
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return table(options).schema();
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        return table(new CaseInsensitiveStringMap(properties));
    }

    private static SparkTable table(CaseInsensitiveStringMap options) {
        String path = options.get(ReadOptions.PATH);
        if (path == null) {
            throw new TableStoreException(
                    "No path is given. Use spark.read.format(\"tablestore\").load(\"/path/of/the/table\").");
        }
        return new SparkTable(
                ScannedTable.of(
                        NAME + ":" + path,
                        SparkTableSource.of(path),
                        options.getOrDefault(ReadOptions.BRANCH, ""),
                        false,
                        ReadOptions.snapshot(options)),
                false);
    }
}
