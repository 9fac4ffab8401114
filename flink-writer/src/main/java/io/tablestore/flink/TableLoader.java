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
package io.tablestore.flink;

import io.tablestore.catalog.Table;
import io.tablestore.format.TableSchema;
import io.tablestore.fs.TablePath;
import io.tablestore.read.SurvivorCache;
import io.tablestore.scan.ManifestCache;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a table is and how its file system is reached: what tasks need to open it.
 *
 * @param location of the table
 * @param fileSystem properties of the file system
 */
public record TableLoader(String location, Map<String, String> fileSystem) implements Serializable {

    public TableLoader {
        fileSystem = new TreeMap<>(fileSystem);
    }

    /** Heap that a task spends on manifests, which it reads again and again. */
    private static final long MANIFEST_CACHE_BYTES = 32L << 20;

    /** The schema with an id, whatever the table's newest is. */
    TableSchema schema(long id) {
        return load().files().schema(id);
    }

    /** Opens the table. */
    public Table load() {
        TablePath path = TablePath.of(location);
        return Table.open(
                FlinkFileSystems.of(path, fileSystem),
                path,
                new ManifestCache(MANIFEST_CACHE_BYTES),
                SurvivorCache.NONE);
    }
}
