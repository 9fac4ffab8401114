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

import java.util.List;

/** Options of one column. The {@code *} in the key stands for the column's name. */
public final class FieldOptions {

    public static final Option<String> AGGREGATE_FUNCTION = Option.text(
            "fields.*.aggregate-function", "", "Function that combines the versions of the column into one value.");

    public static final Option<Boolean> IGNORE_RETRACT =
            Option.offByDefault("fields.*.ignore-retract", "Whether deletes leave the value unchanged.");

    public static final Option<Boolean> DISTINCT =
            Option.offByDefault("fields.*.distinct", "Whether collect and listagg keep equal values only once.");

    public static final Option<String> LIST_AGG_DELIMITER =
            Option.text("fields.*.list-agg-delimiter", ",", "What listagg puts between values.");

    public static final Option<List<String>> NESTED_KEY =
            Option.names("fields.*.nested-key", "Fields that identify a row of the array.");

    public static final Option<String> NESTED_KEY_NULL_STRATEGY = Option.text(
            "fields.*.nested-key-null-strategy",
            "merge",
            "What happens to a row whose nested key contains null: merge, ignore or error.");

    public static final Option<List<String>> NESTED_SEQUENCE_FIELD = Option.names(
            "fields.*.nested-sequence-field", "Fields that determine which row of a nested key is the newest.");

    public static final Option<Integer> COUNT_LIMIT = Option.number(
            "fields.*.count-limit", Integer.MAX_VALUE, "Maximum number of rows that nested_update keeps.");

    public static final Option<String> TS_FIELD = Option.text(
            "fields.*.ts-field",
            "",
            "Field by which merge_map_with_keytime finds the newest value; the last field if not set.");

    public static final Option<List<String>> SEQUENCE_GROUP = Option.names(
            "fields.*.sequence-group", "Columns whose versions are ordered by this column or these columns.");

    public static final Option<String> STATS_MODE = Option.text(
                    "fields.*.stats-mode", "", "Statistics of the column in new files; metadata.stats-mode if not set.")
            .limitedTo(OptionRange.STATISTICS);

    static final List<KnownOption> ALL = OptionGroup.honoured(
                    "Options of one column", "Read and written as Apache Paimon does.")
            .of(
                    AGGREGATE_FUNCTION,
                    IGNORE_RETRACT,
                    DISTINCT,
                    LIST_AGG_DELIMITER,
                    NESTED_KEY,
                    NESTED_KEY_NULL_STRATEGY,
                    NESTED_SEQUENCE_FIELD,
                    COUNT_LIMIT,
                    TS_FIELD,
                    SEQUENCE_GROUP,
                    STATS_MODE);

    private FieldOptions() {}
}
