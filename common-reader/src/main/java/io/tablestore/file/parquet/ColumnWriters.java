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
package io.tablestore.file.parquet;

import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.vector.ArrowTypes;
import io.tablestore.vector.BufferPool;
import io.tablestore.vector.FixedBuilder;
import io.tablestore.vector.IndexBuilder;
import io.tablestore.vector.NanoTimestampBuilder;
import io.tablestore.vector.VariableBuilder;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/** Chooses the kernel that turns a column's physical values into the vector of the wanted type. */
final class ColumnWriters {

    private final String file;
    private final BufferPool pool;

    ColumnWriters(String file, BufferPool pool) {
        this.file = file;
        this.pool = pool;
    }

    /** Whether the column's values are shown as indices where its pages are dictionary encoded. */
    static boolean keepsDictionary(ColumnMeta column, DataType wanted) {
        TypeRoot root = wanted.root();
        return column.type() == Type.BYTE_ARRAY && (root.isString() || root.isBinary());
    }

    ColumnWriter indices(DataField wanted, int slots, boolean sparse, FieldVector dictionary) {
        return new Indices(new IndexBuilder(pool, ArrowTypes.field(wanted), slots, sparse, dictionary));
    }

    /** @param expectedBytes of strings and binaries */
    ColumnWriter values(ColumnMeta column, DataField wanted, int slots, boolean sparse, long expectedBytes) {
        Field field = ArrowTypes.field(wanted);
        DataType.Atomic type = (DataType.Atomic) wanted.type();
        Type physical = column.type();
        boolean ints = physical == Type.INT32;
        boolean longs = physical == Type.INT64;
        ColumnWriter writer = switch (type.root()) {
            case BOOLEAN -> physical == Type.BOOLEAN ? new Bits(fixed(field, slots, sparse, 0)) : null;
            case TINYINT -> ints ? new Bytes(fixed(field, slots, sparse, 1)) : null;
            case SMALLINT -> ints ? new Shorts(fixed(field, slots, sparse, 2)) : null;
            case INT, DATE -> ints ? new Ints(fixed(field, slots, sparse, 4)) : null;
            case TIME -> time(column, field, slots, sparse);
            case BIGINT ->
                longs
                        ? new Longs(fixed(field, slots, sparse, 8))
                        : ints ? new WidenedInts(fixed(field, slots, sparse, 8)) : null;
            case FLOAT -> physical == Type.FLOAT ? new Ints(fixed(field, slots, sparse, 4)) : null;
            case DOUBLE ->
                physical == Type.DOUBLE
                        ? new Longs(fixed(field, slots, sparse, 8))
                        : physical == Type.FLOAT ? new WidenedFloats(fixed(field, slots, sparse, 8)) : null;
            case DECIMAL -> decimal(column, type, field, slots, sparse);
            case CHAR, VARCHAR, BINARY, VARBINARY, BLOB ->
                physical == Type.BYTE_ARRAY || physical == Type.FIXED_LEN_BYTE_ARRAY
                        ? new Binaries(new VariableBuilder(pool, field, slots, sparse, expectedBytes))
                        : null;
            case TIMESTAMP, TIMESTAMP_LTZ -> timestamp(column, type, field, slots, sparse);
            case VARIANT, ARRAY, MULTISET, MAP, ROW, VECTOR -> null;
        };
        if (writer == null) {
            throw new UnsupportedFormatException(
                    file,
                    "reading Parquet " + physical + " as " + wanted.type() + " (column " + wanted.name() + ")",
                    "Leave the column out, or compact the table fully.");
        }
        return writer;
    }

    private FixedBuilder fixed(Field field, int slots, boolean sparse, int width) {
        return new FixedBuilder(pool, field, slots, sparse, width);
    }

    private @Nullable ColumnWriter time(ColumnMeta column, Field field, int slots, boolean sparse) {
        if (column.type() == Type.INT32) {
            return new Ints(fixed(field, slots, sparse, 4));
        }
        return null;
    }

    private @Nullable ColumnWriter decimal(
            ColumnMeta column, DataType.Atomic type, Field field, int slots, boolean sparse) {
        int storedScale = column.element().isSetScale() ? column.element().getScale() : 0;
        LogicalType logical = column.element().getLogicalType();
        if (logical != null && logical.isSetDECIMAL()) {
            storedScale = logical.getDECIMAL().getScale();
        }
        int up = type.scale() - storedScale;
        if (up < 0 || up > 38) {
            return null;
        }
        FixedBuilder builder = fixed(field, slots, sparse, 16);
        return switch (column.type()) {
            case INT32 -> new DecimalNumbers(builder, true, up);
            case INT64 -> new DecimalNumbers(builder, false, up);
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> new DecimalBytes(builder, up);
            default -> {
                builder.close();
                yield null;
            }
        };
    }

