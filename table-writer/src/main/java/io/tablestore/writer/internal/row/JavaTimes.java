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
package io.tablestore.writer.internal.row;

import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import org.jspecify.annotations.Nullable;

/**
 * Converts Java dates and times to those of a column, in the forms of {@link io.tablestore.predicate.ValueOrder}. Returns null
 * for a class that the column does not accept; throws {@link ArithmeticException} for a value out of range.
 */
final class JavaTimes {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private JavaTimes() {}

    /** Days since 1970-01-01. */
    static @Nullable Long date(Object value) {
        LocalDate date = value instanceof java.sql.Date sql
                ? sql.toLocalDate()
                : value instanceof LocalDate local ? local : null;
        return date != null
                ? (Long) (long) Math.toIntExact(date.toEpochDay())
                : JavaNumbers.whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** Milliseconds of the day. Finer digits are not stored, whatever the precision (format reference, 2.2). */
    static @Nullable Long time(Object value, DataType.Atomic type) {
        Long millis;
        if (value instanceof LocalTime time) {
            checkDigits(time.get(ChronoField.NANO_OF_SECOND), Math.min(3, type.precision()));
            return time.toNanoOfDay() / NANOS_PER_MILLI;
        }
        if (value instanceof java.sql.Time time) {
            millis = time.toLocalTime().toSecondOfDay() * 1000L + Math.floorMod(time.getTime(), 1000L);
        } else {
            millis = JavaNumbers.whole(value, 0, Duration.ofDays(1).toMillis() - 1);
        }
        if (millis != null) {
            checkDigits(millis % 1000 * NANOS_PER_MILLI, Math.min(3, type.precision()));
        }
        return millis;
    }

    /** A wall-clock time. */
    static @Nullable TimestampValue timestamp(Object value, DataType.Atomic type) {
        LocalDateTime clock = value instanceof java.sql.Timestamp sql
                ? sql.toLocalDateTime()
                : value instanceof LocalDateTime local ? local : null;
        return clock != null ? checked(TimestampValue.of(clock), type) : given(value, type);
    }

    /** An instant. */
    static @Nullable TimestampValue instant(Object value, DataType.Atomic type) {
        Instant instant = null;
        if (value instanceof Instant given) {
            instant = given;
        } else if (value instanceof OffsetDateTime dateTime) {
            instant = dateTime.toInstant();
        } else if (value instanceof ZonedDateTime dateTime) {
            instant = dateTime.toInstant();
        } else if (value instanceof java.util.Date date
                && !(value instanceof java.sql.Date)
                && !(value instanceof java.sql.Time)) {
            instant = date.toInstant();
        }
        return instant != null ? checked(TimestampValue.of(instant), type) : given(value, type);
    }

    private static @Nullable TimestampValue given(Object value, DataType.Atomic type) {
        if (!(value instanceof TimestampValue timestamp)) {
            return null;
        }
        if (timestamp.nanoOfMilli() < 0 || timestamp.nanoOfMilli() >= NANOS_PER_MILLI) {
            throw new Unfit("its nanoOfMilli must be from 0 to 999999");
        }
        return checked(timestamp, type);
    }

    private static TimestampValue checked(TimestampValue value, DataType.Atomic type) {
        long nanos = Math.floorMod(value.epochMillis(), 1000L) * NANOS_PER_MILLI + value.nanoOfMilli();
        checkDigits(nanos, type.precision());
        if (type.precision() > 3 && type.precision() <= 6) {
            value.epochMicros(); // the stored value; throws if it is out of range
        }
        return value;
    }

    private static void checkDigits(long nanoOfSecond, int digits) {
        long unit = 1;
        for (int i = digits; i < 9; i++) {
            unit *= 10;
        }
        if (nanoOfSecond % unit != 0) {
            throw new Unfit("it has more than " + digits + " digits of a second; use truncatedTo before");
        }
    }
}
