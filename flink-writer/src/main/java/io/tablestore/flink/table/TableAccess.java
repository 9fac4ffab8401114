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

import io.tablestore.fs.FileSystems;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.metastore.MetastoreCatalog;
import io.tablestore.metastore.MetastoreOptions;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * How tasks access the tables of a catalog.
 *
 * @param fileSystem settings of Hadoop's file systems and S3
 * @param metastore options of the metastore whose locks commits take; empty if none
 */
public record TableAccess(Map<String, String> fileSystem, Map<String, String> metastore) implements Serializable {

    public TableAccess {
        fileSystem = new TreeMap<>(fileSystem);
        metastore = new TreeMap<>(metastore);
    }

    /** Omits the settings, which may hold secrets. */
    @Override
    public String toString() {
        return "TableAccess[fileSystem=" + fileSystem.keySet() + ", metastore=" + metastore.keySet() + "]";
    }

    /**
     * The file system of a location, as {@link FileSystems} chooses it.
     *
     * @throws io.tablestore.error.TableStoreException if Hadoop's is needed and its jars are missing
     */
    public TableFileSystem files(TablePath path) {
        return FileSystems.forLocation(path, fileSystem);
    }

    /** The file system of a table. */
    public TableFileSystem files(TablePath path, String database, String table) {
        return metastore.isEmpty()
                ? files(path)
                : MetastoreCatalog.locked(files(path), MetastoreOptions.of(metastore), database, table);
    }
}
