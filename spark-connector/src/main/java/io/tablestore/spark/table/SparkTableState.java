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
package io.tablestore.spark.table;

import io.tablestore.catalog.Table;
import io.tablestore.scan.Scan;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.schema.TableSchema;
import org.jspecify.annotations.Nullable;

/**
 * A table in the state that a statement reads.
 *
 * @param name as Spark shows it
 * @param branch empty for the table itself
 * @param readOptimized whether to read fully compacted rows only
 * @param snapshot resolved when the statement first named the table
 * @param schema of the returned rows
 * @param opened for planning on the driver
 */
public record SparkTableState(
        String name,
        SparkLocation source,
        String branch,
        boolean readOptimized,
        SnapshotRef.Pinned snapshot,
        TableSchema schema,
        Table opened) {

    /** A table that is given by its location. */
    public static SparkTableState of(String name, SparkLocation source, String branch, SnapshotRef wanted) {
        return of(name, source, branch, wanted, source.open(branch, SparkCaches.ofPlanning()));
    }

    /** A table, or its branch, that a catalog has found. */
    public static SparkTableState of(String name, Table found, String branch, SnapshotRef wanted) {
        Table table = branch.isEmpty() ? found : found.branch(branch);
        return of(name, SparkLocation.of(found.location()), branch, wanted, table.withCaches(SparkCaches.ofPlanning()));
    }

    private static SparkTableState of(
            String name, SparkLocation source, String branch, SnapshotRef wanted, Table table) {
        SparkSettings.check();
        SnapshotRef.Pinned pinned = table.pin(wanted);
        TableSchema schema = table.schema(pinned.schemaId());
        return new SparkTableState(name, source, branch, false, pinned, schema, table);
    }

    /** The same state, of which scans return only what is compacted. */
    public SparkTableState readOptimizedView() {
        return new SparkTableState(name, source, branch, true, snapshot, schema, opened);
    }

    /** The table in another state, with rows in the columns of this one. */
    public SparkTableState at(SnapshotRef wanted) {
        SnapshotRef.Pinned shown = opened.pin(wanted, snapshot.schemaId());
        return new SparkTableState(name, source, branch, readOptimized, shown, schema, opened);
    }

    /** A scan of all rows in this state. */
    public Scan scan() {
        Scan scan = Scan.ALL.at(snapshot);
        return readOptimized ? scan.readOptimizedView() : scan;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SparkTableState table
                && source.location().equals(table.source.location())
                && branch.equals(table.branch)
                && readOptimized == table.readOptimized
                && snapshot.equals(table.snapshot);
    }

    @Override
    public int hashCode() {
        return source.location().hashCode() * 31 + snapshot.hashCode();
    }

    @Override
    public String toString() {
        return name + " snapshot " + (snapshot.tag().isEmpty() ? snapshot.snapshotId() : snapshot.tag());
    }
}
