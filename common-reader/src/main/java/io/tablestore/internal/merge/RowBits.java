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
package io.tablestore.internal.merge;

import java.util.Arrays;

/** One bit for each stored row of a run. */
public final class RowBits {

    private final long[] words;
    private final long size;

    private RowBits(long size) {
        this.size = size;
        this.words = new long[Math.toIntExact((size + 63) >>> 6)];
    }

    /** All bits set. */
    public static RowBits ones(long size) {
        RowBits bits = new RowBits(size);
        Arrays.fill(bits.words, -1L);
        return bits;
    }

    public long size() {
        return size;
    }

    public boolean get(long row) {
        return (words[(int) (row >>> 6)] >>> row & 1) != 0;
    }

    public void set(long row) {
        words[(int) (row >>> 6)] |= 1L << row;
    }

    public void clear(long row) {
        words[(int) (row >>> 6)] &= ~(1L << row);
    }

    /** Clears {@code start .. end - 1}. */
    public void clear(long start, long end) {
        if (start >= end) {
            return;
        }
        int first = (int) (start >>> 6);
        int last = (int) (end - 1 >>> 6);
        long firstMask = -1L << start;
        long lastMask = -1L >>> -end;
        if (first == last) {
            words[first] &= ~(firstMask & lastMask);
        } else {
            words[first] &= ~firstMask;
            Arrays.fill(words, first + 1, last, 0);
            words[last] &= ~lastMask;
        }
    }

    /** Keeps the bits that are also set in the other, which has the same size. */
    public void and(RowBits other) {
        for (int i = 0; i < words.length; i++) {
            words[i] &= other.words[i];
        }
    }

    /** Number of bits set in {@code start .. end - 1}. */
    public long count(long start, long end) {
        long count = 0;
        for (long row = start; row < end; ) {
            long wordEnd = Math.min(end, (row | 63) + 1);
            long mask = -1L << row & -1L >>> -wordEnd;
            count += Long.bitCount(words[(int) (row >>> 6)] & mask);
            row = wordEnd;
        }
        return count;
    }

    /**
     * Lists the set bits of {@code start .. end - 1}, relative to {@code start}.
     *
     * @return the number of positions written to {@code target}
     */
    public int positions(long start, long end, int[] target) {
        int count = 0;
        for (long row = start; row < end; ) {
            long wordEnd = Math.min(end, (row | 63) + 1);
            long word = words[(int) (row >>> 6)] & -1L << row & -1L >>> -wordEnd;
            long wordStart = row & ~63L;
            while (word != 0) {
                target[count++] = (int) (wordStart + Long.numberOfTrailingZeros(word) - start);
                word &= word - 1;
            }
            row = wordEnd;
        }
        return count;
    }
}
