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

import io.tablestore.internal.memory.BufferPool;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Builds columns whose values all have the same width; a width of 0 means bits. */
public class FixedBuilder extends ColumnBuilder {

    private final long address;
    private final ArrowBuf data;

    /** Builds a column of which every slot will be set. */
    public FixedBuilder(BufferPool pool, Field field, int slots, int width) {
        this(pool, field, slots, Coverage.EVERY_SLOT, width);
    }

    /** @param width bytes of a value, or 0 for booleans, whose bits are initially zero */
    public FixedBuilder(BufferPool pool, Field field, int slots, Coverage coverage, int width) {
        super(pool, field, slots, coverage);
        long bytes = width == 0 ? (slots + 7) / 8 : (long) slots * width;
        data = take(bytes);
        address = data.memoryAddress();
        if (width == 0) {
            MemoryUtil.setMemory(address, bytes, (byte) 0);
        }
    }

    /** The address of the value of slot 0. */
    public final long address() {
        return address;
    }

    @Override
    protected void load(FieldVector vector, ArrowFieldNode node, @Nullable ArrowBuf validityBits) {
        vector.loadFieldBuffers(node, Arrays.asList(validityBits, data));
    }
}
