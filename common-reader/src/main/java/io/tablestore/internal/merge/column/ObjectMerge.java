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
import io.tablestore.types.DataField;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * A merge that creates new values: numbers of any width, texts, collections, sketches. Objects are created only for keys with
 * several versions; a single version is copied.
 *
 * @param <T> a value during the merge; never null
 */
public abstract class ObjectMerge<T> implements ColumnMerge {

    protected final DataField field;

    protected ObjectMerge(DataField field) {
        this.field = field;
    }

    @Override
    public final ArrowColumn merge(MergePlan plan, byte @Nullable [] actions, VersionColumn versions, BufferPool pool) {
        FieldVector target = ArrowTypes.field(field.asNullable()).createVector(pool.allocator());
        try {
            target.setInitialCapacity(plan.groupCount());
            target.allocateNew();
            for (int group = 0; group < plan.groupCount(); group++) {
                if (plan.isSingle(group)) {
                    int entry = plan.start(group);
                    if (!versions.isNull(entry)) {
                        target.copyFromSafe(versions.row(entry), group, versions.vector(entry));
                    }
                    continue;
                }
                T merged = fold(plan, group, actions, versions);
                if (merged != null) {
                    write(target, group, merged);
                }
            }
            target.setValueCount(plan.groupCount());
            return ArrowColumn.of(target, pool);
        } catch (RuntimeException failed) {
            target.close();
            throw failed;
        }
    }

    private @Nullable T fold(MergePlan plan, int group, byte @Nullable [] actions, VersionColumn versions) {
        T held = null;
        for (int entry = plan.start(group); entry < plan.end(group); entry++) {
            byte action = actions == null ? Action.ADD : actions[entry];
            if (action == Action.SKIP) {
                continue;
            }
            try {
                T value = versions.isNull(entry) ? null : read(versions.vector(entry), versions.row(entry));
                held = switch (action) {
                    case Action.SET -> value;
                    case Action.ADD -> add(held, value);
                    case Action.ADD_REVERSED -> addReversed(held, value);
                    case Action.RETRACT -> retract(held, value);
                    default -> retract(value, value);
                };
            } catch (AggregateFailure failure) {
                throw failure.of(field, group);
            }
        }
        return held;
    }

    /** The value at a row that is not null. */
    protected abstract T read(FieldVector vector, int row);

    /** Stores a merged value. */
    protected abstract void write(FieldVector target, int slot, T value);

    /** The value held and that of a newer version; null is the value null. */
    protected abstract @Nullable T add(@Nullable T held, @Nullable T value);

    /** The value held and that of an older version. */
    protected @Nullable T addReversed(@Nullable T held, @Nullable T value) {
        return add(value, held);
    }

    /** The value held without that of a retracted version. */
    protected @Nullable T retract(@Nullable T held, @Nullable T value) {
        throw AggregateFailure.noRetraction();
    }
}
