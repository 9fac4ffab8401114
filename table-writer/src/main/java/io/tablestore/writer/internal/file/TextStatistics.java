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
package io.tablestore.writer.internal.file;

import io.tablestore.arrow.MemoryBits;
import io.tablestore.writer.internal.file.encoder.Scratch;
import io.tablestore.writer.internal.file.encoder.Words;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** The minimum and maximum of a string column, each truncated to what is needed for a bound. */
final class TextStatistics extends StatisticsCollector {

    /** Batches with more bytes are not copied to the heap. */
    private static final int COPIED = 8 << 20;

    private final int length;
    private final Scratch scratch;
    private byte @Nullable [] min;
    private byte @Nullable [] max;

    /** The bytes of the current batch. */
    private byte[] bytes = new byte[0];

    private long offsets;

    TextStatistics(StatisticsMode mode, Scratch scratch) {
        super(mode);
        this.length = mode.length();
        this.scratch = scratch;
    }

    @Override
    void addValues(FieldVector vector, int rows, long validity) {
        offsets = ((BaseVariableWidthVector) vector).getOffsetBuffer().memoryAddress();
        int size = start(rows);
        if (size > COPIED) {
            addLarge(vector.getDataBuffer().memoryAddress(), validity, rows);
        } else {
            bytes = scratch.copy(vector.getDataBuffer(), size);
            addCopied(validity, rows);
        }
    }

    private void addCopied(long validity, int rows) {
        int smallest = -1;
        int greatest = -1;
        long lowPrefix = 0;
        long highPrefix = 0;
        for (int row = 0; row < rows; row++) {
            if (validity != 0 && MemoryBits.get(validity, row) == 0) {
                continue;
            }
            int start = start(row);
            long prefix = Words.prefix(bytes, start, start(row + 1) - start);
            int toLow = smallest < 0 ? -1 : Long.compareUnsigned(prefix, lowPrefix);
            if (toLow < 0 || toLow == 0 && compare(row, smallest) < 0) {
                smallest = row;
                lowPrefix = prefix;
            }
            int toHigh = greatest < 0 ? 1 : Long.compareUnsigned(prefix, highPrefix);
            if (toHigh > 0 || toHigh == 0 && compare(row, greatest) > 0) {
                greatest = row;
                highPrefix = prefix;
            }
        }
        keep(value(smallest), value(greatest));
    }

    /**
     * Compares values in place, without a copy. One character more than a bound's length is enough, because it shows whether
     * the bound is truncated.
     */
    private void addLarge(long data, long validity, int rows) {
        for (int row = 0; row < rows; row++) {
            if (validity != 0 && MemoryBits.get(validity, row) == 0) {
                continue;
            }
            long value = data + start(row);
            int size = firstCharacters(value, start(row + 1) - start(row));
            if (min == null || compare(value, size, min) < 0) {
                min = copy(value, size);
            }
            if (max == null || compare(value, size, max) > 0) {
                max = copy(value, size);
            }
        }
    }

    private int firstCharacters(long value, int size) {
        if (size <= length) {
            return size;
        }
        int characters = 0;
        for (int end = 0; end < size; end++) {
            boolean startsCharacter = (MemoryUtil.getByte(value + end) & 0xC0) != 0x80;
            if (startsCharacter && characters++ > length) {
                return end;
            }
        }
        return size;
    }

    private static int compare(long value, int size, byte[] other) {
        for (int i = 0; i < Math.min(size, other.length); i++) {
            int order = Byte.compareUnsigned(MemoryUtil.getByte(value + i), other[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(size, other.length);
    }

    private static byte[] copy(long value, int size) {
        byte[] copy = new byte[size];
        MemoryUtil.copyFromMemory(value, copy, 0, size);
        return copy;
    }

    private int start(int row) {
        return MemoryUtil.getInt(offsets + 4L * row);
    }

    private int compare(int left, int right) {
        return Arrays.compareUnsigned(bytes, start(left), start(left + 1), bytes, start(right), start(right + 1));
    }

    private byte[] value(int row) {
        return Arrays.copyOfRange(bytes, start(row), start(row + 1));
    }

    private void keep(byte[] smallest, byte[] greatest) {
        if (min == null || Arrays.compareUnsigned(smallest, min) < 0) {
            min = smallest;
        }
        if (max == null || Arrays.compareUnsigned(greatest, max) > 0) {
            max = greatest;
        }
    }

    @Override
    byte @Nullable [] min() {
        byte[] smallest = min;
        return smallest == null || bound() == null ? null : truncated(smallest);
    }

    @Override
    byte @Nullable [] max() {
        return bound();
    }

    private byte[] truncated(byte[] text) {
        int end = 0;
        int characters = 0;
        while (end < text.length) {
            boolean startsCharacter = (text[end] & 0xC0) != 0x80;
            if (startsCharacter && characters++ == length) {
                break;
            }
            end++;
        }
        return end == text.length ? text : Arrays.copyOf(text, end);
    }

    /**
     * The upper bound: the maximum, or if that is too long, a truncated copy in which the last character that has a successor is
     * replaced with it. Null if no character has one.
     */
    private byte @Nullable [] bound() {
        byte[] greatest = max;
        if (greatest == null) {
            return null;
        }
        byte[] cut = truncated(greatest);
        if (cut.length == greatest.length) {
            return greatest;
        }
        int[] characters = new String(cut, StandardCharsets.UTF_8).codePoints().toArray();
        for (int last = characters.length - 1; last >= 0; last--) {
            int next = characters[last] + 1;
            if (next == Character.MIN_SURROGATE) {
                next = Character.MAX_SURROGATE + 1;
            }
            if (next <= Character.MAX_CODE_POINT) {
                characters[last] = next;
                return new String(characters, 0, last + 1).getBytes(StandardCharsets.UTF_8);
            }
        }
        return null;
    }
}
