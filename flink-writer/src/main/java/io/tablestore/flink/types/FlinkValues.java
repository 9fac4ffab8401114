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
package io.tablestore.flink.types;

import io.tablestore.arrow.ArrowTypes;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.row.ByteSpan;
import io.tablestore.writer.row.InputValues;
import java.math.BigDecimal;
import java.util.List;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;

/** Provides Flink's rows and arrays to the writer. A task reuses one object for all rows. */
public abstract class FlinkValues implements InputValues {

    /** The types by position, or the single type of all elements. */
    private final List<DataType> types;

    private FlinkValues(List<DataType> types) {
        this.types = types;
    }

    final DataType.Atomic atomic(int position) {
        return (DataType.Atomic) type(position);
    }

    final DataType type(int position) {
        return types.get(types.size() == 1 ? 0 : position);
    }

    abstract byte getByte(int position);

    abstract short getShort(int position);

    abstract int getInt(int position);

    abstract long getBigInt(int position);

    abstract float getFloat(int position);

    abstract double getDoubleValue(int position);

    abstract DecimalData decimal(int position, int precision, int scale);

    abstract TimestampData timestamp(int position, int precision);

    abstract byte[] text(int position);

    abstract byte[] binary(int position);

    abstract ArrayData array(int position);

    abstract MapData map(int position);

    abstract RowData row(int position, int fieldCount);

    @Override
    public final long getLong(int position) {
        DataType type = type(position);
        return switch (type.root()) {
            case TINYINT -> getByte(position);
            case SMALLINT -> getShort(position);
            case BIGINT -> getBigInt(position);
            case DECIMAL -> {
                DataType.Atomic decimal = (DataType.Atomic) type;
                yield decimal(position, decimal.precision(), decimal.scale()).toUnscaledLong();
            }
            default -> getInt(position);
        };
    }

    @Override
    public final double getDouble(int position) {
        return type(position).root() == TypeRoot.FLOAT ? getFloat(position) : getDoubleValue(position);
    }

    @Override
    public final BigDecimal getDecimal(int position) {
        DataType.Atomic type = atomic(position);
        return decimal(position, type.precision(), type.scale()).toBigDecimal();
    }

    @Override
    public final long getEpochMillis(int position) {
        return timestamp(position, atomic(position).precision()).getMillisecond();
    }

    @Override
    public final int getNanoOfMilli(int position) {
        return timestamp(position, atomic(position).precision()).getNanoOfMillisecond();
    }

    @Override
    public final void getBytes(int position, ByteSpan target) {
        TypeRoot root = type(position).root();
        byte[] bytes = root == TypeRoot.CHAR || root == TypeRoot.VARCHAR ? text(position) : binary(position);
        target.set(bytes, 0, bytes.length);
    }

    @Override
    public final void getVariant(int position, ByteSpan value, ByteSpan metadata) {
        throw new IllegalStateException("tables with a VARIANT are not shown to Flink");
    }

    @Override
    public final InputValues getArray(int position) {
        DataType.Collection type = (DataType.Collection) type(position);
        return new Array(array(position), type.element());
    }

    @Override
    public final Entries getMap(int position) {
        MapData map = map(position);
        DataType type = type(position);
        return type instanceof DataType.Collection multiset
                ? new Entries(
                        new Array(map.keyArray(), multiset.element()),
                        new Array(map.valueArray(), ArrowTypes.MULTISET_COUNT))
                : new Entries(
                        new Array(map.keyArray(), ((DataType.Mapping) type).key()),
                        new Array(map.valueArray(), ((DataType.Mapping) type).value()));
    }

    @Override
    public final InputValues getRow(int position, int fieldCount) {
        DataType.Row type = (DataType.Row) type(position);
        return new Row(type.fields()).of(row(position, fieldCount));
    }

    /** A row. The object is reused for further rows. */
    public static final class Row extends FlinkValues {

        private final int size;
        private RowData row = EMPTY;
        private static final RowData EMPTY = new org.apache.flink.table.data.GenericRowData(0);

        public Row(List<DataField> fields) {
            super(fields.stream().map(DataField::type).toList());
            this.size = fields.size();
        }

        public Row of(RowData next) {
            row = next;
            return this;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public boolean isNull(int position) {
            return row.isNullAt(position);
        }

        @Override
        public boolean getBoolean(int position) {
            return row.getBoolean(position);
        }

        @Override
        byte getByte(int position) {
            return row.getByte(position);
        }

        @Override
        short getShort(int position) {
            return row.getShort(position);
        }

        @Override
        int getInt(int position) {
            return row.getInt(position);
        }

        @Override
        long getBigInt(int position) {
            return row.getLong(position);
        }

        @Override
        float getFloat(int position) {
            return row.getFloat(position);
        }

        @Override
        double getDoubleValue(int position) {
            return row.getDouble(position);
        }

        @Override
        DecimalData decimal(int position, int precision, int scale) {
            return row.getDecimal(position, precision, scale);
        }

        @Override
        TimestampData timestamp(int position, int precision) {
            return row.getTimestamp(position, precision);
        }

        @Override
        byte[] text(int position) {
            return row.getString(position).toBytes();
        }

        @Override
        byte[] binary(int position) {
            return row.getBinary(position);
        }

        @Override
        ArrayData array(int position) {
            return row.getArray(position);
        }

        @Override
        MapData map(int position) {
            return row.getMap(position);
        }

        @Override
        RowData row(int position, int fieldCount) {
            return row.getRow(position, fieldCount);
        }
    }

    private static final class Array extends FlinkValues {

        private final ArrayData array;

        Array(ArrayData array, DataType element) {
            super(List.of(element));
            this.array = array;
        }

        @Override
        public int size() {
            return array.size();
        }

        @Override
        public boolean isNull(int position) {
            return array.isNullAt(position);
        }

        @Override
        public boolean getBoolean(int position) {
            return array.getBoolean(position);
        }

        @Override
        byte getByte(int position) {
            return array.getByte(position);
        }

        @Override
        short getShort(int position) {
            return array.getShort(position);
        }

        @Override
        int getInt(int position) {
            return array.getInt(position);
        }

        @Override
        long getBigInt(int position) {
            return array.getLong(position);
        }

        @Override
        float getFloat(int position) {
            return array.getFloat(position);
        }

        @Override
        double getDoubleValue(int position) {
            return array.getDouble(position);
        }

        @Override
        DecimalData decimal(int position, int precision, int scale) {
            return array.getDecimal(position, precision, scale);
        }

        @Override
        TimestampData timestamp(int position, int precision) {
            return array.getTimestamp(position, precision);
        }

        @Override
        byte[] text(int position) {
            return array.getString(position).toBytes();
        }

        @Override
        byte[] binary(int position) {
            return array.getBinary(position);
        }

        @Override
        ArrayData array(int position) {
            return array.getArray(position);
        }

        @Override
        MapData map(int position) {
            return array.getMap(position);
        }

        @Override
        RowData row(int position, int fieldCount) {
            return array.getRow(position, fieldCount);
        }
    }
}
