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
package io.tablestore.writer.internal.memtable;

import io.tablestore.arrow.ArrowTypes;
import io.tablestore.error.TableStoreException;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.row.ByteSpan;
import io.tablestore.writer.row.InputValues;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/** Appends the values of one column, or of a nested part, to a growing vector. */
abstract class ColumnAppender {

    /** Path of a nested NOT NULL part, for errors; null if the part is nullable or was checked before. */
    private @Nullable String neededPath;

    /** Appends the value at {@code position} as row {@code row}. Rows must be appended in sequence. */
    final void append(InputValues values, int position, int row) {
        if (values.isNull(position)) {
            if (neededPath != null) {
                throw new TableStoreException("Column " + neededPath + " is NOT NULL, and the row has a null there.");
            }
            appendNull(row);
        } else {
            appendValue(values, position, row);
        }
    }

    abstract void appendNull(int row);

    abstract void appendValue(InputValues values, int position, int row);

    /**
     * @param path the column's path, for errors
     * @param vector the target, created from {@link ArrowTypes#field} of the column
     */
    static ColumnAppender of(String path, DataType type, FieldVector vector) {
        if (type instanceof DataType.Row row) {
            return new NestedAppender.Struct(path, row, (StructVector) vector);
        }
        if (type instanceof DataType.Mapping map) {
            return new NestedAppender.Mapping(path, map.key(), map.value(), (MapVector) vector);
        }
        if (type instanceof DataType.Collection collection) {
            return type.root() == TypeRoot.MULTISET
                    ? new NestedAppender.Mapping(
                            path, collection.element(), ArrowTypes.MULTISET_COUNT, (MapVector) vector)
                    : new NestedAppender.Array(path, collection.element(), (ListVector) vector);
        }
        return atomic((DataType.Atomic) type, vector);
    }

    /** Creates an appender for a nested part of a column. */
    static ColumnAppender part(String path, DataType type, FieldVector vector) {
        ColumnAppender part = of(path, type, vector);
        if (!type.nullable()) {
            part.neededPath = path;
        }
        return part;
    }

    private static ColumnAppender atomic(DataType.Atomic type, FieldVector vector) {
        return switch (type.root()) {
            case BOOLEAN -> new Bits((BitVector) vector);
            case TINYINT, SMALLINT, INT, DATE, TIME, BIGINT -> new Numbers((BaseFixedWidthVector) vector);
            case FLOAT, DOUBLE -> new Floats((BaseFixedWidthVector) vector);
            case DECIMAL -> new Decimals((DecimalVector) vector, type.precision(), type.scale());
            case CHAR, VARCHAR, BINARY, VARBINARY, BLOB -> new Bytes((BaseVariableWidthVector) vector);
            case TIMESTAMP, TIMESTAMP_LTZ ->
                type.precision() <= 6
                        ? new Timestamps((BaseFixedWidthVector) vector, type)
                        : new NanoTimestamps((StructVector) vector);
            case VARIANT -> new Variants((StructVector) vector);
            case ARRAY, MULTISET, MAP, ROW, VECTOR -> throw new IllegalStateException(type + " is not atomic");
        };
    }

    private abstract static class Fixed extends ColumnAppender {

        final BaseFixedWidthVector vector;

        Fixed(BaseFixedWidthVector vector) {
            this.vector = vector;
        }

        /** Makes room for a row and marks it as non-null. */
        final ArrowBuf present(int row) {
            while (row >= vector.getValueCapacity()) {
                vector.reAlloc();
            }
            BitVectorHelper.setBit(vector.getValidityBuffer(), row);
            return vector.getDataBuffer();
        }

        @Override
        final void appendNull(int row) {
            while (row >= vector.getValueCapacity()) {
                vector.reAlloc();
            }
            BitVectorHelper.unsetBit(vector.getValidityBuffer(), row);
        }
    }

    private static final class Bits extends Fixed {

        Bits(BitVector vector) {
            super(vector);
        }

        @Override
        void appendValue(InputValues values, int position, int row) {
            ((BitVector) vector).setSafe(row, values.getBoolean(position) ? 1 : 0);
        }
    }

    private static final class Numbers extends Fixed {

        private final int width;

        Numbers(BaseFixedWidthVector vector) {
            super(vector);
            this.width = vector.getTypeWidth();
        }

        @Override
        void appendValue(InputValues values, int position, int row) {
            long value = values.getLong(position);
            ArrowBuf data = present(row);
            switch (width) {
                case 1 -> data.setByte(row, (byte) value);
                case 2 -> data.setShort(2L * row, (short) value);
                case 4 -> data.setInt(4L * row, (int) value);
                default -> data.setLong(8L * row, value);
            }
        }
    }

    private static final class Floats extends Fixed {

        private final boolean single;

