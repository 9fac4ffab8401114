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

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges runs in key order, with all versions of each key from oldest to newest, window by window. Used where groups are needed:
 * by engines that combine versions, and for ordered output.
 *
 * <p>The runs of a window are merged pairwise, the short ones first, over arrays of key prefixes and positions.
 */
public final class KeyMerger {

    private final RowOrder order;
    private final VersionOrder versions;
    private final KeyWindows windows;
    private final boolean lowestLevelOnly;
    private final boolean wholePrefixes;
    private final MergePlan plan = new MergePlan();
    private final int[] levels;

    private long[] keys = new long[0];
    private long[] refs = new long[0];
    private long[] mergedKeys = new long[0];
    private long[] mergedRefs = new long[0];

    /** @param runs read from their start; the caller closes them */
    public KeyMerger(List<? extends KeyRun> runs, MergeRules rules) {
        this.order = rules.keys();
        this.versions = rules.versions();
        this.windows = new KeyWindows(runs, rules);
        this.lowestLevelOnly = rules.levels() == MergeRules.Levels.LOWEST_ABOVE_ZERO;
        this.wholePrefixes = order.prefixIsWhole();
        this.levels = new int[runs.size()];
    }

    /**
     * The next window, with at least one group, or null at the end. The window and the blocks it points into are valid until the
     * next call.
     */
    public @Nullable MergePlan next() {
        if (!windows.next()) {
            return null;
        }
        int count = layOut();
        plan.reset(refs, 0, count);
        for (int i = 0; i < count; i++) {
            if (i == 0 || keys[i - 1] != keys[i] || !wholePrefixes && compareKeys(refs[i - 1], refs[i]) != 0) {
                plan.startGroup(i);
            }
        }
        plan.finish(count);
        if (lowestLevelOnly) {
            for (int run : windows.active) {
                levels[run] = block(run).level();
            }
            plan.keepLowestLevel(levels);
        }
        return plan;
    }

    /** The block of a run that the window points into. */
    public KeyBlock block(int run) {
        return windows.cursors.get(run).current();
    }

    /** The runs that have rows in the window. */
    public List<Integer> activeRuns() {
        return windows.active;
    }

    RunCursor cursor(int run) {
        return windows.cursors.get(run);
    }

    /** End of a run's entries in the window, exclusive. */
    int endOf(int run) {
        return windows.ends[run];
    }

    /** For each run, the rows that take part: not deleted, not out of bounds, not ignored. */
    List<RowBits> bits() {
        return windows.cursors.stream().map(cursor -> cursor.bits).toList();
    }

    /** Writes all entries of the window to {@link #keys} and {@link #refs}, in order. */
    private int layOut() {
        List<Integer> active = windows.active;
        active.sort((a, b) -> Integer.compare(size(a), size(b)));
        int count = 0;
        for (int run : active) {
            count += size(run);
        }
        if (keys.length < count) {
            keys = new long[count * 2];
            refs = new long[count * 2];
            mergedKeys = new long[count * 2];
            mergedRefs = new long[count * 2];
        }
        int[] bounds = new int[active.size() + 1];
        int at = 0;
        for (int i = 0; i < active.size(); i++) {
            int run = active.get(i);
            RunCursor cursor = cursor(run);
            int size = size(run);
            System.arraycopy(cursor.prefixes, cursor.position, keys, at, size);
            for (int entry = 0; entry < size; entry++) {
                refs[at + entry] = MergePlan.ref(run, cursor.row(cursor.position + entry));
            }
            at += size;
            bounds[i + 1] = at;
        }
        for (int runs = active.size(); runs > 1; runs = (runs + 1) / 2) {
            mergePairs(bounds, runs);
        }
        return count;
    }

    private int size(int run) {
        return windows.ends[run] - cursor(run).position;
    }

    private void mergePairs(int[] bounds, int runs) {
        for (int i = 0; i < runs; i += 2) {
            int start = bounds[i];
            int middle = bounds[i + 1];
            int end = i + 2 <= runs ? bounds[i + 2] : middle;
            merge(start, middle, end);
            bounds[i / 2] = start;
            bounds[i / 2 + 1] = end;
        }
        long[] swap = keys;
        keys = mergedKeys;
        mergedKeys = swap;
        swap = refs;
        refs = mergedRefs;
        mergedRefs = swap;
    }

    private void merge(int start, int middle, int end) {
        int i = start;
        int j = middle;
        int out = start;
        while (i < middle && j < end) {
            long a = keys[i];
            long b = keys[j];
            boolean first = a < b || a == b && compare(refs[i], refs[j]) <= 0;
            if (first) {
                mergedKeys[out] = a;
                mergedRefs[out++] = refs[i++];
            } else {
                mergedKeys[out] = b;
                mergedRefs[out++] = refs[j++];
            }
        }
        System.arraycopy(keys, i, mergedKeys, out, middle - i);
        System.arraycopy(refs, i, mergedRefs, out, middle - i);
        out += middle - i;
        System.arraycopy(keys, j, mergedKeys, out, end - j);
        System.arraycopy(refs, j, mergedRefs, out, end - j);
    }

    /** Compares entries with equal prefixes: by the rest of the key, then by version. */
    private int compare(long left, long right) {
        int byKey = wholePrefixes ? 0 : compareKeys(left, right);
        return byKey != 0
                ? byKey
                : versions.compare(block((int) (left >>> 32)), (int) left, block((int) (right >>> 32)), (int) right);
    }

    private int compareKeys(long left, long right) {
        return order.compare(
                block((int) (left >>> 32)).keys(),
                (int) left,
                block((int) (right >>> 32)).keys(),
                (int) right);
    }
}
