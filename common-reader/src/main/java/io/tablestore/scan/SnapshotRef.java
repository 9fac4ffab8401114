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

/** Says which snapshot of a table to read. */
public sealed interface SnapshotRef {

    SnapshotRef LATEST = new Latest();

    /** The newest snapshot at planning time. */
    record Latest() implements SnapshotRef {}

    record Id(long id) implements SnapshotRef {}

    record Tag(String name) implements SnapshotRef {}

    /** The newest snapshot committed at or before a time. */
    record Timestamp(long epochMillis) implements SnapshotRef {}

    /**
     * The snapshot that an engine resolved when it first loaded the table for a statement.
     *
     * @param snapshotId 0 for a table without a snapshot
     * @param tag the tag that retains the snapshot, or empty
     * @param fallbackSnapshotId the snapshot of the table's fallback branch, 0 if that branch has none, or {@link #MISSING}
     */
    record Pinned(long snapshotId, long schemaId, String tag, long fallbackSnapshotId) implements SnapshotRef {

        /**
         * Used as the fallback branch's snapshot if that branch does not exist. Such a table cannot be scanned, but it must
         * load, or no engine could remove the option.
         */
        public static final long MISSING = -1;

        /** The same state, with its rows in the columns of a schema that the statement knows already. */
        public Pinned inSchema(long otherSchemaId) {
            return new Pinned(snapshotId, otherSchemaId, tag, fallbackSnapshotId);
        }
    }

    /** The text after {@code VERSION AS OF}: the name of a tag, otherwise the digits of a snapshot id. */
    record Version(String text) implements SnapshotRef {}
}
