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
package io.tablestore.internal.vector;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.internal.memory.BufferPool;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Builds a column in pooled memory, slot by slot in ascending order. Decoders write the data through addresses; this class
 * manages nulls, the vector and the ownership of buffers.
 *
 * <p><b>Ownership:</b> {@link #finish()} hands the buffers to the column; closing an unfinished builder returns them to the pool.
 */
public abstract class ColumnBuilder implements AutoCloseable {

    protected final BufferPool pool;
    protected final Field field;
    protected final int slots;

    /** Whether slots that are never set are null; otherwise every slot will be set. */
    private final boolean sparse;

    private final List<ArrowBuf> buffers = new ArrayList<>();
    private @Nullable ArrowBuf validity;
    private int nullCount;

    protected ColumnBuilder(BufferPool pool, Field field, int slots, Coverage coverage) {
        this.pool = pool;
        this.field = field;
        this.slots = slots;
        this.sparse = coverage == Coverage.SOME_SLOTS;
        if (sparse) {
            nullCount = slots;
            newValidity((byte) 0);
        }
    }

    /**
     * Takes a buffer from the pool. If that fails, returns all buffers, because a builder may fail halfway through its
     * construction.
     */
    protected final ArrowBuf take(long bytes) {
        try {
            ArrowBuf buffer = pool.take(bytes);
            buffers.add(buffer);
            return buffer;
        } catch (RuntimeException full) {
            close();
            throw full;
        }
    }

    /** Adds buffers that the finished column will also own. */
    protected final void own(List<ArrowBuf> more) {
        buffers.addAll(more);
    }

    /** Returns a buffer that has been replaced to the pool. */
    protected final void giveBack(ArrowBuf buffer) {
        buffers.remove(buffer);
        pool.give(buffer);
    }

    private ArrowBuf newValidity(byte fill) {
        int bytes = (slots + 7) / 8;
        ArrowBuf created = take(bytes);
        MemoryUtil.setMemory(created.memoryAddress(), bytes, fill);
        validity = created;
        return created;
    }

    /** Sets a slot to null. */
    public final void setNull(int slot) {
        if (!sparse) {
            ArrowBuf bits = validity == null ? newValidity((byte) 0xFF) : validity;
            long address = bits.memoryAddress() + (slot >>> 3);
            MemoryUtil.putByte(address, (byte) (MemoryUtil.getByte(address) & ~(1 << (slot & 7))));
            nullCount++;
        }
    }

    /** Marks a slot as not null; needed only if not every slot is set. */
    public final void setPresent(int slot) {
        if (sparse && validity != null) {
            long address = validity.memoryAddress() + (slot >>> 3);
            MemoryUtil.putByte(address, (byte) (MemoryUtil.getByte(address) | 1 << (slot & 7)));
            nullCount--;
        }
    }

    /** Whether {@link #setPresent} must be called. */
    public final boolean isSparse() {
        return sparse;
    }

    /** Loads the data into the vector; the validity buffer is null if no slot is null. */
    protected abstract void load(FieldVector vector, ArrowFieldNode node, @Nullable ArrowBuf validityBits);

    /** The dictionary of the data, if any. */
    protected @Nullable FieldVector dictionary() {
        return null;
    }

    /** The finished column, owned by the caller. */
    public final ArrowColumn finish() {
        FieldVector vector = field.createVector(pool.allocator());
        try {
            load(vector, new ArrowFieldNode(slots, nullCount), nullCount == 0 ? null : validity);
        } catch (RuntimeException failed) {
            vector.close();
            close();
            throw failed;
        }
        ArrowColumn column = new ArrowColumn(vector, dictionary(), pool, buffers);
        buffers.clear();
        return column;
    }

    @Override
    public final void close() {
        buffers.forEach(pool::give);
        buffers.clear();
    }
}
