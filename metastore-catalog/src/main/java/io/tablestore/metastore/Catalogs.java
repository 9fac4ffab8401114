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
package io.tablestore.metastore;

import io.tablestore.TableStore;
import io.tablestore.catalog.Catalog;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.TablePath;
import java.util.Map;

/** Opens the catalog that options describe, in the same way for every engine: a warehouse directory or a Hive metastore. */
public final class Catalogs {

    public static final String METASTORE_KEY = "metastore";

    private static final String FILE_SYSTEM = "filesystem";
    private static final String HIVE = "hive";

    private Catalogs() {}

    /** Whether the options select a Hive metastore. */
    public static boolean isHive(Map<String, String> options) {
        String kind = options.getOrDefault(METASTORE_KEY, FILE_SYSTEM);
        if (!kind.equals(FILE_SYSTEM) && !kind.equals(HIVE)) {
            throw new TableStoreException("Option '" + METASTORE_KEY + "' is '" + kind + "', but must be '"
                    + FILE_SYSTEM + "' or '" + HIVE + "'.");
        }
        return kind.equals(HIVE);
    }

    /**
     * Opens a catalog.
     *
     * @throws TableStoreException if an option is missing or malformed
     */
    public static Catalog open(Map<String, String> options, TableStorage storage) {
        if (isHive(options)) {
            return new MetastoreCatalog(MetastoreOptions.of(options), storage);
        }
        String warehouse = options.getOrDefault(MetastoreOptions.WAREHOUSE_KEY, "");
        if (warehouse.isEmpty()) {
            throw new TableStoreException("The catalog has no '" + MetastoreOptions.WAREHOUSE_KEY
                    + "'. Set it to the directory of the databases, or '" + METASTORE_KEY + "' = '" + HIVE + "' and '"
                    + MetastoreOptions.URI_KEY + "' for a metastore.");
        }
        for (String key : MetastoreOptions.OF_METASTORES_ONLY) {
            if (options.containsKey(key)) {
                throw new TableStoreException(
                        "Option '" + key + "' is one of a metastore, but the catalog is the warehouse " + warehouse
                                + ". Set '" + METASTORE_KEY + "' = '" + HIVE + "', or leave '" + key + "' out.");
            }
        }
        TablePath location = storage.path(warehouse);
        return TableStore.openCatalog(storage.files(location), location);
    }
}
