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

import io.tablestore.read.ArrowBatch;
import io.tablestore.read.ReadMetrics;
import io.tablestore.read.Selection;
import io.tablestore.read.SplitReader;
import io.tablestore.read.SplitReaders;
import io.tablestore.spark.statistics.SparkMetrics;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/** Returns the batches of a task's splits to Spark as columns, without copying values. */
final class SparkBatchReader implements PartitionReader<ColumnarBatch> {

    /** A split that is being read. */
    private record OpenSplit(SplitReader reader, SparkBatchColumns columns) {}

    private final SplitReaders readers;
    private final Iterator<SparkBatchColumns> shown;
    private final SparkMemory memory;
    private final long limit;
    private @Nullable OpenSplit open;
    private ReadMetrics finished = ReadMetrics.NONE;
    private long toSkip;
    private long returned;
    private ColumnVector[] columns = new ColumnVector[0];
    private @Nullable ColumnarBatch current;

    /**
     * @param readers of the splits; closed with this reader
     * @param shown the columns of each split, in the order of the readers
     * @param memory closed with this reader
     * @param toSkip number of rows to skip at the start
     * @param limit number of rows after which to stop
     */
    SparkBatchReader(
            SplitReaders readers, Iterator<SparkBatchColumns> shown, SparkMemory memory, long toSkip, long limit) {
        this.readers = readers;
        this.shown = shown;
        this.memory = memory;
        this.toSkip = toSkip;
        this.limit = limit;
    }

    @Override
    public boolean next() {
        forgetColumns();
        current = null;
        while (returned < limit) {
            OpenSplit split = open;
            if (split == null) {
                SplitReader reader = readers.next();
                if (reader == null) {
                    return false;
                }
                open = new OpenSplit(reader, shown.next());
                continue;
            }
            ArrowBatch batch = nextBatch(split.reader());
            if (batch == null) {
                closeSplit();
                continue;
            }
            int rows = (int) Math.min(batch.selection().count(), limit - returned);
            columns = split.columns().of(batch, rows);
            returned += rows;
            current = new ColumnarBatch(columns, rows);
            return true;
        }
        return false;
    }

    /** The next batch that has a row after those to skip. */
    private @Nullable ArrowBatch nextBatch(SplitReader reader) {
        ArrowBatch batch = reader.next();
        while (batch != null && toSkip > 0) {
            Selection all = batch.selection();
            if (toSkip >= all.count()) {
                toSkip -= all.count();
                batch = reader.next();
            } else {
                int first = (int) toSkip;
                int[] rest = IntStream.range(first, all.count()).map(all::row).toArray();
                batch.select(rest, rest.length);
                toSkip = 0;
            }
        }
        return batch;
    }

    @Override
    public ColumnarBatch get() {
        if (current == null) {
            throw new IllegalStateException("there is no batch");
        }
        return current;
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return SparkMetrics.of(
                open == null ? finished : finished.plus(open.reader().metrics()));
    }

    /** Detaches the columns of the previous batch, whose memory may be reused. */
    private void forgetColumns() {
        for (ColumnVector column : columns) {
            if (column instanceof SparkColumn ofBatch) {
                ofBatch.forget();
            }
        }
        columns = new ColumnVector[0];
    }

    private void closeSplit() {
        OpenSplit split = open;
        open = null;
        if (split != null) {
            split.reader().close();
            finished = finished.plus(split.reader().metrics());
        }
    }

    @Override
    public void close() {
        forgetColumns();
        try (memory;
                readers) {
            closeSplit();
        }
    }
}
