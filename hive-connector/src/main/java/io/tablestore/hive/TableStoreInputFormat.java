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
package io.tablestore.hive;

import io.tablestore.catalog.SystemTable;
import io.tablestore.catalog.SystemTableName;
import io.tablestore.catalog.Table;
import io.tablestore.error.TableStoreException;
import io.tablestore.hive.read.HiveBatches;
import io.tablestore.hive.read.HiveSplit;
import io.tablestore.hive.read.HiveSystemTable;
import io.tablestore.hive.read.RowReader;
import io.tablestore.hive.read.VectorizedReader;
import io.tablestore.hive.table.HiveScan;
import io.tablestore.hive.table.HiveTableState;
import io.tablestore.hive.types.HiveColumns;
import io.tablestore.hive.types.HivePredicates;
import io.tablestore.hive.types.HiveTypes;
import io.tablestore.predicate.Predicate;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.types.DataField;
import java.io.FileNotFoundException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.ql.exec.Utilities;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedInputFormatInterface;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedSupport;
import org.apache.hadoop.hive.ql.io.CombineHiveInputFormat;
import org.apache.hadoop.hive.ql.io.IOContextMap;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.mapred.InputFormat;
import org.apache.hadoop.mapred.InputSplit;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.RecordReader;
import org.apache.hadoop.mapred.Reporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans the splits of a table, once for all of its partitions, and opens them. Readers return vectorized batches if
 * Hive requests them, otherwise rows.
 */
public class TableStoreInputFormat
        implements InputFormat<NullWritable, Writable>,
                VectorizedInputFormatInterface,
                CombineHiveInputFormat.AvoidSplitCombination {

    private static final Logger LOG = LoggerFactory.getLogger(TableStoreInputFormat.class);

    /**
     * Drops a {@code FileNotFoundException} at the root of a failure, which is only logged: Hive's fetch task would
     * take the failed plan for an empty table.
     */
    @Override
    public InputSplit[] getSplits(JobConf job, int hint) {
        try {
            return splits(job);
        } catch (TableStoreException failed) {
            if (isForAMissingFile(failed)) {
                LOG.warn("A file is missing", failed);
                throw new TableStoreException(String.valueOf(failed.getMessage()));
            }
            throw failed;
        }
    }

    private static boolean isForAMissingFile(Throwable failed) {
        Throwable root = failed;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof FileNotFoundException;
    }

    private static InputSplit[] splits(JobConf job) {
        HiveTableState scanned = HiveTableState.ofJob(job);
        Path path = new Path(scanned.home());
        long start = System.nanoTime();
        HiveScan asked = HiveScan.of(job, scanned.home());
        SnapshotRef other = asked.snapshot();
        HiveTableState wanted = other == null ? scanned : scanned.at(job, other);
        if (!scanned.systemTable().isEmpty()) {
            return new InputSplit[] {HiveSplit.ofSystemTable(path)};
        }
        Table table = wanted.open(job);
        List<DataField> columns = wanted.schema(table).fields();
        Scan scan = Scan.ALL
                .at(wanted.snapshot())
                .select(HiveColumns.of(job, columns).names())
                .where(HivePredicates.ofJob(job, asked.filter(), columns));
        ScanPlan plan = table.plan(scan);
        plan.fields().forEach(HiveTypes::checkReadable);
        LOG.info(
                "Planned {} splits of snapshot {} of {} in {} ms, where {}",
                plan.splits().size(),
                wanted.snapshot().snapshotId(),
                scanned.location(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                scan.predicate());
        return plan.splits().stream().map(split -> HiveSplit.of(path, split)).toArray(InputSplit[]::new);
    }

    /** Returns a reader of batches or of rows. Hive's interface does not distinguish them; Hive finds out from the job. */
    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public RecordReader<NullWritable, Writable> getRecordReader(InputSplit inputSplit, JobConf job, Reporter reporter) {
        HiveTableState scanned = HiveTableState.ofJob(job);
        HiveSplit split = (HiveSplit) inputSplit;
        forgetFailures(job);
        boolean vectorized = HiveConf.getBoolVar(job, HiveConf.ConfVars.HIVE_VECTORIZATION_ENABLED)
                && Utilities.getIsVectorized(job);
        Table table = scanned.open(job);
        if (!scanned.systemTable().isEmpty()) {
            SystemTable rows = table.systemTable(SystemTableName.parse(scanned.systemTable()));
            HiveSystemTable reader = new HiveSystemTable(rows, HiveTypes.zone(job));
            return vectorized ? (RecordReader) new HiveSystemTable.Vectorized(reader, job) : (RecordReader) reader;
        }
        List<DataField> columns = scanned.schema(table).fields();
        HiveColumns wanted = HiveColumns.of(job, columns);
        HiveBatches batches = new HiveBatches(
                memory -> {
                    Predicate predicate = HivePredicates.ofJob(
                            job, HiveScan.of(job, scanned.home()).filter(), columns);
                    LOG.debug("Reading columns {} of {}, where {}", wanted.names(), scanned.location(), predicate);
                    return table.open(split.split(), wanted.names(), predicate, memory);
                },
                columns,
                wanted);
        return vectorized
                ? (RecordReader) new VectorizedReader(batches, job)
                : (RecordReader) new RowReader(batches, HiveTypes.zone(job));
    }

    /**
     * Resets Hive's static record of read failures, which Hive never resets. Otherwise the next tasks of the JVM
     * discard their output and succeed; these are of other queries if Tez runs in HiveServer2.
     */
    private static void forgetFailures(JobConf job) {
        IOContextMap.get(job).setIOExceptions(false);
    }

    @Override
    public boolean shouldSkipCombine(Path path, Configuration conf) {
        return true;
    }

    @Override
    public VectorizedSupport.Support[] getSupportedFeatures() {
        return new VectorizedSupport.Support[] {VectorizedSupport.Support.DECIMAL_64};
    }
}
