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

import io.tablestore.arrow.ArrowTypes;
import io.tablestore.arrow.VectorValues;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.jspecify.annotations.Nullable;

/** Copies single values of Arrow vectors to Flink's objects: arrays and maps, which have no views, and what they contain. */
final class FlinkObjects {

    private FlinkObjects() {}

    static TimestampData timestamp(FieldVector vector, int row, DataType.Atomic type) {
        TimestampValue value = VectorValues.timestamp(vector, row, type);
        return TimestampData.fromEpochMillis(value.epochMillis(), value.nanoOfMilli());
    }

    static GenericArrayData array(ListVector list, int row, DataType element) {
        int start = list.getElementStartIndex(row);
        @Nullable Object[] elements = new Object[list.getElementEndIndex(row) - start];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = object(list.getDataVector(), start + i, element);
        }
        return new GenericArrayData(elements);
    }

    static GenericMapData map(ListVector list, int row, DataType key, DataType value) {
        List<FieldVector> both = list.getDataVector().getChildrenFromFields();
        Map<@Nullable Object, @Nullable Object> entries = new HashMap<>();
        for (int i = list.getElementStartIndex(row); i < list.getElementEndIndex(row); i++) {
            entries.put(object(both.get(0), i, key), object(both.get(1), i, value));
        }
        return new GenericMapData(entries);
    }

    /** A value as a Flink object. */
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
            case DECIMAL -> new FlinkVectors.Decimals(vector, type).getDecimal(row, type.precision(), type.scale());
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
