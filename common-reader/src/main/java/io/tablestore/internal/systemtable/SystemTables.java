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
package io.tablestore.internal.systemtable;

import io.tablestore.catalog.SystemTable;
import io.tablestore.catalog.SystemTableName;
import io.tablestore.error.TableStoreException;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.scan.SnapshotRef;
import java.util.List;

/** Reads system tables. */
public final class SystemTables {

    private SystemTables() {}

    /** Reads a system table at the latest state. */
    public static SystemTable read(SystemTableName name, TableFiles files) {
        return read(name, files, SnapshotRef.LATEST);
    }

    /**
     * Reads a system table at a state.
     *
     * @throws TableStoreException if the table does not show a snapshot's files, and the state is not the latest
     */
    public static SystemTable read(SystemTableName name, TableFiles files, SnapshotRef ref) {
        return switch (name) {
            case SNAPSHOTS -> SnapshotViews.snapshots(ofWholeTable(name, files, ref));
            case SCHEMAS -> SchemaViews.schemas(ofWholeTable(name, files, ref));
            case OPTIONS -> SchemaViews.options(ofWholeTable(name, files, ref));
            case TAGS -> SnapshotViews.tags(ofWholeTable(name, files, ref));
            case BRANCHES -> SnapshotViews.branches(ofWholeTable(name, files, ref));
            case CONSUMERS -> SnapshotViews.consumers(ofWholeTable(name, files, ref));
            case STATISTICS -> SnapshotViews.statistics(ofWholeTable(name, files, ref));
            case AGGREGATION_FIELDS -> SchemaViews.aggregationFields(ofWholeTable(name, files, ref));
            case FILES -> new FileViews(files, ref).files();
            case FILE_KEY_RANGES -> new FileViews(files, ref).fileKeyRanges();
            case MANIFESTS -> new FileViews(files, ref).manifests();
            case PARTITIONS -> new FileViews(files, ref).partitions();
            case BUCKETS -> new FileViews(files, ref).buckets();
            case TABLE_INDEXES -> new FileViews(files, ref).tableIndexes();
        };
    }

    private static TableFiles ofWholeTable(SystemTableName name, TableFiles files, SnapshotRef ref) {
        if (!ref.equals(SnapshotRef.LATEST)) {
            throw new TableStoreException("The system table '" + name.tableName()
                    + "' shows the whole table and not one snapshot of it. Leave the snapshot, tag or time out.");
        }
        return files;
    }

    /** The directories {@code k1=v1/k2=v2} of the partitions that have rows, escaped as they are on disk, ascending. */
    public static List<String> partitionDirectories(TableFiles files) {
        return new FileViews(files, SnapshotRef.LATEST).partitionPaths();
    }
}
