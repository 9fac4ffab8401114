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
package io.tablestore.spark.read;

import io.tablestore.options.OptionSet;
import io.tablestore.options.ReadOptions;
import io.tablestore.scan.PlanMetrics;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanSummary;
import io.tablestore.scan.Split;
import io.tablestore.scan.SummarizedPlan;
import io.tablestore.spark.table.SparkTableState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The splits of a scan. They are kept only in the serialized form that is sent to executors.
 *
 * @param keys number of different keys among {@code splits}
 * @param options of the table: the target size of a task, and the cost of opening a file
 * @param summary statistics of the rows from metadata
 */
record SparkSplits(List<PlannedSplit> splits, int keys, OptionSet options, PlanMetrics metrics, ScanSummary summary) {

    private static final int TASKS_OF_A_CORE = 4;

    /**
     * @param partitioning determines the key of each split
     * @param offset number of rows to skip, in splits whose rows can be counted
     */
    static SparkSplits of(SparkTableState table, Scan scan, SparkPartitioning partitioning, long offset) {
        List<PlannedSplit> kept = new ArrayList<>();
        Set<InternalRow> keys = new HashSet<>();
        long[] left = {offset};
        OptionSet options = table.schema().optionSet();
        long openFileCost = options.get(ReadOptions.SPLIT_OPEN_FILE_COST);
        SummarizedPlan planned = table.opened().planAndSummarize(scan, splits -> {
            for (Split split : splits) {
                long rows = left[0] > 0 && split.returnsStoredRows() ? split.storedRows() : 0;
                long skipped = Math.min(rows, left[0]);
                left[0] -= skipped;
                if (rows == 0 || skipped < rows) {
                    InternalRow key = partitioning.key(split);
                    keys.add(key);
                    kept.add(new PlannedSplit(
                            split.serialize(), split.sizeInBytes() + openFileCost * split.fileCount(), skipped, key));
                }
            }
        });
        return new SparkSplits(kept, keys.size(), options, planned.plan().metrics(), planned.summary());
    }

    /** One task for each split, with its key. */
    List<KeyedInputPartition> byKey() {
        return splits.stream()
                .map(split -> new KeyedInputPartition(
                        new SparkInputPartition(new byte[][] {split.bytes()}, split.skipped()), split.key()))
                .toList();
    }

    /**
     * Groups adjacent splits into tasks, so that a table of many small buckets has fewer tasks than splits. Each core
     * gets several tasks: merging takes longer than reading, so tasks of equal bytes do not end at the same time.
     *
     * @param atOnce number of tasks that can run at a time
     */
    List<SparkInputPartition> together(int atOnce) {
        long total = splits.stream().mapToLong(PlannedSplit::weight).sum();
        long most = Math.max(1, options.get(ReadOptions.SPLIT_TARGET_SIZE));
        double share = (double) total / (TASKS_OF_A_CORE * atOnce);
        List<SparkInputPartition> tasks = new ArrayList<>();
        int first = 0;
        long openShare = 0;
        long openWeight = 0;
        long before = 0;
        for (int i = 0; i < splits.size(); i++) {
            PlannedSplit split = splits.get(i);
            long itsShare = (long) ((before + split.weight() / 2.0) / share);
            before += split.weight();
            if (i > first && (itsShare > openShare || openWeight + split.weight() > most || split.skipped() > 0)) {
                tasks.add(task(first, i));
                first = i;
                openWeight = 0;
            }
            if (i == first) {
                openShare = itsShare;
            }
            openWeight += split.weight();
        }
        if (first < splits.size()) {
            tasks.add(task(first, splits.size()));
        }
        return tasks;
    }

    private SparkInputPartition task(int first, int end) {
        return new SparkInputPartition(
                splits.subList(first, end).stream().map(PlannedSplit::bytes).toArray(byte[][]::new),
                splits.get(first).skipped());
    }

    /** Whether {@code offset} rows, or all rows if there are fewer, can be skipped by counting alone. */
    static boolean canSkip(SparkTableState table, Scan scan, long offset) {
        long[] left = {offset};
        boolean[] all = {true};
        table.opened()
                .plan(
                        scan,
                        splits -> splits.forEach(split -> {
                            if (split.returnsStoredRows()) {
                                left[0] -= split.storedRows();
                            } else {
                                all[0] = false;
                            }
                        }));
        return left[0] <= 0 || all[0];
    }
}
