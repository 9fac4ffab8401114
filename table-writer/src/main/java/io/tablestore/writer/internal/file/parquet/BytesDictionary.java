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
import org.apache.parquet.bytes.BytesInput;

/** Distinct strings or binaries, indexed in order of arrival. Uses open addressing, at most half full. */
final class BytesDictionary {

    private static final int CAPACITY = 1 << 8;

    /** The values as stored, each preceded by its length. */
    private byte[] encoded = new byte[1 << 12];

    private int end;
    private int[] starts = new int[CAPACITY / 2];
    private int[] hashes = new int[CAPACITY / 2];
    private int size;

    /** Index plus one, or 0 for an empty slot. */
    private int[] slots = new int[CAPACITY];

    /**
     * Looks up values and adds new ones.
     *
     * @param page the values, each preceded by its length
     * @param pageStarts start of each value
     * @param target receives the index of each value
     * @param limitBytes maximum size of the dictionary in bytes
     * @return false if the limit would be exceeded; then no value is added, and the dictionary must not be used any more
     */
    boolean index(byte[] page, int[] pageStarts, int count, int[] target, int limitBytes) {
        int before = size;
        int endBefore = end;
        for (int i = 0; i < count; i++) {
            int start = pageStarts[i];
            target[i] = index(page, start, Words.getInt(page, start - Integer.BYTES));
            if (end > limitBytes) {
                size = before;
                end = endBefore;
                slots = new int[0];
                return false;
            }
        }
        return true;
    }

    private int index(byte[] page, int start, int length) {
        int hash = Words.hash(page, start, length);
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            int index = slots[slot] - 1;
            if (hashes[index] == hash && isValue(index, page, start, length)) {
                return index;
            }
            slot = slot + 1 & mask;
        }
        append(page, start, length, hash);
        slots[slot] = size;
        if (size == starts.length) {
            grow();
        }
        return size - 1;
    }

    private boolean isValue(int index, byte[] page, int start, int length) {
        int known = starts[index];
        return Words.getInt(encoded, known - Integer.BYTES) == length
                && Words.equal(encoded, known, page, start, length);
    }

    private void append(byte[] page, int start, int length, int hash) {
        int needed = Math.addExact(end, length + Integer.BYTES + Words.SLACK_BYTES);
        if (needed > encoded.length) {
            encoded = Arrays.copyOf(encoded, (int) Math.min(Integer.MAX_VALUE - 64L, Math.max(needed, 2L * end)));
        }
        Words.putInt(encoded, end, length);
        end += Integer.BYTES;
        starts[size] = end;
        hashes[size++] = hash;
        Words.copy(page, start, encoded, end, length);
        end += length;
    }

    private void grow() {
        starts = Arrays.copyOf(starts, 2 * starts.length);
        hashes = Arrays.copyOf(hashes, starts.length);
        slots = new int[2 * starts.length];
        int mask = slots.length - 1;
        for (int index = 0; index < size; index++) {
            int slot = hashes[index] & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = index + 1;
        }
    }

    int size() {
        return size;
    }

    int sizeInBytes() {
        return end;
    }

    BytesInput encoded() {
        return BytesInput.from(encoded, 0, end);
    }

    void clear() {
        size = 0;
        end = 0;
        slots = new int[0];
        encoded = new byte[0];
    }
}
