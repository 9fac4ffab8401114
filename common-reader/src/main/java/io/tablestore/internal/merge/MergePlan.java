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

/**
 * The merged order of several sorted runs, as positions. Entry {@code i} names one input row by {@code run(i)} and {@code row(i)}; the
 * entries of group {@code g}, oldest version first, are {@code start(g) .. end(g) - 1} and share one primary key.
 */
public final class MergePlan {

    private long[] refs = new long[1024];
    private int[] starts = new int[1025];
    private boolean[] single = new boolean[1024];
    private int groupCount;

    public int groupCount() {
        return groupCount;
    }

    public int entryCount() {
        return starts[groupCount];
    }

    public int start(int group) {
        return starts[group];
    }

    public int end(int group) {
        return starts[group + 1];
    }

    public int run(int entry) {
        return (int) (refs[entry] >>> 32);
    }

    /** Row in the run's current block. */
    public int row(int entry) {
        return (int) refs[entry];
    }

    /**
     * Whether only one version of the key was stored, so that the row is returned as stored (format reference, 7.1). Not true of
     * a group that {@link #keepLowestLevel} reduced to one entry.
     */
    public boolean isSingle(int group) {
        return single[group];
    }

    /** An entry: a run and a row of its current block. */
    public static long ref(int run, int row) {
        return (long) run << 32 | row;
    }

    /** Takes over entries in merged order. Calls to {@link #startGroup} and then {@link #finish} must follow. */
    public void reset(long[] entries, int start, int entryCount) {
        if (refs.length < entryCount) {
            refs = new long[Math.max(entryCount, refs.length * 2)];
        }
        if (starts.length <= entryCount) {
            starts = new int[refs.length + 1];
            single = new boolean[refs.length];
        }
        System.arraycopy(entries, start, refs, 0, entryCount);
        groupCount = 0;
    }

    /** Starts a group at an entry. */
    public void startGroup(int entry) {
        starts[groupCount++] = entry;
    }

    /** Ends the last group. */
    public void finish(int entryCount) {
        starts[groupCount] = entryCount;
        for (int group = 0; group < groupCount; group++) {
            single[group] = starts[group + 1] - starts[group] == 1;
        }
    }

    /**
     * Keeps, of the entries of a key, those of level 0 and those of the lowest level above it (format reference, 7.5).
     *
     * @param levelOfRun the level of each run's current rows
     */
    void keepLowestLevel(int[] levelOfRun) {
        int kept = 0;
        int start = 0;
        for (int group = 0; group < groupCount; group++) {
            int end = starts[group + 1];
            int lowest = Integer.MAX_VALUE;
            for (int entry = start; entry < end; entry++) {
                int level = levelOfRun[run(entry)];
                if (level > 0) {
                    lowest = Math.min(lowest, level);
                }
            }
            int first = kept;
            for (int entry = start; entry < end; entry++) {
                if (levelOfRun[run(entry)] <= lowest) {
                    refs[kept++] = refs[entry];
                }
            }
            starts[group] = first;
            start = end;
        }
        starts[groupCount] = kept;
    }

    /**
     * Keeps only these groups.
     *
     * @param groups their numbers, ascending
     * @param count only the first {@code count} entries of {@code groups} are valid
     * @param alongside arrays with one element per entry, from which the same entries are removed
     */
    public void keepGroups(int[] groups, int count, List<byte[]> alongside) {
        if (count == groupCount) {
            return;
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int group = groups[i];
            int start = starts[group];
            int length = starts[group + 1] - start;
            System.arraycopy(refs, start, refs, kept, length);
            for (byte[] attribute : alongside) {
                System.arraycopy(attribute, start, attribute, kept, length);
            }
            starts[i] = kept;
            single[i] = single[group];
            kept += length;
        }
        starts[count] = kept;
        groupCount = count;
    }
}
