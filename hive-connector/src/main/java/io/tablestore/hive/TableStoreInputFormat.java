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

import io.tablestore.catalog.Table;
import io.tablestore.format.TableSchema;
import io.tablestore.predicate.Predicate;
import io.tablestore.read.SplitReader;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.scan.SystemTable;
import io.tablestore.scan.SystemTables;
import io.tablestore.types.DataField;
import io.tablestore.vector.ArrowMemory;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.ql.exec.Utilities;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedInputFormatInterface;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedSupport;
import org.apache.hadoop.hive.ql.io.CombineHiveInputFormat;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.mapred.InputFormat;
import org.apache.hadoop.mapred.InputSplit;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.RecordReader;
import org.apache.hadoop.mapred.Reporter;

/** Plans a table once for all of its partitions, and opens splits: as vectorized batches where Hive asks for them, else as rows. */
public class TableStoreInputFormat
        implements InputFormat<NullWritable, Writable>,
                VectorizedInputFormatInterface,
                CombineHiveInputFormat.AvoidSplitCombination {

    @Override
    public InputSplit[] getSplits(JobConf job, int hint) {
        ScannedTable scanned = ScannedTable.ofJob(job);
        Path path = new Path(scanned.home());
        if (!scanned.systemTable().isEmpty()) {
            return new InputSplit[] {HiveSplit.ofSystemTable(path)};
        }
        Table table = scanned.open(job);
        TableSchema schema = scanned.schema(table);
        ScanPlan plan = table.plan(scan(scanned, schema, job));
        plan.fields().forEach(HiveTypes::checkReadable);
        return plan.splits().stream().map(split -> HiveSplit.of(path, split)).toArray(InputSplit[]::new);
    }

    private static Scan scan(ScannedTable scanned, TableSchema schema, Configuration job) {
        List<String> columns = WantedColumns.of(job, schema.fields()).names();
        return Scan.ALL.at(scanned.snapshot()).select(columns).where(HivePredicates.ofJob(job, schema.fields()));
    }

    /** Batches and rows are values of one kind to Hive, which looks at the job to know which. */
    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public RecordReader<NullWritable, Writable> getRecordReader(InputSplit inputSplit, JobConf job, Reporter reporter) {
        ScannedTable scanned = ScannedTable.ofJob(job);
        HiveSplit split = (HiveSplit) inputSplit;
        boolean vectorized = HiveConf.getBoolVar(job, HiveConf.ConfVars.HIVE_VECTORIZATION_ENABLED)
                && Utilities.getIsVectorized(job);
        Table table = scanned.open(job);
        if (!scanned.systemTable().isEmpty()) {
            SystemTable rows = SystemTables.named(scanned.systemTable()).of(table.files());
            SystemTableReader reader = new SystemTableReader(rows);
            return vectorized ? (RecordReader) new SystemTableReader.Vectorized(reader, job) : (RecordReader) reader;
        }
        List<DataField> columns = scanned.schema(table).fields();
        WantedColumns wanted = WantedColumns.of(job, columns);
        Predicate predicate = HivePredicates.ofJob(job, columns);
        BufferAllocator allocator = ArrowMemory.newRoot(Long.MAX_VALUE);
        try {
            SplitReader reader = table.open(split.split(), wanted.names(), predicate, allocator);
            Batches batches = new Batches(reader, allocator, columns, wanted);
            return vectorized
                    ? (RecordReader) new VectorizedReader(batches, job)
                    : (RecordReader) new RowReader(batches, HiveTypes.zone(job));
        } catch (RuntimeException failed) {
            allocator.close();
            throw failed;
        }
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
