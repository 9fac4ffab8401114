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
 * One change of a table's schema. A path is the name of a column, followed by names of fields inside it; {@code element}
 * leads into an array, {@code value} into a map.
 */
public sealed interface SchemaChange {

    /**
     * A new column, or a new field of a row.
     *
     * @param parent path of the row that gets a field; empty for a column
     * @param column its id does not matter
     */
    record Add(List<String> parent, DataField column, Position position) implements SchemaChange {}

    /** Takes a column or field away. */
    record Drop(List<String> path) implements SchemaChange {}

    record Rename(List<String> path, String newName) implements SchemaChange {}

    /** Another place among the columns, or among the fields of its row; nothing that is stored changes. */
    record Move(List<String> path, Position position) implements SchemaChange {}

    /** Another type, which holds every value of the old one; the nullability stays. */
    record Retype(List<String> path, DataType newType) implements SchemaChange {}

    /** Lets a column or field hold nulls. */
    record AllowNulls(List<String> path) implements SchemaChange {}

    /** @param comment null takes it away */
    record Describe(List<String> path, @Nullable String comment) implements SchemaChange {}

    /** @param comment null takes it away */
    record DescribeTable(@Nullable String comment) implements SchemaChange {}

    /** @param value null takes the option away */
    record SetOption(String key, @Nullable String value) implements SchemaChange {}

    /**
     * Where a column comes to stand.
     *
     * @param first whether before all others
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
