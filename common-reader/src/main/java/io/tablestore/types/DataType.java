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
package io.tablestore.types;

import java.util.List;

/** The type of a column. {@link Object#toString()} returns the text of the schema file (format reference, section 2.2). */
public sealed interface DataType {

    /** Maximum length of CHAR, VARCHAR, BINARY and VARBINARY; VARCHAR of this length is called STRING. */
    int MAX_LENGTH = Integer.MAX_VALUE;

    TypeRoot root();

    boolean nullable();

    /** The same type, in which a value may be null. */
    DataType asNullable();

    /** The same type, in which no value is null. */
    DataType asNotNull();

    /** The same type, nullable if the other one is. */
    default DataType withNullabilityOf(DataType other) {
        return other.nullable() ? asNullable() : asNotNull();
    }

    /** Whether the types are equal, ignoring the nullability at the top level. */
    default boolean sameIgnoringNullability(DataType other) {
        return equals(other) || asNullable().equals(other.asNullable());
    }

    /**
     * A type without nested types.
     *
     * @param precision length of CHAR, VARCHAR, BINARY and VARBINARY; precision of DECIMAL, TIME and TIMESTAMP; otherwise 0
     * @param scale scale of DECIMAL, otherwise 0
     */
    record Atomic(TypeRoot root, int precision, int scale, boolean nullable) implements DataType {

        @Override
        public Atomic asNullable() {
            return new Atomic(root, precision, scale, true);
        }

        @Override
        public Atomic asNotNull() {
            return new Atomic(root, precision, scale, false);
        }

        @Override
        public String toString() {
            String text = switch (root) {
                case VARCHAR -> precision == MAX_LENGTH ? "STRING" : "VARCHAR(" + precision + ")";
                case VARBINARY -> precision == MAX_LENGTH ? "BYTES" : "VARBINARY(" + precision + ")";
                case CHAR, BINARY, TIME, TIMESTAMP -> root + "(" + precision + ")";
                case TIMESTAMP_LTZ -> "TIMESTAMP(" + precision + ") WITH LOCAL TIME ZONE";
                case DECIMAL -> "DECIMAL(" + precision + ", " + scale + ")";
                default -> root.name();
            };
            return text + notNull(nullable);
        }
    }

    /** ARRAY, MULTISET (elements with their number of occurrences) or VECTOR (an array of {@code length} elements). */
    record Collection(TypeRoot root, DataType element, int length, boolean nullable) implements DataType {

        @Override
        public Collection asNullable() {
            return new Collection(root, element, length, true);
        }

        @Override
        public Collection asNotNull() {
            return new Collection(root, element, length, false);
        }

        @Override
        public String toString() {
            return root + "<" + element + (root == TypeRoot.VECTOR ? ", " + length : "") + ">" + notNull(nullable);
        }
    }

    /** MAP. */
    record Mapping(DataType key, DataType value, boolean nullable) implements DataType {

        @Override
        public TypeRoot root() {
            return TypeRoot.MAP;
        }

        @Override
        public Mapping asNullable() {
            return new Mapping(key, value, true);
        }

        @Override
        public Mapping asNotNull() {
            return new Mapping(key, value, false);
        }

        @Override
        public String toString() {
            return "MAP<" + key + ", " + value + ">" + notNull(nullable);
        }
    }

    /** ROW. */
    record Row(List<DataField> fields, boolean nullable) implements DataType {

        public Row {
            fields = List.copyOf(fields);
        }

        @Override
        public TypeRoot root() {
            return TypeRoot.ROW;
        }

        @Override
        public Row asNullable() {
            return new Row(fields, true);
        }

        @Override
        public Row asNotNull() {
            return new Row(fields, false);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("ROW<");
            for (DataField field : fields) {
                text.append(text.length() == 4 ? "" : ", ")
                        .append(field.name())
                        .append(' ')
                        .append(field.type());
            }
            return text.append('>').append(notNull(nullable)).toString();
        }
    }

    /** A nullable type without parameters. */
    static Atomic of(TypeRoot root) {
        return new Atomic(root, 0, 0, true);
    }

    /** A nullable type with a length or precision. */
    static Atomic of(TypeRoot root, int precision) {
        return new Atomic(root, precision, 0, true);
    }

    static Atomic string() {
        return of(TypeRoot.VARCHAR, MAX_LENGTH);
    }

    static Atomic bytes() {
        return of(TypeRoot.VARBINARY, MAX_LENGTH);
    }

    static Atomic decimal(int precision, int scale) {
        return new Atomic(TypeRoot.DECIMAL, precision, scale, true);
    }

    private static String notNull(boolean nullable) {
        return nullable ? "" : " NOT NULL";
    }
}
