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

import io.tablestore.arrow.MemoryBits;
import io.tablestore.writer.internal.file.encoder.Scratch;
import io.tablestore.writer.internal.file.encoder.Words;
import java.util.Arrays;
import java.util.Objects;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/**
 * A page of strings or binaries as stored, each preceded by its length. A large value ends the page and is not copied, because
 * the page is compressed before the vector is released.
 */
final class BytesPage extends FlatPage {

    private static final int CAPACITY = 1 << 10;

    /** Vectors with more bytes are not copied to the heap at once. */
    private static final int COPIED = 8 << 20;

    /** Buffers of larger pages are not reused. */
    private static final int KEPT = 2 << 20;

    /** Values of at least this size in bytes are not copied, unless they may fit in the dictionary. */
    private static final int LARGE = 256 << 10;

    private final Scratch scratch;
    private final BytesDictionary dictionary = new BytesDictionary();

    private byte[] encoded = new byte[CAPACITY];
    private int end;

    /** Start of each value in the page. */
    private int[] starts = new int[CAPACITY];

    private int count;

    /** The bytes of the bound vector. */
    private @Nullable ArrowBuf memory;

    /** Address of {@link #memory} if the vector is large; otherwise 0, and the bytes are in {@link #source}. */
    private long data;

    /** The bytes of the bound vector, on the heap. */
    private byte[] source = new byte[0];

    private long offsets;

    private long largeBytes = LARGE;

    /** Whether the bound vector contains a large value. */
    private boolean hasLarge;

    /** The last value of the page, if it is large. */
    private @Nullable LargeValue large;

    BytesPage(Scratch scratch) {
        this.scratch = scratch;
    }

    @Override
    void useDictionaryOf(int bytes) {
        largeBytes = Math.max(LARGE, (long) bytes - Integer.BYTES + 1);
    }

    @Override
    boolean isClosed() {
        return large != null;
    }

    @Override
    void bind(FieldVector vector) {
        int rows = vector.getValueCount();
        ArrowBuf offsetBuffer = ((BaseVariableWidthVector) vector).getOffsetBuffer();
        int size = rows == 0 ? 0 : offsetBuffer.getInt(4L * rows);
        offsets = rows == 0 ? 0 : offsetBuffer.memoryAddress();
        memory = vector.getDataBuffer();
        hasLarge = size >= LARGE && isAnyLarge(rows);
        data = hasLarge || size > COPIED ? memory.memoryAddress() : 0;
        source = data != 0 ? source : scratch.copy(memory, size); // otherwise values are copied one by one
    }

    private boolean isAnyLarge(int rows) {
        int longest = 0;
        int from = offset(0);
        for (int row = 0; row < rows; row++) {
            int to = offset(row + 1);
            longest = Math.max(longest, to - from);
            from = to;
        }
        return longest >= LARGE;
    }

    private boolean isLarge(int row) {
        return offset(row + 1) - offset(row) >= largeBytes;
    }

    @Override
    int leastBytes() {
        return Integer.BYTES;
    }

    private int offset(int row) {
        return MemoryUtil.getInt(offsets + 4L * row);
    }

    @Override
    int fitting(int start, int limit, int pageBytes) {
        long room = (long) pageBytes - end;
        int first = offset(start);
        if (!hasLarge && offset(limit) - first + 4L * (limit - start) <= room) {
            return limit;
        }
        int row = start + 1;
        if (hasLarge && isLarge(start)) {
            return row;
        }
        while (row < limit && offset(row + 1) - first + 4L * (row + 1 - start) <= room && !(hasLarge && isLarge(row))) {
            row++;
        }
        return row;
    }

    @Override
    void add(long validity, int start, int limit) {
        if (hasLarge && isLarge(start)) {
            addLarge(validity, start);
        } else {
            addSmall(validity, start, limit);
        }
    }

    private void addLarge(long validity, int row) {
        if (validity == 0 || MemoryBits.get(validity, row) == 1) {
            reserve(Integer.BYTES, 1);
            int length = offset(row + 1) - offset(row);
            Words.putInt(encoded, end, length);
            end += Integer.BYTES;
            starts[count++] = end;
            large = LargeValue.of(Objects.requireNonNull(memory), offset(row), length);
        }
    }

