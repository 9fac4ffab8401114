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
package io.tablestore.flink;

import io.tablestore.read.ArrowBatch;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import io.tablestore.vector.ArrowColumn;
import io.tablestore.vector.ArrowTypes;
import io.tablestore.vector.VectorValues;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
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

/** Arrow's vectors as Flink's, of which its own rows are views. Arrays and maps are copied out. */
final class FlinkVectors {

    private FlinkVectors() {}

    /** The columns of a batch; as long as the batch is valid. */
    static VectorizedColumnBatch of(ArrowBatch batch) {
        List<DataField> fields = batch.fields();
        ColumnVector[] vectors = new ColumnVector[fields.size()];
        for (int i = 0; i < vectors.length; i++) {
            ArrowColumn column = batch.column(i);
            vectors[i] = of(column.vector(), column.dictionary(), fields.get(i).type());
        }
        return new VectorizedColumnBatch(vectors);
    }

    private static ColumnVector of(FieldVector vector, @Nullable FieldVector dictionary, DataType type) {
        ArrowBuf data = vector.getField().getChildren().isEmpty() ? vector.getDataBuffer() : null;
        if (type instanceof DataType.Row row) {
            return struct(vector, row);
        }
        if (!(type instanceof DataType.Atomic atomic)) {
            return lists((ListVector) vector, type);
        }
        if (data == null) {
            return timestamps(vector, atomic);
        }
        return switch (atomic.root()) {
            case BOOLEAN -> new Booleans((BitVector) vector);
            case TINYINT -> new TinyInts(vector, data);
            case SMALLINT -> new Shorts(vector, data);
            case INT, DATE, TIME -> new Ints(vector, data);
            case BIGINT -> new Longs(vector, data);
            case FLOAT -> new Floats(vector, data);
            case DOUBLE -> new Doubles(vector, data);
            case DECIMAL -> new Decimals(vector, data, atomic);
            case TIMESTAMP, TIMESTAMP_LTZ -> timestamps(vector, atomic);
            default ->
                new Texts(
                        vector,
                        dictionary == null ? (BaseVariableWidthVector) vector : (BaseVariableWidthVector) dictionary);
        };
    }

    private record Booleans(BitVector vector) implements BooleanColumnVector {
        @Override
        public boolean isNullAt(int row) {
            return vector.isNull(row);
        }

        @Override
        public boolean getBoolean(int row) {
            return vector.get(row) == 1;
        }
    }

    private record TinyInts(FieldVector vector, ArrowBuf data) implements ByteColumnVector {
        @Override
        public boolean isNullAt(int row) {
            return vector.isNull(row);
        }

        @Override
        public byte getByte(int row) {
            return data.getByte(row);
        }
    }

    private record Shorts(FieldVector vector, ArrowBuf data) implements ShortColumnVector {
        @Override
        public boolean isNullAt(int row) {
            return vector.isNull(row);
        }

        @Override
        public short getShort(int row) {
            return data.getShort(2L * row);
        }
    }

    private record Ints(FieldVector vector, ArrowBuf data) implements IntColumnVector {
        @Override
        public boolean isNullAt(int row) {
            return vector.isNull(row);
        }

        @Override
        public int getInt(int row) {
            return data.getInt(4L * row);
        }
    }

    private record Longs(FieldVector vector, ArrowBuf data) implements LongColumnVector {
        @Override
        public boolean isNullAt(int row) {
            return vector.isNull(row);
        }

        @Override
        public long getLong(int row) {
            return data.getLong(8L * row);
        }
    }

    private record Floats(FieldVector vector, ArrowBuf data) implements FloatColumnVector {
        @Override
        public boolean isNullAt(int row) {
            return vector.isNull(row);
        }

        @Override
        public float getFloat(int row) {
            return data.getFloat(4L * row);
        }
    }

    private record Doubles(FieldVector vector, ArrowBuf data) implements DoubleColumnVector {
        @Override
        public boolean isNullAt(int row) {
            return vector.isNull(row);
        }

        @Override
        public double getDouble(int row) {
            return data.getDouble(8L * row);
        }
    }

    private record Decimals(FieldVector vector, ArrowBuf data, DataType.Atomic type) implements DecimalColumnVector {
        @Override
        public boolean isNullAt(int row) {
            return vector.isNull(row);
        }

        @Override
        public DecimalData getDecimal(int row, int precision, int scale) {
            return type.precision() <= 18
                    ? DecimalData.fromUnscaledLong(data.getLong(16L * row), precision, scale)
                    : DecimalData.fromBigDecimal((BigDecimal) VectorValues.value(vector, row, type), precision, scale);
        }
    }

