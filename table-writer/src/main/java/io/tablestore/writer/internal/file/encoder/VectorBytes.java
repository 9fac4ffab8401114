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
package io.tablestore.writer.internal.file.encoder;

import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;

/** Counts the bytes of strings and binaries in some rows of a vector, including nested columns. */
public final class VectorBytes {

    private VectorBytes() {}

    /** @param end exclusive, greater than {@code start} */
    public static long of(FieldVector vector, int start, int end) {
        if (vector instanceof BaseVariableWidthVector values) {
            return (long) values.getEndOffset(end - 1) - values.getStartOffset(start);
        }
        if (vector instanceof ListVector list) {
            int first = list.getElementStartIndex(start);
            int last = list.getElementEndIndex(end - 1);
            return last > first ? of(list.getDataVector(), first, last) : 0;
        }
        long bytes = 0;
        for (FieldVector child : vector.getChildrenFromFields()) {
            bytes += of(child, start, end);
        }
        return bytes;
    }
}
