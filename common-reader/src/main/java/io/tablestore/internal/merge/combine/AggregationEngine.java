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
import io.tablestore.internal.merge.aggregate.FunctionOptions;
import io.tablestore.internal.merge.column.Action;
import io.tablestore.internal.merge.column.ColumnMerge;
import io.tablestore.internal.merge.column.VersionColumn;
import io.tablestore.options.MergeOptions;
import io.tablestore.options.OptionSet;
import io.tablestore.types.DataField;
import io.tablestore.types.RowKind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code merge-engine = aggregation}: a function for each column (format reference, 8.4). */
public final class AggregationEngine implements CombiningEngine {

    private final OptionSet options;
    private final Set<Integer> keyIds;
    private final boolean removesOnDelete;
    private final Map<Integer, ColumnMerge> merges = new HashMap<>();
    private byte @Nullable [] actions;

    /** @param keyIds ids of the key columns */
    public AggregationEngine(OptionSet options, Set<Integer> keyIds) {
        this.options = options;
        this.keyIds = keyIds;
        this.removesOnDelete = options.get(MergeOptions.REMOVE_RECORD_ON_DELETE_AGGREGATION);
    }

    @Override
    public void decide(
            MergePlan plan,
            byte @Nullable [] kinds,
            Set<Integer> wanted,
            Function<DataField, VersionColumn> columns,
            byte[] results) {
        if (kinds == null) {
            actions = null;
            Arrays.fill(results, 0, plan.groupCount(), RowKind.INSERT.code());
            return;
        }
        byte[] decided = new byte[plan.entryCount()];
        actions = decided;
        for (int group = 0; group < plan.groupCount(); group++) {
            int first = plan.start(group);
            boolean deleted = false;
            for (int entry = first; entry < plan.end(group); entry++) {
                if (deleted) { // the row is deleted: later versions start from nothing, as after a compaction
                    Arrays.fill(decided, first, entry, Action.SKIP);
                    first = entry;
                }
                deleted = removesOnDelete && kinds[entry] == RowKind.DELETE.code();
                decided[entry] = deleted ? Action.SET : RowKind.isRetract(kinds[entry]) ? Action.RETRACT : Action.ADD;
            }
            byte merged = (deleted ? RowKind.DELETE : RowKind.INSERT).code();
            results[group] = first == plan.end(group) - 1 ? kinds[first] : merged;
        }
    }

    @Override
    public ColumnRule rule(DataField field) {
        ColumnMerge merge = merges.computeIfAbsent(field.id(), id -> merge(field));
        return new ColumnRule(merge, keyIds.contains(field.id()) ? null : actions);
    }

    private ColumnMerge merge(DataField field) {
        if (keyIds.contains(field.id())
                || options.get(MergeOptions.SEQUENCE_FIELD).contains(field.name())) {
            return AggregateFunctions.lastValue(field);
        }
        FunctionOptions functionOptions = new FunctionOptions(options, field.name());
        return AggregateFunctions.of(functionOptions.function("last_non_null_value"), field, functionOptions);
    }

    @Override
    public List<byte[]> actions() {
        return actions == null ? List.of() : List.of(actions);
    }
}
