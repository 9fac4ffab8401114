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
package io.tablestore.options;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * One option: its key, how its text is read, and what holds where it is not set.
 *
 * @param key the key, kebab-case, dots group
 * @param valid what a value may be, for messages
 * @param parser reads a value; throws {@link IllegalArgumentException} for one it does not accept
 * @param defaultValue holds where the option is not set
 * @param description one sentence for the reference page
 */
public record Option<T>(String key, String valid, Function<String, T> parser, T defaultValue, String description) {

    /** A boolean. */
    public static Option<Boolean> flag(String key, boolean defaultValue, String description) {
        return new Option<>(key, "true or false", Option::parseFlag, defaultValue, description);
    }

    /** A whole number of 32 bits. */
    public static Option<Integer> number(String key, int defaultValue, String description) {
        return new Option<>(key, "a whole number", text -> Integer.valueOf(text.strip()), defaultValue, description);
    }

    /** A fraction. */
    public static Option<Double> ratio(String key, double defaultValue, String description) {
        return new Option<>(
                key, "a number such as 0.7", text -> Double.valueOf(text.strip()), defaultValue, description);
    }

    /** A length of time: a number with a unit. */
    public static Option<Duration> duration(String key, Duration defaultValue, String description) {
        return new Option<>(key, "a time such as 1 h or 30 min", Option::parseDuration, defaultValue, description);
    }

    /** Text of any kind. */
    public static Option<String> text(String key, String defaultValue, String description) {
        return new Option<>(key, "text", Function.identity(), defaultValue, description);
    }

    /** Column names separated by commas. */
    public static Option<List<String>> names(String key, String description) {
        return new Option<>(key, "names separated by commas", Option::parseNames, List.of(), description);
    }

    /** The name of a time zone; empty where it is not set. */
    public static Option<String> zone(String key, String description) {
        return new Option<>(key, "a time zone such as Asia/Shanghai", Option::parseZone, "", description);
    }

    /** A size in bytes: a number with an optional unit. */
    public static Option<Long> bytes(String key, long defaultValue, String description) {
        return new Option<>(key, "a size such as 128 mb", Option::parseBytes, defaultValue, description);
    }

    /** A constant of an enum, written in lower case with dashes. */
    public static <E extends Enum<E>> Option<E> choice(String key, Class<E> type, E defaultValue, String description) {
        String valid = String.join(
                ", ",
                Arrays.stream(type.getEnumConstants()).map(Option::spelled).toList());
        return new Option<>(key, "one of " + valid, text -> parseChoice(type, text), defaultValue, description);
    }

    /** A constant as options spell it. */
    public static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E extends Enum<E>> E parseChoice(Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (spelled(constant).equals(text.toLowerCase(Locale.ROOT))) {
                return constant;
            }
        }
        throw new IllegalArgumentException(text);
    }

    private static Boolean parseFlag(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals("true") || lower.equals("false")) {
            return lower.equals("true");
        }
        throw new IllegalArgumentException(text);
    }

    private static String parseZone(String text) {
        try {
            return ZoneId.of(text.strip()).getId();
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException(text, unknown);
        }
    }

    private static List<String> parseNames(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static Duration parseDuration(String text) {
        String compact = text.strip().toLowerCase(Locale.ROOT);
        int digits = 0;
        while (digits < compact.length() && Character.isDigit(compact.charAt(digits))) {
            digits++;
        }
        long number = Long.parseLong(compact.substring(0, digits));
        return switch (compact.substring(digits).strip()) {
            case "ns", "nano", "nanos", "nanosecond", "nanoseconds" -> Duration.ofNanos(number);
            case "us", "micro", "micros", "microsecond", "microseconds" -> Duration.of(number, ChronoUnit.MICROS);
            case "", "ms", "milli", "millis", "millisecond", "milliseconds" -> Duration.ofMillis(number);
            case "s", "sec", "secs", "second", "seconds" -> Duration.ofSeconds(number);
            case "m", "min", "minute", "minutes" -> Duration.ofMinutes(number);
            case "h", "hour", "hours" -> Duration.ofHours(number);
            case "d", "day", "days" -> Duration.ofDays(number);
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Long parseBytes(String text) {
        String compact = text.strip().toLowerCase(Locale.ROOT);
        int digits = 0;
        while (digits < compact.length() && Character.isDigit(compact.charAt(digits))) {
            digits++;
        }
        long number = Long.parseLong(compact.substring(0, digits));
        int shift = switch (compact.substring(digits).strip()) {
            case "", "b", "bytes" -> 0;
            case "k", "kb", "kib", "kibibytes" -> 10;
            case "m", "mb", "mib", "mebibytes" -> 20;
            case "g", "gb", "gib", "gibibytes" -> 30;
            case "t", "tb", "tib", "tebibytes" -> 40;
            default -> throw new IllegalArgumentException(text);
        };
        return Math.multiplyExact(number, 1L << shift);
    }
}
