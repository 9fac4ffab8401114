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
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import io.tablestore.writer.internal.file.encoder.Scratch;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Collects the minimum, maximum and null count of one column of a file. Like other writers of the format, it keeps no bounds
 * for binaries or for timestamps finer than microseconds. It keeps none for floating-point columns with a NaN either, because
 * engines disagree on the order of NaN.
 */
abstract class StatisticsCollector {

    private final StatisticsMode mode;
    private long nulls;

    StatisticsCollector(StatisticsMode mode) {
        this.mode = mode;
    }

    /** @param scratch used during {@link #add} */
    static StatisticsCollector of(DataField column, StatisticsMode mode, Scratch scratch) {
        if (mode.length() == 0) {
            return new Counts(mode);
        }
        DataType.Atomic type = (DataType.Atomic) column.type();
        return switch (type.root()) {
            case BOOLEAN -> new Bits(mode);
            case TINYINT, SMALLINT, INT, BIGINT, DATE, TIME -> new Numbers(mode, type);
            case TIMESTAMP, TIMESTAMP_LTZ -> type.precision() > 6 ? new Counts(mode) : new Numbers(mode, type);
            case DECIMAL -> type.precision() > 18 ? new WideDecimals(mode, type) : new Numbers(mode, type);
            case FLOAT, DOUBLE -> new Floating(mode, type);
            case CHAR, VARCHAR -> new TextStatistics(mode, scratch);
            case BINARY, VARBINARY, BLOB, VARIANT, ARRAY, MULTISET, MAP, ROW, VECTOR -> new Counts(mode);
        };
    }

    /** Adds the values of a batch. */
    final void add(FieldVector vector, int rows) {
        int nullCount = mode.nulls() || mode.length() > 0 ? vector.getNullCount() : 0;
        nulls += nullCount;
        if (mode.length() > 0 && nullCount < rows) {
            addValues(vector, rows, nullCount > 0 ? vector.getValidityBuffer().memoryAddress() : 0);
        }
    }

    /** Number of nulls so far, or -1 if they are not counted. */
    final long nullCount() {
        return mode.nulls() ? nulls : -1;
    }

    /** @param validity address of the bits of values that are not null, or 0 if none is null */
    abstract void addValues(FieldVector vector, int rows, long validity);

    /** The minimum in a form of {@code ValueOrder}, or null if there is none or it is unknown. */
    abstract @Nullable Object min();

    abstract @Nullable Object max();

    private static final class Counts extends StatisticsCollector {

        Counts(StatisticsMode mode) {
            super(mode);
        }

        @Override
        void addValues(FieldVector vector, int rows, long validity) {}

        @Override
        @Nullable
        Object min() {
            return null;
        }

        @Override
        @Nullable
        Object max() {
            return null;
        }
    }

    private static final class Bits extends StatisticsCollector {

        private boolean hasFalse;
        private boolean hasTrue;

        Bits(StatisticsMode mode) {
            super(mode);
        }

        @Override
        void addValues(FieldVector vector, int rows, long validity) {
            BitVector bits = (BitVector) vector;
            for (int row = 0; row < rows && !(hasFalse && hasTrue); row++) {
                if (!bits.isNull(row)) {
                    boolean value = bits.get(row) == 1;
                    hasTrue |= value;
                    hasFalse |= !value;
                }
            }
        }

        @Override
        @Nullable
        Object min() {
            return hasFalse ? Boolean.FALSE : hasTrue ? Boolean.TRUE : null;
        }

        @Override
        @Nullable
        Object max() {
            return hasTrue ? Boolean.TRUE : hasFalse ? Boolean.FALSE : null;
        }
    }

    /** Types that are stored as integers of up to 64 bits. */
    private static final class Numbers extends StatisticsCollector {

        private final DataType.Atomic type;
        private long min = Long.MAX_VALUE;
        private long max = Long.MIN_VALUE;

        Numbers(StatisticsMode mode, DataType.Atomic type) {
            super(mode);
            this.type = type;
        }

        @Override
        void addValues(FieldVector vector, int rows, long validity) {
            long data = vector.getDataBuffer().memoryAddress();
            if (validity != 0) {
                addPresent(data, validity, rows);
                return;
            }
            long low = min;
            long high = max;
            int width = width();
            switch (width) {
                case 1, 2 -> {
                    for (int row = 0; row < rows; row++) {
                        long value = value(data, row, width);
                        low = Math.min(low, value);
                        high = Math.max(high, value);
                    }
                }
                case 4 -> {
                    for (int row = 0; row < rows; row++) {
                        long value = MemoryUtil.getInt(data + 4L * row);
                        low = Math.min(low, value);
                        high = Math.max(high, value);
                    }
                }
                default -> {
                    for (int row = 0; row < rows; row++) {
                        long value = MemoryUtil.getLong(data + (long) width * row);
                        low = Math.min(low, value);
                        high = Math.max(high, value);
                    }
                }
            }
            min = low;
            max = high;
        }

