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
 * A table option: its key, type and default.
 *
 * @param key in kebab case, grouped by dots; a {@code *} stands for any text, such as a column's name
 * @param type parses its text
 * @param defaultValue the value if the option is not set
 * @param description one sentence for the reference page
 * @param range the values that make sense
 * @param olderKeys older keys of the same option, used if {@code key} is not set
 */
public record Option<T>(
        String key, OptionType<T> type, T defaultValue, String description, OptionRange range, List<String> olderKeys) {

    /** Creates an option without a restricted range and without older keys. */
    public Option(String key, OptionType<T> type, T defaultValue, String description) {
        this(key, type, defaultValue, description, OptionRange.ALL, List.of());
    }

    /** A boolean that is false if not set. */
    public static Option<Boolean> offByDefault(String key, String description) {
        return new Option<>(key, OptionType.FLAG, false, description);
    }

    /** A boolean that is true if not set. */
    public static Option<Boolean> onByDefault(String key, String description) {
        return new Option<>(key, OptionType.FLAG, true, description);
    }

    /** A 32-bit integer. */
    public static Option<Integer> number(String key, int defaultValue, String description) {
        return new Option<>(key, OptionType.NUMBER, defaultValue, description);
    }

    /** A 64-bit integer. */
    public static Option<Long> longNumber(String key, long defaultValue, String description) {
        return new Option<>(key, OptionType.LONG, defaultValue, description);
    }

    /** A fraction. */
    public static Option<Double> ratio(String key, double defaultValue, String description) {
        return new Option<>(key, OptionType.RATIO, defaultValue, description);
    }

    /** A duration: a number with a unit. */
    public static Option<Duration> duration(String key, Duration defaultValue, String description) {
        return new Option<>(key, OptionType.DURATION, defaultValue, description);
    }

    /** Any text. */
    public static Option<String> text(String key, String defaultValue, String description) {
        return new Option<>(key, OptionType.TEXT, defaultValue, description);
    }

    /** Column names separated by commas. */
    public static Option<List<String>> names(String key, String description) {
        return new Option<>(key, OptionType.NAMES, List.of(), description);
    }

    /** The name of a time zone; empty if not set. */
    public static Option<String> zone(String key, String description) {
        return new Option<>(key, OptionType.ZONE, "", description);
    }

    /** A size in bytes: a number with an optional unit. */
    public static Option<Long> bytes(String key, long defaultValue, String description) {
        return new Option<>(key, OptionType.BYTES, defaultValue, description);
    }

    /** An enum constant, written in lower case with dashes. */
    public static <E extends Enum<E>> Option<E> choice(String key, Class<E> type, E defaultValue, String description) {
        return new Option<>(key, OptionType.choice(type), defaultValue, description);
    }

    /** The text of an enum constant in options. */
    public static String spelled(Enum<?> constant) {
        return OptionType.spelled(constant);
    }

    Option<T> atLeast(long least) {
        return between(least, Long.MAX_VALUE);
    }

    Option<T> between(long least, long most) {
        return limitedTo(OptionRange.numbers(type, least, most));
    }

    /** Documents a range that depends on other options or on the table. Code that knows these checks it. */
    Option<T> limitedTo(String shown) {
        return limitedTo(new OptionRange(shown, value -> true));
    }

    Option<T> limitedTo(OptionRange newRange) {
        return new Option<>(key, type, defaultValue, description, newRange, olderKeys);
    }

    Option<T> withOlderKeys(String... keys) {
        return new Option<>(key, type, defaultValue, description, range, List.of(keys));
    }

    /** Whether the key contains a {@code *} and so matches many keys. */
    public boolean isPattern() {
        return key.indexOf('*') >= 0;
    }

    /** The key of a per-column option for one column. */
    public String keyOf(String column) {
        return key.replace("*", column);
    }

    /** The valid range if the value is outside of it; null if the value is in the range or malformed. */
    public @Nullable String expected(String value) {
        return range.admits().test(value) ? null : range.shown();
    }

    /** As {@link #expected}, for numbers and sizes only; null for other options. */
    public @Nullable String expectedNumber(String value) {
        return defaultValue instanceof Number ? expected(value) : null;
    }

    /** The default as text. Null if it is 0 or empty, which means that it depends on other settings. */
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
