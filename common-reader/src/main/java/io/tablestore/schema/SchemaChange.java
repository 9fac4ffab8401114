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
package io.tablestore.schema;

import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of a table's schema. A path is a column's name, followed by the names of nested fields; {@code element} leads into
 * an array, {@code value} into a map.
 */
public sealed interface SchemaChange {

    /**
     * Adds a column, or a field of a row.
     *
     * @param parent path of the row that gets the field; empty for a column
     * @param column the new column; its id is ignored
     */
    record Add(List<String> parent, DataField column, Position position) implements SchemaChange {}

    /** Drops a column or field. */
    record Drop(List<String> path) implements SchemaChange {}

    record Rename(List<String> path, String newName) implements SchemaChange {}

    /** Moves a column within the table, or a field within its row; stored data does not change. */
    record Move(List<String> path, Position position) implements SchemaChange {}

    /** Widens a column's type: the new type must hold every value of the old one. The nullability stays. */
    record Retype(List<String> path, DataType newType) implements SchemaChange {}

    /** Makes a column or field nullable. */
    record AllowNulls(List<String> path) implements SchemaChange {}

    /** @param comment null removes the comment */
    record Describe(List<String> path, @Nullable String comment) implements SchemaChange {}

    /** @param comment null removes the comment */
    record DescribeTable(@Nullable String comment) implements SchemaChange {}

    /** @param value null removes the option */
    record SetOption(String key, @Nullable String value) implements SchemaChange {}

    /**
     * The new position of a column.
     *
     * @param first whether it comes before all others
     * @param after name of the column that it follows, or null
     */
    record Position(boolean first, @Nullable String after) {

        public static final Position LAST = new Position(false, null);
        public static final Position FIRST = new Position(true, null);

        public static Position after(String column) {
            return new Position(false, column);
        }
    }
}
