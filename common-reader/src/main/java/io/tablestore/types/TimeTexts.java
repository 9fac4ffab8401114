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
 * Texts as dates, times and timestamps, as Paimon reads columns that were texts (reference section 2.4). A whole number is
 * what such values are counted in. What is no complete date or time, or names a day or minute that does not exist, is a
 * {@link DateTimeException} or {@link NumberFormatException}; Paimon makes some other value of some of these.
 */
final class TimeTexts {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+");
    private static final Pattern DATE = Pattern.compile("-?[0-9]{1,9}-[0-9]{1,2}-[0-9]{1,2}");
    private static final Pattern SHORT_HOUR = Pattern.compile("[0-9]:.*");

    private TimeTexts() {}

    /** Days since 1970-01-01. What follows a blank is passed over. */
    static long date(String text) {
        return NUMBER.matcher(text).matches()
                ? Integer.parseInt(text)
                : parseDate(withoutTime(text)).toEpochDay();
    }

    /** Milliseconds of the day; finer digits are cut off. */
    static long time(String text) {
        if (NUMBER.matcher(text).matches()) {
            return LocalTime.ofNanoOfDay(Math.multiplyExact(Long.parseLong(text), 1_000_000L))
                            .toNanoOfDay()
                    / 1_000_000L;
        }
        return parseTime(text).truncatedTo(ChronoUnit.MILLIS).toNanoOfDay() / 1_000_000L;
    }

    /** A whole number counts seconds, or milli-, micro- or nanoseconds, by the precision, since 1970. */
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
