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
package io.tablestore.writer.internal.file.parquet;

import io.tablestore.writer.internal.file.encoder.Words;
import java.util.Arrays;

/** Distinct numbers, indexed in order of arrival. Uses open addressing, at most half full. */
final class NumberDictionary {

    private static final int CAPACITY = 1 << 8;

    private long[] values = new long[CAPACITY / 2];
    private int size;

    /** Index plus one, or 0 for an empty slot. */
    private int[] slots = new int[CAPACITY];

    /**
     * Looks up numbers and adds new ones.
     *
     * @param target receives the index of each number
     * @param limit maximum number of values in the dictionary
     * @return false if the limit would be exceeded; then no value is added, and the dictionary must not be used any more
     */
    boolean index(long[] numbers, int count, int[] target, int limit) {
        int before = size;
        for (int i = 0; i < count; i++) {
            int index = index(numbers[i]);
            if (index >= limit) {
                size = before;
                slots = new int[0];
                return false;
            }
            target[i] = index;
        }
        return true;
    }

    private int index(long number) {
        int mask = slots.length - 1;
        int slot = Words.hash(number) & mask;
        while (slots[slot] != 0) {
            int index = slots[slot] - 1;
            if (values[index] == number) {
                return index;
            }
            slot = slot + 1 & mask;
        }
        values[size] = number;
        slots[slot] = ++size;
        if (size == values.length) {
            grow();
        }
        return size - 1;
    }

    private void grow() {
        values = Arrays.copyOf(values, 2 * values.length);
        slots = new int[2 * values.length];
        int mask = slots.length - 1;
        for (int index = 0; index < size; index++) {
            int slot = Words.hash(values[index]) & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = index + 1;
        }
    }

    int size() {
        return size;
    }

    /** The values. The array may be longer than needed. */
    long[] values() {
        return values;
    }

    void clear() {
        size = 0;
        slots = new int[0];
    }
}
