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
 * Parses the text of an option.
 *
 * @param valid describes the valid values, for messages
 * @param parser parses a value; throws {@link IllegalArgumentException} or {@link ArithmeticException} if it is invalid
 */
public record OptionType<T>(String valid, Function<String, T> parser) {

    static final OptionType<Boolean> FLAG = new OptionType<>("true or false", OptionType::parseFlag);

    static final OptionType<Integer> NUMBER = new OptionType<>("a whole number", text -> Integer.valueOf(text.strip()));

    static final OptionType<Long> LONG = new OptionType<>("a whole number", text -> Long.valueOf(text.strip()));

    static final OptionType<Double> RATIO =
            new OptionType<>("a number such as 0.7", text -> Double.valueOf(text.strip()));

    static final OptionType<Duration> DURATION =
            new OptionType<>("a time such as 1 h or 30 min", OptionType::parseDuration);

    static final OptionType<Long> BYTES = new OptionType<>("a size such as 128 mb", OptionType::parseBytes);

    static final OptionType<String> TEXT = new OptionType<>("text", Function.identity());

    static final OptionType<List<String>> NAMES = new OptionType<>("names separated by commas", OptionType::parseNames);

    static final OptionType<String> ZONE = new OptionType<>("a time zone such as Asia/Shanghai", OptionType::parseZone);

    /** An enum constant, written in lower case with dashes. */
    static <E extends Enum<E>> OptionType<E> choice(Class<E> type) {
        List<String> words =
                Arrays.stream(type.getEnumConstants()).map(OptionType::spelled).toList();
        return new OptionType<>("one of " + String.join(", ", words), text -> parseChoice(type, text));
    }

    /** One of several words; case does not matter. */
    static OptionType<String> words(String valid) {
        List<String> words = List.of(valid.toLowerCase(Locale.ROOT).split(", "));
        return new OptionType<>("one of " + valid, text -> parseWord(words, text));
    }

    /** The text of an enum constant in options. */
    static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String parseWord(List<String> words, String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (words.contains(lower)) {
            return lower;
        }
        throw new IllegalArgumentException(text);
    }

    private static <E extends Enum<E>> E parseChoice(Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (spelled(constant).equals(text.strip().toLowerCase(Locale.ROOT))) {
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
