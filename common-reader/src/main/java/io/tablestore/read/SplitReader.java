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
 * Reads the rows of one split, batch after batch, in no order.
 *
 * <p><b>Ownership:</b> a batch belongs to this reader and lives until the next call of {@link #next()} or {@link #close()}.
 * Its buffers then return to the reader's pool, and using the batch throws: who reads too late gets an error, not other
 * rows. After {@code close()} no Arrow memory is left; closing twice does no harm.
 *
 * <p><b>Threads:</b> one reader belongs to one thread at a time; {@link #cancel()} is for any.
 */
public interface SplitReader extends AutoCloseable {

    /** Returns the next batch, with at least one selected row, or null when the split is exhausted. */
    @Nullable
    ArrowBatch next();

    /**
     * Narrows what is still to be read: row groups, pages and rows not read yet are left out if they cannot pass. Rows of
     * later batches that do not pass are dropped.
     */
    void narrow(Predicate predicate);

    /**
     * Ends the step that is under way on another thread soon, a merge included: it fails with a {@link
     * io.tablestore.error.ReadCancelledException}, as does every later one. The reader has still to be closed.
     */
    void cancel();

    /** What was done so far. */
    ReadMetrics metrics();

    @Override
    void close();
}
