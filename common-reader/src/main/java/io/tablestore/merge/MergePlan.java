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

import java.util.Arrays;

/**
 * The merged order of several sorted runs, as positions. Entry {@code i} names one input row by {@code run(i)} and {@code row(i)}; the
 * entries of group {@code g}, oldest version first, are {@code start(g) .. end(g) - 1} and share one primary key.
 */
public final class MergePlan {

    private int[] runs = new int[1024];
    private int[] rows = new int[1024];
    private int[] starts = new int[1024];
    private int entryCount;
    private int groupCount;

    public int groupCount() {
        return groupCount;
    }

    public int start(int group) {
        return starts[group];
    }

    public int end(int group) {
        return group + 1 < groupCount ? starts[group + 1] : entryCount;
    }

    public int run(int entry) {
        return runs[entry];
    }

    /** Row in the run's block at hand. */
    public int row(int entry) {
        return rows[entry];
    }

    void clear() {
        entryCount = 0;
        groupCount = 0;
    }

    void startGroup() {
        if (groupCount == starts.length) {
            starts = Arrays.copyOf(starts, groupCount * 2);
        }
        starts[groupCount++] = entryCount;
    }

    void add(int run, int row) {
        if (entryCount == runs.length) {
            runs = Arrays.copyOf(runs, entryCount * 2);
            rows = Arrays.copyOf(rows, entryCount * 2);
        }
        runs[entryCount] = run;
        rows[entryCount++] = row;
    }
}
