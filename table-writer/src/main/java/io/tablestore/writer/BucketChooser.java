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
import io.tablestore.writer.routing.KeyShares;
import io.tablestore.writer.row.InputValues;
import io.tablestore.writer.row.RowValues;

/**
 * Chooses the buckets of rows of a table with dynamic buckets, so that several writers can share it: one task of some, each
 * of which is given the rows of the keys that it knows ({@link KeyShares#task}).
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class BucketChooser {

    private final RowIntake intake;
    private final DynamicBuckets buckets;

    /** Whether the bucket of a row of the table depends on the keys that are there already, so that it has to be chosen here. */
    public static boolean isNeeded(TableSchema schema) {
        return DynamicBuckets.has(schema);
    }

    /**
     * @param schema that rows come in
     * @param overwrites whether what is in the table counts as gone
     * @param task of those that share the keys, from 0
     */
    public BucketChooser(Table table, TableSchema schema, boolean overwrites, int task, int tasks) {
        this.intake = new RowIntake(schema);
        this.buckets = new DynamicBuckets(
                StoredTable.of(table).files(), schema, overwrites, KeyShares.of(schema, tasks), task);
    }

    /** The bucket of a row, or -1 for one that is not written at all. */
    public int bucket(RowKind given, InputValues values) {
        return intake.take(given, values) ? buckets.bucket(intake.partition(), intake.keyHash()) : -1;
    }

    /** The same of a row of Java objects. */
    public int bucket(RowKind given, RowValues row) {
        return bucket(given, intake.convert(row));
    }

    /** To be called once for each commit: what has not been asked for during some of them is forgotten. */
    public void forgetIdle() {
        buckets.forgetIdle();
    }

    /** Partitions of which it is known in memory which bucket each key is in. */
    public int partitionsIndexed() {
        return buckets.partitionsInMemory();
    }
}
