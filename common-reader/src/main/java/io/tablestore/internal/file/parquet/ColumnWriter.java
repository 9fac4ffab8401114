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
package io.tablestore.internal.file.parquet;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.internal.file.parquet.encoding.Values;
import io.tablestore.internal.vector.ColumnBuilder;
import org.jspecify.annotations.Nullable;

/** Writes decoded physical values to the vector of a column, converting them to its type. */
abstract class ColumnWriter implements AutoCloseable {

    private final ColumnBuilder builder;

    ColumnWriter(ColumnBuilder builder) {
        this.builder = builder;
    }

    /** Writes the values {@code 0 .. count - 1} to the slots from {@code slot} on. */
    abstract void putRange(int slot, int count, Values values);

    /** Writes the value at an index to a slot. */
    abstract void put(int slot, int index, Values values);

    /**
     * Writes selected values to slots.
     *
     * @param slots the slots to fill, at {@code from .. from + count - 1}; null means the slots {@code from .. from + count - 1}
     * themselves
     * @param picks for each slot, the index of its value, or -1 for null
     */
    final void putPicked(int @Nullable [] slots, int from, int count, int[] picks, Values values) {
        boolean sparse = builder.isSparse();
        if (slots == null && !sparse) {
            putDense(from, count, picks, values);
            return;
        }
        for (int i = 0; i < count; i++) {
            int slot = slots == null ? from + i : slots[from + i];
            if (picks[i] < 0) {
                builder.setNull(slot);
            } else {
                builder.setPresent(slot);
                put(slot, picks[i], values);
            }
        }
    }

    /** The common case of {@link #putPicked}, which kernels override with a loop of their own. */
    void putDense(int from, int count, int[] picks, Values values) {
        for (int i = 0; i < count; i++) {
            if (picks[i] < 0) {
                setNull(from + i);
            } else {
                put(from + i, picks[i], values);
            }
        }
    }

    final void setNull(int slot) {
        builder.setNull(slot);
    }

    /** Bytes of a value if the page's bytes equal the vector's, so that a range can be copied at once; 0 otherwise. */
    int copyWidth() {
        return 0;
    }

    /** The address of the vector's data, if {@link #copyWidth()} is not 0. */
    long copyTarget() {
        throw new IllegalStateException("values are converted one by one");
    }

    /** Whether indices into the chunk's dictionary are wanted instead of values. */
    boolean takesIndices() {
        return false;
    }

    /** Bytes of the strings and binaries written so far. */
    long sizeInBytes() {
        return 0;
    }

    final ArrowColumn finish() {
        return builder.finish();
    }

    @Override
    public void close() {
        builder.close();
    }
}