    /** How many units of a stored timestamp make a second; 0 for INT96, which has its own parts. */
    static long unitsPerSecond(ColumnMeta column) {
        SchemaElement element = column.element();
        LogicalType logical = element.getLogicalType();
        if (logical != null && logical.isSetTIMESTAMP()) {
            var unit = logical.getTIMESTAMP().getUnit();
            return unit.isSetMILLIS() ? 1000L : unit.isSetMICROS() ? 1_000_000L : 1_000_000_000L;
        }
        if (element.getConverted_type() == ConvertedType.TIMESTAMP_MILLIS) {
            return 1000L;
        }
        return element.getConverted_type() == ConvertedType.TIMESTAMP_MICROS ? 1_000_000L : -1;
    }

    private @Nullable ColumnWriter timestamp(
            ColumnMeta column, DataType.Atomic type, Field field, int slots, boolean sparse) {
        boolean int96 = column.type() == Type.INT96;
        if (!int96 && column.type() != Type.INT64) {
            return null;
        }
        long stored = int96 ? 0 : unitsPerSecond(column);
        if (stored < 0) { // 0.6 and 0.7 leave the annotation out; the declared precision tells the unit
            stored = type.precision() <= 3 ? 1000L : 1_000_000L;
        }
        if (type.precision() > 6) {
            return new NanoTimestamps(new NanoTimestampBuilder(pool, field, slots, sparse), stored);
        }
        long wanted = type.precision() <= 3 ? 1000L : 1_000_000L;
        FixedBuilder builder = fixed(field, slots, sparse, 8);
        return stored == wanted ? new Longs(builder) : new Timestamps(builder, stored, wanted);
    }

    private static final class Indices extends ColumnWriter {
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

    private static final class Ints extends ColumnWriter {
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

    private static final class Longs extends ColumnWriter {
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

    /** A kernel that is rare enough to go value by value. */
    private abstract static class OneByOne extends ColumnWriter {
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

    private static final class Bits extends OneByOne {
        Bits(FixedBuilder builder) {
            super(builder);
        }

        @Override
        void put(int slot, int index, Values values) {
            long at = address + (slot >>> 3);
            MemoryUtil.putByte(at, (byte) (MemoryUtil.getByte(at) | values.ints[index] << (slot & 7)));
        }
    }

    private static final class Bytes extends OneByOne {
        Bytes(FixedBuilder builder) {
            super(builder);
        }

        @Override
        void put(int slot, int index, Values values) {
            MemoryUtil.putByte(address + slot, (byte) values.ints[index]);
        }
    }

    private static final class Shorts extends OneByOne {
        Shorts(FixedBuilder builder) {
            super(builder);
        }

        @Override
        void put(int slot, int index, Values values) {
            MemoryUtil.putShort(address + 2L * slot, (short) values.ints[index]);
        }
    }

    private static final class WidenedInts extends OneByOne {
        WidenedInts(FixedBuilder builder) {
            super(builder);
        }

        @Override
        void put(int slot, int index, Values values) {
            MemoryUtil.putLong(address + 8L * slot, values.ints[index]);
        }
    }

    private static final class WidenedFloats extends OneByOne {
        WidenedFloats(FixedBuilder builder) {
            super(builder);
        }

        @Override
        void put(int slot, int index, Values values) {
            double widened = Float.intBitsToFloat(values.ints[index]);
            MemoryUtil.putLong(address + 8L * slot, Double.doubleToRawLongBits(widened));
        }
    }

    /** Decimals of at most 18 stored digits, scaled up by a power of ten. */
    private static final class DecimalNumbers extends OneByOne {
        private final boolean fromInts;
        private final int up;
        private final long factor;

        DecimalNumbers(FixedBuilder builder, boolean fromInts, int up) {
            super(builder);
            this.fromInts = fromInts;
            this.up = up;
            this.factor = up <= 18 ? BigInteger.TEN.pow(up).longValueExact() : 0;
        }

        @Override
        void putRange(int slot, int count, Values values) {
            if (up != 0) {
                super.putRange(slot, count, values);
                return;
            }
            long at = address + 16L * slot;
            for (int i = 0; i < count; i++) {
                long unscaled = fromInts ? values.ints[i] : values.longs[i];
                MemoryUtil.putLong(at + 16L * i, unscaled);
                MemoryUtil.putLong(at + 16L * i + 8, unscaled >> 63);
            }
        }

