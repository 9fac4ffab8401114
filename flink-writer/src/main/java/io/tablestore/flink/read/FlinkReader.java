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
package io.tablestore.flink.read;

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Table;
import io.tablestore.flink.table.FlinkTableLoader;
import io.tablestore.flink.types.FlinkErrors;
import io.tablestore.predicate.Predicate;
import io.tablestore.read.ArrowBatch;
import io.tablestore.read.SplitReader;
import io.tablestore.read.SplitReaders;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.columnar.ColumnarRowData;
import org.jspecify.annotations.Nullable;

/** Reads splits one after another, batch by batch. */
final class FlinkReader implements SourceReader<RowData, FlinkSplit> {

    /** Maximum number of rows to emit before the task may do other work. */
    private static final int ROWS_AT_A_TIME = 1024;

    private final SourceReaderContext context;
    private final Table table;
    private final @Nullable List<String> columns;
    private final Predicate predicate;
    private final BufferAllocator allocator = ArrowMemory.newRoot(Long.MAX_VALUE);

    /** Splits that no reader was created for. */
    private final List<FlinkSplit> assigned = new ArrayList<>();

    /** Splits of {@code readers} that are not read yet, in their order. */
    private final ArrayDeque<FlinkSplit> together = new ArrayDeque<>();

    private long left;
    private boolean noMore;
    private CompletableFuture<Void> available = new CompletableFuture<>();
    private @Nullable FlinkSplit current;
    private @Nullable SplitReaders readers;
    private @Nullable SplitReader reader;
    private @Nullable ArrowBatch batch;
    private @Nullable ColumnarRowData rows;
    private int next;

    /** @param limit number of rows that are enough for the scan */
    FlinkReader(
            SourceReaderContext context,
            FlinkTableLoader loader,
            @Nullable List<String> columns,
            Predicate predicate,
            long limit) {
        this.context = context;
        this.table = loader.load();
        this.columns = columns;
        this.predicate = predicate;
        this.left = limit;
    }

    @Override
    public void start() {
        context.sendSplitRequest();
    }

    @Override
    public InputStatus pollNext(ReaderOutput<RowData> output) {
        try {
            return poll(output);
        } catch (RuntimeException failed) {
            throw FlinkErrors.innermost(failed);
        }
    }

    private InputStatus poll(ReaderOutput<RowData> output) {
        if (left <= 0) {
            closeSplit();
            return InputStatus.END_OF_INPUT;
        }
        if (reader == null && !openSplit()) {
            return noMore ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
        }
        ArrowBatch open = batch();
        if (open == null) {
            closeSplit();
            if (assigned.isEmpty() && together.isEmpty()) {
                context.sendSplitRequest();
            }
            return InputStatus.MORE_AVAILABLE;
        }
        emit(open, output);
        return InputStatus.MORE_AVAILABLE;
    }

    private void emit(ArrowBatch open, ReaderOutput<RowData> output) {
        ColumnarRowData row = rows;
        int[] positions = open.selection().positions();
        int end = (int) Math.min(open.selection().count(), next + Math.min(left, ROWS_AT_A_TIME));
        for (; row != null && next < end; next++) {
            row.setRowId(positions == null ? next : positions[next]);
            output.collect(row);
            left--;
        }
        if (next >= open.selection().count()) {
            batch = null;
        }
    }

    private @Nullable ArrowBatch batch() {
        if (batch == null && reader != null) {
            ArrowBatch read = reader.next();
            batch = read;
            rows = read == null ? null : new ColumnarRowData(FlinkVectors.of(read));
            next = 0;
        }
        return batch;
    }

    /** Opens the next split. The first files of the splits that were assigned with it are fetched meanwhile. */
    private boolean openSplit() {
        if (together.isEmpty()) {
            closeReaders();
            if (assigned.isEmpty()) {
                if (available.isDone()) {
                    available = new CompletableFuture<>();
                }
                return false;
            }
            readers = table.open(assigned.stream().map(FlinkSplit::split).toList(), columns, predicate, allocator);
            together.addAll(assigned);
            assigned.clear();
        }
        current = together.poll();
        reader = Objects.requireNonNull(readers).next();
        return true;
    }

    private void closeReaders() {
        SplitReaders open = readers;
        readers = null;
        if (open != null) {
            open.close();
        }
    }

    private void closeSplit() {
        SplitReader open = reader;
        reader = null;
        batch = null;
        rows = null;
        current = null;
        if (open != null) {
            open.close();
        }
    }

    /** Batch jobs take no checkpoints. In other jobs, a split that is being read is restored from its start. */
    @Override
    public List<FlinkSplit> snapshotState(long checkpoint) {
        List<FlinkSplit> splits = new ArrayList<>();
        if (current != null) {
            splits.add(current);
        }
        splits.addAll(together);
        splits.addAll(assigned);
        return splits;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return available;
    }

    @Override
    public void addSplits(List<FlinkSplit> splits) {
        assigned.addAll(splits);
        available.complete(null);
    }

    @Override
    public void notifyNoMoreSplits() {
        noMore = true;
        available.complete(null);
    }

    @Override
    public void close() {
        try (allocator) {
            closeReaders();
            closeSplit();
        }
    }
}
