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
package io.tablestore.internal.schema;

import io.tablestore.options.KnownOption;
import io.tablestore.options.KnownOptions;
import io.tablestore.options.LayoutOptions;
import io.tablestore.options.MergeOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The options that name columns, as a list in their value or as a part of their key (format reference, section 12). */
final class ColumnOptions {

    private static final String PREFIX = "fields.";
    private static final String SEQUENCE_GROUP = ".sequence-group";

    private static final List<String> LISTS = List.of(
            LayoutOptions.BUCKET_KEY.key(),
            MergeOptions.SEQUENCE_FIELD.key(),
            MergeOptions.REMOVE_RECORD_ON_SEQUENCE_GROUP.key(),
            "rowkind.field",
            "blob-field",
            "vector-field",
            "record-level.time-field",
            "clustering.columns",
            "sink.clustering.by-columns",
            "changelog-producer.row-deduplicate-ignore-fields",
            "manifest-sort.partition-field",
            "file-index.bloom-filter.columns",
            "file-index.bitmap.columns",
            "file-index.bsi.columns",
            "file-index.range-bitmap.columns");

    /** A key for one column, or for the columns of a sequence group. */
    private static final Pattern OF_COLUMN = Pattern.compile("fields\\.(.+)\\.("
            + KnownOptions.ALL.stream()
                    .map(KnownOption::key)
                    .filter(key -> key.startsWith(PREFIX + "*.") && key.indexOf('*') == key.lastIndexOf('*'))
                    .map(key -> Pattern.quote(key.substring(PREFIX.length() + 2)))
                    .collect(Collectors.joining("|"))
            + ")");

    private ColumnOptions() {}

    /** The key of an option that names the column, or null. */
    static @Nullable String naming(Map<String, String> options, String column) {
        return options.entrySet().stream()
                .filter(option -> !renamed(option, column, column + "'").equals(option))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElse(null);
    }

    /** The columns that an option names in its key or value; empty for most options. */
    static List<String> columns(String key, String value) {
        List<String> columns = new ArrayList<>();
        if (LISTS.contains(key)) {
            columns.addAll(names(value));
        }
        Matcher keyed = OF_COLUMN.matcher(key);
        if (keyed.matches()) {
            String named = keyed.group(1);
            if (key.endsWith(SEQUENCE_GROUP)) {
                columns.addAll(names(named));
                columns.addAll(names(value));
            } else {
                columns.add(named);
            }
        }
        return columns;
    }

    static boolean isSequenceGroup(String key) {
        return key.startsWith(PREFIX) && key.endsWith(SEQUENCE_GROUP);
    }

    /** The columns that order the values of a sequence group. */
    static List<String> sequenceColumns(String key) {
        return names(key.substring(PREFIX.length(), key.length() - SEQUENCE_GROUP.length()));
    }

    /** Names separated by commas, without surrounding blanks. */
    static List<String> names(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Replaces the column's name in every option that names it. */
    static void rename(Map<String, String> options, String column, String newName) {
        Map<String, String> renamed = new HashMap<>();
        options.entrySet().forEach(option -> {
            Map.Entry<String, String> entry = renamed(option, column, newName);
            renamed.put(entry.getKey(), entry.getValue());
        });
        options.clear();
        options.putAll(renamed);
    }

    private static Map.Entry<String, String> renamed(Map.Entry<String, String> option, String column, String newName) {
        String key = option.getKey();
        if (LISTS.contains(key)) {
            return Map.entry(key, inList(option.getValue(), column, newName));
        }
        if (isSequenceGroup(key)) {
            String names = key.substring(PREFIX.length(), key.length() - SEQUENCE_GROUP.length());
            return Map.entry(
                    PREFIX + inList(names, column, newName) + SEQUENCE_GROUP,
                    inList(option.getValue(), column, newName));
        }
        if (key.startsWith(PREFIX + column + ".")) {
            return Map.entry(PREFIX + newName + key.substring(PREFIX.length() + column.length()), option.getValue());
        }
        return option;
    }

    private static String inList(String names, String column, String newName) {
        return Arrays.stream(names.split(",", -1))
                .map(name -> name.strip().equals(column) ? newName : name)
                .collect(Collectors.joining(","));
    }
}
