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
package io.tablestore.internal.format;

import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import java.util.ArrayList;
import java.util.List;

/** Assigns ids to columns and the fields of rows inside them; all share one id space (format reference, 2.3). */
public final class FieldIds {

    private int highest;

    /** @param highest greatest id assigned so far, or -1 */
    public FieldIds(int highest) {
        this.highest = highest;
    }

    /** Greatest id of the columns and of all fields inside them, or -1. */
    public static int highest(List<DataField> fields) {
        int highest = -1;
        for (DataField field : fields) {
            highest = Math.max(highest, Math.max(field.id(), highest(field.type())));
        }
        return highest;
    }

    private static int highest(DataType type) {
        if (type instanceof DataType.Row row) {
            return highest(row.fields());
        }
        int highest = -1;
        for (DataType part : parts(type)) {
            highest = Math.max(highest, highest(part));
        }
        return highest;
    }

    private static List<DataType> parts(DataType type) {
        if (type instanceof DataType.Collection collection) {
            return List.of(collection.element());
        }
        return type instanceof DataType.Mapping map ? List.of(map.key(), map.value()) : List.of();
    }

    /** Greatest id assigned so far. */
    public int highest() {
        return highest;
    }

    /**
     * The column with a new id and new ids for all fields inside it: first its own, then those of its fields, inner before outer.
     */
    public DataField number(DataField column) {
        int id = ++highest;
        return new DataField(id, column.name(), inner(column.type()), column.description(), column.defaultValue());
    }

    private DataType inner(DataType type) {
        if (type instanceof DataType.Collection collection) {
            return new DataType.Collection(
                    collection.root(), inner(collection.element()), collection.length(), collection.nullable());
        }
        if (type instanceof DataType.Mapping map) {
            return new DataType.Mapping(inner(map.key()), inner(map.value()), map.nullable());
        }
        if (type instanceof DataType.Row row) {
            List<DataField> fields = new ArrayList<>();
            for (DataField field : row.fields()) {
                DataType numbered = inner(field.type());
                fields.add(new DataField(++highest, field.name(), numbered, field.description(), field.defaultValue()));
            }
            return new DataType.Row(fields, row.nullable());
        }
        return type;
    }
}
