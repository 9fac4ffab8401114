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
package io.tablestore.internal.systemtable;

import io.tablestore.schema.PartitionPath;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.BiFunction;

/** Rows and values of metadata as text, as the system tables of Paimon 1.4 show them. */
final class ViewText {

    private ViewText() {}

    /** {@code {value, value}}: each value as its cast to STRING. */
    static String partition(List<DataField> fields, BinaryRow row) {
        return list(fields, row, "{", "}", PartitionPath::castText);
    }

    /** {@code [value, value]}: each value as stored, a DATE in days, a TIME in milliseconds. */
    static String key(List<DataField> fields, BinaryRow row) {
        return list(fields, row, "[", "]", PartitionPath::legacyText);
    }

    private static String list(
            List<DataField> fields,
            BinaryRow row,
            String open,
            String close,
            BiFunction<DataType, Object, String> text) {
        StringJoiner values = new StringJoiner(", ", open, close);
        for (int i = 0; i < Math.min(fields.size(), row.arity()); i++) {
            DataType type = fields.get(i).type();
            Object value = row.value(i, type);
            values.add(value == null ? "null" : text.apply(type, value));
        }
        return values.toString();
    }
}
