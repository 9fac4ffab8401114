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
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.internal.file.encoder.Words;
import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.statistics.Statistics;

/** A page of 32-bit or 64-bit numbers, integers or floating-point, and of types stored as such. */
final class NumberPage extends FlatPage {

    private static final int CAPACITY = 1 << 10;

    private final TypeRoot root;
    /** Size of a value in the vector, in bytes. */
    private final int width;

    private final int storedWidth;
    private final NumberDictionary dictionary = new NumberDictionary();

    /** The values; floating-point values as bits. */
    private long[] values = new long[CAPACITY];

    private int count;
    private long data;

    /** @param type a type with values of up to 64 bits; the lower half of wider vectors is the number */
    NumberPage(DataType.Atomic type) {
        this.root = type.root();
        this.width = switch (root) {
            case TINYINT -> 1;
            case SMALLINT -> 2;
            case INT, DATE, TIME, FLOAT -> 4;
            case DECIMAL -> 16;
            default -> 8;
        };
        boolean fitsInt = width < 8 || root == TypeRoot.DECIMAL && type.precision() <= 9;
        this.storedWidth = fitsInt ? Integer.BYTES : Long.BYTES;
    }

    @Override
    void bind(FieldVector vector) {
        data = vector.getDataBuffer().memoryAddress();
    }

    @Override
    int leastBytes() {
        return storedWidth;
    }

    @Override
    int fitting(int start, int limit, int pageBytes) {
        return limit; // the row limit of a page always fits
    }

    @Override
    void add(long validity, int start, int end) {
        int needed = count + end - start;
        if (needed > values.length) {
            values = Arrays.copyOf(values, Math.max(needed, 2 * values.length));
        }
        if (validity == 0) {
            addAll(start, end);
        } else {
            addPresent(validity, start, end);
        }
    }

    private void addAll(int start, int end) {
        long[] target = values;
        int at = count;
        long address = data + (long) start * width;
        int rows = end - start;
        switch (width) {
            case 1 -> {
                for (int i = 0; i < rows; i++) {
                    target[at + i] = MemoryUtil.getByte(address + i);
                }
            }
            case 2 -> {
                for (int i = 0; i < rows; i++) {
                    target[at + i] = MemoryUtil.getShort(address + 2L * i);
                }
            }
            case 4 -> {
                for (int i = 0; i < rows; i++) {
                    target[at + i] = MemoryUtil.getInt(address + 4L * i);
                }
            }
            case 8 -> {
                for (int i = 0; i < rows; i++) {
                    target[at + i] = MemoryUtil.getLong(address + 8L * i);
                }
            }
            default -> {
                for (int i = 0; i < rows; i++) {
                    target[at + i] = MemoryUtil.getLong(address + 16L * i);
                }
            }
        }
        count = at + rows;
    }

    private void addPresent(long validity, int start, int end) {
        for (int row = start; row < end; row++) {
            if (MemoryBits.get(validity, row) == 1) {
                long address = data + (long) row * width;
                values[count++] = switch (width) {
                    case 1 -> MemoryUtil.getByte(address);
                    case 2 -> MemoryUtil.getShort(address);
                    case 4 -> MemoryUtil.getInt(address);
                    default -> MemoryUtil.getLong(address);
                };
            }
        }
    }

    @Override
    int bytes() {
        return count * storedWidth;
    }

    @Override
    void addBounds(Statistics<?> statistics) {
        if (count == 0) {
            return;
        }
        switch (root) {
            case FLOAT -> addFloatBounds(statistics);
            case DOUBLE -> addDoubleBounds(statistics);
            default -> addWholeBounds(statistics);
        }
    }

    private void addWholeBounds(Statistics<?> statistics) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            min = Math.min(min, values[i]);
            max = Math.max(max, values[i]);
        }
        if (storedWidth == Integer.BYTES) {
            statistics.updateStats((int) min);
            statistics.updateStats((int) max);
        } else {
            statistics.updateStats(min);
            statistics.updateStats(max);
        }
    }

    /** A single NaN makes the maximum NaN, which readers treat as unknown. */
    private void addFloatBounds(Statistics<?> statistics) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            float value = Float.intBitsToFloat((int) values[i]);
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        statistics.updateStats(min);
        statistics.updateStats(max);
    }

    private void addDoubleBounds(Statistics<?> statistics) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            double value = Double.longBitsToDouble(values[i]);
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        statistics.updateStats(min);
        statistics.updateStats(max);
    }

    @Override
    BytesInput plain() {
        return encoded(values, count);
    }

    private BytesInput encoded(long[] numbers, int size) {
        byte[] bytes = new byte[size * storedWidth];
        if (storedWidth == Integer.BYTES) {
            for (int i = 0; i < size; i++) {
                Words.putInt(bytes, 4 * i, (int) numbers[i]);
            }
        } else {
            for (int i = 0; i < size; i++) {
                Words.putLong(bytes, 8 * i, numbers[i]);
            }
        }
        return BytesInput.from(bytes);
    }

    @Override
    boolean hasDictionary() {
        return true;
    }

    @Override
    boolean index(DictionaryIndices target, int limitBytes) {
        return dictionary.index(values, count, target.open(count), limitBytes / storedWidth);
    }

    @Override
    int dictionarySize() {
        return dictionary.size();
    }

    @Override
    int dictionaryBytes() {
        return dictionary.size() * storedWidth;
    }

    @Override
    BytesInput dictionary() {
        return encoded(dictionary.values(), dictionary.size());
    }

    @Override
    void forgetDictionary() {
        dictionary.clear();
    }

    @Override
    void clear() {
        count = 0;
    }
}
