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
package io.tablestore.internal.merge.combine;

import io.tablestore.internal.merge.MergePlan;
import io.tablestore.internal.merge.aggregate.AggregateFunctions;
import io.tablestore.internal.merge.column.VersionColumn;
import io.tablestore.options.MergeOptions;
import io.tablestore.options.MergeOptions.MergeEngineName;
import io.tablestore.options.OptionSet;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Combines the versions of a key into one, column by column, in two steps. First the engine decides what each version does and
 * what row each key leaves, which reads only a few columns. Then every wanted column is merged on its own.
 *
 * <p><b>Threads:</b> one at a time.
 */
public interface CombiningEngine {

    /**
     * The engine of a table.
     *
     * @param fields the columns of the table
     * @param keyIds ids of the columns of the trimmed primary key
     */
    static CombiningEngine of(MergeEngineName name, OptionSet options, List<DataField> fields, Set<Integer> keyIds) {
        return switch (name) {
            case DEDUPLICATE -> SelectingEngine.ofNewest();
            case FIRST_ROW -> SelectingEngine.ofOldest();
            case PARTIAL_UPDATE -> new PartialUpdateEngine(options, fields, keyIds);
            case AGGREGATION -> new AggregationEngine(options, keyIds);
        };
    }

    /**
     * Checks that each column of a table has a merge.
     *
     * @throws io.tablestore.error.TableStoreException naming the column or the option, for example if a function does not exist
     */
    static void check(TableSchema schema) {
        OptionSet options = schema.optionSet();
        Set<Integer> keyIds = schema.fields().stream()
                .filter(field -> schema.primaryKeys().contains(field.name()))
                .map(DataField::id)
                .collect(Collectors.toSet());
        schema.fields().forEach(of(options.get(MergeOptions.MERGE_ENGINE), options, schema.fields(), keyIds)::rule);
    }

    /**
     * Decides the {@linkplain Action action} of each version in a window, and the row kind that each key ends with.
     *
     * @param kinds row kind of each entry, or null if all are insertions
     * @param wanted ids of the columns that will be merged
     * @param columns reads a column of all entries; the engine may use it until the next call
     * @param results receives the resulting row kind of each group; a retraction is not a row, but hides older versions
     */
    void decide(
            MergePlan plan,
            byte @Nullable [] kinds,
            Set<Integer> wanted,
            Function<DataField, VersionColumn> columns,
            byte[] results);

    /** The rule of a wanted column, in the window last passed to {@link #decide}. */
    ColumnRule rule(DataField field);

    /** The rule of a system column, such as the sequence number. By default the newest version's value is taken. */
    default ColumnRule systemRule(DataField field) {
        return new ColumnRule(AggregateFunctions.lastValue(field), null);
    }

    /**
     * The arrays, with one {@link Action} per entry, that the rules of this window use. They are no copies: pass them to {@link
     * io.tablestore.internal.merge.MergePlan#keepGroups}, which removes the same entries.
     */
    List<byte[]> actions();
}
