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

import io.tablestore.catalog.Table;
import io.tablestore.predicate.PredicateSerializer;
import io.tablestore.read.SplitReader;
import io.tablestore.scan.Split;
import io.tablestore.vector.ArrowMemory;
import java.io.Serial;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Opens splits on the executors. */
final class SparkReaderFactory implements PartitionReaderFactory {

    @Serial
    private static final long serialVersionUID = 1L;

    private final SparkTableSource source;
    private final String[] columns;
    private final byte[] predicate;
    private final long limit;

    /** @param limit rows after which a task may stop */
    SparkReaderFactory(SparkTableSource source, String[] columns, byte[] predicate, long limit) {
        this.source = source;
        this.columns = columns;
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
        Split split = Split.deserialize(((SparkInputPartition) partition).split());
        Table table = source.open();
        BufferAllocator allocator = ArrowMemory.newRoot(Long.MAX_VALUE);
        try {
            SplitReader reader =
                    table.open(split, List.of(columns), PredicateSerializer.deserialize(predicate), allocator);
            return new SparkBatchReader(reader, allocator, limit);
        } catch (RuntimeException failed) {
            allocator.close();
            throw failed;
        }
    }
}
