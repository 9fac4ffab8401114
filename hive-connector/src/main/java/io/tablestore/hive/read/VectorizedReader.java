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
package io.tablestore.hive.read;

import io.tablestore.read.ArrowBatch;
import io.tablestore.read.Selection;
import io.tablestore.types.DataField;
import org.apache.hadoop.hive.ql.exec.Utilities;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatchCtx;
import org.apache.hadoop.mapred.JobConf;

/**
 * Returns the batches of one split to Hive as vectorized batches. Selected rows are copied, column by column, into
 * Hive's vectors, 1024 at a time.
 */
public final class VectorizedReader extends BatchReader<VectorizedRowBatch> {

    private final VectorizedRowBatchCtx context;
    private final int[] rows = new int[VectorizedRowBatch.DEFAULT_SIZE];
    private HiveVector[] vectors = new HiveVector[0];

    public VectorizedReader(HiveBatches batches, JobConf job) {
        super(batches);
        this.context = Utilities.getVectorizedRowBatchCtx(job);
    }

    @Override
    boolean read(VectorizedRowBatch target) {
        ArrowBatch current = current();
        if (current == null) {
            return false;
        }
        target.reset();
        Selection selection = current.selection();
        int count = Math.min(rows.length, selection.count() - position());
        for (int i = 0; i < count; i++) {
            rows[i] = selection.row(position() + i);
        }
        int[] columns = batches().positions();
        for (int i = 0; i < columns.length; i++) {
            vectors[i].copy(rows, count, target.cols[columns[i]]);
        }
        target.size = count;
        advance(count);
        return true;
    }

    @Override
    void bind(ArrowBatch current) {
        int[] columns = batches().positions();
        if (vectors.length == 0) {
            vectors = new HiveVector[columns.length];
            for (int i = 0; i < columns.length; i++) {
                DataField column = batches().columns().get(columns[i]);
                DataField read = current.fields().get(HiveBatches.find(current, column));
                vectors[i] = HiveVector.of(read.type(), column.type());
            }
        }
        for (int i = 0; i < columns.length; i++) {
            vectors[i].bind(
                    current.column(HiveBatches.find(current, batches().columns().get(columns[i]))));
        }
    }

    @Override
    public VectorizedRowBatch createValue() {
        return context.createVectorizedRowBatch();
    }
}
