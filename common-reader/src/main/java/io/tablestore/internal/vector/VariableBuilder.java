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

import io.tablestore.error.TableStoreException;
import io.tablestore.internal.memory.BufferPool;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Builds columns of strings and binaries. */
public final class VariableBuilder extends ColumnBuilder {

    private static final long MAX_BYTES = Integer.MAX_VALUE - 64;
    private static final int SHORT_BYTES = 64;

    private final ArrowBuf offsets;
    private final long offsetAddress;
    private ArrowBuf data;
    private long dataAddress;
    private long capacity;
    private long size;
    private int nextSlot;

    /** Builds a column of which every slot will be set. */
    public VariableBuilder(BufferPool pool, Field field, int slots, long expectedBytes) {
        this(pool, field, slots, Coverage.EVERY_SLOT, expectedBytes);
    }

    /** @param expectedBytes expected size of all values together; more is possible */
    public VariableBuilder(BufferPool pool, Field field, int slots, Coverage coverage, long expectedBytes) {
        super(pool, field, slots, coverage);
        offsets = take(4L * (slots + 1));
        offsetAddress = offsets.memoryAddress();
        data = take(expectedBytes);
        dataAddress = data.memoryAddress();
        capacity = data.capacity() - BufferPool.SLACK_BYTES;
    }

    /**
     * Appends the value of a slot; omitted slots before it are empty.
     *
     * @param source address of the bytes, which the pool's slack must follow
     */
    public void put(int slot, long source, int length) {
        long target = reserve(slot, length);
        if (length <= SHORT_BYTES) {
            // Both sides have slack, so the last eight bytes may be copied past the end.
            for (int i = 0; i < length; i += 8) {
                MemoryUtil.putLong(target + i, MemoryUtil.getLong(source + i));
            }
        } else {
            MemoryUtil.copyMemory(source, target, length);
        }
        size += length;
    }

    /** As above, for bytes that may end exactly at the end of allocated memory. */
    public void putExactly(int slot, long source, int length) {
        long target = reserve(slot, length);
        MemoryUtil.copyMemory(source, target, length);
        size += length;
    }

    /** As above, for bytes on the heap. */
    public void put(int slot, byte[] source, int start, int length) {
        long target = reserve(slot, length);
        MemoryUtil.copyToMemory(source, start, target, length);
        size += length;
    }

    /**
     * Reserves space for the value of a slot; the caller writes it there and then calls {@link #fill}.
     *
     * @return its address, valid until the next call
     */
    public long reserve(int slot, int length) {
        if (size + length > capacity) {
            grow(size + length);
        }
        while (nextSlot <= slot) {
            MemoryUtil.putInt(offsetAddress + 4L * nextSlot++, (int) size);
        }
        return dataAddress + size;
    }

    /** Sets how many of the reserved bytes the value takes. */
    public void fill(int length) {
        size += length;
    }

    private void grow(long needed) {
        if (needed > MAX_BYTES) {
            throw new TableStoreException("Column " + field.getName() + ": the values of one batch take " + needed
                    + " bytes, but a batch holds at most " + MAX_BYTES + ". Leave the column out.");
        }
        ArrowBuf larger = take(Math.min(MAX_BYTES, Math.max(needed, capacity * 2)));
        MemoryUtil.copyMemory(dataAddress, larger.memoryAddress(), size);
        giveBack(data);
        data = larger;
        dataAddress = larger.memoryAddress();
        capacity = larger.capacity() - BufferPool.SLACK_BYTES;
    }

    /** Bytes of the values so far. */
    public long sizeInBytes() {
        return size;
    }

    @Override
    protected void load(FieldVector vector, ArrowFieldNode node, @Nullable ArrowBuf validityBits) {
        while (nextSlot <= slots) {
            MemoryUtil.putInt(offsetAddress + 4L * nextSlot++, (int) size);
        }
        vector.loadFieldBuffers(node, Arrays.asList(validityBits, offsets, data));
    }
}
