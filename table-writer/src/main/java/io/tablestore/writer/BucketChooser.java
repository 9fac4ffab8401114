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
package io.tablestore.writer;

import io.tablestore.catalog.Table;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.RowKind;
import io.tablestore.writer.internal.bucket.DynamicBuckets;
import io.tablestore.writer.routing.ExistingRows;
import io.tablestore.writer.routing.KeyShares;
import io.tablestore.writer.row.InputValues;
import io.tablestore.writer.row.RowValues;

/**
 * Chooses the buckets of rows in a table with dynamic buckets, so that several writers can share the table. Each of several
 * tasks has a chooser and receives the rows of the keys that {@link KeyShares#task} assigns to it.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class BucketChooser {

    private final RowIntake intake;
    private final DynamicBuckets buckets;

    /** Whether a row's bucket depends on the table's existing keys, so that a chooser is needed. */
    public static boolean isNeeded(TableSchema schema) {
        return DynamicBuckets.has(schema);
    }

    /**
     * @param schema the schema of the rows
     * @param task this task among those that share the keys, from 0
     */
    public BucketChooser(Table table, TableSchema schema, ExistingRows existing, int task, int tasks) {
        this.intake = new RowIntake(schema);
        this.buckets =
                new DynamicBuckets(StoredTable.of(table).files(), schema, existing, KeyShares.of(schema, tasks), task);
    }

    /** The bucket of a row, or -1 if the row is not written. */
    public int bucket(RowKind given, InputValues values) {
        return intake.take(given, values) ? buckets.bucket(intake.partition(), intake.keyHash()) : -1;
    }

    /** As {@link #bucket(RowKind, InputValues)}, for a row of Java objects. */
    public int bucket(RowKind given, RowValues row) {
        return bucket(given, intake.convert(row));
    }

    /** Forgets partitions that were not used during several commits. Call this once per commit. */
    public void forgetIdle() {
        buckets.forgetIdle();
    }

    /** Number of partitions whose key index is in memory. */
    public int partitionsIndexed() {
        return buckets.partitionsInMemory();
    }
}
