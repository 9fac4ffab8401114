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
package io.tablestore.flink.read;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.arrow.MemoryBits;
import io.tablestore.arrow.VectorValues;
import io.tablestore.read.ArrowBatch;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import java.math.BigDecimal;
import java.util.List;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.columnar.ColumnarRowData;
import org.apache.flink.table.data.columnar.vector.ArrayColumnVector;
import org.apache.flink.table.data.columnar.vector.BooleanColumnVector;
import org.apache.flink.table.data.columnar.vector.ByteColumnVector;
import org.apache.flink.table.data.columnar.vector.BytesColumnVector;
import org.apache.flink.table.data.columnar.vector.ColumnVector;
import org.apache.flink.table.data.columnar.vector.DecimalColumnVector;
import org.apache.flink.table.data.columnar.vector.DoubleColumnVector;
import org.apache.flink.table.data.columnar.vector.FloatColumnVector;
import org.apache.flink.table.data.columnar.vector.IntColumnVector;
import org.apache.flink.table.data.columnar.vector.LongColumnVector;
import org.apache.flink.table.data.columnar.vector.MapColumnVector;
import org.apache.flink.table.data.columnar.vector.RowColumnVector;
import org.apache.flink.table.data.columnar.vector.ShortColumnVector;
import org.apache.flink.table.data.columnar.vector.TimestampColumnVector;
import org.apache.flink.table.data.columnar.vector.VectorizedColumnBatch;
import org.jspecify.annotations.Nullable;

/** Shows Arrow vectors to Flink as its column vectors, of which Flink's rows are views. Arrays and maps are copied. */
final class FlinkVectors {

    /** Maximum precision of decimals that fit in a long. */
    private static final int LONG_DIGITS = 18;

    private FlinkVectors() {}

    /** The columns of a batch. They are valid as long as the batch is. */
    static VectorizedColumnBatch of(ArrowBatch batch) {
        List<DataField> fields = batch.fields();
        ColumnVector[] vectors = new ColumnVector[fields.size()];
        for (int i = 0; i < vectors.length; i++) {
            ArrowColumn column = batch.column(i);
            int rows = batch.selection().count();
            vectors[i] = of(column.vector(), column.dictionary(), fields.get(i).type(), rows);
        }
        return new VectorizedColumnBatch(vectors);
    }

    private static ColumnVector of(FieldVector vector, @Nullable FieldVector dictionary, DataType type, int rows) {
        if (type instanceof DataType.Row row) {
            return struct(vector, row, rows);
        }
        if (!(type instanceof DataType.Atomic atomic)) {
            return lists((ListVector) vector, type);
        }
        if (!vector.getField().getChildren().isEmpty()) {
            return nanoseconds(vector, atomic);
        }
        return switch (atomic.root()) {
            case BOOLEAN -> new Booleans(vector);
            case TINYINT -> new TinyInts(vector);
            case SMALLINT -> new Shorts(vector);
            case INT, DATE, TIME -> new Ints(vector);
            case BIGINT -> new Longs(vector);
            case FLOAT -> new Floats(vector);
            case DOUBLE -> new Doubles(vector);
            case DECIMAL -> new Decimals(vector, atomic);
            case TIMESTAMP, TIMESTAMP_LTZ -> new Timestamps(vector, atomic);
            default -> new Texts(vector, dictionary, rows);
        };
    }

    /**
     * Fixed-width values in memory. Flink reads them one by one, so addresses are resolved only once and accesses are
     * not checked.
     */
    private abstract static class Flat implements ColumnVector {

        /** Address of the first value. */
        final long data;

        /** Address of the validity bits; 0 if no value is null. */
        private final long validity;

        Flat(FieldVector vector) {
            data = vector.getDataBuffer().memoryAddress();
            validity =
                    vector.getNullCount() == 0 ? 0 : vector.getValidityBuffer().memoryAddress();
        }

        @Override
        public final boolean isNullAt(int row) {
            return validity != 0 && MemoryBits.get(validity, row) == 0;
        }
    }

    private static final class Booleans extends Flat implements BooleanColumnVector {

        Booleans(FieldVector vector) {
            super(vector);
        }

        @Override
        public boolean getBoolean(int row) {
            return MemoryBits.get(data, row) == 1;
        }
    }

    private static final class TinyInts extends Flat implements ByteColumnVector {

        TinyInts(FieldVector vector) {
            super(vector);
        }

        @Override
        public byte getByte(int row) {
            return MemoryUtil.getByte(data + row);
        }
    }

    private static final class Shorts extends Flat implements ShortColumnVector {

        Shorts(FieldVector vector) {
            super(vector);
        }

        @Override
        public short getShort(int row) {
            return MemoryUtil.getShort(data + 2L * row);
        }
    }

    private static final class Ints extends Flat implements IntColumnVector {

        Ints(FieldVector vector) {
            super(vector);
        }

        @Override
        public int getInt(int row) {
            return MemoryUtil.getInt(data + 4L * row);
        }
    }

    private static final class Longs extends Flat implements LongColumnVector {

        Longs(FieldVector vector) {
            super(vector);
        }

        @Override
        public long getLong(int row) {
            return MemoryUtil.getLong(data + 8L * row);
        }
    }

    private static final class Floats extends Flat implements FloatColumnVector {

