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
package io.tablestore.internal.merge.aggregate;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.merge.MergePlan;
import io.tablestore.internal.merge.column.Action;
import io.tablestore.internal.merge.column.AggregateFailure;
import io.tablestore.internal.merge.column.ColumnMerge;
import io.tablestore.internal.merge.column.ElementMerge;
import io.tablestore.internal.merge.column.VersionColumn;
import io.tablestore.internal.vector.NestedBuilder;
import io.tablestore.internal.vector.VectorGather;
import io.tablestore.options.FieldOptions;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** {@code nested_partial_update}: the rows of all arrays by key; each row's fields are updated with values that are not null. */
final class NestedPartialUpdate implements AggregateFunction {

    @Override
    public String name() {
        return "nested_partial_update";
    }

    @Override
    public String description() {
        return "The rows of all arrays by `nested-key`, each filled in by the later fields that are not null.";
    }

    @Override
    public boolean accepts(DataType type) {
        return type instanceof DataType.Collection collection
                && type.root() == TypeRoot.ARRAY
                && collection.element() instanceof DataType.Row;
    }

    @Override
    public boolean retracts() {
        return false;
    }

    @Override
    public ColumnMerge forColumn(DataField field, FunctionOptions options) {
        NestedUpdate.NestedKey key = NestedUpdate.NestedKey.of(field, options);
        if (key.isEmpty()) {
            throw options.wrong(FieldOptions.NESTED_KEY, "fields of the array's rows", "");
        }
        return new Merge(field, key);
    }

    /** A row under construction: for each field, the run and the element that its value comes from, or null for a null row. */
    private record Parts(int[] runs, int[] rows) {}

    private static final class Merge implements ColumnMerge {

        private final DataField field;
        private final NestedUpdate.NestedKey key;
        private final int width;

        Merge(DataField field, NestedUpdate.NestedKey key) {
            this.field = field;
            this.key = key;
            this.width = ((DataType.Row) ((DataType.Collection) field.type()).element())
                    .fields()
                    .size();
        }

        @Override
        public ArrowColumn merge(MergePlan plan, byte @Nullable [] actions, VersionColumn versions, BufferPool pool) {
            List<@Nullable List<@Nullable Parts>> merged = new ArrayList<>();
            for (int group = 0; group < plan.groupCount(); group++) {
                try {
                    merged.add(
                            plan.isSingle(group)
                                    ? stored(versions, plan.start(group))
                                    : fold(plan, group, actions, versions));
                } catch (AggregateFailure failure) {
                    throw failure.of(field, group);
                }
            }
            return build(merged, versions, pool);
        }

        private @Nullable List<@Nullable Parts> stored(VersionColumn versions, int entry) {
            if (versions.isNull(entry)) {
                return null;
            }
            ListVector lists = (ListVector) versions.vector(entry);
            int row = versions.row(entry);
            List<@Nullable Parts> rows = new ArrayList<>();
            for (int i = lists.getElementStartIndex(row); i < lists.getElementEndIndex(row); i++) {
                rows.add(lists.getDataVector().isNull(i) ? null : parts(versions.run(entry), i));
            }
            return rows;
        }

        private Parts parts(int run, int row) {
            int[] runs = new int[width];
            int[] rows = new int[width];
            Arrays.fill(runs, run);
            Arrays.fill(rows, row);
            return new Parts(runs, rows);
        }

        private @Nullable List<@Nullable Parts> fold(
                MergePlan plan, int group, byte @Nullable [] actions, VersionColumn versions) {
            Map<List<@Nullable Object>, Parts> held = null;
            for (int entry = plan.start(group); entry < plan.end(group); entry++) {
                byte action = actions == null ? Action.ADD : actions[entry];
                if (action == Action.RETRACT || action == Action.SET_AND_RETRACT) {
                    throw AggregateFailure.noRetraction();
                }
                if (action == Action.SET) {
                    held = null;
                }
                if (action == Action.SKIP || versions.isNull(entry)) {
                    continue;
                }
                if (held == null) {
                    held = new LinkedHashMap<>();
                }
                fill(held, versions, entry, action == Action.ADD_REVERSED);
            }
            return held == null ? null : new ArrayList<>(held.values());
        }

