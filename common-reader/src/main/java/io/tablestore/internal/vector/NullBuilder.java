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
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Builds all-null columns of any type. */
public final class NullBuilder extends ColumnBuilder {

    /** @param field nullable */
    public NullBuilder(BufferPool pool, Field field, int slots) {
        super(pool, field, slots, Coverage.EVERY_SLOT);
    }

    @Override
    protected void load(FieldVector vector, ArrowFieldNode node, @Nullable ArrowBuf validityBits) {
        vector.setInitialCapacity(slots);
        vector.allocateNew();
        vector.setValueCount(slots);
    }
}
