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
package io.tablestore.arrow;

import io.tablestore.internal.memory.BufferPool;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * One column of a batch: a vector of values, or of indices into a dictionary.
 *
 * <p><b>Ownership:</b> belongs to its decoder. Closing it empties the vector and returns the memory to the pool. Batches share
 * the dictionary, which stays with its owner.
 */
public final class ArrowColumn implements AutoCloseable {

    private final FieldVector vector;
    private final @Nullable FieldVector dictionary;
    private final BufferPool pool;
    private final List<ArrowBuf> buffers;
    private boolean closed;

    /** @param buffers the pool's buffers that the vector uses */
    public ArrowColumn(FieldVector vector, @Nullable FieldVector dictionary, BufferPool pool, List<ArrowBuf> buffers) {
        this.vector = vector;
        this.dictionary = dictionary;
        this.pool = pool;
        this.buffers = List.copyOf(buffers);
    }

    /** Creates a column for a vector that owns its memory. */
    public static ArrowColumn of(FieldVector vector, BufferPool pool) {
        return new ArrowColumn(vector, null, pool, List.of());
    }

    /** The values, or 32-bit indices if there is a {@link #dictionary()}. Nulls are always nulls of this vector. */
    public FieldVector vector() {
        return vector;
    }

    /** The values that the indices refer to, or null if {@link #vector()} holds values. */
    public @Nullable FieldVector dictionary() {
        return dictionary;
    }

    /** Turns this column into indices into the dictionary, unless that is null. Use only the result from then on. */
    public ArrowColumn withDictionary(@Nullable FieldVector newDictionary) {
        return newDictionary == null ? this : new ArrowColumn(vector, newDictionary, pool, buffers);
    }

    /** Creates a column for rows that share this column's memory and dictionary. Close it before this column. */
    public ArrowColumn viewOf(FieldVector rows) {
        return new ArrowColumn(rows, dictionary, pool, List.of());
    }

    /** Replaces this column with one whose vector shares its memory. Use only the result from then on. */
    public ArrowColumn replacedBy(FieldVector other) {
        return new ArrowColumn(other, dictionary, pool, takeBuffers());
    }

    /** Transfers the pool's buffers to a column that has taken over the vector's content. */
    public List<ArrowBuf> takeBuffers() {
        closed = true;
        vector.close();
        return buffers;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            vector.close();
            buffers.forEach(pool::give);
        }
    }
}