    private void reserve(int bytes, int rows) {
        int needed = Math.addExact(end, bytes + Words.SLACK_BYTES);
        if (needed > encoded.length) {
            encoded = Arrays.copyOf(encoded, (int) Math.min(Integer.MAX_VALUE - 64L, Math.max(needed, 2L * end)));
        }
        if (count + rows > starts.length) {
            starts = Arrays.copyOf(starts, Math.max(count + rows, 2 * starts.length));
        }
    }

    private void addSmall(long validity, int start, int limit) {
        int rows = limit - start;
        reserve(offset(limit) - offset(start) + 4 * rows, rows);
        int from = offset(start);
        for (int row = start; row < limit; row++) {
            int to = offset(row + 1);
            if (validity == 0 || MemoryBits.get(validity, row) == 1) {
                Words.putInt(encoded, end, to - from);
                end += Integer.BYTES;
                starts[count++] = end;
                if (data == 0) {
                    Words.copy(source, from, encoded, end, to - from);
                } else {
                    MemoryUtil.copyFromMemory(data + from, encoded, end, to - from);
                }
                end += to - from;
            }
            from = to;
        }
    }

    private int length(int value) {
        return Words.getInt(encoded, starts[value] - Integer.BYTES);
    }

    @Override
    int bytes() {
        return large == null ? end : (int) Math.min(Integer.MAX_VALUE, (long) end + large.length());
    }

    @Override
    void addBounds(Statistics<?> statistics) {
        int copied = large == null ? count : count - 1;
        if (copied == 0) {
            if (large != null) {
                statistics.updateStats(large.bound(statistics.type()));
            }
            return;
        }
        int min = 0;
        int max = 0;
        long minPrefix = Words.prefix(encoded, starts[0], length(0));
        long maxPrefix = minPrefix;
        for (int i = 1; i < copied; i++) {
            long prefix = Words.prefix(encoded, starts[i], length(i));
            int toMin = Long.compareUnsigned(prefix, minPrefix);
            if (toMin < 0 || toMin == 0 && compare(i, min) < 0) {
                min = i;
                minPrefix = prefix;
            }
            int toMax = Long.compareUnsigned(prefix, maxPrefix);
            if (toMax > 0 || toMax == 0 && compare(i, max) > 0) {
                max = i;
                maxPrefix = prefix;
            }
        }
        statistics.updateStats(value(min));
        statistics.updateStats(value(max));
        if (large != null
                && (large.compareTo(encoded, starts[min], length(min)) < 0
                        || large.compareTo(encoded, starts[max], length(max)) > 0)) {
            statistics.updateStats(large.bound(statistics.type()));
        }
    }

    private int compare(int left, int right) {
        int leftStart = starts[left];
        int rightStart = starts[right];
        return Arrays.compareUnsigned(
                encoded, leftStart, leftStart + length(left), encoded, rightStart, rightStart + length(right));
    }

    private Binary value(int index) {
        return Binary.fromReusedByteArray(encoded, starts[index], length(index));
    }

    @Override
    BytesInput plain() {
        BytesInput copied = BytesInput.from(encoded, 0, end);
        return large == null ? copied : BytesInput.concat(copied, large.stored());
    }

    @Override
    boolean hasDictionary() {
        return true;
    }

    @Override
    boolean index(DictionaryIndices target, int limitBytes) {
        return large == null && dictionary.index(encoded, starts, count, target.open(count), limitBytes);
    }

    @Override
    int dictionarySize() {
        return dictionary.size();
    }

    @Override
    int dictionaryBytes() {
        return dictionary.sizeInBytes();
    }

    @Override
    BytesInput dictionary() {
        return dictionary.encoded();
    }

    @Override
    void forgetDictionary() {
        dictionary.clear();
    }

    @Override
    void clear() {
        end = 0;
        count = 0;
        large = null;
        if (encoded.length > KEPT) {
            encoded = new byte[CAPACITY];
        }
    }
}
