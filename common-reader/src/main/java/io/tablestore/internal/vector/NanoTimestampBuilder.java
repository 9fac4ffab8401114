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
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Builds columns of TIMESTAMP(7..9): a struct of milliseconds and the nanoseconds within the millisecond. */
public final class NanoTimestampBuilder extends ColumnBuilder {

    private final ArrowBuf millis;
    private final ArrowBuf nanos;

    /** Builds a column of which every slot will be set. */
    public NanoTimestampBuilder(BufferPool pool, Field field, int slots) {
        this(pool, field, slots, Coverage.EVERY_SLOT);
    }

    public NanoTimestampBuilder(BufferPool pool, Field field, int slots, Coverage coverage) {
        super(pool, field, slots, coverage);
        millis = take(8L * slots);
        nanos = take(4L * slots);
    }

    public void put(int slot, long epochMillis, int nanoOfMilli) {
        MemoryUtil.putLong(millis.memoryAddress() + 8L * slot, epochMillis);
        MemoryUtil.putInt(nanos.memoryAddress() + 4L * slot, nanoOfMilli);
    }

    @Override
    protected void load(FieldVector vector, ArrowFieldNode node, @Nullable ArrowBuf validityBits) {
        vector.loadFieldBuffers(node, Arrays.asList(validityBits == null ? allPresent() : validityBits));
        List<FieldVector> children = vector.getChildrenFromFields();
        ArrowFieldNode all = new ArrowFieldNode(slots, 0);
        children.get(0).loadFieldBuffers(all, Arrays.asList(null, millis));
        children.get(1).loadFieldBuffers(all, Arrays.asList(null, nanos));
        vector.setValueCount(slots);
    }

    /** A struct vector needs its validity buffer even if nothing is null. */
    private ArrowBuf allPresent() {
        int bytes = (slots + 7) / 8;
        ArrowBuf bits = take(bytes);
        MemoryUtil.setMemory(bits.memoryAddress(), bytes, (byte) 0xFF);
        return bits;
    }
}