    /** @param indices the column, of which the values are those of a dictionary if they are not its own */
    private record Texts(FieldVector indices, BaseVariableWidthVector values) implements BytesColumnVector {
        @Override
        public boolean isNullAt(int row) {
            return indices.isNull(row);
        }

        @Override
        public Bytes getBytes(int row) {
            int at = indices == values ? row : indices.getDataBuffer().getInt(4L * row);
            int start = values.getStartOffset(at);
            byte[] bytes = new byte[values.getEndOffset(at) - start];
            values.getDataBuffer().getBytes(start, bytes);
            return new Bytes(bytes, 0, bytes.length);
        }
    }

    private static TimestampColumnVector timestamps(FieldVector vector, DataType.Atomic type) {
        return new TimestampColumnVector() {
            @Override
            public boolean isNullAt(int row) {
                return vector.isNull(row);
            }

            @Override
            public TimestampData getTimestamp(int row, int precision) {
                return timestamp(vector, row, type);
            }
        };
    }

    private static TimestampData timestamp(FieldVector vector, int row, DataType.Atomic type) {
        TimestampValue value = VectorValues.timestamp(vector, row, type);
        return TimestampData.fromEpochMillis(value.epochMillis(), value.nanoOfMilli());
    }

    private static RowColumnVector struct(FieldVector vector, DataType.Row type) {
        List<FieldVector> children = vector.getChildrenFromFields();
        ColumnVector[] columns = new ColumnVector[children.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = of(children.get(i), null, type.fields().get(i).type());
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
            return array(vector, row, element);
        }
    }

    private record Maps(ListVector vector, DataType key, DataType value) implements MapColumnVector {
        @Override
        public boolean isNullAt(int row) {
            return vector.isNull(row);
        }

        @Override
        public GenericMapData getMap(int row) {
            return map(vector, row, key, value);
        }
    }

    private static GenericArrayData array(ListVector list, int row, DataType element) {
        int start = list.getElementStartIndex(row);
        @Nullable Object[] elements = new Object[list.getElementEndIndex(row) - start];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = object(list.getDataVector(), start + i, element);
        }
        return new GenericArrayData(elements);
    }

    private static GenericMapData map(ListVector list, int row, DataType key, DataType value) {
        List<FieldVector> both = list.getDataVector().getChildrenFromFields();
        Map<@Nullable Object, @Nullable Object> entries = new HashMap<>();
        for (int i = list.getElementStartIndex(row); i < list.getElementEndIndex(row); i++) {
            entries.put(object(both.get(0), i, key), object(both.get(1), i, value));
        }
        return new GenericMapData(entries);
    }

    /** A value as an object of Flink's. */
    private static @Nullable Object object(FieldVector vector, int row, DataType type) {
        if (vector.isNull(row)) {
            return null;
        }
        if (type instanceof DataType.Row struct) {
            GenericRowData values = new GenericRowData(struct.fields().size());
            for (int i = 0; i < struct.fields().size(); i++) {
                DataType field = struct.fields().get(i).type();
                values.setField(i, object(vector.getChildrenFromFields().get(i), row, field));
            }
            return values;
        }
        if (type instanceof DataType.Atomic atomic) {
            return atom(vector, row, atomic);
        }
        List<DataField> parts = ArrowTypes.parts(type);
        return parts.size() == 1
                ? array((ListVector) vector, row, parts.get(0).type())
                : map(
                        (ListVector) vector,
                        row,
                        parts.get(0).type(),
                        parts.get(1).type());
    }

    private static Object atom(FieldVector vector, int row, DataType.Atomic type) {
        return switch (type.root()) {
            case DECIMAL ->
                new Decimals(vector, vector.getDataBuffer(), type).getDecimal(row, type.precision(), type.scale());
            case TIMESTAMP, TIMESTAMP_LTZ -> timestamp(vector, row, type);
            case CHAR, VARCHAR -> StringData.fromBytes((byte[]) VectorValues.value(vector, row, type));
            case TINYINT -> vector.getDataBuffer().getByte(row);
            case SMALLINT -> vector.getDataBuffer().getShort(2L * row);
            case INT, DATE, TIME -> vector.getDataBuffer().getInt(4L * row);
            case FLOAT -> vector.getDataBuffer().getFloat(4L * row);
            default -> VectorValues.value(vector, row, type);
        };
    }
}
