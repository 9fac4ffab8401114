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
import io.tablestore.internal.merge.column.ColumnMerge;
import io.tablestore.internal.merge.column.VersionColumn;
import io.tablestore.types.DataField;
import io.tablestore.types.RowKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code merge-engine = deduplicate} and {@code first-row}: one version of a key is kept unchanged (format reference, 8.1 and
 * 8.2). For output in key order; plain reads use bits instead.
 */
public final class SelectingEngine implements CombiningEngine {

    /** Whether the oldest version is kept instead of the newest. */
    private final boolean first;

    private final Map<Integer, ColumnMerge> merges = new HashMap<>();

    private SelectingEngine(boolean first) {
        this.first = first;
    }

    /** Keeps the oldest version of each key. */
    public static SelectingEngine ofOldest() {
        return new SelectingEngine(true);
    }

    /** Keeps the newest version of each key. */
    public static SelectingEngine ofNewest() {
        return new SelectingEngine(false);
    }

    @Override
    public void decide(
            MergePlan plan,
            byte @Nullable [] kinds,
            Set<Integer> wanted,
            Function<DataField, VersionColumn> columns,
            byte[] results) {
        for (int group = 0; group < plan.groupCount(); group++) {
            int entry = first ? plan.start(group) : plan.end(group) - 1;
            results[group] = kinds == null ? RowKind.INSERT.code() : kinds[entry];
        }
    }

    @Override
    public ColumnRule rule(DataField field) {
        return new ColumnRule(merges.computeIfAbsent(field.id(), id -> merge(field)), null);
    }

    @Override
    public ColumnRule systemRule(DataField field) {
        return rule(field);
    }

    private ColumnMerge merge(DataField field) {
        return first ? AggregateFunctions.firstVersion(field) : AggregateFunctions.lastValue(field);
    }

    @Override
    public List<byte[]> actions() {
        return List.of();
    }
}
