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
package io.tablestore.spark;

import io.tablestore.scan.PlanMetrics;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanSummary;
import io.tablestore.scan.Split;
import io.tablestore.scan.SummarizedPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * A scan cut into what tasks read. Splits are kept as the bytes that are shipped, and not a second time.
 *
 * @param keys different partition keys among {@code partitions}
 * @param summary what the metadata says of the rows
 */
record PlannedScan(List<SparkInputPartition> partitions, int keys, PlanMetrics metrics, ScanSummary summary) {

    /**
     * @param partitioning gives each split its key
     * @param offset rows that are not returned, of splits whose rows can be counted
     */
    static PlannedScan of(ScannedTable table, Scan scan, BucketPartitioning partitioning, long offset) {
        List<SparkInputPartition> partitions = new ArrayList<>();
        Set<InternalRow> keys = new HashSet<>();
        long[] left = {offset};
        SummarizedPlan planned = table.opened().planAndSummarize(scan, splits -> {
            for (Split split : splits) {
                long rows = left[0] > 0 && split.returnsStoredRows() ? split.storedRows() : 0;
                long skipped = Math.min(rows, left[0]);
                left[0] -= skipped;
                if (rows == 0 || skipped < rows) {
                    InternalRow key = partitioning.key(split);
                    keys.add(key);
                    partitions.add(new SparkInputPartition(split.serialize(), skipped, key));
                }
            }
        });
        return new PlannedScan(partitions, keys.size(), planned.plan().metrics(), planned.summary());
    }

    /** Whether so many rows can be skipped by counting alone, whatever is left of them. */
    static boolean canSkip(ScannedTable table, Scan scan, long offset) {
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
