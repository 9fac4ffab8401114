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
package io.tablestore.hive.read;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.arrow.MemoryBits;
import io.tablestore.hive.types.HiveDecimals;
import io.tablestore.hive.types.HiveTimes;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.Decimal64ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DecimalColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DoubleColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.TimestampColumnVector;
import org.jspecify.annotations.Nullable;

/** Copies rows of one column from Arrow memory into a Hive vector. */
abstract class HiveVector {

    private long validity;

    /**
     * @param read the type that is read; a row type may have only some of its fields
     * @param full the type that Hive knows
     */
    static HiveVector of(DataType read, DataType full) {
        if (full instanceof DataType.Row row) {
            return new HiveNested.Structs((DataType.Row) read, row);
        }
        List<DataField> parts = ArrowTypes.parts(full);
        if (!parts.isEmpty()) {
            return new HiveNested.Repeated(parts);
        }
        DataType.Atomic type = (DataType.Atomic) full;
        return switch (type.root()) {
            case BOOLEAN -> new Bits();
            case TINYINT, SMALLINT, INT, BIGINT, DATE -> new Numbers(width(type.root()));
            case FLOAT, DOUBLE -> new Floating(type);
            case DECIMAL -> new Decimals(type);
            case CHAR, VARCHAR, BINARY, VARBINARY, BLOB -> new Bytes(type);
            case TIME -> new Times(type);
            case TIMESTAMP -> new Timestamps(type);
            case TIMESTAMP_LTZ, VARIANT, ARRAY, MULTISET, MAP, ROW, VECTOR ->
                throw new IllegalStateException("Hive has no vector for " + type);
        };
    }

    private static int width(TypeRoot root) {
        return switch (root) {
            case TINYINT -> 1;
            case SMALLINT -> 2;
            case BIGINT -> 8;
            default -> 4;
        };
    }

    /** Sets the column to copy from. */
    final void bind(ArrowColumn column) {
        bind(column.vector(), column.dictionary());
    }

    final void bind(FieldVector vector, @Nullable FieldVector dictionary) {
        validity = vector.getNullCount() == 0 ? 0 : vector.getValidityBuffer().memoryAddress();
        bindValues(vector, dictionary);
    }

    abstract void bindValues(FieldVector vector, @Nullable FieldVector dictionary);

    /**
     * Copies rows.
     *
     * @param rows of the column; only the first {@code count} are valid
     * @param target has room for {@code count} values
     */
    final void copy(int[] rows, int count, ColumnVector target) {
        target.isRepeating = false;
        target.noNulls = true;
        if (validity != 0) {
            for (int i = 0; i < count; i++) {
                boolean isNull = MemoryBits.get(validity, rows[i]) == 0;
                target.isNull[i] = isNull;
                target.noNulls &= !isNull;
            }
        } else {
            Arrays.fill(target.isNull, 0, count, false);
        }
        copyValues(rows, count, target);
    }

    /** Copies values. The result for a null is unspecified. */
    abstract void copyValues(int[] rows, int count, ColumnVector target);

    /** Values of fixed width, stored contiguously. */
    private abstract static class FixedWidth extends HiveVector {

        /** Address of the first value. */
        long data;

        @Override
        final void bindValues(FieldVector vector, @Nullable FieldVector dictionary) {
            data = vector.getDataBuffer().memoryAddress();
        }
    }

    private static final class Bits extends FixedWidth {

        @Override
        void copyValues(int[] rows, int count, ColumnVector target) {
            long[] values = ((LongColumnVector) target).vector;
            for (int i = 0; i < count; i++) {
                values[i] = MemoryBits.get(data, rows[i]);
            }
        }
    }

    private static final class Numbers extends FixedWidth {

        private final int width;

        Numbers(int width) {
            this.width = width;
        }

        @Override
        void copyValues(int[] rows, int count, ColumnVector target) {
            long[] values = ((LongColumnVector) target).vector;
            switch (width) {
                case 1 -> {
                    for (int i = 0; i < count; i++) {
                        values[i] = MemoryUtil.getByte(data + rows[i]);
                    }
                }
                case 2 -> {
                    for (int i = 0; i < count; i++) {
                        values[i] = MemoryUtil.getShort(data + 2L * rows[i]);
                    }
                }
                case 4 -> {
                    for (int i = 0; i < count; i++) {
                        values[i] = MemoryUtil.getInt(data + 4L * rows[i]);
                    }
                }
                default -> {
                    for (int i = 0; i < count; i++) {
                        values[i] = MemoryUtil.getLong(data + 8L * rows[i]);
                    }
                }
            }
        }
    }

    private static final class Floating extends FixedWidth {

        private final boolean single;

        Floating(DataType.Atomic type) {
            this.single = type.root() == TypeRoot.FLOAT;
        }

        @Override
        void copyValues(int[] rows, int count, ColumnVector target) {
            double[] values = ((DoubleColumnVector) target).vector;
            if (single) {
                for (int i = 0; i < count; i++) {
                    values[i] = Float.intBitsToFloat(MemoryUtil.getInt(data + 4L * rows[i]));
                }
            } else {
                for (int i = 0; i < count; i++) {
                    values[i] = Double.longBitsToDouble(MemoryUtil.getLong(data + 8L * rows[i]));
                }
            }
        }
    }

    /** Decimals: scaled 64-bit numbers if Hive requests them, otherwise Hive's decimal objects. */
    private static final class Decimals extends FixedWidth {

