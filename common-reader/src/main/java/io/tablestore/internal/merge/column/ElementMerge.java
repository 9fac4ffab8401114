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
package io.tablestore.internal.merge.column;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.merge.MergePlan;
import io.tablestore.internal.vector.NestedBuilder;
import io.tablestore.internal.vector.VectorGather;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * A merge of arrays or maps whose result consists of elements of the versions. Elements are moved as positions and copied once,
 * at the end.
 */
public abstract class ElementMerge implements ColumnMerge {

    /** An element of a version: the vector, its run, and the row in the vector. */
    public record Element(FieldVector elements, int run, int row) {

        public boolean isNull() {
            return elements.isNull(row);
        }

        /** A part of the element: a field of a row, the key or the value of an entry. */
        public FieldVector part(int index) {
            return elements.getChildrenFromFields().get(index);
        }
    }

    private final DataField field;

    protected ElementMerge(DataField field) {
        this.field = field;
    }

    @Override
    public final ArrowColumn merge(MergePlan plan, byte @Nullable [] actions, VersionColumn versions, BufferPool pool) {
        List<@Nullable List<Element>> merged = new ArrayList<>();
        for (int group = 0; group < plan.groupCount(); group++) {
            try {
                merged.add(
                        plan.isSingle(group)
                                ? elements(versions, plan.start(group))
                                : fold(plan, group, actions, versions));
            } catch (AggregateFailure failure) {
                throw failure.of(field, group);
            }
        }
        return build(merged, versions, pool);
    }

    private @Nullable List<Element> fold(MergePlan plan, int group, byte @Nullable [] actions, VersionColumn versions) {
        List<Element> held = null;
        for (int entry = plan.start(group); entry < plan.end(group); entry++) {
            byte action = actions == null ? Action.ADD : actions[entry];
            if (action == Action.SKIP) {
                continue;
            }
            List<Element> value = elements(versions, entry);
            held = switch (action) {
                case Action.SET -> value;
                case Action.ADD -> add(held, value);
                case Action.ADD_REVERSED -> addReversed(held, value);
                case Action.RETRACT -> retract(held, value);
                default -> retract(value, value);
            };
        }
        return held;
    }

    private static @Nullable List<Element> elements(VersionColumn versions, int entry) {
        if (versions.isNull(entry)) {
            return null;
        }
        ListVector lists = (ListVector) versions.vector(entry);
        int row = versions.row(entry);
        List<Element> elements = new ArrayList<>();
        int end = lists.getElementEndIndex(row);
        for (int i = lists.getElementStartIndex(row); i < end; i++) {
            elements.add(new Element(lists.getDataVector(), versions.run(entry), i));
        }
        return elements;
    }

    private ArrowColumn build(List<@Nullable List<Element>> merged, VersionColumn versions, BufferPool pool) {
        Field arrow = ArrowTypes.field(field.asNullable());
        List<Element> all = new ArrayList<>();
        List<ArrowColumn> children = new ArrayList<>();
        try (NestedBuilder builder = NestedBuilder.list(pool, arrow, merged.size())) {
            for (int slot = 0; slot < merged.size(); slot++) {
                List<Element> elements = merged.get(slot);
                if (elements == null) {
                    builder.setNull(slot);
                } else {
                    all.addAll(elements);
                }
                builder.endList(slot, all.size());
            }
            int[] from = all.stream().mapToInt(Element::run).toArray();
            int[] rows = all.stream().mapToInt(Element::row).toArray();
            @Nullable FieldVector[] data = data(versions);
            Field element = arrow.getChildren().get(0);
            VectorGather gather = new VectorGather(pool);
            if (isMap(versions)) {
                for (int part = 0; part < 2; part++) {
                    children.add(
                            gather.gather(element.getChildren().get(part), parts(data, part), from, rows, rows.length));
                }
            } else {
                children.add(gather.gather(element, data, from, rows, rows.length));
            }
            return builder.finish(children);
        } finally {
            children.forEach(ArrowColumn::close);
        }
    }

    private static boolean isMap(VersionColumn versions) {
        for (FieldVector vector : versions.vectors()) {
            if (vector != null) {
                return vector instanceof MapVector;
            }
        }
        return false;
    }

    private static @Nullable FieldVector[] data(VersionColumn versions) {
        @Nullable FieldVector[] lists = versions.vectors();
        @Nullable FieldVector[] data = new FieldVector[lists.length];
        for (int run = 0; run < lists.length; run++) {
            data[run] = lists[run] instanceof ListVector list ? list.getDataVector() : null;
        }
        return data;
    }

    private static @Nullable FieldVector[] parts(@Nullable FieldVector[] entries, int part) {
        @Nullable FieldVector[] parts = new FieldVector[entries.length];
        for (int run = 0; run < entries.length; run++) {
            FieldVector entry = entries[run];
            parts[run] = entry == null ? null : entry.getChildrenFromFields().get(part);
        }
        return parts;
    }

    /** The elements held and those of a newer version; null is the value null. */
    protected abstract @Nullable List<Element> add(@Nullable List<Element> held, @Nullable List<Element> value);

    /** The elements held and those of an older version. */
    protected @Nullable List<Element> addReversed(@Nullable List<Element> held, @Nullable List<Element> value) {
        return add(value, held);
    }

    /** The elements held without those of a retracted version. */
    protected @Nullable List<Element> retract(@Nullable List<Element> held, @Nullable List<Element> value) {
        throw AggregateFailure.noRetraction();
    }
}