        private void addPresent(long data, long validity, int rows) {
            int width = width();
            for (int row = 0; row < rows; row++) {
                if (MemoryBits.get(validity, row) == 1) {
                    long value = value(data, row, width);
                    min = Math.min(min, value);
                    max = Math.max(max, value);
                }
            }
        }

        private static long value(long data, int row, int width) {
            return switch (width) {
                case 1 -> MemoryUtil.getByte(data + row);
                case 2 -> MemoryUtil.getShort(data + 2L * row);
                case 4 -> MemoryUtil.getInt(data + 4L * row);
                default -> MemoryUtil.getLong(data + (long) width * row);
            };
        }

        private int width() {
            return switch (type.root()) {
                case TINYINT -> 1;
                case SMALLINT -> 2;
                case INT, DATE, TIME -> 4;
                case DECIMAL -> 16; // the lower half is the number
                default -> 8;
            };
        }

        private Object value(long number) {
            return switch (type.root()) {
                case DECIMAL -> BigDecimal.valueOf(number, type.scale());
                case TIMESTAMP, TIMESTAMP_LTZ ->
                    type.precision() <= 3 ? new TimestampValue(number, 0) : TimestampValue.ofMicros(number);
                default -> number;
            };
        }

        @Override
        @Nullable
        Object min() {
            return min > max ? null : value(min);
        }

        @Override
        @Nullable
        Object max() {
            return min > max ? null : value(max);
        }
    }

    private static final class WideDecimals extends StatisticsCollector {

        private final int scale;
        private boolean any;
        private long minHigh;
        private long minLow;
        private long maxHigh;
        private long maxLow;

        WideDecimals(StatisticsMode mode, DataType.Atomic type) {
            super(mode);
            this.scale = type.scale();
        }

        @Override
        void addValues(FieldVector vector, int rows, long validity) {
            ArrowBuf data = vector.getDataBuffer();
            for (int row = 0; row < rows; row++) {
                if (validity != 0 && MemoryBits.get(validity, row) == 0) {
                    continue;
                }
                long low = data.getLong(16L * row);
                long high = data.getLong(16L * row + 8);
                if (!any || isLess(high, low, minHigh, minLow)) {
                    minHigh = high;
                    minLow = low;
                }
                if (!any || isLess(maxHigh, maxLow, high, low)) {
                    maxHigh = high;
                    maxLow = low;
                }
                any = true;
            }
        }

        private static boolean isLess(long high, long low, long otherHigh, long otherLow) {
            return high < otherHigh || high == otherHigh && Long.compareUnsigned(low, otherLow) < 0;
        }

        private BigDecimal value(long high, long low) {
            BigInteger lowBits = new BigInteger(Long.toUnsignedString(low));
            return new BigDecimal(BigInteger.valueOf(high).shiftLeft(64).add(lowBits), scale);
        }

        @Override
        @Nullable
        Object min() {
            return any ? value(minHigh, minLow) : null;
        }

        @Override
        @Nullable
        Object max() {
            return any ? value(maxHigh, maxLow) : null;
        }
    }

    private static final class Floating extends StatisticsCollector {

        private final boolean single;
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;
        private boolean any;
        private boolean hasNan;

        Floating(StatisticsMode mode, DataType.Atomic type) {
            super(mode);
            this.single = type.root() == io.tablestore.types.TypeRoot.FLOAT;
        }

        @Override
        void addValues(FieldVector vector, int rows, long validity) {
            long data = vector.getDataBuffer().memoryAddress();
            for (int row = 0; row < rows; row++) {
                if (validity == 0 || MemoryBits.get(validity, row) == 1) {
                    double value = single
                            ? Float.intBitsToFloat(MemoryUtil.getInt(data + 4L * row))
                            : Double.longBitsToDouble(MemoryUtil.getLong(data + 8L * row));
                    hasNan |= Double.isNaN(value);
                    min = Math.min(min, value);
                    max = Math.max(max, value);
                    any = true;
                }
            }
        }

        /** Zeros compare as equal in engines, so a zero bound gets the sign that includes both. */
        @Override
        @Nullable
        Object min() {
            return !any || hasNan ? null : (Double) (min == 0 ? -0.0 : min);
        }

        @Override
        @Nullable
        Object max() {
            return !any || hasNan ? null : (Double) (max == 0 ? 0.0 : max);
        }
    }
}
