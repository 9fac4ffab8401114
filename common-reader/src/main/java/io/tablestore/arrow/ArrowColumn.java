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
 * <p><b>Ownership:</b> belongs to whoever decoded it; closing it empties the vector and gives the memory back to the
 * pool. The dictionary is shared with other batches and stays its owner's.
 */
public final class ArrowColumn implements AutoCloseable {

    private final FieldVector vector;
    private final @Nullable FieldVector dictionary;
    private final BufferPool pool;
    private final List<ArrowBuf> buffers;
    private boolean closed;

    /** @param buffers the pool's buffers behind the vector */
    public ArrowColumn(FieldVector vector, @Nullable FieldVector dictionary, BufferPool pool, List<ArrowBuf> buffers) {
        this.vector = vector;
        this.dictionary = dictionary;
        this.pool = pool;
        this.buffers = List.copyOf(buffers);
    }

    /** A column over a vector that owns its memory. */
    public static ArrowColumn of(FieldVector vector, BufferPool pool) {
        return new ArrowColumn(vector, null, pool, List.of());
    }

    /** The values, or, if there is a {@link #dictionary()}, the 32-bit indices into it; nulls are nulls of this vector. */
    public FieldVector vector() {
        return vector;
    }

    /** The values that indices point to, or null if {@link #vector()} holds values. */
    public @Nullable FieldVector dictionary() {
        return dictionary;
    }

    /** The same column as indices into a dictionary, if there is one; this one must not be used any more. */
    public ArrowColumn withDictionary(@Nullable FieldVector newDictionary) {
        return newDictionary == null ? this : new ArrowColumn(vector, newDictionary, pool, buffers);
    }

    /** A column over some rows of this one's memory, with the same dictionary; closed before this one. */
    public ArrowColumn viewOf(FieldVector rows) {
        return new ArrowColumn(rows, dictionary, pool, List.of());
    }

    /** A column over a vector that shares this one's memory and stands for it from now on. */
    public ArrowColumn replacedBy(FieldVector other) {
        return new ArrowColumn(other, dictionary, pool, takeBuffers());
    }

    /** Hands over the pool's buffers to a column that has taken over the vector's content. */
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
