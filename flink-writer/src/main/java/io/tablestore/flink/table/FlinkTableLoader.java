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

import io.tablestore.TableStore;
import io.tablestore.catalog.Table;
import io.tablestore.catalog.TableCaches;
import io.tablestore.fs.TablePath;
import io.tablestore.schema.TableSchema;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/** Holds a table's location and access settings, so that tasks can open the table. */
public final class FlinkTableLoader implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Heap that a process uses to cache manifests, which it reads repeatedly. */
    private static final long MANIFEST_CACHE_BYTES = 32L << 20;

    /** Shared by the statements of a process; manifests never change. */
    public static final TableCaches CACHES = TableStore.newCaches(MANIFEST_CACHE_BYTES, 0);

    private final String location;
    private final String database;
    private final String table;
    private final TableAccess access;
    private final String branch;
    private final boolean readsOptimized;
    private final TreeMap<String, String> statementOptions;

    /** What {@link Table#metadata} returned where the statement was planned; empty if nothing is known. */
    private final byte[] metadata;

    /**
     * A table without a catalog.
     *
     * @param location of the table
     * @param fileSystem settings of Hadoop's file systems and S3
     */
    public FlinkTableLoader(String location, Map<String, String> fileSystem) {
        this(location, "", "", new TableAccess(fileSystem, Map.of()));
    }

    /** A table of a catalog. */
    public FlinkTableLoader(String location, String database, String table, TableAccess access) {
        this(location, database, table, access, "", false, Map.of(), new byte[0]);
    }

    private FlinkTableLoader(
            String location,
            String database,
            String table,
            TableAccess access,
            String branch,
            boolean readsOptimized,
            Map<String, String> statementOptions,
            byte[] metadata) {
        this.location = location;
        this.database = database;
        this.table = table;
        this.access = access;
        this.branch = branch;
        this.readsOptimized = readsOptimized;
        this.statementOptions = new TreeMap<>(statementOptions);
        this.metadata = metadata;
    }

    /** A branch of the table; an empty name is the table itself. */
    public FlinkTableLoader branch(String name) {
        return new FlinkTableLoader(
                location, database, table, access, name, readsOptimized, statementOptions, new byte[0]);
    }

    /** The table, of which only fully compacted rows are read. */
    public FlinkTableLoader readOptimized() {
        return new FlinkTableLoader(location, database, table, access, branch, true, statementOptions, metadata);
    }

    /** The table with options that replace the stored ones for one statement. */
    public FlinkTableLoader withOptions(Map<String, String> options) {
        return new FlinkTableLoader(location, database, table, access, branch, readsOptimized, options, metadata);
    }

    /** The same table, or the same branch, of which {@link Table#metadata} is known. */
    public FlinkTableLoader withMetadata(byte[] known) {
        return new FlinkTableLoader(location, database, table, access, branch, readsOptimized, statementOptions, known);
    }

    public String branch() {
        return branch;
    }

    public boolean readsOptimized() {
        return readsOptimized;
    }

    public String location() {
        return location;
    }

    /** The schema with an id, which need not be the newest. */
    public TableSchema schema(long id) {
        return load().schema(id);
    }

    /** Opens the table. */
    public Table load() {
        TablePath path = TablePath.of(location);
        Table opened = TableStore.openTable(access.files(path, database, table), path, CACHES)
                .withOptions(statementOptions);
        Table read = branch.isEmpty() ? opened : opened.branch(branch);
        return metadata.length == 0 ? read : read.withMetadata(metadata);
    }
}
