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

/** Merges the versions of one column, window by window. */
public interface ColumnMerge {

    /**
     * One value for each group of the plan. If the key has a single version, its value is taken as stored.
     *
     * @param actions what each entry does to the column; null if every entry is added
     * @return owned by the caller
     */
    ArrowColumn merge(MergePlan plan, byte @Nullable [] actions, VersionColumn versions, BufferPool pool);
}
