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
package io.tablestore.metastore;

import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.Locale;
import java.util.stream.Collectors;

/** Maps table types to Hive type names in the metastore. */
final class HiveTypeNames {

    private static final int MAX_CHAR = 255;
    private static final int MAX_VARCHAR = 65_535;

    private HiveTypeNames() {}

    static String of(DataType type) {
        if (type instanceof DataType.Row row) {
            return row.fields().stream()
                    .map(field -> field.name().toLowerCase(Locale.ROOT) + ":" + of(field.type()))
                    .collect(Collectors.joining(",", "struct<", ">"));
        }
        if (type instanceof DataType.Mapping map) {
            return "map<" + of(map.key()) + "," + of(map.value()) + ">";
        }
        if (type instanceof DataType.Collection collection) {
            String element = of(collection.element());
            return type.root() == TypeRoot.MULTISET ? "map<" + element + ",int>" : "array<" + element + ">";
        }
        DataType.Atomic atomic = (DataType.Atomic) type;
        int length = atomic.precision();
        return switch (atomic.root()) {
            case BOOLEAN -> "boolean";
            case TINYINT -> "tinyint";
            case SMALLINT -> "smallint";
            case INT -> "int";
            case BIGINT -> "bigint";
            case FLOAT -> "float";
            case DOUBLE -> "double";
            case DECIMAL -> "decimal(" + length + "," + atomic.scale() + ")";
            case CHAR -> length <= MAX_CHAR ? "char(" + length + ")" : "string";
            case VARCHAR -> length <= MAX_VARCHAR ? "varchar(" + length + ")" : "string";
            case BINARY, VARBINARY, BLOB -> "binary";
            case DATE -> "date";
            case TIME, VARIANT -> "string";
            case TIMESTAMP -> "timestamp";
            case TIMESTAMP_LTZ -> "timestamp with local time zone";
            case ARRAY, MULTISET, MAP, ROW, VECTOR -> throw new IllegalStateException(type + " is not atomic");
        };
    }
}
