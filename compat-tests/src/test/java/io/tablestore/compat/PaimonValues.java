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
package io.tablestore.compat;

import io.tablestore.writer.row.ByteSpan;
import io.tablestore.writer.row.InputValues;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.paimon.data.DataGetters;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.InternalArray;
import org.apache.paimon.data.InternalMap;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.ArrayType;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeFamily;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.DecimalType;
import org.apache.paimon.types.LocalZonedTimestampType;
import org.apache.paimon.types.MapType;
import org.apache.paimon.types.MultisetType;
import org.apache.paimon.types.RowType;
import org.apache.paimon.types.TimestampType;

/** Rows and arrays of Paimon's library, shown to the writer. */
record PaimonValues(DataGetters values, int size, IntFunction<DataType> types) implements InputValues {

    @Override
    public boolean isNull(int position) {
        return values instanceof InternalRow row ? row.isNullAt(position) : ((InternalArray) values).isNullAt(position);
    }

    @Override
    public boolean getBoolean(int position) {
        return values.getBoolean(position);
    }

    @Override
    public long getLong(int position) {
        return switch (types.apply(position).getTypeRoot()) {
            case TINYINT -> values.getByte(position);
            case SMALLINT -> values.getShort(position);
            case BIGINT -> values.getLong(position);
            case DECIMAL -> decimal(position).toUnscaledLong();
            default -> values.getInt(position);
        };
    }

    @Override
    public double getDouble(int position) {
        return switch (types.apply(position).getTypeRoot()) {
            case FLOAT -> values.getFloat(position);
            default -> values.getDouble(position);
        };
    }

    private Decimal decimal(int position) {
        DecimalType type = (DecimalType) types.apply(position);
        return values.getDecimal(position, type.getPrecision(), type.getScale());
    }

    @Override
    public BigDecimal getDecimal(int position) {
        return decimal(position).toBigDecimal();
    }

    private Timestamp timestamp(int position) {
        int precision = types.apply(position) instanceof TimestampType type
                ? type.getPrecision()
                : ((LocalZonedTimestampType) types.apply(position)).getPrecision();
        return values.getTimestamp(position, precision);
    }

    @Override
    public long getEpochMillis(int position) {
        return timestamp(position).getMillisecond();
    }

    @Override
    public int getNanoOfMilli(int position) {
        return timestamp(position).getNanoOfMillisecond();
    }

    @Override
    public void getBytes(int position, ByteSpan target) {
        byte[] bytes = types.apply(position).is(DataTypeFamily.CHARACTER_STRING)
                ? values.getString(position).toBytes()
                : values.getBinary(position);
        target.set(bytes, 0, bytes.length);
    }

    @Override
    public void getVariant(int position, ByteSpan value, ByteSpan metadata) {
        byte[] values = this.values.getVariant(position).value();
        byte[] names = this.values.getVariant(position).metadata();
        value.set(values, 0, values.length);
        metadata.set(names, 0, names.length);
    }

    private static InputValues array(InternalArray array, DataType element) {
        return new PaimonValues(array, array.size(), position -> element);
    }

    @Override
    public InputValues getArray(int position) {
        return array(values.getArray(position), ((ArrayType) types.apply(position)).getElementType());
    }

    @Override
    public Entries getMap(int position) {
        InternalMap map = values.getMap(position);
        DataType type = types.apply(position);
        return type instanceof MultisetType multiset
                ? new Entries(
                        array(map.keyArray(), multiset.getElementType()), array(map.valueArray(), DataTypes.INT()))
                : new Entries(
                        array(map.keyArray(), ((MapType) type).getKeyType()),
                        array(map.valueArray(), ((MapType) type).getValueType()));
    }

    @Override
    public InputValues getRow(int position, int fieldCount) {
        List<DataType> fields = ((RowType) types.apply(position)).getFieldTypes();
        return new PaimonValues(values.getRow(position, fieldCount), fieldCount, fields::get);
    }
}