        Floats(BaseFixedWidthVector vector) {
            super(vector);
            this.single = vector.getTypeWidth() == Float.BYTES;
        }

        @Override
        void appendValue(InputValues values, int position, int row) {
            double value = values.getDouble(position);
            ArrowBuf data = present(row);
            if (single) {
                data.setFloat(4L * row, (float) value);
            } else {
                data.setDouble(8L * row, value);
            }
        }
    }

    private static final class Decimals extends Fixed {

        private final boolean small;
        private final int scale;

        Decimals(DecimalVector vector, int precision, int scale) {
            super(vector);
            this.small = precision <= 18;
            this.scale = scale;
        }

        @Override
        void appendValue(InputValues values, int position, int row) {
            if (small) {
                long unscaled = values.getLong(position);
                ArrowBuf data = present(row);
                data.setLong(16L * row, unscaled);
                data.setLong(16L * row + 8, unscaled >> 63);
            } else {
                ((DecimalVector) vector)
                        .setSafe(row, values.getDecimal(position).setScale(scale));
            }
        }
    }

    private static final class Timestamps extends Fixed {

        private final boolean millis;

        Timestamps(BaseFixedWidthVector vector, DataType.Atomic type) {
            super(vector);
            this.millis = type.precision() <= 3;
        }

        @Override
        void appendValue(InputValues values, int position, int row) {
            long time = values.getEpochMillis(position);
            present(row).setLong(8L * row, millis ? time : micros(time, values.getNanoOfMilli(position)));
        }

        private long micros(long time, int nanos) {
            try {
                return Math.addExact(Math.multiplyExact(time, 1000L), nanos / 1000);
            } catch (ArithmeticException tooFar) {
                throw new TableStoreException(
                        "Column " + vector.getName() + " stores microseconds, in which " + time
                                + " milliseconds since 1970 do not fit. Correct the value.",
                        tooFar);
            }
        }
    }

    private static final class NanoTimestamps extends ColumnAppender {

        private final StructVector vector;
        private final BigIntVector millis;
        private final IntVector nanos;

        NanoTimestamps(StructVector vector) {
            this.vector = vector;
            this.millis = (BigIntVector) vector.getChildrenFromFields().get(0);
            this.nanos = (IntVector) vector.getChildrenFromFields().get(1);
        }

        @Override
        void appendNull(int row) {
            setNull(vector, row);
            millis.setSafe(row, 0);
            nanos.setSafe(row, 0);
        }

        @Override
        void appendValue(InputValues values, int position, int row) {
            setPresent(vector, row);
            millis.setSafe(row, values.getEpochMillis(position));
            nanos.setSafe(row, values.getNanoOfMilli(position));
        }
    }

    static void setPresent(StructVector vector, int row) {
        reserve(vector, row);
        vector.setIndexDefined(row);
    }

    static void setNull(StructVector vector, int row) {
        reserve(vector, row);
        vector.setNull(row);
    }

    private static void reserve(StructVector vector, int row) {
        while (row >= vector.getValidityBuffer().capacity() * 8) {
            vector.reAlloc();
        }
    }

    private static final class Bytes extends ColumnAppender {

        private final BaseVariableWidthVector vector;
        private final ByteSpan span = new ByteSpan();

        Bytes(BaseVariableWidthVector vector) {
            this.vector = vector;
        }

        @Override
        void appendNull(int row) {
            vector.setSafe(row, NOTHING, 0, 0);
            BitVectorHelper.unsetBit(vector.getValidityBuffer(), row);
        }

        @Override
        void appendValue(InputValues values, int position, int row) {
            values.getBytes(position, span);
            vector.setSafe(row, span.array(), span.offset(), span.length());
        }
    }

    private static final byte[] NOTHING = new byte[0];

    private static final class Variants extends ColumnAppender {

        private final StructVector vector;
        private final VarBinaryVector values;
        private final VarBinaryVector metadata;
        private final ByteSpan valueSpan = new ByteSpan();
        private final ByteSpan metadataSpan = new ByteSpan();

        Variants(StructVector vector) {
            this.vector = vector;
            this.values = (VarBinaryVector) vector.getChildrenFromFields().get(0);
            this.metadata = (VarBinaryVector) vector.getChildrenFromFields().get(1);
        }

        @Override
        void appendNull(int row) {
            setNull(vector, row);
            values.setSafe(row, NOTHING, 0, 0);
            metadata.setSafe(row, NOTHING, 0, 0);
        }

        @Override
        void appendValue(InputValues input, int position, int row) {
            input.getVariant(position, valueSpan, metadataSpan);
            setPresent(vector, row);
            values.setSafe(row, valueSpan.array(), valueSpan.offset(), valueSpan.length());
            metadata.setSafe(row, metadataSpan.array(), metadataSpan.offset(), metadataSpan.length());
        }
    }
}
