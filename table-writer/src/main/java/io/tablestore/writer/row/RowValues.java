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
package io.tablestore.writer.row;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of Java objects, in the order of the table's columns. {@link io.tablestore.writer.TableWrite#write(RowValues)} converts
 * each value exactly to its column's type or refuses it with the column's name. Nothing is truncated, rounded or moved to another
 * time zone.
 *
 * <table>
 * <caption>Accepted Java types</caption>
 * <tr><td>BOOLEAN</td><td>{@link Boolean}</td></tr>
 * <tr><td>TINYINT to BIGINT, DECIMAL</td><td>any number of {@code java.lang} or {@code java.math}, {@link
 *     java.util.concurrent.atomic.AtomicInteger} and {@link java.util.concurrent.atomic.AtomicLong}, if the type holds the value
 *     without rounding</td></tr>
 * <tr><td>FLOAT, DOUBLE</td><td>the same, if the stored value is equal; NaN and infinities as Float or Double</td></tr>
 * <tr><td>CHAR, VARCHAR</td><td>{@link CharSequence} or {@link Character} of at most the type's characters, or UTF-8 in a {@code
 *     byte[]} or {@link java.nio.ByteBuffer}; not padded</td></tr>
 * <tr><td>BINARY, VARBINARY, BLOB</td><td>{@code byte[]} or {@link java.nio.ByteBuffer} of at most the type's length</td></tr>
 * <tr><td>DATE</td><td>{@link java.time.LocalDate}, {@link java.sql.Date}, or an integer: days since 1970-01-01</td></tr>
 * <tr><td>TIME</td><td>{@link java.time.LocalTime}, {@link java.sql.Time}, or an integer: milliseconds of the day; with
 *     at most three digits in the fraction, and no more than the type has</td></tr>
 * <tr><td>TIMESTAMP</td><td>{@link java.time.LocalDateTime}, {@link java.sql.Timestamp} or {@link
 *     io.tablestore.types.TimestampValue}, with no more digits in the fraction than the type has</td></tr>
 * <tr><td>TIMESTAMP WITH LOCAL TIME ZONE</td><td>{@link java.time.Instant}, {@link java.time.OffsetDateTime}, {@link
 *     java.time.ZonedDateTime}, {@link java.util.Date}, {@link java.sql.Timestamp} or {@link
 *     io.tablestore.types.TimestampValue}</td></tr>
 * <tr><td>ARRAY, VECTOR</td><td>{@link java.util.Collection}, or an array of objects or primitives; for a VECTOR with as many
 *     elements as the type says</td></tr>
 * <tr><td>MAP, MULTISET</td><td>{@link java.util.Map}; for a MULTISET, from element to number of occurrences, at
 *     least 1</td></tr>
 * <tr><td>ROW</td><td>another {@link RowValues} with a value for each field</td></tr>
 * <tr><td>VARIANT</td><td>a list of its two binary parts, value and metadata</td></tr>
 * </table>
 *
 * <p>Null is accepted for nullable types, except in columns of the primary key. A nullable column with a default stores the
 * default instead of null; a NOT NULL column needs a value even if it has a default.
 */
public final class RowValues {

    private final List<@Nullable Object> values;

    private RowValues(List<@Nullable Object> values) {
        this.values = values;
    }

    /** @param values one value per column, in schema order */
    public static RowValues of(@Nullable Object... values) {
        return new RowValues(new ArrayList<>(Arrays.asList(values)));
    }

    /** @param values not copied */
    public static RowValues ofList(List<@Nullable Object> values) {
        return new RowValues(values);
    }

    /** The values, in the order of the columns. */
    public List<@Nullable Object> values() {
        return Collections.unmodifiableList(values);
    }
}
