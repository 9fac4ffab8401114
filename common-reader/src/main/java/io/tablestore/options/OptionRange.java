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

import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The values of an option's type that make sense: those that a writer neither fails on nor ignores.
 *
 * @param shown describes the range, such as {@code at least 1}; empty if all values are valid
 * @param admits whether a value is in the range
 */
public record OptionRange(String shown, Predicate<String> admits) {

    static final OptionRange ALL = new OptionRange("", value -> true);

    static final OptionRange FORMATS = words("parquet|orc|avro", "one of parquet, orc, avro");

    static final OptionRange COMPRESSIONS = words(
            "zstd|zstandard|lz4|snappy|gzip|zlib|deflate|none|uncompressed", "one of zstd, lz4, snappy, gzip, none");

    static final OptionRange STATISTICS =
            words("none|counts|full|truncate\\(0*[1-9]\\d{0,8}\\)", "none, counts, truncate(<length>) or full");

    /** Numbers from {@code least} to {@code most}, both inclusive. */
    static OptionRange numbers(OptionType<?> type, long least, long most) {
        String shown = most == Long.MAX_VALUE ? "at least " + least : "from " + least + " to " + most;
        return new OptionRange(shown, value -> isBetween(type, value, least, most));
    }

    /** The same range of values, set per level. */
    static OptionRange perLevel(OptionRange values) {
        return new OptionRange(
                "<level>:<value>, separated by commas, each value " + values.shown(),
                value -> value.isBlank() || isPerLevel(value, values));
    }

    private static OptionRange words(String regex, String shown) {
        Pattern pattern = Pattern.compile(regex);
        return new OptionRange(
                shown,
                value -> pattern.matcher(value.strip().toLowerCase(Locale.ROOT)).matches());
    }

    /** True for text that is not a number: parsing reports it later. */
    private static boolean isBetween(OptionType<?> type, String value, long least, long most) {
        try {
            long number = ((Number) type.parser().apply(value)).longValue();
            return number >= least && number <= most;
        } catch (IllegalArgumentException | ArithmeticException malformed) {
            return !value.strip().startsWith("-"); // sizes are parsed without a sign
        }
    }

    private static boolean isPerLevel(String value, OptionRange values) {
        for (String part : value.split(",", -1)) {
            int colon = part.indexOf(':');
            if (colon < 0
                    || !part.substring(0, colon).strip().matches("\\d{1,6}")
                    || !values.admits().test(part.substring(colon + 1))) {
                return false;
            }
        }
        return true;
    }
}
