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
package io.tablestore;

import io.tablestore.catalog.Catalog;
import io.tablestore.catalog.Table;
import io.tablestore.catalog.TableCaches;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.catalog.FileSystemCatalog;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.catalog.StoredTableCaches;
import io.tablestore.internal.split.DataSplit;
import io.tablestore.scan.Split;

/**
 * The entry to table store tables.
 *
 * <p>A class of a package whose name has {@code internal} in it may change with any release; all others are the API, whose
 * changes are in the changelog.
 */
public final class TableStore {

    private TableStore() {}

    /**
     * Opens a table by its bare location; nothing is read yet.
     *
     * @param location the directory that holds {@code schema/} and {@code snapshot/}
     */
    public static Table openTable(TableFileSystem fileSystem, TablePath location) {
        return StoredTable.open(fileSystem, location, StoredTableCaches.NONE);
    }

    /** The same, for a process that plans and reads its tables again and again. */
    public static Table openTable(TableFileSystem fileSystem, TablePath location, TableCaches caches) {
        return StoredTable.open(fileSystem, location, (StoredTableCaches) caches);
    }

    /**
     * Caches for {@link #openTable(TableFileSystem, TablePath, TableCaches)}.
     *
     * @param manifestBytes of memory for decoded manifests, which planning uses; 0 keeps none
     * @param mergeBytes of memory for the results of merges, one bit per stored row; 0 keeps none
     */
    public static TableCaches newCaches(long manifestBytes, long mergeBytes) {
        return StoredTableCaches.ofBytes(manifestBytes, mergeBytes);
    }

    /** The catalog that a warehouse directory is: {@code <warehouse>/<database>.db/<table>}; nothing is read yet. */
    public static Catalog openCatalog(TableFileSystem fileSystem, TablePath warehouse) {
        return new FileSystemCatalog(fileSystem, warehouse);
    }

    /**
     * A split of the bytes that {@link Split#serialize} made.
     *
     * @throws io.tablestore.error.TableStoreException for bytes of another version, or damaged ones
     */
    public static Split deserializeSplit(byte[] bytes) {
        return DataSplit.deserialize(bytes);
    }
}
