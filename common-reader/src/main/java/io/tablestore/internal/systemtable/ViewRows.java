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

import io.tablestore.catalog.SystemTable;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import io.tablestore.types.TypeRoot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the rows of a {@link SystemTable}. */
final class ViewRows {

    private static final String NOT_NULL = " NOT NULL";

    private final List<DataField> columns = new ArrayList<>();
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    /**
     * @param declarations of the columns, {@code "name TYPE"} or {@code "name TYPE NOT NULL"} with a type of INT, BIGINT, STRING,
     * INSTANT (a time with a zone) or WALL_CLOCK (a time of an unknown zone), both in milliseconds
     */
    ViewRows(String... declarations) {
        for (String declaration : declarations) {
            boolean nullable = !declaration.endsWith(NOT_NULL);
            String[] parts = declaration.split(" ");
            columns.add(new DataField(columns.size(), parts[0], type(parts[1], nullable)));
        }
    }

    private static DataType type(String name, boolean nullable) {
        DataType type = switch (name) {
            case "INT" -> DataType.of(TypeRoot.INT);
            case "BIGINT" -> DataType.of(TypeRoot.BIGINT);
            case "INSTANT" -> DataType.of(TypeRoot.TIMESTAMP_LTZ, 3);
            case "WALL_CLOCK" -> DataType.of(TypeRoot.TIMESTAMP, 3);
            case "STRING" -> DataType.string();
            default -> throw new IllegalArgumentException(name);
        };
        return nullable ? type : type.asNotNull();
    }

    /** Adds a row: {@link Long}, {@link String} and {@link TimestampValue} values in the order of the columns. */
    void add(@Nullable Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalStateException(values.length + " values for " + columns.size() + " columns");
        }
        rows.add(Collections.unmodifiableList(Arrays.asList(values)));
    }

    /** Converts milliseconds to a time; null if they are 0 or less, which means unknown. */
    static @Nullable TimestampValue time(long millis) {
        return millis <= 0 ? null : new TimestampValue(millis, 0);
    }

    SystemTable finish() {
        return new SystemTable(columns, rows);
    }
}
