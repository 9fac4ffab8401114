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
import io.tablestore.spark.catalog.SparkTable;
import io.tablestore.spark.table.RefusedStreams;
import io.tablestore.spark.table.SparkLocation;
import io.tablestore.spark.table.SparkReadOptions;
import io.tablestore.spark.table.SparkSettings;
import io.tablestore.spark.table.SparkTableState;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The data source of {@code spark.read.format("tablestore").load(path)}. Its options are those of {@link
 * SparkReadOptions}.
 */
public final class TableStoreProvider implements TableProvider, DataSourceRegister, RefusedStreams {

    /** Keys that Spark adds when it keeps such a table in its own catalog. */
    private static final Set<String> SPARKS_OWN = Set.of(
            "serialization.format",
            TableCatalog.PROP_LOCATION,
            TableCatalog.PROP_PROVIDER,
            TableCatalog.PROP_OWNER,
            TableCatalog.PROP_COMMENT,
            TableCatalog.PROP_EXTERNAL,
            TableCatalog.PROP_IS_MANAGED_LOCATION);

    @Override
    public String shortName() {
        return SparkSettings.PROVIDER;
    }

    @Override
    @SuppressWarnings("deprecation") // returns the table's schema, in every version of Spark
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return table(options).schema();
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        return table(new CaseInsensitiveStringMap(properties));
    }

    private static SparkTable table(CaseInsensitiveStringMap options) {
        String path = options.get(SparkReadOptions.PATH);
        if (options.containsKey("paths")) {
            throw new TableStoreException("A read has one path, that of a table, but the paths are "
                    + options.get("paths") + ". Read each, and unite the rows with union().");
        }
        if (path == null) {
            throw new TableStoreException(
                    "No path is given. Use spark.read.format(\"tablestore\").load(\"/path/of/the/table\").");
        }
        String name = SparkSettings.PROVIDER + ":" + path;
        SparkReadOptions read = SparkReadOptions.among("the read of " + name, options);
        return new SparkTable(
                SparkTableState.of(name, SparkLocation.of(path), read.branch(), read.snapshot()),
                read.snapshot(),
                ofUser(options));
    }

    /** The user's options, without the keys that Spark adds and without its prefixed copy of each option. */
    private static Map<String, String> ofUser(CaseInsensitiveStringMap options) {
        Map<String, String> given = new HashMap<>(options.asCaseSensitiveMap());
        given.keySet().removeAll(SPARKS_OWN);
        given.keySet()
                .removeIf(key -> key.startsWith(TableCatalog.OPTION_PREFIX)
                        && options.containsKey(key.substring(TableCatalog.OPTION_PREFIX.length())));
        return given;
    }
}
