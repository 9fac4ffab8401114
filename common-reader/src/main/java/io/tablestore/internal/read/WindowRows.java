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
package io.tablestore.internal.read;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.internal.merge.KeyBlock;
import io.tablestore.internal.merge.KeyMerger;
import io.tablestore.internal.merge.MergePlan;
import io.tablestore.internal.merge.column.VersionColumn;
import io.tablestore.types.DataField;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Reads columns of the stored rows that a window of a merge names: a range of rows of each run, or single rows if they are few. */
final class WindowRows {

    private final SectionRuns runs;
    private final KeyMerger merger;

    /** For each run, the rows that the plan names: the first, the end, and the individual rows if they are few. */
    private final int[] firstRows;

    private final int[] endRows;
    private final int[] usedRows;
    private final int[] @Nullable [] sparseRows;

    WindowRows(SectionRuns runs, KeyMerger merger) {
        this.runs = runs;
        this.merger = merger;
        this.firstRows = new int[runs.count()];
        this.endRows = new int[runs.count()];
        this.usedRows = new int[runs.count()];
        this.sparseRows = new int[runs.count()][];
    }

    /** Determines which rows of each run the plan names. */
    void locate(MergePlan plan) {
        Arrays.fill(usedRows, 0);
        for (int entry = 0; entry < plan.entryCount(); entry++) {
            int run = plan.run(entry);
            int row = plan.row(entry);
            if (usedRows[run]++ == 0) {
                firstRows[run] = row;
            }
            endRows[run] = row + 1;
        }
        Arrays.fill(sparseRows, null);
        boolean sparse = false;
        for (int run = 0; run < usedRows.length; run++) {
            if (usedRows[run] > 0 && usedRows[run] < (endRows[run] - firstRows[run]) / 2) {
                sparseRows[run] = new int[usedRows[run]];
                sparse = true;
            }
        }
        if (sparse) {
            listSparseRows(plan);
        }
    }

    private void listSparseRows(MergePlan plan) {
        int[] next = new int[usedRows.length];
        for (int entry = 0; entry < plan.entryCount(); entry++) {
            int run = plan.run(entry);
            int[] rows = sparseRows[run];
            if (rows != null) {
                rows[next[run]++] = plan.row(entry) - firstRows[run];
            }
        }
    }

    /**
     * The stored values of a column.
     *
     * @param plan the plan last {@linkplain #locate located}
     * @param opened receives what must be closed, also on failure
     */
    VersionColumn decode(MergePlan plan, DataField field, List<ArrowColumn> opened) {
        @Nullable FieldVector[] vectors = new FieldVector[runs.count()];
        int[] vectorStarts = new int[runs.count()];
        for (int run = 0; run < vectors.length; run++) {
            if (usedRows[run] == 0) {
                continue;
            }
            int count = endRows[run] - firstRows[run];
            int[] sparse = sparseRows[run];
            FileKeyRun.ValueRows rows =
                    runs.run(run).values(field, firstRows[run], count, sparse, sparse == null ? count : usedRows[run]);
            vectors[run] = rows.vector();
            vectorStarts[run] = rows.firstRow();
            if (rows.owned() != null) {
                opened.add(rows.owned());
            }
        }
        return new VersionColumn(plan, vectors, vectorStarts);
    }

    /** The row kind of each entry, or null if no file of the window has retractions. */
    byte @Nullable [] kinds(MergePlan plan) {
        long[] addresses = new long[runs.count()];
        boolean some = false;
        for (int run : merger.activeRuns()) {
            KeyBlock block = merger.block(run);
            if (block.mayRetract()) {
                addresses[run] = block.kinds().getDataBuffer().memoryAddress();
                some = true;
            }
        }
        if (!some) {
            return null;
        }
        byte[] kinds = new byte[plan.entryCount()];
        for (int entry = 0; entry < kinds.length; entry++) {
            long address = addresses[plan.run(entry)];
            kinds[entry] = address == 0 ? 0 : MemoryUtil.getByte(address + plan.row(entry));
        }
        return kinds;
    }
}
