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

import io.tablestore.predicate.Predicate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to read a table. Immutable: each refinement returns a new scan.
 *
 * @param snapshot which snapshot to read
 * @param columns names of the columns to return, in this order; null means all in table order
 * @param predicate rows that do not satisfy it are not returned
 * @param limit a scan may stop after this many rows, though it may return more; {@link Long#MAX_VALUE} means no limit
 * @param readOptimized whether to return only fully compacted rows of a primary-key table, which need no merge
 */
public record Scan(
        SnapshotRef snapshot, @Nullable List<String> columns, Predicate predicate, long limit, boolean readOptimized) {

    /** All rows and columns of the latest snapshot. */
    public static final Scan ALL = new Scan(SnapshotRef.LATEST, null, Predicate.TRUE, Long.MAX_VALUE, false);

    public Scan {
        columns = columns == null ? null : List.copyOf(columns);
    }

    public Scan at(SnapshotRef newSnapshot) {
        return new Scan(newSnapshot, columns, predicate, limit, readOptimized);
    }

    public Scan select(@Nullable List<String> newColumns) {
        return new Scan(snapshot, newColumns, predicate, limit, readOptimized);
    }

    public Scan where(Predicate newPredicate) {
        return new Scan(snapshot, columns, newPredicate, limit, readOptimized);
    }

    public Scan limit(long newLimit) {
        return new Scan(snapshot, columns, predicate, newLimit, readOptimized);
    }

    /** The read-optimized view, {@code $ro} (format reference, 7.4). */
    public Scan readOptimizedView() {
        return new Scan(snapshot, columns, predicate, limit, true);
    }
}
