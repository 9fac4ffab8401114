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
package io.tablestore.writer.internal.file.encoder;

import io.tablestore.error.InvalidTableException;
import io.tablestore.options.FormatOptions;
import io.tablestore.options.Option;
import io.tablestore.schema.TableSchema;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses options of the form {@code 0:avro,5:parquet}: one value for each level that differs from the default. */
public final class PerLevel {

    private static final List<Option<String>> OPTIONS = List.of(
            FormatOptions.FILE_FORMAT_PER_LEVEL,
            FormatOptions.FILE_COMPRESSION_PER_LEVEL,
            FormatOptions.STATS_MODE_PER_LEVEL);

    private static final Pattern LEVEL = Pattern.compile("(\\d{1,6})\\s*:");
    private static final int OTHERS = -1;

    private PerLevel() {}

    /** All levels that options name, and one level that represents all others. */
    public static Set<Integer> levels(TableSchema schema) {
        Set<Integer> levels = new TreeSet<>(Set.of(OTHERS));
        for (Option<String> option : OPTIONS) {
            Matcher number = LEVEL.matcher(schema.optionSet().get(option));
            while (number.find()) {
                levels.add(Integer.valueOf(number.group(1)));
            }
        }
        return levels;
    }

    public static String value(TableSchema schema, Option<String> option, int level, String otherwise) {
        String text = schema.optionSet().get(option);
        if (text.isBlank() || !schema.hasPrimaryKey()) { // tables without a key have no levels
            return otherwise;
        }
        String found = otherwise;
        for (String part : text.split(",", -1)) {
            int colon = part.indexOf(':');
            String number = colon < 0 ? "" : part.substring(0, colon).strip();
            if (!number.matches("\\d{1,6}")) {
                throw new InvalidTableException("Option '" + option.key() + "' is '" + text
                        + "', but must be <level>:<value>,... such as 0:avro,5:parquet.");
            }
            if (Integer.parseInt(number) == level) {
                found = part.substring(colon + 1).strip();
            }
        }
        return found;
    }
}
