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
package io.tablestore.hive.read;

import io.tablestore.read.ArrowBatch;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapred.RecordReader;
import org.jspecify.annotations.Nullable;

/**
 * Returns the selected rows of consecutive batches to Hive, one by one or many at once.
 *
 * <p><b>Ownership:</b> owns the batches.
 */
abstract class BatchReader<V> implements RecordReader<NullWritable, V> {

    private final HiveBatches batches;
    private @Nullable ArrowBatch batch;
    private int position;
    private long returned;

    BatchReader(HiveBatches batches) {
        this.batches = batches;
    }

    final HiveBatches batches() {
        return batches;
    }

    /** Takes the vectors of the next batch. */
    abstract void bind(ArrowBatch next);

    /**
     * Fills the target with the next row or rows.
     *
     * @return false at the end
     */
    abstract boolean read(V target);

    /** Closes the reader on failure: Hive does so in a task, but not in a query without a job. */
    @Override
    public final boolean next(NullWritable key, V target) {
        try {
            return read(target);
        } catch (RuntimeException | Error failed) {
            try {
                close();
            } catch (RuntimeException second) {
                failed.addSuppressed(second);
            }
            throw failed;
        }
    }

    /** The current batch with remaining rows, after {@link #bind} was called with it; null at the end. */
    final @Nullable ArrowBatch current() {
        ArrowBatch current = batch;
        if (current == null || position == current.selection().count()) {
            current = batches.next();
            batch = current;
            position = 0;
            if (current != null) {
                bind(current);
            }
        }
        return current;
    }

    /** Index of the next row among the selected rows. */
    final int position() {
        return position;
    }

    /** Counts rows as returned. */
    final void advance(int rows) {
        position += rows;
        returned += rows;
    }

    @Override
    public final NullWritable createKey() {
        return NullWritable.get();
    }

    @Override
    public final long getPos() {
        return returned;
    }

    @Override
    public final float getProgress() {
        return 0;
    }

    @Override
    public final void close() {
        batch = null;
        batches.close();
    }
}
