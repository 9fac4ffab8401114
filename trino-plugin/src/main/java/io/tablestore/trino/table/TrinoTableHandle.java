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
package io.tablestore.trino.table;

import io.tablestore.scan.Scan;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.trino.types.TrinoColumn;
import io.tablestore.trino.types.TrinoPredicates;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.predicate.TupleDomain;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A table in the state that a statement reads, with what Trino pushed down to its scan.
 *
 * @param location of the table
 * @param branch empty for the table itself
 * @param readOptimized whether to read fully compacted rows only
 * @param snapshot resolved when the statement first named the table
 * @param predicate the condition that the reader evaluates
 * @param columns to read; empty if they are not known yet
 * @param partitioning that the engine reads the table by; empty if none
 * @param counted whether metadata answers the query: the scan returns one row, whose values the planner has
 */
public record TrinoTableHandle(
        SchemaTableName name,
        String location,
        String branch,
        boolean readOptimized,
        SnapshotRef.Pinned snapshot,
        TupleDomain<TrinoColumn> predicate,
        OptionalLong limit,
        Optional<List<TrinoColumn>> columns,
        Optional<TrinoPartitioning> partitioning,
        boolean counted)
        implements ConnectorTableHandle {

    public TrinoTableHandle where(TupleDomain<TrinoColumn> newPredicate) {
        return new TrinoTableHandle(
                name, location, branch, readOptimized, snapshot, newPredicate, limit, columns, partitioning, counted);
    }

    public TrinoTableHandle limit(long newLimit) {
        OptionalLong some = OptionalLong.of(newLimit);
        return new TrinoTableHandle(
                name, location, branch, readOptimized, snapshot, predicate, some, columns, partitioning, counted);
    }

    public TrinoTableHandle select(List<TrinoColumn> newColumns) {
        Optional<List<TrinoColumn>> some = Optional.of(List.copyOf(newColumns));
        return new TrinoTableHandle(
                name, location, branch, readOptimized, snapshot, predicate, limit, some, partitioning, counted);
    }

    public TrinoTableHandle partitionedBy(TrinoPartitioning newPartitioning) {
        Optional<TrinoPartitioning> some = Optional.of(newPartitioning);
        return new TrinoTableHandle(
                name, location, branch, readOptimized, snapshot, predicate, limit, columns, some, counted);
    }

    public TrinoTableHandle asCounted() {
        return new TrinoTableHandle(
                name, location, branch, readOptimized, snapshot, predicate, limit, columns, partitioning, true);
    }

    @Override
    public String toString() {
        String version = snapshot.tag().isEmpty() ? Long.toString(snapshot.snapshotId()) : snapshot.tag();
        return name + "@" + version
                + (predicate.isAll() ? "" : " constraint " + predicate)
                + (limit.isPresent() ? " limit " + limit.getAsLong() : "")
                + (partitioning.isPresent() ? " by bucket" : "")
                + (counted ? " from metadata" : "");
    }

    /** The scan, without its columns. */
    public Scan scan() {
        Scan scan = Scan.ALL
                .at(snapshot)
                .select(List.of())
                .where(TrinoPredicates.of(predicate))
                .limit(limit.orElse(Long.MAX_VALUE));
        return readOptimized ? scan.readOptimizedView() : scan;
    }
}
