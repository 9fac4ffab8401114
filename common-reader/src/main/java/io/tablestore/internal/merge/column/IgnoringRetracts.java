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
import org.jspecify.annotations.Nullable;

/** {@code fields.<column>.ignore-retract}: retractions have no effect. */
public final class IgnoringRetracts implements ColumnMerge {

    private final ColumnMerge merge;

    public IgnoringRetracts(ColumnMerge merge) {
        this.merge = merge;
    }

    @Override
    public ArrowColumn merge(MergePlan plan, byte @Nullable [] actions, VersionColumn versions, BufferPool pool) {
        if (actions == null) {
            return merge.merge(plan, null, versions, pool);
        }
        byte[] kept = actions.clone();
        for (int entry = 0; entry < plan.entryCount(); entry++) {
            if (kept[entry] == Action.RETRACT) {
                kept[entry] = Action.SKIP;
            } else if (kept[entry] == Action.SET_AND_RETRACT) {
                kept[entry] = Action.SET;
            }
        }
        return merge.merge(plan, kept, versions, pool);
    }
}
