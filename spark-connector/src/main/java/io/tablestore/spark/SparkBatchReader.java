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

import io.tablestore.read.ArrowBatch;
import io.tablestore.read.SplitReader;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/** Shows the batches of one split to Spark as columns, without copying a value. */
final class SparkBatchReader implements PartitionReader<ColumnarBatch> {

    private final SplitReader reader;
    private final BufferAllocator allocator;
    private final long limit;
    private long returned;
    private SparkColumn[] columns = new SparkColumn[0];
    private @Nullable ColumnarBatch current;

    /** @param allocator closed with this reader */
    SparkBatchReader(SplitReader reader, BufferAllocator allocator, long limit) {
        this.reader = reader;
        this.allocator = allocator;
        this.limit = limit;
    }

    @Override
    public boolean next() {
        forgetColumns();
        ArrowBatch batch = returned < limit ? reader.next() : null;
        if (batch == null) {
            current = null;
            return false;
        }
        columns = new SparkColumn[batch.fields().size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new SparkColumn(batch, i); // decoded when Spark first asks, for the selected rows
        }
        int rows = (int) Math.min(batch.selection().count(), limit - returned);
        returned += rows;
        current = new ColumnarBatch((ColumnVector[]) columns, rows);
        return true;
    }

    @Override
    public ColumnarBatch get() {
        if (current == null) {
            throw new IllegalStateException("there is no batch");
        }
        return current;
    }

    /** Columns of the batch before must not read memory that now holds something else. */
    private void forgetColumns() {
        for (SparkColumn column : columns) {
            column.forget();
        }
        columns = new SparkColumn[0];
    }

    @Override
    public void close() {
        forgetColumns();
        try {
            reader.close();
        } finally {
            allocator.close();
        }
    }
}
