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
 * Opens tables and catalogs.
 *
 * <p>Classes in packages with {@code internal} in their name may change in any release. All others are the API; the changelog
 * lists its changes.
 */
public final class TableStore {

    private TableStore() {}

    /**
     * Opens a table by its location; reads nothing yet.
     *
     * @param location the directory that contains {@code schema/} and {@code snapshot/}
     */
    public static Table openTable(TableFileSystem fileSystem, TablePath location) {
        return StoredTable.open(fileSystem, location, StoredTableCaches.NONE);
    }

    /** As {@link #openTable(TableFileSystem, TablePath)}, with caches for a process that reads the same tables repeatedly. */
    public static Table openTable(TableFileSystem fileSystem, TablePath location, TableCaches caches) {
        return StoredTable.open(fileSystem, location, (StoredTableCaches) caches);
    }

    /**
     * Creates caches for {@link #openTable(TableFileSystem, TablePath, TableCaches)}.
     *
     * @param manifestBytes limit in bytes for decoded manifests, which planning uses; 0 disables this cache
     * @param mergeBytes limit in bytes for merge results, one bit per stored row; 0 disables this cache
     */
    public static TableCaches newCaches(long manifestBytes, long mergeBytes) {
        return StoredTableCaches.ofBytes(manifestBytes, mergeBytes);
    }

    /** Opens the catalog of a warehouse directory: {@code <warehouse>/<database>.db/<table>}; reads nothing yet. */
    public static Catalog openCatalog(TableFileSystem fileSystem, TablePath warehouse) {
        return new FileSystemCatalog(fileSystem, warehouse);
    }

    /**
     * Deserializes a split from the bytes that {@link Split#serialize} returned.
     *
     * @throws io.tablestore.error.TableStoreException if the bytes are damaged or of another version
     */
    public static Split deserializeSplit(byte[] bytes) {
        return DataSplit.deserialize(bytes);
    }
}
