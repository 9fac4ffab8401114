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

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Casts stored values after a column's type was changed. Values are in the forms of {@link io.tablestore.predicate.ValueOrder}.
 * A number that does not fit is converted as a Java cast does; a decimal that does not fit becomes null. Text that is invalid for
 * the new type throws {@link IllegalArgumentException}, {@link ArithmeticException} or {@link DateTimeException}.
 */
public final class ValueCast {

    private static final Set<String> TRUE = Set.of("t", "true", "y", "yes", "1");
    private static final Pattern WHOLE = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)");
    private static final Set<String> FALSE = Set.of("f", "false", "n", "no", "0");

    private ValueCast() {}

    /** The cast between two types, for non-null values; null if there is none. */
    public static @Nullable Function<Object, @Nullable Object> between(DataType.Atomic from, DataType.Atomic to) {
        TypeRoot a = from.root();
        TypeRoot b = to.root();
        if (a.isBinary() && b == TypeRoot.VARCHAR && to.precision() == DataType.MAX_LENGTH) {
            return value -> value;
        }
        if (a.isBinary() && b.isString()) {
            return value -> cut(new String((byte[]) value, StandardCharsets.UTF_8), to);
        }
        if (b.isString()) {
            Function<Object, String> text = text(from);
            return text == null ? null : value -> fitted(text.apply(value), to);
        }
        if (a.isString()) {
            Function<String, @Nullable Object> parser = parser(to);
            return parser == null ? null : value -> parser.apply(new String((byte[]) value, StandardCharsets.UTF_8));
        }
        if (a.isBinary() && b.isBinary()) {
            return value -> fitted((byte[]) value, to);
        }
        if (a.isNumeric() && b.isNumeric()) {
            return value -> number((Number) value, to);
        }
        if (a == TypeRoot.BOOLEAN && b.isNumeric()) {
            return value -> number((Boolean) value ? 1L : 0L, to);
        }
        if (a.isInteger() && b == TypeRoot.BOOLEAN) {
            return value -> (Long) value != 0;
        }
        return time(from, to);
    }

    private static @Nullable Object number(Number value, DataType.Atomic to) {
        if (to.root() == TypeRoot.DECIMAL) {
            BigDecimal exact = value instanceof BigDecimal decimal
                    ? decimal
                    : value instanceof Long whole ? BigDecimal.valueOf(whole) : BigDecimal.valueOf(value.doubleValue());
            return decimal(exact, to);
        }
        if (to.root() == TypeRoot.FLOAT) {
            return (double) value.floatValue();
        }
        if (to.root() == TypeRoot.DOUBLE) {
            return value.doubleValue();
        }
        // Floating-point values are cast to int first if the target is narrower, as Java's own casts do.
        boolean floating = value instanceof Double && to.root() != TypeRoot.BIGINT;
        long whole = floating ? value.intValue() : value.longValue();
        return switch (to.root()) {
            case TINYINT -> (long) (byte) whole;
            case SMALLINT -> (long) (short) whole;
            case INT -> (long) (int) whole;
            default -> whole;
        };
    }

    private static @Nullable BigDecimal decimal(BigDecimal value, DataType.Atomic to) {
        BigDecimal rounded = value.setScale(to.scale(), RoundingMode.HALF_UP);
        return rounded.precision() > to.precision() ? null : rounded;
    }

    /** Casts among dates, times, timestamps and integers that count seconds. */
    private static @Nullable Function<Object, @Nullable Object> time(DataType.Atomic from, DataType.Atomic to) {
        Function<Object, LocalDateTime> clock = clock(from, to);
        if (clock == null) {
            return null;
        }
        return switch (to.root()) {
            case DATE ->
                from.root().isTimestamp()
                        ? value -> clock.apply(value).toLocalDate().toEpochDay()
                        : null;
            case TIME ->
                from.root().isTimestamp()
                        ? value -> clock.apply(value).toLocalTime().toNanoOfDay() / 1_000_000
                        : null;
            case TIMESTAMP, TIMESTAMP_LTZ -> value -> timestamp(clock.apply(value), from, to);
            case INT, BIGINT ->
                from.root().isTimestamp()
                        ? value -> {
                            long seconds = Math.floorDiv(((TimestampValue) value).epochMillis(), 1000L);
                            return to.root() == TypeRoot.INT ? (long) (int) seconds : seconds;
                        }
                        : null;
            default -> null;
        };
    }

    /** The wall-clock time of a value. If the target is a wall clock, an instant uses the JVM's time zone. */
    private static @Nullable Function<Object, LocalDateTime> clock(DataType.Atomic from, DataType.Atomic to) {
        return switch (from.root()) {
            case DATE -> value -> LocalDate.ofEpochDay((Long) value).atStartOfDay();
            case TIME -> value -> LocalDate.EPOCH.atTime(LocalTime.ofNanoOfDay((Long) value * 1_000_000L));
            case TIMESTAMP -> value -> ((TimestampValue) value).toLocalDateTime();
            case TIMESTAMP_LTZ ->
                value -> {
                    LocalDateTime utc = ((TimestampValue) value).toLocalDateTime();
                    return to.root() == TypeRoot.TIMESTAMP_LTZ ? utc : inZone(utc);
                };
            case INT, BIGINT -> value -> LocalDateTime.ofEpochSecond((Long) value, 0, ZoneOffset.UTC);
            default -> null;
        };
    }

    private static LocalDateTime inZone(LocalDateTime utc) {
        return utc.toInstant(ZoneOffset.UTC).atZone(ZoneId.systemDefault()).toLocalDateTime();
    }

    private static TimestampValue timestamp(LocalDateTime clock, DataType.Atomic from, DataType.Atomic to) {
        boolean isInstant = from.root() == TypeRoot.TIMESTAMP_LTZ || from.root().isInteger();
        LocalDateTime moved = clock;
        if (to.root() == TypeRoot.TIMESTAMP_LTZ && !isInstant) {
            moved = clock.atZone(ZoneId.systemDefault())
                    .withZoneSameInstant(ZoneOffset.UTC)
                    .toLocalDateTime();
        }
        return TimestampValue.of(cut(moved, to.precision()));
    }

    /** Truncates digits of the fraction, towards the past. */
    private static LocalDateTime cut(LocalDateTime clock, int precision) {
        long unit = 1;
        for (int i = precision; i < 9; i++) {
            unit *= 10;
        }
        return clock.truncatedTo(ChronoUnit.SECONDS).plusNanos(clock.getNano() / unit * unit);
    }

    private static @Nullable Function<Object, String> text(DataType.Atomic from) {
        return switch (from.root()) {
            case CHAR, VARCHAR, BINARY, VARBINARY -> value -> new String((byte[]) value, StandardCharsets.UTF_8);
            case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, DOUBLE -> Object::toString;
            case FLOAT -> value -> Float.toString(((Double) value).floatValue());
            case DECIMAL -> value -> ((BigDecimal) value).toPlainString();
            case DATE -> value -> LocalDate.ofEpochDay((Long) value).toString();
            case TIME -> value -> timeText((Long) value, from.precision());
            case TIMESTAMP -> value -> timestampText(((TimestampValue) value).toLocalDateTime(), from.precision());
            case TIMESTAMP_LTZ ->
                value -> timestampText(inZone(((TimestampValue) value).toLocalDateTime()), from.precision());
            default -> null;
        };
    }

    /** If the precision is above 0, shows at least one digit of the fraction. */
    private static String timeText(long millisOfDay, int precision) {
        LocalTime time = LocalTime.ofNanoOfDay(millisOfDay * 1_000_000L);
        String fraction = String.format(Locale.ROOT, "%03d", millisOfDay % 1000);
        fraction = fraction.substring(0, Math.min(3, precision)).replaceAll("(?<=.)0+$", "");
        String whole = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).format(time);
        return fraction.isEmpty() ? whole : whole + '.' + fraction;
    }

    /** Shows as many digits as the precision, or more if the value has more. */
    private static String timestampText(LocalDateTime clock, int precision) {
        return new DateTimeFormatterBuilder()
                .appendPattern("yyyy-MM-dd HH:mm:ss")
                .appendFraction(ChronoField.NANO_OF_SECOND, precision, 9, true)
                .toFormatter(Locale.ROOT)
                .format(clock);
    }

    /** Truncates the text to the type's length, and pads it with blanks for a CHAR. */
    private static byte[] fitted(String text, DataType.Atomic to) {
        int length = text.codePointCount(0, text.length());
        boolean isShort = to.root() == TypeRoot.CHAR && length < to.precision();
        return cut(isShort ? text + " ".repeat(to.precision() - length) : text, to);
    }

    private static byte[] cut(String text, DataType.Atomic to) {
        boolean fits = text.codePointCount(0, text.length()) <= to.precision();
        String beginning = fits ? text : text.substring(0, text.offsetByCodePoints(0, to.precision()));
        return beginning.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] fitted(byte[] bytes, DataType.Atomic to) {
        boolean fits =
                bytes.length == to.precision() || bytes.length < to.precision() && to.root() == TypeRoot.VARBINARY;
        return fits ? bytes : Arrays.copyOf(bytes, to.precision());
    }

    private static @Nullable Function<String, @Nullable Object> parser(DataType.Atomic to) {
        return switch (to.root()) {
            case BOOLEAN -> ValueCast::parseBoolean;
            case TINYINT -> text -> parseWhole(text, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> text -> parseWhole(text, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT -> text -> parseWhole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> text -> parseWhole(text, Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT -> text -> (double) Float.parseFloat(text);
            case DOUBLE -> Double::valueOf;
            case DECIMAL -> text -> decimal(new BigDecimal(text), to);
            case BINARY, VARBINARY -> text -> fitted(text.getBytes(StandardCharsets.UTF_8), to);
            case DATE -> text -> TimeTexts.date(text);
            case TIME -> text -> TimeTexts.time(text);
            case TIMESTAMP -> text -> TimestampValue.of(cut(TimeTexts.timestamp(text, to.precision()), to.precision()));
            case TIMESTAMP_LTZ -> text -> timestamp(TimeTexts.timestamp(text), DataType.of(TypeRoot.DATE), to);
            default -> null;
        };
    }

    private static Boolean parseBoolean(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!TRUE.contains(lower) && !FALSE.contains(lower)) {
            throw new IllegalArgumentException("it is no boolean");
        }
        return TRUE.contains(lower);
    }

    /** Truncates a fraction. Digits of other scripts, which Java accepts, are invalid. */
    private static Long parseWhole(String text, long min, long max) {
        if (!WHOLE.matcher(text).matches()) {
            throw new NumberFormatException("it is no whole number");
        }
        int point = text.indexOf('.');
        String whole = point < 0 ? text : text.substring(0, point);
        long value = whole.isEmpty() || whole.equals("-") || whole.equals("+") ? 0 : Long.parseLong(whole);
        if (value < min || value > max) {
            throw new ArithmeticException("it does not fit");
        }
        return value;
    }
}
