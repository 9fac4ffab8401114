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

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * Parses dates, times and timestamps as Paimon reads columns that used to be strings (reference section 2.4). An integer counts
 * units of the type. An incomplete value, or a day or minute that does not exist, throws {@link DateTimeException} or
 * {@link NumberFormatException}; Paimon converts some of these to another value.
 */
final class TimeTexts {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+");
    private static final Pattern DATE = Pattern.compile("-?[0-9]{1,9}-[0-9]{1,2}-[0-9]{1,2}");
    private static final Pattern SHORT_HOUR = Pattern.compile("[0-9]:.*");

    private TimeTexts() {}

    /** Days since 1970-01-01. Text after a blank is ignored. */
    static long date(String text) {
        return NUMBER.matcher(text).matches()
                ? Integer.parseInt(text)
                : parseDate(withoutTime(text)).toEpochDay();
    }

    /** Milliseconds of the day; finer digits are truncated. */
    static long time(String text) {
        if (NUMBER.matcher(text).matches()) {
            return LocalTime.ofNanoOfDay(Math.multiplyExact(Long.parseLong(text), 1_000_000L))
                            .toNanoOfDay()
                    / 1_000_000L;
        }
        return parseTime(text).truncatedTo(ChronoUnit.MILLIS).toNanoOfDay() / 1_000_000L;
    }

    /** An integer counts seconds, milliseconds, microseconds or nanoseconds since 1970, depending on the precision. */
    static LocalDateTime timestamp(String text, int precision) {
        if (!NUMBER.matcher(text).matches()) {
            return timestamp(text);
        }
        int digits = precision == 0 ? 0 : precision <= 3 ? 3 : precision <= 6 ? 6 : 9;
        long perSecond = (long) Math.pow(10, digits);
        long count = Long.parseLong(text);
        long nanos = Math.floorMod(count, perSecond) * (1_000_000_000L / perSecond);
        return LocalDateTime.ofEpochSecond(Math.floorDiv(count, perSecond), (int) nanos, ZoneOffset.UTC);
    }

    static LocalDateTime timestamp(String text) {
        LocalDate date = parseDate(withoutTime(text));
        int blank = text.indexOf(' ');
        return blank < 0 ? date.atStartOfDay() : date.atTime(parseTime(text.substring(blank + 1)));
    }

    private static String withoutTime(String text) {
        int blank = text.indexOf(' ');
        return blank < 0 ? text : text.substring(0, blank);
    }

    private static LocalDate parseDate(String text) {
        if (!DATE.matcher(text).matches()) {
            throw new DateTimeException("it is no date");
        }
        int month = text.indexOf('-', 1);
        int day = text.indexOf('-', month + 1);
        return LocalDate.of(
                Integer.parseInt(text.substring(0, month)),
                Integer.parseInt(text.substring(month + 1, day)),
                Integer.parseInt(text.substring(day + 1)));
    }

    private static LocalTime parseTime(String text) {
        return LocalTime.parse(SHORT_HOUR.matcher(text).matches() ? "0" + text : text);
    }
}
