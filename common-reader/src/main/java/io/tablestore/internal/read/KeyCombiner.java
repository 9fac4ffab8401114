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
package io.tablestore.internal.read;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.error.TableStoreException;
import io.tablestore.internal.format.SystemColumns;
import io.tablestore.internal.merge.KeyBlock;
import io.tablestore.internal.merge.KeyMerger;
import io.tablestore.internal.merge.MergePlan;
import io.tablestore.internal.merge.column.AggregateFailure;
import io.tablestore.internal.merge.column.VersionColumn;
import io.tablestore.internal.merge.combine.ColumnRule;
import io.tablestore.internal.merge.combine.CombiningEngine;
import io.tablestore.internal.vector.FixedBuilder;
import io.tablestore.types.DataField;
import io.tablestore.types.RowKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/**
 * Combines the versions of the keys of a section, window by window in key order: first decides which keys have a row, then merges
 * one column at a time.
 */
final class KeyCombiner {

    private final ReadContext context;
    private final KeyMerger merger;
    private final CombiningEngine engine;
    private final WindowRows rows;
    private final ReturnedKeys returned;

    private @Nullable MergePlan plan;

    /** The resulting row kind of each group of the plan. */
    private byte[] results = new byte[0];

    private final Map<Integer, VersionColumn> deciding = new HashMap<>();
    private final List<ArrowColumn> decidingOpened = new ArrayList<>();

    /** @param runs closed by the caller, after the last window is released */
    KeyCombiner(ReadContext context, SectionRuns runs, CombiningEngine engine, ReturnedKeys returned) {
        this.context = context;
        this.merger = runs.merger();
        this.engine = engine;
        this.rows = new WindowRows(runs, merger);
        this.returned = returned;
    }

    /**
     * Moves to the next window; false at the end.
     *
     * @param wanted ids of the columns that will be merged
     */
    boolean next(Set<Integer> wanted) {
        release();
        long start = System.nanoTime();
        MergePlan next = merger.next();
        context.counters.keyNanos += System.nanoTime() - start;
        if (next == null) {
            return false;
        }
        plan = next;
        combine(next, wanted);
        return true;
    }

    private void combine(MergePlan window, Set<Integer> wanted) {
        int entries = window.entryCount();
        rows.locate(window);
        results = new byte[window.groupCount()];
        try {
            engine.decide(window, rows.kinds(window), wanted, this::deciding, results);
        } catch (AggregateFailure failure) {
            throw explained(window, failure);
        }
        omitKeys(window);
        context.counters.rowsDropped += entries - window.groupCount();
    }

    /** Removes the keys that are not to be returned. */
    private void omitKeys(MergePlan window) {
        int[] kept = new int[window.groupCount()];
        int count = 0;
        for (int group = 0; group < kept.length; group++) {
            boolean omitted = returned.onlyRows() && RowKind.isRetract(results[group]);
            if (!omitted && !(returned.hasHighestLevel() && reachesAbove(window, group))) {
                kept[count++] = group;
            }
        }
        keep(kept, count);
    }

    private boolean reachesAbove(MergePlan window, int group) {
        for (int entry = window.start(group); entry < window.end(group); entry++) {
            if (merger.block(window.run(entry)).level() > returned.highestLevel()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Keeps only these keys of the window.
     *
     * @param keys their numbers, ascending
     * @param count only the first {@code count} numbers are valid
     */
    void keep(int[] keys, int count) {
        MergePlan window = window();
        if (count < window.groupCount()) {
            window.keepGroups(keys, count, engine.actions());
            for (int i = 0; i < count; i++) {
                results[i] = results[keys[i]];
            }
            rows.locate(window);
        }
    }

    /** Number of keys in the window, each with one row; may be 0. */
    int keyCount() {
        return window().groupCount();
    }

    /** Merges a column of the window; its values are owned by the caller. */
    ArrowColumn merge(DataField field) {
        MergePlan window = window();
        if (field.equals(SystemColumns.KIND)) {
            return kindColumn(window.groupCount());
        }
        ColumnRule rule = SystemColumns.isOne(field) ? engine.systemRule(field) : engine.rule(field);
        VersionColumn decided = deciding.get(field.id());
        List<ArrowColumn> opened = new ArrayList<>();
        try {
            VersionColumn versions = decided == null ? rows.decode(window, field, opened) : decided;
            return rule.merge().merge(window, rule.actions(), versions, context.pool);
        } catch (AggregateFailure failure) {
            throw explained(window, failure);
        } finally {
            opened.forEach(ArrowColumn::close);
        }
    }

    private ArrowColumn kindColumn(int count) {
        try (FixedBuilder builder =
                new FixedBuilder(context.pool, ArrowTypes.field(SystemColumns.KIND), count, Byte.BYTES)) {
            MemoryUtil.copyToMemory(results, 0, builder.address(), count);
            return builder.finish();
        }
    }

    /** A column that decides about others is kept for the entire window, because a file's rows can be decoded only once. */
    private VersionColumn deciding(DataField field) {
        return deciding.computeIfAbsent(field.id(), id -> rows.decode(window(), field, decidingOpened));
    }

    private MergePlan window() {
        if (plan == null) {
            throw new IllegalStateException("there is no window");
        }
        return plan;
    }

    /** The merge of a column of the window, for messages. */
    String describe(DataField field) {
        return "Merging column " + field.name() + " of " + window().entryCount() + " rows of "
                + merger.block(window().run(0)).origin();
    }

    private TableStoreException explained(MergePlan window, AggregateFailure failure) {
        int entry = window.start(failure.group());
        KeyBlock block = merger.block(window.run(entry));
        List<DataField> keyFields = context.schema().trimmedPrimaryKey();
        StringJoiner key = new StringJoiner(", ");
        for (int i = 0; i < keyFields.size(); i++) {
            key.add(keyFields.get(i).name() + " = " + block.keys().get(i).getObject(window.row(entry)));
        }
        String what = failure.column().isEmpty() ? "" : "Column " + failure.column() + " of ";
        return new TableStoreException(
                block.origin() + ": " + what + "key " + key + ": " + failure.getMessage() + ".", failure);
    }

    /** Frees the window; without effect if there is none. */
    void release() {
        decidingOpened.forEach(ArrowColumn::close);
        decidingOpened.clear();
        deciding.clear();
        plan = null;
    }
}