        /** @param older whether the version only sets fields that are still null */
        private void fill(Map<List<@Nullable Object>, Parts> held, VersionColumn versions, int entry, boolean older) {
            ListVector lists = (ListVector) versions.vector(entry);
            StructVector structs = (StructVector) lists.getDataVector();
            int row = versions.row(entry);
            int run = versions.run(entry);
            for (int i = lists.getElementStartIndex(row); i < lists.getElementEndIndex(row); i++) {
                if (structs.isNull(i)) {
                    continue;
                }
                List<@Nullable Object> of = key.of(new ElementMerge.Element(structs, run, i));
                if (of == null) {
                    continue;
                }
                Parts known = held.get(of);
                if (known == null) {
                    held.put(of, parts(run, i));
                    continue;
                }
                for (int part = 0; part < width; part++) {
                    boolean isNull = structs.getChildrenFromFields().get(part).isNull(i);
                    if (!isNull && (!older || isNull(versions, known, part))) {
                        known.runs[part] = run;
                        known.rows[part] = i;
                    }
                }
            }
        }

        private static boolean isNull(VersionColumn versions, Parts parts, int part) {
            FieldVector lists = versions.vectors()[parts.runs[part]];
            return lists instanceof ListVector list
                    && list.getDataVector().getChildrenFromFields().get(part).isNull(parts.rows[part]);
        }

        private ArrowColumn build(
                List<@Nullable List<@Nullable Parts>> merged, VersionColumn versions, BufferPool pool) {
            Field arrow = ArrowTypes.field(field.asNullable());
            Field element = arrow.getChildren().get(0);
            List<@Nullable Parts> all = new ArrayList<>();
            List<ArrowColumn> structs = new ArrayList<>();
            try (NestedBuilder builder = NestedBuilder.list(pool, arrow, merged.size())) {
                for (int slot = 0; slot < merged.size(); slot++) {
                    List<@Nullable Parts> rows = merged.get(slot);
                    if (rows == null) {
                        builder.setNull(slot);
                    } else {
                        all.addAll(rows);
                    }
                    builder.endList(slot, all.size());
                }
                structs.add(structs(element, all, versions, pool));
                return builder.finish(structs);
            } finally {
                structs.forEach(ArrowColumn::close);
            }
        }

        private ArrowColumn structs(Field element, List<@Nullable Parts> all, VersionColumn versions, BufferPool pool) {
            List<ArrowColumn> children = new ArrayList<>();
            try (NestedBuilder builder = NestedBuilder.struct(pool, element, all.size())) {
                for (int i = 0; i < all.size(); i++) {
                    if (all.get(i) == null) {
                        builder.setNull(i);
                    }
                }
                for (int part = 0; part < width; part++) {
                    int[] from = new int[all.size()];
                    int[] rows = new int[all.size()];
                    for (int i = 0; i < rows.length; i++) {
                        Parts parts = all.get(i);
                        from[i] = parts == null ? 0 : parts.runs[part];
                        rows[i] = parts == null ? -1 : parts.rows[part];
                    }
                    children.add(new VectorGather(pool)
                            .gather(element.getChildren().get(part), sources(versions, part), from, rows, rows.length));
                }
                return builder.finish(children);
            } finally {
                children.forEach(ArrowColumn::close);
            }
        }

        private static @Nullable FieldVector[] sources(VersionColumn versions, int part) {
            @Nullable FieldVector[] lists = versions.vectors();
            @Nullable FieldVector[] sources = new FieldVector[lists.length];
            for (int run = 0; run < lists.length; run++) {
                sources[run] = lists[run] instanceof ListVector list
                        ? list.getDataVector().getChildrenFromFields().get(part)
                        : null;
            }
            return sources;
        }
    }
}
