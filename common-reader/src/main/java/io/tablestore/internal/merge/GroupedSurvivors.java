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
package io.tablestore.internal.merge;

import io.tablestore.types.RowKind;
import java.util.List;

/**
 * The key pass of the deduplicate engine for tables in which the level of a record counts as well as its sequence. If compaction
 * looks up older versions, then of the levels above 0 only the record of a key at the lowest level takes part.
 */
public final class GroupedSurvivors {

    private GroupedSurvivors() {}

    /** For each run, the rows that survive. */
    public static List<RowBits> merge(List<? extends KeyRun> runs, MergeRules rules) {
        KeyMerger merger = new KeyMerger(runs, rules);
        for (MergePlan plan = merger.next(); plan != null; plan = merger.next()) {
            for (int run : merger.activeRuns()) {
                RunCursor cursor = merger.cursor(run);
                cursor.bits.clear(cursor.blockStart + cursor.row(cursor.position), endOfWindow(merger, run));
            }
            for (int group = 0; group < plan.groupCount(); group++) {
                int winner = plan.end(group) - 1;
                RunCursor cursor = merger.cursor(plan.run(winner));
                int row = plan.row(winner);
                KeyBlock block = cursor.current();
                if (!block.mayRetract()
                        || !RowKind.isRetract(block.kinds().getDataBuffer().getByte(row))) {
                    cursor.bits.set(cursor.blockStart + row);
                }
            }
        }
        return merger.bits();
    }

    private static long endOfWindow(KeyMerger merger, int run) {
        RunCursor cursor = merger.cursor(run);
        return cursor.blockStart + cursor.row(merger.endOf(run) - 1) + 1;
    }
}
