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
package io.tablestore.scan;

import io.tablestore.error.TableStoreException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The views of a table's metadata, by the name after the dollar sign. Columns have the names, the order and the types of
 * Paimon 1.4's system tables; times that name a snapshot are instants here, so that a copied one selects it in any zone.
 */
public enum SystemTables {
    SNAPSHOTS,
    SCHEMAS,
    OPTIONS,
    TAGS,
    BRANCHES,
    CONSUMERS,
    STATISTICS,
    AGGREGATION_FIELDS,
    FILES,
    FILE_KEY_RANGES,
    MANIFESTS,
    PARTITIONS,
    BUCKETS,
    TABLE_INDEXES;

    /** What Paimon has and this reader has not, with what to do instead. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "audit_log", "it shows the changes of a table; read the table itself",
            "binlog", "it shows the changes of a table; read the table itself",
            "row_tracking", "read the table itself");

    /** Reads the view of the table's latest state. */
    public SystemTable of(TableFiles files) {
        return switch (this) {
            case SNAPSHOTS -> SnapshotViews.snapshots(files);
            case SCHEMAS -> SchemaViews.schemas(files);
            case OPTIONS -> SchemaViews.options(files);
            case TAGS -> SnapshotViews.tags(files);
            case BRANCHES -> SnapshotViews.branches(files);
            case CONSUMERS -> SnapshotViews.consumers(files);
            case STATISTICS -> SnapshotViews.statistics(files);
            case AGGREGATION_FIELDS -> SchemaViews.aggregationFields(files);
            default -> ofSnapshot(new FileViews(files, SnapshotRef.LATEST));
        };
    }

    /**
     * Reads the view of a state of the table.
     *
     * @throws TableStoreException if this view is not one of a snapshot's files and another than the latest is asked for
     */
    public SystemTable of(TableFiles files, SnapshotRef ref) {
        if (ref.equals(SnapshotRef.LATEST)) {
            return of(files);
        }
        if (compareTo(FILES) < 0) {
            throw new TableStoreException("The system table '" + tableName()
                    + "' shows the whole table; a snapshot, tag or time cannot be asked of it.");
        }
        return ofSnapshot(new FileViews(files, ref));
    }

    private SystemTable ofSnapshot(FileViews views) {
        return switch (this) {
            case FILES -> views.files();
            case FILE_KEY_RANGES -> views.fileKeyRanges();
            case MANIFESTS -> views.manifests();
            case PARTITIONS -> views.partitions();
            case BUCKETS -> views.buckets();
            case TABLE_INDEXES -> views.tableIndexes();
            default -> throw new IllegalStateException(name());
        };
    }

    /** The directories {@code k1=v1/k2=v2} of the partitions that have rows, escaped as they are on disk, ascending. */
    public static List<String> partitionPaths(TableFiles files) {
        return new FileViews(files, SnapshotRef.LATEST).partitionPaths();
    }

    /** The name users write. */
    public String tableName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether there is a system table of that name. */
    public static boolean isNamed(String name) {
        return Arrays.stream(values()).anyMatch(table -> table.tableName().equals(name));
    }

    /** The names of all of them, separated by commas, for messages. */
    public static String names() {
        return Arrays.stream(values()).map(SystemTables::tableName).collect(Collectors.joining(", "));
    }

    /** @throws TableStoreException naming the system tables there are */
    public static SystemTables named(String name) {
        for (SystemTables table : values()) {
            if (table.tableName().equals(name)) {
                return table;
            }
        }
        String instead = ELSEWHERE.get(name);
        if (instead != null) {
            throw new TableStoreException("The system table '" + name + "' is not supported: " + instead + ".");
        }
        throw new TableStoreException("There is no system table '" + name + "'; there are " + names() + ".");
    }
}
