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
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.merge.MergePlan;
import io.tablestore.types.DataField;
import org.jspecify.annotations.Nullable;

/**
 * A merge whose result is the value of one of the versions, so that only positions are computed. An entry represents its value;
 * {@link #NULL} represents null.
 */
public abstract class PickMerge implements ColumnMerge {

    protected static final int NULL = -1;

    private final DataField field;
    private int[] picks = new int[0];

    protected PickMerge(DataField field) {
        this.field = field;
    }

    @Override
    public final ArrowColumn merge(MergePlan plan, byte @Nullable [] actions, VersionColumn versions, BufferPool pool) {
        int groups = plan.groupCount();
        if (picks.length < groups) {
            picks = new int[groups];
        }
        if (actions == null) {
            addAll(plan, versions, picks);
        } else {
            for (int group = 0; group < groups; group++) {
                try {
                    picks[group] = pick(plan, group, actions, versions);
                } catch (AggregateFailure failure) {
                    throw failure.of(field, group);
                }
            }
        }
        return Gather.of(field, versions, picks, groups, pool);
    }

    /** Adds every version. */
    protected void addAll(MergePlan plan, VersionColumn versions, int[] target) {
        for (int group = 0; group < plan.groupCount(); group++) {
            target[group] = pick(plan, group, null, versions);
        }
    }

    private int pick(MergePlan plan, int group, byte @Nullable [] actions, VersionColumn versions) {
        if (plan.isSingle(group)) {
            return plan.start(group);
        }
        startGroup();
        int held = NULL;
        for (int entry = plan.start(group); entry < plan.end(group); entry++) {
            byte action = actions == null ? Action.ADD : actions[entry];
            if (action == Action.SKIP) {
                continue;
            }
            int value = versions.isNull(entry) ? NULL : entry;
            held = switch (action) {
                case Action.SET -> value;
                case Action.ADD -> add(held, value, versions);
                case Action.ADD_REVERSED -> add(value, held, versions);
                case Action.RETRACT -> retract(held, value);
                default -> retract(value, value);
            };
        }
        return held;
    }

    /** Discards the state of the previous group. */
    protected void startGroup() {}

    /** The entry held after a newer version, {@code value}, is added. */
    protected abstract int add(int held, int value, VersionColumn versions);

    /** The entry held after a version is retracted. */
    protected int retract(int held, int value) {
        throw AggregateFailure.noRetraction();
    }
}
