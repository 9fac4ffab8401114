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

import java.util.ArrayList;
import java.util.List;

/**
 * Iterates over several runs in windows of keys. A window holds the entries of each run up to the smallest last key among the
 * loaded blocks. Therefore every version of a key is in one window, and memory holds one block per run.
 */
final class KeyWindows {

    final List<RunCursor> cursors = new ArrayList<>();
    private final RowOrder order;

    /** Runs that have entries in the window. {@link #ends} has the end of each run's entries. */
    final List<Integer> active = new ArrayList<>();

    final int[] ends;

    KeyWindows(List<? extends KeyRun> runs, MergeRules rules) {
        this.order = rules.keys();
        for (KeyRun run : runs) {
            cursors.add(new RunCursor(run, rules));
        }
        ends = new int[cursors.size()];
    }

    /** Moves past the current window and prepares the next; false when all runs have ended. */
    boolean next() {
        for (int run : active) {
            cursors.get(run).position = ends[run];
        }
        active.clear();
        RunCursor smallest = null;
        for (int run = 0; run < cursors.size(); run++) {
            RunCursor cursor = cursors.get(run);
            if (cursor.fill()) {
                active.add(run);
                if (smallest == null || compareLast(cursor, smallest) < 0) {
                    smallest = cursor;
                }
            }
        }
        if (smallest == null) {
            return false;
        }
        long prefix = smallest.prefixes[smallest.count - 1];
        int lastRow = smallest.row(smallest.count - 1);
        KeyBlock lastBlock = smallest.current();
        int kept = 0;
        for (int run : active) {
            ends[run] = cursors.get(run).endOf(prefix, lastBlock, lastRow);
            if (ends[run] > cursors.get(run).position) {
                active.set(kept++, run);
            }
        }
        active.subList(kept, active.size()).clear();
        return true;
    }

    private int compareLast(RunCursor left, RunCursor right) {
        long a = left.prefixes[left.count - 1];
        long b = right.prefixes[right.count - 1];
        if (a != b || order.prefixIsWhole()) {
            return Long.compare(a, b);
        }
        return order.compare(
                left.current().keys(), left.row(left.count - 1), right.current().keys(), right.row(right.count - 1));
    }

    /** True if only one run has remaining entries. */
    boolean onlyOneRunIsLeft() {
        int open = 0;
        for (RunCursor cursor : cursors) {
            open += cursor.block == null ? 0 : 1;
        }
        return open == 1;
    }
}
