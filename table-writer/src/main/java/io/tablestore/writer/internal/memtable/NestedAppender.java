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

import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.writer.row.InputValues;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;

/** Appends the values of an ARRAY, MAP, MULTISET or ROW column, part by part. */
abstract class NestedAppender extends ColumnAppender {

    static final class Struct extends NestedAppender {

        private final StructVector vector;
        private final List<ColumnAppender> parts = new ArrayList<>();

        Struct(String path, DataType.Row type, StructVector vector) {
            this.vector = vector;
            List<FieldVector> vectors = vector.getChildrenFromFields();
            List<DataField> fields = type.fields();
            for (int i = 0; i < fields.size(); i++) {
                DataField field = fields.get(i);
                parts.add(part(path + "." + field.name(), field.type(), vectors.get(i)));
            }
        }

        @Override
        void appendNull(int row) {
            setNull(vector, row);
            parts.forEach(part -> part.appendNull(row));
        }

        @Override
        void appendValue(InputValues values, int position, int row) {
            InputValues fields = values.getRow(position, parts.size());
            setPresent(vector, row);
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).append(fields, i, row);
            }
        }
    }

    static final class Array extends NestedAppender {

        private final ListVector vector;
        private final ColumnAppender element;

        Array(String path, DataType elementType, ListVector vector) {
            this.vector = vector;
            this.element = part(path + ".element", elementType, vector.getDataVector());
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

    static final class Mapping extends NestedAppender {

        private final MapVector vector;
        private final StructVector entries;
        private final ColumnAppender keys;
        private final ColumnAppender mapped;

        Mapping(String path, DataType key, DataType value, MapVector vector) {
            this.vector = vector;
            this.entries = (StructVector) vector.getDataVector();
            // Only ORC files can store a null key.
            this.keys = part(
                    path + ".key",
                    key.asNotNull(),
                    entries.getChildrenFromFields().get(0));
            this.mapped =
                    part(path + ".value", value, entries.getChildrenFromFields().get(1));
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
                setPresent(entries, start + i);
                keys.append(map.keys(), i, start + i);
                mapped.append(map.values(), i, start + i);
            }
            vector.endValue(row, size);
        }
    }
}