        @Override
        void put(int slot, int index, Values values) {
            long unscaled = fromInts ? values.ints[index] : values.longs[index];
            long at = address + 16L * slot;
            if (up == 0) {
                MemoryUtil.putLong(at, unscaled);
                MemoryUtil.putLong(at + 8, unscaled >> 63);
            } else if (factor != 0) {
                MemoryUtil.putLong(at, unscaled * factor);
                MemoryUtil.putLong(at + 8, Math.multiplyHigh(unscaled, factor));
            } else {
                putWide(at, BigInteger.valueOf(unscaled), up);
            }
        }
    }

    private static final class DecimalBytes extends OneByOne {
        private final int up;
        private byte[] bytes = new byte[16];

        DecimalBytes(FixedBuilder builder, int up) {
            super(builder);
            this.up = up;
        }

        @Override
        void put(int slot, int index, Values values) {
            long source = values.addresses[index];
            int length = values.lengths[index];
            long at = address + 16L * slot;
            if (up == 0 && length <= 16) {
                long sign = length > 0 && MemoryUtil.getByte(source) < 0 ? -1 : 0;
                long low = sign;
                long high = sign;
                for (int i = 0; i < length; i++) {
                    high = high << 8 | low >>> 56;
                    low = low << 8 | MemoryUtil.getByte(source + i) & 0xFF;
                }
                MemoryUtil.putLong(at, low);
                MemoryUtil.putLong(at + 8, high);
            } else {
                bytes = new byte[length];
                MemoryUtil.copyFromMemory(source, bytes, 0, length);
                putWide(at, length == 0 ? BigInteger.ZERO : new BigInteger(bytes), up);
            }
        }
    }

    private static void putWide(long at, BigInteger unscaled, int up) {
        BigInteger scaled = new BigDecimal(unscaled).scaleByPowerOfTen(up).toBigIntegerExact();
        MemoryUtil.putLong(at, scaled.longValue());
        MemoryUtil.putLong(at + 8, scaled.shiftRight(64).longValue());
    }

    private static final class Binaries extends ColumnWriter {
        private final VariableBuilder builder;

        Binaries(VariableBuilder builder) {
            super(builder);
            this.builder = builder;
        }

        @Override
        void putRange(int slot, int count, Values values) {
            long[] addresses = values.addresses;
            int[] lengths = values.lengths;
            for (int i = 0; i < count; i++) {
                builder.put(slot + i, addresses[i], lengths[i]);
            }
        }

        @Override
        void put(int slot, int index, Values values) {
            builder.put(slot, values.addresses[index], values.lengths[index]);
        }

        @Override
        long sizeInBytes() {
            return builder.sizeInBytes();
        }
    }

    private static final class Timestamps extends OneByOne {
        private final long stored;
        private final long wanted;

        Timestamps(FixedBuilder builder, long stored, long wanted) {
            super(builder);
            this.stored = stored;
            this.wanted = wanted;
        }

        @Override
        void put(int slot, int index, Values values) {
            long value = values.longs[index];
            long converted;
            if (stored == 0) {
                converted = wanted == 1000L ? value : value * 1000L + values.ints[index] / 1000;
            } else if (stored < wanted) {
                converted = Math.multiplyExact(value, wanted / stored);
            } else {
                converted = Math.floorDiv(value, stored / wanted);
            }
            MemoryUtil.putLong(address + 8L * slot, converted);
        }
    }

    private static final class NanoTimestamps extends ColumnWriter {
        private final NanoTimestampBuilder builder;
        private final long stored;

        NanoTimestamps(NanoTimestampBuilder builder, long stored) {
            super(builder);
            this.builder = builder;
            this.stored = stored;
        }

        @Override
        void putRange(int slot, int count, Values values) {
            for (int i = 0; i < count; i++) {
                put(slot + i, i, values);
            }
        }

        @Override
        void put(int slot, int index, Values values) {
            long value = values.longs[index];
            if (stored == 0) {
                builder.put(slot, value, values.ints[index]);
            } else {
                long unitsPerMilli = stored / 1000L;
                int nanosPerUnit = (int) (1_000_000_000L / stored);
                builder.put(
                        slot,
                        Math.floorDiv(value, unitsPerMilli),
                        (int) Math.floorMod(value, unitsPerMilli) * nanosPerUnit);
            }
        }
    }
}
