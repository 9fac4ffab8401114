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

/** Options that control how the versions of a key are merged into one row, in reads and in compactions. */
public final class MergeOptions {

    /** How the versions of a key are merged into one row. */
    public enum MergeEngineName {
        DEDUPLICATE,
        PARTIAL_UPDATE,
        AGGREGATION,
        FIRST_ROW
    }

    /** Which of two values of a sequence field is newer. */
    public enum SortOrder {
        ASCENDING,
        DESCENDING
    }

    /** What happens to a sum or product that does not fit in its column. */
    public enum Overflow {
        FAIL,
        WRAP
    }

    public static final Option<MergeEngineName> MERGE_ENGINE = Option.choice(
            "merge-engine",
            MergeEngineName.class,
            MergeEngineName.DEDUPLICATE,
            "How the versions of one primary key become one row.");

    public static final Option<List<String>> SEQUENCE_FIELD =
            Option.names("sequence.field", "Columns that determine which version of a key is the newest.");

    public static final Option<SortOrder> SEQUENCE_SORT_ORDER = Option.choice(
            "sequence.field.sort-order",
            SortOrder.class,
            SortOrder.ASCENDING,
            "Whether the greatest or the smallest sequence field is the newest.");

    public static final Option<Boolean> IGNORE_DELETE = Option.offByDefault(
                    "ignore-delete", "Whether delete records are ignored.")
            .withOlderKeys("first-row.ignore-delete", "deduplicate.ignore-delete", "partial-update.ignore-delete");

    public static final Option<Boolean> REMOVE_RECORD_ON_DELETE_PARTIAL_UPDATE = Option.offByDefault(
            "partial-update.remove-record-on-delete", "Whether a delete removes the row of a partial update.");

    public static final Option<List<String>> REMOVE_RECORD_ON_SEQUENCE_GROUP = Option.names(
            "partial-update.remove-record-on-sequence-group",
            "Sequence columns whose group removes the row when a delete is the newest in it.");

    public static final Option<Boolean> REMOVE_RECORD_ON_DELETE_AGGREGATION =
            Option.offByDefault("aggregation.remove-record-on-delete", "Whether a delete removes an aggregated row.");

    public static final Option<String> DEFAULT_AGGREGATE_FUNCTION = Option.text(
            "fields.default-aggregate-function", "", "Aggregate function of columns that have none of their own.");

    public static final Option<Overflow> AGGREGATION_OVERFLOW = Option.choice(
            "aggregation.overflow",
            Overflow.class,
            Overflow.FAIL,
            "Whether a sum or product that overflows fails the query or wraps, as in Paimon 1.x.");

    static final List<KnownOption> ALL = OptionGroup.honoured(
                    "Merging",
                    "Done by readers and writers as Apache Paimon does; it does not know `aggregation.overflow`.")
            .of(
                    MERGE_ENGINE,
                    SEQUENCE_FIELD,
                    SEQUENCE_SORT_ORDER,
                    IGNORE_DELETE,
                    REMOVE_RECORD_ON_DELETE_PARTIAL_UPDATE,
                    REMOVE_RECORD_ON_SEQUENCE_GROUP,
                    REMOVE_RECORD_ON_DELETE_AGGREGATION,
                    DEFAULT_AGGREGATE_FUNCTION,
                    AGGREGATION_OVERFLOW);

    private MergeOptions() {}

    /** Whether an option of this key names the aggregate function of a column or of all columns. */
    public static boolean isAggregateFunction(String key) {
        return key.equals(DEFAULT_AGGREGATE_FUNCTION.key())
                || key.startsWith("fields.") && key.endsWith(".aggregate-function");
    }

    /**
     * Whether the merge subtracts the values of {@code -U} rows from what it has combined, as sums do. Writers must then be given
     * these rows; other tables need only the {@code +U} row that follows.
     */
    public static boolean usesUpdateBefore(OptionSet options) {
        MergeEngineName engine = options.get(MERGE_ENGINE);
        return engine == MergeEngineName.AGGREGATION
                || engine == MergeEngineName.PARTIAL_UPDATE
                        && options.values().keySet().stream().anyMatch(MergeOptions::isAggregateFunction);
    }
}
