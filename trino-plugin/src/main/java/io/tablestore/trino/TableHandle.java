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
package io.tablestore.trino;

import io.tablestore.scan.SnapshotRef;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.predicate.TupleDomain;
import java.util.OptionalLong;

/**
 * A table in one state, and what of it is wanted.
 *
 * @param location of the table
 * @param branch or empty
 * @param readOptimized whether only fully compacted rows are wanted
 * @param snapshotId 0 for a table that has no snapshot; this and the next three are those of {@link SnapshotRef.Pinned}
 * @param predicate what the reader tests
 */
public record TableHandle(
        SchemaTableName name,
        String location,
        String branch,
        boolean readOptimized,
        long snapshotId,
        long schemaId,
        String tag,
        long fallbackSnapshotId,
        TupleDomain<ColumnRef> predicate,
        OptionalLong limit)
        implements ConnectorTableHandle {

    SnapshotRef.Pinned pinned() {
        return new SnapshotRef.Pinned(snapshotId, schemaId, tag, fallbackSnapshotId);
    }

    TableHandle where(TupleDomain<ColumnRef> newPredicate) {
        return new TableHandle(
                name,
                location,
                branch,
                readOptimized,
                snapshotId,
                schemaId,
                tag,
                fallbackSnapshotId,
                newPredicate,
                limit);
    }

    TableHandle limit(long newLimit) {
        return new TableHandle(
                name,
                location,
                branch,
                readOptimized,
                snapshotId,
                schemaId,
                tag,
                fallbackSnapshotId,
                predicate,
                OptionalLong.of(newLimit));
    }

    @Override
    public String toString() {
        return name + "@" + (tag.isEmpty() ? Long.toString(snapshotId) : tag)
                + (predicate.isAll() ? "" : " where " + predicate)
                + (limit.isPresent() ? " limit " + limit.getAsLong() : "");
    }
}
