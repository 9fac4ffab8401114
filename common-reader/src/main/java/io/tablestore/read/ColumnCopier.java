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

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.vector.VectorGather;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;

/**
 * Copies some rows of a column, including nested values, to separate memory.
 *
 * <p><b>Ownership:</b> the caller owns the copies and closes them before the copier.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class ColumnCopier implements AutoCloseable {

    private final BufferPool pool;
    private final VectorGather gather;

    public ColumnCopier(BufferAllocator allocator) {
        this.pool = new BufferPool(allocator);
        this.gather = new VectorGather(pool);
    }

    /** @param rows positions in the source, in the order of the copy */
    public ArrowColumn copy(FieldVector source, int[] rows) {
        return gather.gather(source, rows, rows.length);
    }

    @Override
    public void close() {
        pool.close();
    }
}
