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
package io.tablestore.internal.predicate;

import io.tablestore.error.TableStoreException;
import io.tablestore.predicate.Text;
import io.tablestore.predicate.ValueOrder;
import io.tablestore.types.DataField;
import io.tablestore.types.TimestampValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Converts a literal to a column's type, in a form of {@link ValueOrder}. */
final class LiteralForm {

    private LiteralForm() {}

    /**
     * The literal in the column's form; a {@link BigDecimal} if the column has integers and the literal is not a {@code long}.
     */
    static Object of(DataField field, Object literal) {
        try {
            return convert(field, literal);
        } catch (NumberFormatException | DateTimeException | ClassCastException unfit) {
            throw new TableStoreException(
                    "Column " + field.name() + " is " + field.type() + "; it cannot be compared with "
                            + Text.of(literal) + ".",
                    unfit);
        }
    }

    private static Object convert(DataField field, Object literal) {
        return switch (field.type().root()) {
            case BOOLEAN -> literal instanceof String text ? parseBoolean(text) : (Boolean) literal;
            case TINYINT, SMALLINT, INT, BIGINT -> literal instanceof Long ? literal : exact(literal);
            case FLOAT -> literal instanceof Double ? literal : Double.valueOf(Float.parseFloat(literal.toString()));
            case DOUBLE -> literal instanceof Double ? literal : Double.valueOf(literal.toString());
            case DECIMAL -> exact(literal);
            case CHAR -> LeafTest.withoutTrailingBlanks(((String) literal).getBytes(StandardCharsets.UTF_8));
            case VARCHAR -> ((String) literal).getBytes(StandardCharsets.UTF_8);
            case BINARY, VARBINARY ->
                literal instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) literal;
            case DATE -> date(literal).toEpochDay();
            case TIME -> time(literal);
            case TIMESTAMP -> TimestampValue.of(wallClock(literal));
            case TIMESTAMP_LTZ -> TimestampValue.of(instant(literal));
            case VARIANT, BLOB, ARRAY, MULTISET, MAP, ROW, VECTOR ->
                throw new ClassCastException("values of " + field.type().root() + " have no order");
        };
    }

    private static Boolean parseBoolean(String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Boolean.valueOf(text);
        }
        throw new ClassCastException(text);
    }

    private static BigDecimal exact(Object literal) {
        if (literal instanceof Boolean) {
            throw new ClassCastException("a boolean is no number");
        }
        return literal instanceof Double number
                ? new BigDecimal(number)
                : new BigDecimal(literal.toString().strip());
    }

    private static LocalDate date(Object literal) {
        return literal instanceof String text ? LocalDate.parse(text.strip()) : (LocalDate) literal;
    }

    /** Milliseconds of the day: the format stores these whatever the column's precision. */
    private static Object time(Object literal) {
        LocalTime time = literal instanceof String text ? LocalTime.parse(text.strip()) : (LocalTime) literal;
        BigDecimal millis = BigDecimal.valueOf(time.toNanoOfDay(), 6);
        return millis.stripTrailingZeros().scale() <= 0 ? (Object) millis.longValueExact() : millis;
    }

    private static LocalDateTime wallClock(Object literal) {
        if (literal instanceof LocalDate day) {
            return day.atStartOfDay();
        }
        if (literal instanceof String text) {
            String iso = text.strip().replace(' ', 'T');
            return iso.indexOf('T') < 0 ? LocalDate.parse(iso).atStartOfDay() : LocalDateTime.parse(iso);
        }
        return (LocalDateTime) literal;
    }

    private static Instant instant(Object literal) {
        if (literal instanceof Instant instant) {
            return instant;
        }
        if (literal instanceof String text) {
            String iso = text.strip().replaceFirst("(?<=\\d) (?=\\d)", "T");
            if (iso.matches(".*T.*([zZ]|[+-]\\d\\d(:?\\d\\d)?)")) {
                return OffsetDateTime.parse(iso).toInstant();
            }
        }
        return wallClock(literal).toInstant(ZoneOffset.UTC);
    }
}
