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
package org.apache.flink.table.store.codegen;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** Projections and comparators without code generation, field by field. */
public final class CodeGenLoader implements CodeGenerator {

    public static CodeGenerator getCodeGenerator() {
        return new CodeGenLoader();
    }

    @Override
    public GeneratedClass<Projection> generateProjection(String name, RowType type, int[] fields) {
        LogicalType[] types = new LogicalType[fields.length];
        List<RowData.FieldGetter> getters = new ArrayList<>();
        for (int i = 0; i < fields.length; i++) {
            types[i] = type.getTypeAt(fields[i]);
            getters.add(RowData.createFieldGetter(types[i], fields[i]));
        }
        RowDataSerializer serializer = new RowDataSerializer(types);
        return new GeneratedClass<>(row -> {
            GenericRowData projected = new GenericRowData(types.length);
            for (int i = 0; i < types.length; i++) {
                projected.setField(i, getters.get(i).getFieldOrNull(row));
            }
            return serializer.toBinaryRow(projected).copy();
        });
    }

    @Override
    public GeneratedClass<NormalizedKeyComputer> generateNormalizedKeyComputer(List<LogicalType> types, String name) {
        return new GeneratedClass<>(new NormalizedKeyComputer() {});
    }

    @Override
    public GeneratedClass<RecordComparator> generateRecordComparator(List<LogicalType> types, String name) {
        List<RowData.FieldGetter> getters = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            getters.add(RowData.createFieldGetter(types.get(i), i));
        }
        return new GeneratedClass<>((left, right) -> {
            for (RowData.FieldGetter getter : getters) {
                int order = compareValues(getter.getFieldOrNull(left), getter.getFieldOrNull(right));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        });
    }

    @SuppressWarnings("unchecked")
    private static int compareValues(Object left, Object right) {
        if (left == null || right == null) {
            return left == right ? 0 : left == null ? -1 : 1;
        }
        return ((Comparable<Object>) left).compareTo(right);
    }
}
