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
package io.tablestore.internal.file.parquet;

import io.tablestore.internal.file.parquet.encoding.Values;
import io.tablestore.internal.vector.FixedBuilder;
import io.tablestore.internal.vector.IndexBuilder;
import io.tablestore.internal.vector.NullBuilder;
import org.apache.arrow.memory.util.MemoryUtil;

/** Kernels for values that have the same form in the vector and the page, or only become wider. */
final class FixedWriters {

    private FixedWriters() {}

    static final class Indices extends ColumnWriter {
        private final long address;

        Indices(IndexBuilder builder) {
            super(builder);
            address = builder.address();
        }

        @Override
        void putRange(int slot, int count, Values values) {
            int[] ids = values.dictionaryIds;
            long at = address + 4L * slot;
            for (int i = 0; i < count; i++) {
                MemoryUtil.putInt(at + 4L * i, ids[i]);
            }
        }

        @Override
        void putDense(int from, int count, int[] picks, Values values) {
            int[] ids = values.dictionaryIds;
            for (int i = 0; i < count; i++) {
                int pick = picks[i];
                if (pick < 0) {
                    setNull(from + i);
                    MemoryUtil.putInt(address + 4L * (from + i), 0);
                } else {
                    MemoryUtil.putInt(address + 4L * (from + i), ids[pick]);
                }
            }
        }

        @Override
        void put(int slot, int index, Values values) {
            MemoryUtil.putInt(address + 4L * slot, values.dictionaryIds[index]);
        }

        @Override
        boolean takesIndices() {
            return true;
        }
    }

    static final class Ints extends ColumnWriter {
        private final long address;

        Ints(FixedBuilder builder) {
            super(builder);
            address = builder.address();
        }

        @Override
        void putRange(int slot, int count, Values values) {
            int[] ints = values.ints;
            long at = address + 4L * slot;
            for (int i = 0; i < count; i++) {
                MemoryUtil.putInt(at + 4L * i, ints[i]);
            }
        }

        @Override
        void putDense(int from, int count, int[] picks, Values values) {
            int[] ints = values.ints;
            for (int i = 0; i < count; i++) {
                int pick = picks[i];
                if (pick < 0) {
                    setNull(from + i);
                } else {
                    MemoryUtil.putInt(address + 4L * (from + i), ints[pick]);
                }
            }
        }

        @Override
        void put(int slot, int index, Values values) {
            MemoryUtil.putInt(address + 4L * slot, values.ints[index]);
        }

        @Override
        int copyWidth() {
            return 4;
        }

        @Override
        long copyTarget() {
            return address;
        }
    }

    static final class Longs extends ColumnWriter {
        private final long address;

        Longs(FixedBuilder builder) {
            super(builder);
            address = builder.address();
        }

        @Override
        void putRange(int slot, int count, Values values) {
            long[] longs = values.longs;
            long at = address + 8L * slot;
            for (int i = 0; i < count; i++) {
                MemoryUtil.putLong(at + 8L * i, longs[i]);
            }
        }

        @Override
        void putDense(int from, int count, int[] picks, Values values) {
            long[] longs = values.longs;
            for (int i = 0; i < count; i++) {
                int pick = picks[i];
                if (pick < 0) {
                    setNull(from + i);
                } else {
                    MemoryUtil.putLong(address + 8L * (from + i), longs[pick]);
                }
            }
        }

        @Override
        void put(int slot, int index, Values values) {
            MemoryUtil.putLong(address + 8L * slot, values.longs[index]);
        }

        @Override
        int copyWidth() {
            return 8;
        }

        @Override
        long copyTarget() {
            return address;
        }
    }

    /** A kernel that converts value by value, because it is rarely used. */
    abstract static class OneByOne extends ColumnWriter {
        final long address;

        OneByOne(FixedBuilder builder) {
            super(builder);
            address = builder.address();
        }

        @Override
        void putRange(int slot, int count, Values values) {
            for (int i = 0; i < count; i++) {
                put(slot + i, i, values);
            }
        }
    }

    static final class Bits extends OneByOne {
        Bits(FixedBuilder builder) {
            super(builder);
        }

        @Override
        void put(int slot, int index, Values values) {
            long at = address + (slot >>> 3);
            MemoryUtil.putByte(at, (byte) (MemoryUtil.getByte(at) | values.ints[index] << (slot & 7)));
        }
    }

    static final class WidenedFloats extends OneByOne {
        WidenedFloats(FixedBuilder builder) {
            super(builder);
        }

        @Override
        void put(int slot, int index, Values values) {
            double widened = Float.intBitsToFloat(values.ints[index]);
            MemoryUtil.putLong(address + 8L * slot, Double.doubleToRawLongBits(widened));
        }
    }

    /** Reads FLOAT16, two bytes in little-endian order; every value fits in FLOAT and DOUBLE. */
    private abstract static class Halves extends OneByOne {
        Halves(FixedBuilder builder) {
            super(builder);
        }

        final float value(int index, Values values) {
            return widened(MemoryUtil.getShort(values.addresses[index]));
        }

        /** IEEE 754 binary16: a sign, five bits of exponent with a bias of 15, ten bits of fraction. */
        static float widened(short half) {
            int exponent = half >>> 10 & 0x1F;
            int fraction = half & 0x3FF;
            float size;
            if (exponent == 0) {
                size = fraction * 0x1p-24f;
            } else if (exponent == 0x1F) {
                size = Float.intBitsToFloat(0x7F800000 | fraction << 13);
            } else {
                size = Float.intBitsToFloat(exponent + 112 << 23 | fraction << 13);
            }
            return half < 0 ? -size : size;
        }
    }

    static final class HalvesAsFloats extends Halves {
        HalvesAsFloats(FixedBuilder builder) {
            super(builder);
        }

        @Override
        void put(int slot, int index, Values values) {
            MemoryUtil.putInt(address + 4L * slot, Float.floatToRawIntBits(value(index, values)));
        }
    }

    static final class HalvesAsDoubles extends Halves {
        HalvesAsDoubles(FixedBuilder builder) {
            super(builder);
        }

        @Override
        void put(int slot, int index, Values values) {
            MemoryUtil.putLong(address + 8L * slot, Double.doubleToRawLongBits(value(index, values)));
        }
    }

    /** A column of Parquet's UNKNOWN type, which holds only nulls. */
    static final class Nothing extends ColumnWriter {
        private final Conversion conversion;

        Nothing(NullBuilder builder, Conversion conversion) {
            super(builder);
            this.conversion = conversion;
        }

        @Override
        void putRange(int slot, int count, Values values) {
            if (count > 0) {
                throw conversion.notNull();
            }
        }

        @Override
        void put(int slot, int index, Values values) {
            throw conversion.notNull();
        }
    }
}
