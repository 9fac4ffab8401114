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
package io.tablestore.systemtable;

import io.tablestore.error.TableStoreException;
import io.tablestore.metadata.TableFiles;
import io.tablestore.scan.SnapshotRef;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * The views of a table's metadata, by the name after the dollar sign. Columns have the names, the order and the types of
 * Paimon 1.4's system tables; times that name a snapshot are instants here, so that a copied one selects it in any zone.
 */
public enum SystemTables {
    SNAPSHOTS(SnapshotViews::snapshots),
    SCHEMAS(SchemaViews::schemas),
    OPTIONS(SchemaViews::options),
    TAGS(SnapshotViews::tags),
    BRANCHES(SnapshotViews::branches),
    CONSUMERS(SnapshotViews::consumers),
    STATISTICS(SnapshotViews::statistics),
    AGGREGATION_FIELDS(SchemaViews::aggregationFields),
    FILES(FileViews::files),
    FILE_KEY_RANGES(FileViews::fileKeyRanges),
    MANIFESTS(FileViews::manifests),
    PARTITIONS(FileViews::partitions),
    BUCKETS(FileViews::buckets),
    TABLE_INDEXES(FileViews::tableIndexes);

    /** What Paimon has and this reader has not, with what to do instead. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "audit_log", "it shows the changes of a table; read the table itself",
            "binlog", "it shows the changes of a table; read the table itself",
            "row_tracking", "read the table itself");

    private interface OfTable {
        SystemTable read(TableFiles files);
    }

    private interface OfSnapshot {
        SystemTable read(FileViews views);
    }

    @SuppressWarnings("ImmutableEnumChecker") // the methods named above, without state
    private final BiFunction<TableFiles, SnapshotRef, SystemTable> reader;

    private final boolean ofSnapshot;

    SystemTables(OfTable view) {
        this.reader = (files, latest) -> view.read(files);
        this.ofSnapshot = false;
    }

    SystemTables(OfSnapshot view) {
        this.reader = (files, ref) -> view.read(new FileViews(files, ref));
        this.ofSnapshot = true;
    }

    /** Reads the view of the table's latest state. */
    public SystemTable of(TableFiles files) {
        return reader.apply(files, SnapshotRef.LATEST);
    }

    /**
     * Reads the view of a state of the table.
     *
     * @throws TableStoreException if this view is not one of a snapshot's files and another than the latest is asked for
     */
    public SystemTable of(TableFiles files, SnapshotRef ref) {
        if (!ofSnapshot && !ref.equals(SnapshotRef.LATEST)) {
            throw new TableStoreException("The system table '" + tableName()
                    + "' shows the whole table; a snapshot, tag or time cannot be asked of it.");
        }
        return reader.apply(files, ref);
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
        throw new TableStoreException(whyMissing(name));
    }

    /** Says why there is no system table of a name, and what there is instead. */
    public static String whyMissing(String name) {
        String instead = ELSEWHERE.get(name.toLowerCase(Locale.ROOT));
        return instead != null
                ? "The system table '" + name + "' is not supported: " + instead + "."
                : "There is no system table '" + name + "'; there are " + names() + ".";
    }
}
