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

import io.tablestore.types.DataType;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.ByteFunctionHelpers;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.StructVector;

/**
 * The order of the values of one column in data files (format reference, 6.1), over vectors without nulls: ascending, with bytes
 * unsigned and floating-point numbers compared as in Java.
 */
public abstract class ColumnOrder {

    /** Compares two values; neither is null. */
    public abstract int compare(FieldVector left, int leftRow, FieldVector right, int rightRow);

    /** Numbers that sort like the values, or like their first bytes. */
    abstract void prefixes(FieldVector column, int count, long[] target);

    /** Whether equal prefixes mean equal values. */
    abstract boolean prefixIsWhole();

    public static ColumnOrder of(DataType type) {
        DataType.Atomic atomic = (DataType.Atomic) type;
        return switch (atomic.root()) {
            case BOOLEAN -> new Whole(Kind.BIT);
            case TINYINT -> new Whole(Kind.BYTE);
            case SMALLINT -> new Whole(Kind.SHORT);
            case INT, DATE, TIME -> new Whole(Kind.INT);
            case BIGINT -> new Whole(Kind.LONG);
            case FLOAT -> new Whole(Kind.FLOAT);
            case DOUBLE -> new Whole(Kind.DOUBLE);
            case DECIMAL -> atomic.precision() <= 18 ? new Whole(Kind.SHORT_DECIMAL) : new WideDecimal();
            case TIMESTAMP, TIMESTAMP_LTZ -> atomic.precision() <= 6 ? new Whole(Kind.LONG) : new NanoTimestamp();
            case CHAR, VARCHAR, BINARY, VARBINARY -> new Bytes();
            case VARIANT, BLOB, ARRAY, MULTISET, MAP, ROW, VECTOR ->
                throw new IllegalStateException("no order of " + type);
        };
    }

    private enum Kind {
        BIT,
        BYTE,
        SHORT,
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        SHORT_DECIMAL
    }

    /** Values that fit in 64 bits. */
    private static final class Whole extends ColumnOrder {

        private final Kind kind;

        Whole(Kind kind) {
            this.kind = kind;
        }

        private long value(FieldVector column, int row) {
            ArrowBuf data = column.getDataBuffer();
            return switch (kind) {
                case BIT -> ((BitVector) column).get(row);
                case BYTE -> data.getByte(row);
                case SHORT -> data.getShort(2L * row);
                case INT -> data.getInt(4L * row);
                case LONG -> data.getLong(8L * row);
                case SHORT_DECIMAL -> data.getLong(16L * row);
                case FLOAT -> sortable(Double.doubleToLongBits(data.getFloat(4L * row)));
                case DOUBLE -> sortable(Double.doubleToLongBits(data.getDouble(8L * row)));
            };
        }

        private static long sortable(long bits) {
            return bits ^ (bits >> 63 & Long.MAX_VALUE);
        }

        @Override
        public int compare(FieldVector left, int leftRow, FieldVector right, int rightRow) {
            return Long.compare(value(left, leftRow), value(right, rightRow));
        }

        @Override
        void prefixes(FieldVector column, int count, long[] target) {
            long data = column.getDataBuffer().memoryAddress();
            if (kind == Kind.LONG) {
                for (int i = 0; i < count; i++) {
                    target[i] = MemoryUtil.getLong(data + 8L * i);
                }
            } else if (kind == Kind.INT) {
                for (int i = 0; i < count; i++) {
                    target[i] = MemoryUtil.getInt(data + 4L * i);
                }
            } else {
                for (int i = 0; i < count; i++) {
                    target[i] = value(column, i);
                }
            }
        }

        @Override
        boolean prefixIsWhole() {
            return true;
        }
    }

    private static final class WideDecimal extends ColumnOrder {

        @Override
        public int compare(FieldVector left, int leftRow, FieldVector right, int rightRow) {
            ArrowBuf a = left.getDataBuffer();
            ArrowBuf b = right.getDataBuffer();
            int high = Long.compare(a.getLong(16L * leftRow + 8), b.getLong(16L * rightRow + 8));
            return high != 0 ? high : Long.compareUnsigned(a.getLong(16L * leftRow), b.getLong(16L * rightRow));
        }

        @Override
        void prefixes(FieldVector column, int count, long[] target) {
            ArrowBuf data = column.getDataBuffer();
            for (int i = 0; i < count; i++) {
                target[i] = data.getLong(16L * i + 8);
            }
        }

        @Override
        boolean prefixIsWhole() {
            return false;
        }
    }

    private static final class NanoTimestamp extends ColumnOrder {

        @Override
        public int compare(FieldVector left, int leftRow, FieldVector right, int rightRow) {
            int millis = Long.compare(
                    part(left, 0).getLong(8L * leftRow), part(right, 0).getLong(8L * rightRow));
            return millis != 0
                    ? millis
                    : Integer.compare(
                            part(left, 1).getInt(4L * leftRow), part(right, 1).getInt(4L * rightRow));
        }

        private static ArrowBuf part(FieldVector column, int child) {
            return ((StructVector) column).getChildrenFromFields().get(child).getDataBuffer();
        }

        @Override
        void prefixes(FieldVector column, int count, long[] target) {
            ArrowBuf millis = part(column, 0);
            for (int i = 0; i < count; i++) {
                target[i] = millis.getLong(8L * i);
            }
        }

        @Override
        boolean prefixIsWhole() {
            return false;
        }
    }

    private static final class Bytes extends ColumnOrder {

        @Override
        public int compare(FieldVector left, int leftRow, FieldVector right, int rightRow) {
            BaseVariableWidthVector a = (BaseVariableWidthVector) left;
            BaseVariableWidthVector b = (BaseVariableWidthVector) right;
            return ByteFunctionHelpers.compare(
                    a.getDataBuffer(),
                    a.getStartOffset(leftRow),
                    a.getEndOffset(leftRow),
                    b.getDataBuffer(),
                    b.getStartOffset(rightRow),
                    b.getEndOffset(rightRow));
        }

        /** The first eight bytes as an unsigned number, shifted so that signed comparison orders it. */
        @Override
        void prefixes(FieldVector column, int count, long[] target) {
            BaseVariableWidthVector texts = (BaseVariableWidthVector) column;
            ArrowBuf data = texts.getDataBuffer();
            ArrowBuf offsets = texts.getOffsetBuffer();
            for (int i = 0; i < count; i++) {
                int start = offsets.getInt(4L * i);
                int length = Math.min(8, offsets.getInt(4L * i + 4) - start);
                long prefix = 0;
                for (int b = 0; b < length; b++) {
                    prefix |= (data.getByte(start + b) & 0xFFL) << (56 - 8 * b);
                }
                target[i] = prefix ^ Long.MIN_VALUE;
            }
        }

        @Override
        boolean prefixIsWhole() {
            return false;
        }
    }
}
