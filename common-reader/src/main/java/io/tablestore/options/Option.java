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

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One option: its key, how its text is read, and what holds where it is not set.
 *
 * @param key the key, kebab-case, dots group; a {@code *} stands for any text, such as the name of a column
 * @param type how its text is read
 * @param defaultValue holds where the option is not set
 * @param description one sentence for the reference page
 * @param range the values that make sense
 * @param olderKeys other keys of the same option, which count where this one is not set
 */
public record Option<T>(
        String key, OptionType<T> type, T defaultValue, String description, OptionRange range, List<String> olderKeys) {

    /** An option of any value of its type, under one key. */
    public Option(String key, OptionType<T> type, T defaultValue, String description) {
        this(key, type, defaultValue, description, OptionRange.ALL, List.of());
    }

    /** A boolean. */
    public static Option<Boolean> flag(String key, boolean defaultValue, String description) {
        return new Option<>(key, OptionType.FLAG, defaultValue, description);
    }

    /** A whole number of 32 bits. */
    public static Option<Integer> number(String key, int defaultValue, String description) {
        return new Option<>(key, OptionType.NUMBER, defaultValue, description);
    }

    /** A whole number of 64 bits. */
    public static Option<Long> longNumber(String key, long defaultValue, String description) {
        return new Option<>(key, OptionType.LONG, defaultValue, description);
    }

    /** A fraction. */
    public static Option<Double> ratio(String key, double defaultValue, String description) {
        return new Option<>(key, OptionType.RATIO, defaultValue, description);
    }

    /** A length of time: a number with a unit. */
    public static Option<Duration> duration(String key, Duration defaultValue, String description) {
        return new Option<>(key, OptionType.DURATION, defaultValue, description);
    }

    /** Text of any kind. */
    public static Option<String> text(String key, String defaultValue, String description) {
        return new Option<>(key, OptionType.TEXT, defaultValue, description);
    }

    /** Column names separated by commas. */
    public static Option<List<String>> names(String key, String description) {
        return new Option<>(key, OptionType.NAMES, List.of(), description);
    }

    /** The name of a time zone; empty where it is not set. */
    public static Option<String> zone(String key, String description) {
        return new Option<>(key, OptionType.ZONE, "", description);
    }

    /** A size in bytes: a number with an optional unit. */
    public static Option<Long> bytes(String key, long defaultValue, String description) {
        return new Option<>(key, OptionType.BYTES, defaultValue, description);
    }

    /** A constant of an enum, written in lower case with dashes. */
    public static <E extends Enum<E>> Option<E> choice(String key, Class<E> type, E defaultValue, String description) {
        return new Option<>(key, OptionType.choice(type), defaultValue, description);
    }

    /** A constant as options spell it. */
    public static String spelled(Enum<?> constant) {
        return OptionType.spelled(constant);
    }

    Option<T> atLeast(long least) {
        return between(least, Long.MAX_VALUE);
    }

    Option<T> between(long least, long most) {
        return limitedTo(OptionRange.numbers(type, least, most));
    }

    /** A range that depends on other options or on the table, which whoever knows these checks. */
    Option<T> limitedTo(String shown) {
        return limitedTo(new OptionRange(shown, value -> true));
    }

    Option<T> limitedTo(OptionRange newRange) {
        return new Option<>(key, type, defaultValue, description, newRange, olderKeys);
    }

    Option<T> withOlderKeys(String... keys) {
        return new Option<>(key, type, defaultValue, description, range, List.of(keys));
    }

    /** True if the key stands for many keys. */
    public boolean isPattern() {
        return key.indexOf('*') >= 0;
    }

    /** The key of the option for one column, of an option that each column has. */
    public String keyOf(String column) {
        return key.replace("*", column);
    }

    /** What a value should be, if it is outside of the range; null if it is inside, or malformed. */
    public @Nullable String expected(String value) {
        return range.admits().test(value) ? null : range.shown();
    }

    /** As {@link #expected}, of numbers and sizes; null for any other option. */
    public @Nullable String expectedNumber(String value) {
        return defaultValue instanceof Number ? expected(value) : null;
    }

    /** The default as text; null where 0 or no text at all stand for one that depends on other things. */
    @Nullable
    String defaultText() {
        if (defaultValue instanceof List<?> || defaultValue.equals("")) {
            return null;
        }
        if (defaultValue instanceof Number number && number.doubleValue() == 0) {
            return null;
        }
        if (defaultValue instanceof Enum<?> constant) {
            return OptionType.spelled(constant);
        }
        if (defaultValue instanceof Duration time) {
            return time.toHours() + " h";
        }
        return type.equals(OptionType.BYTES) ? ((Long) defaultValue >> 20) + " mb" : defaultValue.toString();
    }
}
