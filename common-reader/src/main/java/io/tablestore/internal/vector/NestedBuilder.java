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
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Builds structs, lists and maps from finished columns.
 *
 * <p><b>Ownership:</b> takes over the children when the column is finished; until then they belong to the caller.
 */
public final class NestedBuilder extends ColumnBuilder {

    private final @Nullable ArrowBuf offsets;
    private List<ArrowColumn> children = List.of();

    private NestedBuilder(BufferPool pool, Field field, int slots, boolean lists) {
        super(pool, field, slots, Coverage.EVERY_SLOT);
        offsets = lists ? take(4L * (slots + 1)) : null;
        if (offsets != null) {
            MemoryUtil.putInt(offsets.memoryAddress(), 0);
        }
    }

    public static NestedBuilder struct(BufferPool pool, Field field, int slots) {
        return new NestedBuilder(pool, field, slots, false);
    }

    /** A list or a map. */
    public static NestedBuilder list(BufferPool pool, Field field, int slots) {
        return new NestedBuilder(pool, field, slots, true);
    }

    /** Ends the list in the slot before that element; called for every slot, ascending, null or not. */
    public void endList(int slot, int elementEnd) {
        if (offsets != null) {
            MemoryUtil.putInt(offsets.memoryAddress() + 4L * (slot + 1), elementEnd);
        }
    }

    /** @param columns for a struct its fields; for a list its elements; for a map its keys and values */
    public ArrowColumn finish(List<ArrowColumn> columns) {
        children = columns;
        return finish();
    }

    @Override
    protected void load(FieldVector vector, ArrowFieldNode node, @Nullable ArrowBuf validityBits) {
        ArrowBuf validity = validityBits == null ? allPresent() : validityBits;
        if (offsets == null) {
            vector.loadFieldBuffers(node, Arrays.asList(validity));
            adopt(vector.getChildrenFromFields());
            vector.setValueCount(slots);
            return;
        }
        vector.loadFieldBuffers(node, Arrays.asList(validity, offsets));
        FieldVector data = ((ListVector) vector).getDataVector();
        int elements = children.get(0).vector().getValueCount();
        if (data instanceof StructVector entries && children.size() == 2 && entries.size() == 2) {
            ArrowBuf allEntries = take((elements + 7) / 8);
            MemoryUtil.setMemory(allEntries.memoryAddress(), (elements + 7) / 8, (byte) 0xFF);
            entries.loadFieldBuffers(new ArrowFieldNode(elements, 0), Arrays.asList(allEntries));
            adopt(entries.getChildrenFromFields());
            entries.setValueCount(elements);
        } else {
            adopt(List.of(data));
        }
    }

    private void adopt(List<FieldVector> targets) {
        for (int i = 0; i < targets.size(); i++) {
            ArrowColumn child = children.get(i);
            child.vector().makeTransferPair(targets.get(i)).transfer();
            own(child.takeBuffers());
        }
    }

    /** Arrow's nested vectors need their validity buffer even if nothing is null. */
    private ArrowBuf allPresent() {
        int bytes = (slots + 7) / 8;
        ArrowBuf bits = take(bytes);
        MemoryUtil.setMemory(bits.memoryAddress(), bytes, (byte) 0xFF);
        return bits;
    }
}
