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

import io.tablestore.predicate.PredicateSerializer;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.types.DataField;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A scan of one snapshot, planned once for statistics and partitions alike. */
final class SparkScan implements SupportsReportStatistics, Batch {

    private final String table;
    private final SparkTableSource source;
    private final Scan scan;
    private final StructType readSchema;
    private @Nullable ScanPlan plan;

    SparkScan(String table, SparkTableSource source, Scan scan, StructType readSchema) {
        this.table = table;
        this.source = source;
        this.scan = scan;
        this.readSchema = readSchema;
    }

    private synchronized ScanPlan plan() {
        if (plan == null) {
            plan = source.open().plan(scan);
        }
        return plan;
    }

    @Override
    public StructType readSchema() {
        return readSchema;
    }

    @Override
    public String description() {
        long id = scan.snapshot() instanceof SnapshotRef.Pinned pinned ? pinned.snapshotId() : 0;
        return table + " snapshot " + id + " where " + scan.predicate();
    }

    @Override
    public ColumnarSupportMode columnarSupportMode() {
        return ColumnarSupportMode.SUPPORTED;
    }

    @Override
    public Batch toBatch() {
        return this;
    }

    /** Rows and bytes of the files; the share of the wanted columns is taken as even. */
    @Override
    public Statistics estimateStatistics() {
        ScanPlan planned = plan();
        int all = Math.max(1, planned.schema().fields().size());
        long bytes =
                Math.max(1, planned.sizeInBytes() * Math.max(1, planned.fields().size()) / all);
        long rows = planned.metrics().storedRows();
        return new Statistics() {
            @Override
            public OptionalLong sizeInBytes() {
                return OptionalLong.of(bytes);
            }

            @Override
            public OptionalLong numRows() {
                return OptionalLong.of(rows);
            }
        };
    }

    @Override
    public InputPartition[] planInputPartitions() {
        ScanPlan planned = plan();
        planned.fields().forEach(SparkTypes::checkReadable);
        return planned.splits().stream()
                .map(split -> new SparkInputPartition(split.serialize()))
                .toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        List<String> columns = plan().fields().stream().map(DataField::name).toList();
        return new SparkReaderFactory(
                source, columns.toArray(String[]::new), PredicateSerializer.serialize(scan.predicate()), scan.limit());
    }
}
