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

/** Which snapshot of a table is read. */
public sealed interface SnapshotRef {

    SnapshotRef LATEST = new Latest();

    /** The newest committed snapshot when the table is planned. */
    record Latest() implements SnapshotRef {}

    record Id(long id) implements SnapshotRef {}

    record Tag(String name) implements SnapshotRef {}

    /** The newest snapshot committed at or before a time. */
    record Timestamp(long epochMillis) implements SnapshotRef {}

    /**
     * A state that an engine resolved when it first loaded the table for a statement.
     *
     * @param snapshotId 0 for a table that had no snapshot
     * @param tag the tag that keeps the snapshot, or empty
     * @param fallbackSnapshotId the snapshot of the table's fallback branch, 0 if it has none, or {@link #MISSING}
     */
    record Pinned(long snapshotId, long schemaId, String tag, long fallbackSnapshotId) implements SnapshotRef {

        /**
         * In the place of the fallback branch's snapshot if the table names a branch that is not there. Such a table cannot
         * be scanned, but it can be loaded, or no engine could take the option away.
         */
        public static final long MISSING = -1;
    }

    /** What a user writes after {@code VERSION AS OF}: the name of a tag, else the digits of a snapshot id. */
    record Version(String text) implements SnapshotRef {}
}
