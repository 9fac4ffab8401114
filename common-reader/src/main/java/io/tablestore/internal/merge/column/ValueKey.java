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
package io.tablestore.internal.merge.column;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/** A key for a value of a type. Two keys are equal exactly if the values are. */
public final class ValueKey {

    private ValueKey() {}

    public static @Nullable Object of(FieldVector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        if (vector instanceof BaseVariableWidthVector bytes) {
            return ByteBuffer.wrap(bytes(bytes, row));
        }
        if (vector instanceof StructVector struct) {
            List<@Nullable Object> parts = new ArrayList<>();
            for (FieldVector child : struct.getChildrenFromFields()) {
                parts.add(of(child, row));
            }
            return parts;
        }
        if (vector instanceof ListVector list) {
            List<@Nullable Object> elements = new ArrayList<>();
            int end = list.getElementEndIndex(row);
            for (int i = list.getElementStartIndex(row); i < end; i++) {
                elements.add(of(list.getDataVector(), i));
            }
            return elements;
        }
        return vector.getObject(row);
    }

    public static byte[] bytes(BaseVariableWidthVector vector, int row) {
        int start = vector.getStartOffset(row);
        byte[] bytes = new byte[vector.getEndOffset(row) - start];
        vector.getDataBuffer().getBytes(start, bytes);
        return bytes;
    }
}
