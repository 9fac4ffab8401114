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
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The values that texts among the options can have, where writers know only some. */
public final class OptionTexts {

    private record Values(Pattern pattern, String description) {
        private Values(String regex, String description) {
            this(Pattern.compile(regex), description);
        }
    }

    private static final Values FORMATS = new Values("parquet|orc|avro", "one of parquet, orc, avro");

    private static final Values COMPRESSIONS = new Values(
            "zstd|zstandard|lz4|snappy|gzip|zlib|deflate|none|uncompressed", "one of zstd, lz4, snappy, gzip, none");

    private static final Values STATISTICS =
            new Values("none|counts|full|truncate\\(0*[1-9]\\d{0,8}\\)", "none, counts, truncate(<length>) or full");

    private static final Map<String, Values> BY_KEY = Map.of(
            TableOptions.FILE_FORMAT.key(), FORMATS,
            TableOptions.FILE_COMPRESSION.key(), COMPRESSIONS,
            TableOptions.STATS_MODE.key(), STATISTICS);

    private static final Map<String, Values> BY_KEY_PER_LEVEL = Map.of(
            TableOptions.FILE_FORMAT_PER_LEVEL.key(), FORMATS,
            TableOptions.FILE_COMPRESSION_PER_LEVEL.key(), COMPRESSIONS,
            TableOptions.STATS_MODE_PER_LEVEL.key(), STATISTICS);

    private OptionTexts() {}

    /** What the value of an option should be, if it is not one that writers know; null if it is, or may be any text. */
    public static @Nullable String expected(String key, String value) {
        Values perLevel = BY_KEY_PER_LEVEL.get(key);
        if (perLevel != null) {
            return isPerLevel(value, perLevel)
                    ? null
                    : "<level>:<value>, separated by commas, each value " + perLevel.description();
        }
        Values values = isStatisticsOfColumn(key) ? STATISTICS : BY_KEY.get(key);
        return values == null || matches(values, value) ? null : values.description();
    }

    private static boolean isStatisticsOfColumn(String key) {
        return key.startsWith("fields.") && key.endsWith(".stats-mode");
    }

    private static boolean isPerLevel(String value, Values values) {
        if (value.isBlank()) {
            return true;
        }
        for (String part : value.split(",", -1)) {
            int colon = part.indexOf(':');
            if (colon < 0
                    || !part.substring(0, colon).strip().matches("\\d{1,6}")
                    || !matches(values, part.substring(colon + 1))) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(Values values, String value) {
        return values.pattern().matcher(value.strip().toLowerCase(Locale.ROOT)).matches();
    }
}
