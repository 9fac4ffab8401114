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
package org.apache.flink.table.store.utils;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/** Values of rows, in the words of Flink's own API. */
public final class RowDataUtils {

    private RowDataUtils() {}

    public static RowData.FieldGetter[] createFieldGetters(List<LogicalType> types) {
        RowData.FieldGetter[] getters = new RowData.FieldGetter[types.size()];
        for (int i = 0; i < getters.length; i++) {
            getters[i] = createNullCheckingFieldGetter(types.get(i), i);
        }
        return getters;
    }

    public static RowData.FieldGetter createNullCheckingFieldGetter(LogicalType type, int field) {
        return RowData.createFieldGetter(type.copy(true), field);
    }

    public static Object get(RowData row, int field, LogicalType type) {
        return createNullCheckingFieldGetter(type, field).getFieldOrNull(row);
    }

    public static ArrayData toStringArrayData(List<String> texts) {
        return new GenericArrayData(texts.stream().map(StringData::fromString).toArray());
    }

    public static List<String> fromStringArrayData(ArrayData texts) {
        List<String> list = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            list.add(texts.getString(i).toString());
        }
        return list;
    }

    public static long castToIntegral(DecimalData decimal) {
        return decimal.toBigDecimal().longValue();
    }

    @SuppressWarnings("unchecked")
    public static int compare(Object left, Object right, LogicalTypeRoot type) {
        return ((Comparable<Object>) left).compareTo(right);
    }
}
