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
package io.tablestore.flink.catalog;

import io.tablestore.catalog.Catalog;
import io.tablestore.flink.table.FlinkOptions;
import io.tablestore.types.DataField;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedCatalogTable;

/**
 * Corrects the options of {@code CREATE TABLE b LIKE a}: Flink copies those of {@code a}, including the location that
 * the catalog shows.
 */
final class CopiedOptions {

    private CopiedOptions() {}

    /** Removes the location from a new table if it is that of a catalog table whose columns the new table has. */
    static ResolvedCatalogTable withoutLocation(ResolvedCatalogTable table, Catalog catalog) {
        String path = table.getOptions().get(FlinkOptions.PATH.key());
        if (path == null || !isCopied(path, table, catalog)) {
            return table;
        }
        Map<String, String> options = new HashMap<>(table.getOptions());
        options.remove(FlinkOptions.PATH.key());
        return table.copy(options);
    }

    private static boolean isCopied(String path, ResolvedCatalogTable table, Catalog catalog) {
        for (String database : catalog.databases()) {
            String directory = catalog.databaseLocation(database) + "/";
            String name = path.startsWith(directory) ? path.substring(directory.length()) : "";
            if (!name.isEmpty() && name.indexOf('/') < 0 && catalog.hasTable(database, name)) {
                List<String> columns = catalog.table(database, name).schema().fields().stream()
                        .map(DataField::name)
                        .toList();
                Set<String> declared = new HashSet<>();
                for (Column column : table.getResolvedSchema().getColumns()) {
                    declared.add(column.getName());
                }
                return declared.containsAll(columns);
            }
        }
        return false;
    }
}
