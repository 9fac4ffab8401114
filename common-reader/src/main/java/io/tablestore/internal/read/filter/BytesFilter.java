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
package io.tablestore.internal.read.filter;

import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.predicate.BoundPredicate.Leaf;
import io.tablestore.types.TypeRoot;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Tests columns of strings and binaries, and remembers which entries of a dictionary pass. */
final class BytesFilter {

    private boolean[] dictionaryPasses = new boolean[0];
    private @Nullable FieldVector knownDictionary;
    private @Nullable Leaf knownLeaf;

    /** Moves the passing rows to the front of {@code rows}, none of which is null; returns their count. */
    static int filter(Leaf leaf, BaseVariableWidthVector vector, int[] rows, int count) {
        byte[][] literals = leaf.literals().toArray(byte[][]::new);
        boolean trimmed = leaf.field().type().root() == TypeRoot.CHAR;
        boolean prefix =
                leaf.test() == BoundPredicate.Test.STARTS_WITH || leaf.test() == BoundPredicate.Test.NOT_STARTS_WITH;
        boolean negated =
                leaf.test() == BoundPredicate.Test.NOT_STARTS_WITH || leaf.test() == BoundPredicate.Test.NOT_IN;
        boolean among = leaf.test() == BoundPredicate.Test.IN || leaf.test() == BoundPredicate.Test.NOT_IN;
        long data = vector.getDataBuffer().memoryAddress();
        long offsets = vector.getOffsetBuffer().memoryAddress();
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int start = MemoryUtil.getInt(offsets + 4L * rows[i]);
            int length = MemoryUtil.getInt(offsets + 4L * rows[i] + 4) - start;
            long address = data + start;
            if (trimmed && !prefix) {
                while (length > 0 && MemoryUtil.getByte(address + length - 1) == ' ') {
                    length--;
                }
            }
            boolean passes;
            if (prefix) {
                byte[] head = literals[0];
                passes = (length >= head.length && compare(address, head.length, head) == 0) != negated;
            } else if (among) {
                passes = isAmong(literals, address, length) != negated;
            } else {
                passes = LeafFilter.holds(leaf.test(), compare(address, length, literals[0]));
            }
            if (passes) {
                rows[kept++] = rows[i];
            }
        }
        return kept;
    }

    /** As {@link #filter}, for indices into a dictionary, each entry of which is tested once. */
    int filterIndices(Leaf leaf, FieldVector indices, FieldVector dictionary, int[] rows, int count) {
        if (knownDictionary != dictionary || !leaf.equals(knownLeaf)) {
            int size = dictionary.getValueCount();
            int[] entries = new int[size];
            for (int i = 0; i < size; i++) {
                entries[i] = i;
            }
            int passing = filter(leaf, (BaseVariableWidthVector) dictionary, entries, size);
            dictionaryPasses = new boolean[size];
            for (int i = 0; i < passing; i++) {
                dictionaryPasses[entries[i]] = true;
            }
            knownDictionary = dictionary;
            knownLeaf = leaf;
        }
        ArrowBuf data = indices.getDataBuffer();
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (dictionaryPasses[data.getInt(4L * rows[i])]) {
                rows[kept++] = rows[i];
            }
        }
        return kept;
    }

    /** @param literals ascending */
    private static boolean isAmong(byte[][] literals, long address, int length) {
        int low = 0;
        int high = literals.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(address, length, literals[middle]);
            if (order == 0) {
                return true;
            }
            if (order > 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }

    private static int compare(long address, int length, byte[] literal) {
        int common = Math.min(length, literal.length);
        for (int i = 0; i < common; i++) {
            int order = (MemoryUtil.getByte(address + i) & 0xFF) - (literal[i] & 0xFF);
            if (order != 0) {
                return order;
            }
        }
        return length - literal.length;
    }
}
