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
package io.tablestore.writer.memtable;

import io.tablestore.error.TableStoreException;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.vector.ArrowTypes;
import io.tablestore.writer.ByteSpan;
import io.tablestore.writer.InputValues;
import java.util.ArrayList;
import java.util.List;
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

/** Appends the values of one column, or of a part of one, to a vector that grows with them. */
abstract class ColumnAppender {

    /** Appends the value at {@code position} as row {@code row}; rows come one after the other. */
    final void append(InputValues values, int position, int row) {
        if (values.isNull(position)) {
            appendNull(row);
        } else {
            appendValue(values, position, row);
        }
    }

    abstract void appendNull(int row);

    abstract void appendValue(InputValues values, int position, int row);

    /** @param vector of {@link ArrowTypes#field} of the column, of which this appends to */
    static ColumnAppender of(DataType type, FieldVector vector) {
        if (type instanceof DataType.Row row) {
            return new Struct(row, (StructVector) vector);
        }
        if (type instanceof DataType.Mapping map) {
            return new Mapping(map.key(), map.value(), (MapVector) vector);
        }
        if (type instanceof DataType.Collection collection) {
            return type.root() == TypeRoot.MULTISET
                    ? new Mapping(collection.element(), ArrowTypes.MULTISET_COUNT, (MapVector) vector)
                    : new Array(collection.element(), (ListVector) vector);
        }
        return atomic((DataType.Atomic) type, vector);
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
                        ? new Timestamps((BaseFixedWidthVector) vector, type.precision() <= 3)
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

        /** Makes room for a row and says that it has a value. */
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

        Timestamps(BaseFixedWidthVector vector, boolean millis) {
            super(vector);
            this.millis = millis;
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
                        "Column " + vector.getName() + " counts microseconds, and " + time
                                + " milliseconds since 1970 are too many to be counted so.",
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
            setPresence(vector, row, false);
            millis.setSafe(row, 0);
            nanos.setSafe(row, 0);
        }

        @Override
        void appendValue(InputValues values, int position, int row) {
            setPresence(vector, row, true);
            millis.setSafe(row, values.getEpochMillis(position));
            nanos.setSafe(row, values.getNanoOfMilli(position));
        }
    }

    private static void setPresence(StructVector vector, int row, boolean present) {
        while (row >= vector.getValidityBuffer().capacity() * 8) {
            vector.reAlloc();
        }
        if (present) {
            vector.setIndexDefined(row);
        } else {
            vector.setNull(row);
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
            setPresence(vector, row, false);
            values.setSafe(row, NOTHING, 0, 0);
            metadata.setSafe(row, NOTHING, 0, 0);
        }

        @Override
        void appendValue(InputValues input, int position, int row) {
            input.getVariant(position, valueSpan, metadataSpan);
            setPresence(vector, row, true);
            values.setSafe(row, valueSpan.array(), valueSpan.offset(), valueSpan.length());
            metadata.setSafe(row, metadataSpan.array(), metadataSpan.offset(), metadataSpan.length());
        }
    }

    private static final class Struct extends ColumnAppender {

        private final StructVector vector;
        private final List<ColumnAppender> parts = new ArrayList<>();

        Struct(DataType.Row type, StructVector vector) {
            this.vector = vector;
            List<FieldVector> vectors = vector.getChildrenFromFields();
            List<DataField> fields = type.fields();
            for (int i = 0; i < fields.size(); i++) {
                parts.add(of(fields.get(i).type(), vectors.get(i)));
            }
        }

        @Override
        void appendNull(int row) {
            setPresence(vector, row, false);
            parts.forEach(part -> part.appendNull(row));
        }

        @Override
        void appendValue(InputValues values, int position, int row) {
            InputValues fields = values.getRow(position, parts.size());
            setPresence(vector, row, true);
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).append(fields, i, row);
            }
        }
    }

    private static final class Array extends ColumnAppender {

        private final ListVector vector;
        private final ColumnAppender element;

        Array(DataType elementType, ListVector vector) {
            this.vector = vector;
            this.element = of(elementType, vector.getDataVector());
        }

        @Override
        void appendNull(int row) {
            vector.startNewValue(row);
            vector.endValue(row, 0);
            vector.setNull(row);
        }

        @Override
        void appendValue(InputValues values, int position, int row) {
            InputValues elements = values.getArray(position);
            int start = vector.startNewValue(row);
            for (int i = 0; i < elements.size(); i++) {
                element.append(elements, i, start + i);
            }
            vector.endValue(row, elements.size());
        }
    }

    private static final class Mapping extends ColumnAppender {

        private final MapVector vector;
        private final StructVector entries;
        private final ColumnAppender keys;
        private final ColumnAppender mapped;

        Mapping(DataType key, DataType value, MapVector vector) {
            this.vector = vector;
            this.entries = (StructVector) vector.getDataVector();
            this.keys = of(key, entries.getChildrenFromFields().get(0));
            this.mapped = of(value, entries.getChildrenFromFields().get(1));
        }

        @Override
        void appendNull(int row) {
            vector.startNewValue(row);
            vector.endValue(row, 0);
            vector.setNull(row);
        }

        @Override
        void appendValue(InputValues values, int position, int row) {
            InputValues.Entries map = values.getMap(position);
            int start = vector.startNewValue(row);
            int size = map.keys().size();
            for (int i = 0; i < size; i++) {
                setPresence(entries, start + i, true);
                keys.append(map.keys(), i, start + i);
                mapped.append(map.values(), i, start + i);
            }
            vector.endValue(row, size);
        }
    }
}