        private static final int BYTES = 16;

        private final int scale;
        private final byte[] bigEndian = new byte[BYTES];

        Decimals(DataType.Atomic type) {
            this.scale = type.scale();
        }

        @Override
        void copyValues(int[] rows, int count, ColumnVector target) {
            if (target instanceof Decimal64ColumnVector scaled) {
                long[] values = scaled.vector;
                for (int i = 0; i < count; i++) {
                    values[i] = MemoryUtil.getLong(data + (long) BYTES * rows[i]);
                }
                return;
            }
            DecimalColumnVector decimals = (DecimalColumnVector) target;
            for (int i = 0; i < count; i++) {
                if (!target.isNull[i]) {
                    HiveDecimals.set(decimals.vector[i], data + (long) BYTES * rows[i], scale, bigEndian);
                }
            }
        }
    }

    /**
     * Variable-length bytes. The range from the first to the last row is copied at once; a dictionary is copied once
     * for all batches that share it.
     */
    private static final class Bytes extends HiveVector {

        /** Whether to remove trailing blanks, as Hive's CHAR requires. */
        private final boolean padded;

        private long offsets;
        private long data;
        private long indices;
        private @Nullable FieldVector dictionary;
        private byte[] entries = new byte[0];

        Bytes(DataType.Atomic type) {
            this.padded = type.root() == TypeRoot.CHAR;
        }

        @Override
        void bindValues(FieldVector vector, @Nullable FieldVector newDictionary) {
            FieldVector values = newDictionary == null ? vector : newDictionary;
            indices = newDictionary == null ? 0 : vector.getDataBuffer().memoryAddress();
            offsets = ((BaseVariableWidthVector) values).getOffsetBuffer().memoryAddress();
            data = values.getDataBuffer().memoryAddress();
            if (newDictionary != null && newDictionary != dictionary) {
                entries = bytes(0, offset(values.getValueCount()));
            }
            dictionary = newDictionary;
        }

        private int offset(int row) {
            return MemoryUtil.getInt(offsets + 4L * row);
        }

        private byte[] bytes(int start, int end) {
            byte[] copy = new byte[end - start];
            MemoryUtil.copyFromMemory(data + start, copy, 0, copy.length);
            return copy;
        }

        @Override
        void copyValues(int[] rows, int count, ColumnVector target) {
            if (count == 0) {
                return;
            }
            BytesColumnVector strings = (BytesColumnVector) target;
            if (indices != 0) {
                for (int i = 0; i < count; i++) {
                    if (!target.isNull[i]) {
                        set(strings, i, MemoryUtil.getInt(indices + 4L * rows[i]), entries, 0);
                    }
                }
                return;
            }
            int start = offset(rows[0]);
            byte[] copy = bytes(start, offset(rows[count - 1] + 1));
            for (int i = 0; i < count; i++) {
                set(strings, i, rows[i], copy, start);
            }
        }

        private void set(BytesColumnVector target, int slot, int row, byte[] source, int sourceStart) {
            int start = offset(row) - sourceStart;
            int end = offset(row + 1) - sourceStart;
            if (padded) {
                while (end > start && source[end - 1] == ' ') {
                    end--;
                }
            }
            target.setRef(slot, source, start, end - start);
        }
    }

    /** Times of day, which are strings in Hive. */
    private static final class Times extends FixedWidth {

        private final int digits;

        Times(DataType.Atomic type) {
            this.digits = Math.min(3, type.precision());
        }

        @Override
        void copyValues(int[] rows, int count, ColumnVector target) {
            BytesColumnVector strings = (BytesColumnVector) target;
            for (int i = 0; i < count; i++) {
                if (!target.isNull[i]) {
                    byte[] text = HiveTimes.of(MemoryUtil.getInt(data + 4L * rows[i]), digits);
                    strings.setRef(i, text, 0, text.length);
                }
            }
        }
    }

    private static final class Timestamps extends HiveVector {

        private final int precision;
        private long data;
        private long nanosOfMilli;

        Timestamps(DataType.Atomic type) {
            this.precision = type.precision();
        }

        @Override
        void bindValues(FieldVector vector, @Nullable FieldVector dictionary) {
            if (precision <= 6) {
                data = vector.getDataBuffer().memoryAddress();
                return;
            }
            List<FieldVector> parts = vector.getChildrenFromFields();
            data = parts.get(0).getDataBuffer().memoryAddress();
            nanosOfMilli = parts.get(1).getDataBuffer().memoryAddress();
        }

        @Override
        void copyValues(int[] rows, int count, ColumnVector target) {
            TimestampColumnVector timestamps = (TimestampColumnVector) target;
            timestamps.setIsUTC(true);
            timestamps.changeCalendar(true, false);
            for (int i = 0; i < count; i++) {
                long number = MemoryUtil.getLong(data + 8L * rows[i]);
                long millis = precision > 3 && precision <= 6 ? Math.floorDiv(number, 1000L) : number;
                int nanos = precision <= 3
                        ? 0
                        : precision <= 6
                                ? (int) Math.floorMod(number, 1000L) * 1000
                                : MemoryUtil.getInt(nanosOfMilli + 4L * rows[i]);
                timestamps.time[i] = millis;
                timestamps.nanos[i] = (int) Math.floorMod(millis, 1000L) * 1_000_000 + nanos;
            }
        }
    }
}
