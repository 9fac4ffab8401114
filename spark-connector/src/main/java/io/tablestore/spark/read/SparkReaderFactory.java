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

import io.tablestore.TableStore;
import io.tablestore.catalog.Table;
import io.tablestore.predicate.PredicateSerializer;
import io.tablestore.read.SplitReaders;
import io.tablestore.scan.Split;
import io.tablestore.schema.PartitionPath;
import io.tablestore.schema.TableSchema;
import io.tablestore.spark.table.SparkCaches;
import io.tablestore.spark.table.SparkLocation;
import io.tablestore.spark.table.SparkTableState;
import io.tablestore.spark.types.SparkColumns;
import java.io.Serial;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Opens splits on executors. Spark sends one instance to each executor. */
final class SparkReaderFactory implements PartitionReaderFactory {

    @Serial
    private static final long serialVersionUID = 1L;

    private final SparkLocation source;
    private final String branch;
    private final byte[] metadata;
    private final String[] columns;

    private final int[] channels;

    private final byte[] predicate;
    private final long limit;

    /** @param limit number of rows after which a task may stop */
    SparkReaderFactory(SparkTableState table, SparkColumns columns, byte[] predicate, long limit) {
        this.source = table.source();
        this.branch = table.branch();
        this.metadata = table.opened().metadata();
        this.columns = columns.names().toArray(String[]::new);
        this.channels = columns.channels().stream().mapToInt(Integer::intValue).toArray();
        this.predicate = predicate;
        this.limit = limit;
    }

    @Override
    public boolean supportColumnarReads(InputPartition partition) {
        return true;
    }

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
        throw new UnsupportedOperationException("this scan is columnar");
    }

    @Override
    public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
        SparkInputPartition wanted =
                partition instanceof KeyedInputPartition keyed ? keyed.read() : (SparkInputPartition) partition;
        Table table = source.open(branch, SparkCaches.ofReading()).withMetadata(metadata);
        List<Split> splits =
                Arrays.stream(wanted.splits()).map(TableStore::deserializeSplit).toList();
        SparkMemory memory = new SparkMemory();
        try {
            SplitReaders readers = table.open(
                    splits, List.of(columns), PredicateSerializer.deserialize(predicate), memory.allocator());
            Iterator<SparkBatchColumns> shown = splits.stream()
                    .map(split ->
                            new SparkBatchColumns(channels, partitionPath(table.schema(split), split), split.bucket()))
                    .iterator();
            return new SparkBatchReader(readers, shown, memory, wanted.skipped(), limit);
        } catch (RuntimeException failed) {
            memory.close();
            throw failed;
        }
    }

    private static String partitionPath(TableSchema schema, Split split) {
        return new PartitionPath(schema.partitionFields(), schema.optionSet()).of(split.partition());
    }
}
