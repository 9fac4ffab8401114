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
package io.tablestore.read;

import io.tablestore.predicate.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one split in batches, in no particular order.
 *
 * <p><b>Ownership:</b> a batch belongs to this reader and is valid until the next call of {@link #next()} or {@link #close()}.
 * Its buffers then return to the reader's pool. Late use of the batch throws; it never returns other rows. {@code close()}
 * frees all Arrow memory of the reader and may be called twice.
 *
 * <p><b>Threads:</b> one thread at a time; {@link #cancel()} may be called by any thread.
 */
public interface SplitReader extends AutoCloseable {

    /** Returns the next batch, with at least one selected row, or null at the end of the split. */
    @Nullable
    ArrowBatch next();

    /**
     * Adds a condition for the remaining rows. Row groups, pages and rows that cannot satisfy it are not read; other rows of
     * later batches that do not satisfy it are dropped.
     */
    void narrow(Predicate predicate);

    /**
     * Cancels the current step on another thread soon, even during a merge. That step and every later one fail with a
     * {@link io.tablestore.error.ReadCancelledException}. The reader must still be closed.
     */
    void cancel();

    /** The counters so far. */
    ReadMetrics metrics();

    @Override
    void close();
}
