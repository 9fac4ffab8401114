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
package io.tablestore.merge;

import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Merges runs in key order, all versions of each key from oldest to newest, window by window. For whoever needs groups:
 * engines that combine versions, and output that must be ordered.
 */
public final class KeyMerger {

    private final RowOrder order;
    private final VersionOrder versions;
    private final KeyWindows windows;
    private final MergePlan plan = new MergePlan();

    /** @param ignoreRetracts whether retractions count as if they had never been written */
    public KeyMerger(
            List<? extends KeyRun> runs,
            RowOrder order,
            VersionOrder versions,
            KeyBounds bounds,
            boolean ignoreRetracts) {
        this.order = order;
        this.versions = versions;
        this.windows = new KeyWindows(runs, order, bounds, ignoreRetracts);
    }

    /** The next window, or null at the end. Valid until the next call, as are the blocks it points into. */
    public @Nullable MergePlan next() {
        if (!windows.next()) {
            return null;
        }
        plan.clear();
        PriorityQueue<Head> heads = new PriorityQueue<>(Math.max(1, windows.active.size()));
        for (int run : windows.active) {
            RunCursor cursor = windows.cursors.get(run);
            heads.add(new Head(run, cursor, cursor.position, windows.ends[run]));
        }
        KeyBlock lastBlock = null;
        int lastRow = 0;
        for (Head head = heads.poll(); head != null; head = heads.poll()) {
            int row = head.cursor.row(head.entry);
            KeyBlock block = head.cursor.current();
            if (lastBlock == null || order.compare(lastBlock.keys(), lastRow, block.keys(), row) != 0) {
                plan.startGroup();
            }
            plan.add(head.run, row);
            lastBlock = block;
            lastRow = row;
            head.entry++;
            if (head.entry < head.end) {
                heads.add(head);
            }
        }
        return plan;
    }

    /** The block of a run that the window points into. */
    public KeyBlock block(int run) {
        return windows.cursors.get(run).current();
    }

    /** Ordinal, in the run, of the first row of its block. */
    public long blockStart(int run) {
        return windows.cursors.get(run).blockStart;
    }

    private final class Head implements Comparable<Head> {
        final int run;
        final RunCursor cursor;
        final int end;
        int entry;

        Head(int run, RunCursor cursor, int entry, int end) {
            this.run = run;
            this.cursor = cursor;
            this.entry = entry;
            this.end = end;
        }

        @Override
        public int compareTo(Head other) {
            int byPrefix = Long.compare(cursor.prefixes[entry], other.cursor.prefixes[other.entry]);
            if (byPrefix != 0) {
                return byPrefix;
            }
            int row = cursor.row(entry);
            int otherRow = other.cursor.row(other.entry);
            int byKey = order.prefixIsWhole()
                    ? 0
                    : order.compare(
                            cursor.current().keys(), row, other.cursor.current().keys(), otherRow);
            return byKey != 0 ? byKey : versions.compare(cursor.current(), row, other.cursor.current(), otherRow);
        }
    }
}
