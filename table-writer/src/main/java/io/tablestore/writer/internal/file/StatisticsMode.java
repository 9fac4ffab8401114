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
package io.tablestore.writer.internal.file;

import io.tablestore.error.InvalidTableException;
import io.tablestore.options.FieldOptions;
import io.tablestore.options.FormatOptions;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.internal.file.encoder.PerLevel;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which statistics of a column manifests contain (format reference, 4.4).
 *
 * @param nulls whether nulls are counted
 * @param length maximum length of a bound, in characters for strings and bytes for binaries; 0 for no bounds
 */
record StatisticsMode(boolean nulls, int length) {

    static final StatisticsMode NONE = new StatisticsMode(false, 0);
    static final StatisticsMode COUNTS = new StatisticsMode(true, 0);
    static final StatisticsMode FULL = new StatisticsMode(true, Integer.MAX_VALUE);

    /** The mode for key columns. */
    static final StatisticsMode KEY = new StatisticsMode(true, 128);

    private static final Pattern TRUNCATE = Pattern.compile("truncate\\((\\d{1,9})\\)");

    /** @param position the column's position in the table */
    static StatisticsMode of(TableSchema schema, DataField column, int position, int level) {
        int first = schema.optionSet().get(FormatOptions.STATS_FIRST_COLUMNS);
        if (!isMeasured(column.type()) || first >= 0 && position >= first) {
            return NONE;
        }
        String text = schema.optionSet().get(FormatOptions.STATS_MODE);
        text = PerLevel.value(schema, FormatOptions.STATS_MODE_PER_LEVEL, level, text);
        String key = FieldOptions.STATS_MODE.keyOf(column.name());
        return parse(schema.options().getOrDefault(key, text));
    }

    private static boolean isMeasured(DataType type) {
        return type instanceof DataType.Atomic && type.root() != TypeRoot.VARIANT && type.root() != TypeRoot.BLOB;
    }

    static StatisticsMode parse(String text) {
        String mode = text.strip().toLowerCase(Locale.ROOT);
        return switch (mode) {
            case "none" -> NONE;
            case "counts" -> COUNTS;
            case "full" -> FULL;
            default -> {
                Matcher truncate = TRUNCATE.matcher(mode);
                if (!truncate.matches() || Integer.parseInt(truncate.group(1)) == 0) {
                    throw new InvalidTableException("Option '" + FormatOptions.STATS_MODE.key() + "' is '" + text
                            + "', but must be none, counts, truncate(<length>) or full.");
                }
                yield new StatisticsMode(true, Integer.parseInt(truncate.group(1)));
            }
        };
    }
}
