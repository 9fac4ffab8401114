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
package io.tablestore.catalog;

import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.predicate.Predicate;
import io.tablestore.types.DataField;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table's metadata as rows.
 *
 * @param columns of BIGINT, INT, STRING, TIMESTAMP(3), or TIMESTAMP(3) WITH LOCAL TIME ZONE
 * @param rows one value per column: {@link Long} for numbers, {@link String}, {@link io.tablestore.types.TimestampValue} for
 *     both timestamp types, or null
 */
public record SystemTable(List<DataField> columns, List<List<@Nullable Object>> rows) {

    public SystemTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * The rows that satisfy a condition.
     *
     * @throws io.tablestore.error.TableStoreException if the condition names an unknown column
     */
    public SystemTable where(Predicate condition) {
        BoundPredicate bound = BoundPredicate.bind(condition, columns);
        return new SystemTable(
                columns,
                rows.stream()
                        .filter(row -> bound.test(
                                leaf -> compared(row.get(leaf.column().id()))))
                        .toList());
    }

    /** Converts a value to the form that predicates compare. */
    private static @Nullable Object compared(@Nullable Object value) {
        return value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : value;
    }
}