        Floats(FieldVector vector) {
            super(vector);
        }

        @Override
        public float getFloat(int row) {
            return Float.intBitsToFloat(MemoryUtil.getInt(data + 4L * row));
        }
    }

    private static final class Doubles extends Flat implements DoubleColumnVector {

        Doubles(FieldVector vector) {
            super(vector);
        }

        @Override
        public double getDouble(int row) {
            return Double.longBitsToDouble(MemoryUtil.getLong(data + 8L * row));
        }
    }

    static final class Decimals extends Flat implements DecimalColumnVector {

        private final FieldVector vector;
        private final DataType.Atomic type;

        Decimals(FieldVector vector, DataType.Atomic type) {
            super(vector);
            this.vector = vector;
            this.type = type;
        }

        @Override
        public DecimalData getDecimal(int row, int precision, int scale) {
            return type.precision() <= LONG_DIGITS
                    ? DecimalData.fromUnscaledLong(MemoryUtil.getLong(data + 16L * row), precision, scale)
                    : DecimalData.fromBigDecimal((BigDecimal) VectorValues.value(vector, row, type), precision, scale);
        }
    }

    private static final class Texts extends Flat implements BytesColumnVector {

        private static final int SHARED_BYTES_OF_VALUE = 64;

        private final long offsets;
        private final long bytes;
        private final boolean indexed;
        private final byte @Nullable [] shared;

        /**
         * @param column the values, or indices into a dictionary
         * @param rows number of rows that Flink will read
         */
        Texts(FieldVector column, @Nullable FieldVector dictionary, int rows) {
            super(column);
            indexed = dictionary != null;
            BaseVariableWidthVector values = (BaseVariableWidthVector) (dictionary == null ? column : dictionary);
            offsets = values.getOffsetBuffer().memoryAddress();
            bytes = values.getDataBuffer().memoryAddress();
            int end = values.getValueCount() == 0 ? 0 : values.getEndOffset(values.getValueCount() - 1);
            // Copies all bytes at once unless Flink would read only a small part of them.
            shared = end > (long) SHARED_BYTES_OF_VALUE * rows ? null : new byte[end];
            if (shared != null) {
                values.getDataBuffer().getBytes(0, shared);
            }
        }

        @Override
        public Bytes getBytes(int row) {
            long at = offsets + 4L * (indexed ? MemoryUtil.getInt(data + 4L * row) : row);
            int start = MemoryUtil.getInt(at);
            int length = MemoryUtil.getInt(at + 4) - start;
            if (shared != null) {
                return new Bytes(shared, start, length);
            }
            byte[] own = new byte[length];
            MemoryUtil.copyFromMemory(bytes + start, own, 0, length);
            return new Bytes(own, 0, length);
        }
    }

    /** Timestamps in milliseconds or microseconds. */
    private static final class Timestamps extends Flat implements TimestampColumnVector {

        private final boolean millis;

        Timestamps(FieldVector vector, DataType.Atomic type) {
            super(vector);
            millis = type.precision() <= 3;
        }

        @Override
        public TimestampData getTimestamp(int row, int precision) {
            long value = MemoryUtil.getLong(data + 8L * row);
            return millis
                    ? TimestampData.fromEpochMillis(value)
                    : TimestampData.fromEpochMillis(
                            Math.floorDiv(value, 1000), (int) Math.floorMod(value, 1000L) * 1000);
        }
    }

    private static TimestampColumnVector nanoseconds(FieldVector vector, DataType.Atomic type) {
        return new TimestampColumnVector() {
            @Override
            public boolean isNullAt(int row) {
                return vector.isNull(row);
            }

            @Override
            public TimestampData getTimestamp(int row, int precision) {
                return FlinkObjects.timestamp(vector, row, type);
            }
        };
    }

    private static RowColumnVector struct(FieldVector vector, DataType.Row type, int rows) {
        List<FieldVector> children = vector.getChildrenFromFields();
        ColumnVector[] columns = new ColumnVector[children.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = of(children.get(i), null, type.fields().get(i).type(), rows);
        }
        VectorizedColumnBatch batch = new VectorizedColumnBatch(columns);
        return new RowColumnVector() {
            @Override
            public boolean isNullAt(int row) {
                return vector.isNull(row);
            }

            @Override
            public ColumnarRowData getRow(int row) {
                return new ColumnarRowData(batch, row);
            }
        };
    }

    private static ColumnVector lists(ListVector vector, DataType type) {
        List<DataField> parts = ArrowTypes.parts(type);
        return parts.size() == 1
                ? new Arrays(vector, parts.get(0).type())
                : new Maps(vector, parts.get(0).type(), parts.get(1).type());
    }

    private record Arrays(ListVector vector, DataType element) implements ArrayColumnVector {
        @Override
        public boolean isNullAt(int row) {
            return vector.isNull(row);
        }

        @Override
        public GenericArrayData getArray(int row) {
            return FlinkObjects.array(vector, row, element);
        }
    }

    private record Maps(ListVector vector, DataType key, DataType value) implements MapColumnVector {
        @Override
        public boolean isNullAt(int row) {
            return vector.isNull(row);
        }

        @Override
        public GenericMapData getMap(int row) {
            return FlinkObjects.map(vector, row, key, value);
        }
    }
}
