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
package io.tablestore.trino.read;

import io.tablestore.error.TableStoreException;
import io.tablestore.read.ArrowBatch;
import io.tablestore.read.ReadMetrics;
import io.tablestore.read.SplitReader;
import io.tablestore.trino.types.TrinoColumn;
import io.tablestore.trino.types.TrinoErrors;
import io.tablestore.trino.types.TrinoPredicates;
import io.trino.plugin.base.metrics.LongCount;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.DynamicFilter;
import io.trino.spi.connector.SourcePage;
import io.trino.spi.metrics.Metrics;
import io.trino.spi.predicate.TupleDomain;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Returns the pages of one split to Trino. Rows are fetched, merged and filtered on another thread while the source
 * reports itself as blocked. Columns are decoded by the driver that asks for them. A page can be loaded until the next
 * one is requested or the source is closed.
 */
public final class TrinoPageSource implements ConnectorPageSource {

    private final SplitReader reader;
    private final TrinoPageColumns columns;
    private final DynamicFilter dynamicFilter;
    private final TrinoMemory memory;
    private final ExecutorService readers;
    private TupleDomain<ColumnHandle> applied = TupleDomain.all();

    /** The step that is running, or that has ended and was not consumed yet. */
    private @Nullable Step step;

    private volatile ReadMetrics latest = ReadMetrics.NONE;
    private long readNanos;
    private boolean finished;
    private boolean closed;

    /**
     * @param memory closed with the source
     * @param readers executes the steps
     */
    public TrinoPageSource(
            SplitReader reader,
            TrinoPageColumns columns,
            DynamicFilter dynamicFilter,
            TrinoMemory memory,
            ExecutorService readers) {
        this.reader = reader;
        this.columns = columns;
        this.dynamicFilter = dynamicFilter;
        this.memory = memory;
        this.readers = readers;
    }

    /** Reads the next batch. Memory is freed once the step is done and the source is closed, whichever is later. */
    private final class Step implements Runnable {

        final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        private final TupleDomain<ColumnHandle> narrower;
        private @Nullable ArrowBatch batch;
        private @Nullable RuntimeException failure;
        private long nanos;
        private boolean over;
        private boolean abandoned;

        /** @param narrower predicate of the dynamic filter if it changed since the last step, otherwise all */
        Step(TupleDomain<ColumnHandle> narrower) {
            this.narrower = narrower;
        }

        @Override
        public void run() {
            long start = System.nanoTime();
            try {
                if (!narrower.isAll()) {
                    reader.narrow(TrinoPredicates.of(narrower.transformKeys(TrinoColumn.class::cast)));
                }
                batch = reader.next();
                latest = reader.metrics();
            } catch (TableStoreException failed) {
                failure = TrinoErrors.translated(failed);
            } catch (RuntimeException failed) {
                failure = failed;
            } catch (Throwable fatal) { // the driver waits for the step and must get the error
                failure = new TrinoException(StandardErrorCode.GENERIC_INTERNAL_ERROR, fatal);
            }
            nanos = System.nanoTime() - start;
            boolean free;
            synchronized (this) {
                over = true;
                free = abandoned;
            }
            if (free) {
                release();
            }
            done.complete(null);
        }

        /** Whether the step has ended. If not, the step frees the memory when it ends. */
        synchronized boolean abandon() {
            abandoned = true;
            return over;
        }
    }

    @Override
    public @Nullable SourcePage getNextSourcePage() {
        if (finished) {
            return null;
        }
        Step current = step;
        if (current == null) {
            current = new Step(narrower());
            step = current;
            readers.execute(current);
        }
        if (!current.done.isDone()) {
            return null;
        }
        step = null;
        readNanos += current.nanos;
        memory.report();
        if (current.failure != null) {
            throw current.failure;
        }
        if (current.batch == null) {
            finished = true;
            return null;
        }
        return new TrinoPage(current.batch, columns, memory);
    }

    @Override
    public CompletableFuture<?> isBlocked() {
        return step == null ? NOT_BLOCKED : step.done;
    }

    /** The predicate of the dynamic filter if it changed since the last page, otherwise all. */
    private TupleDomain<ColumnHandle> narrower() {
        TupleDomain<ColumnHandle> current = dynamicFilter.getCurrentPredicate();
        if (current.equals(applied)) {
            return TupleDomain.all();
        }
        applied = current;
        return current;
    }

    @Override
    public long getCompletedBytes() {
        return latest.bytesRead();
    }

    @Override
    public OptionalLong getCompletedPositions() {
        return OptionalLong.of(latest.rowsReturned());
    }

    @Override
    public long getReadTimeNanos() {
        return readNanos;
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    @Override
    public Metrics getMetrics() {
        ReadMetrics read = latest;
        return new Metrics(Map.of(
                "rowsMerged", new LongCount(read.rowsMerged()),
                "rowsDropped", new LongCount(read.rowsDropped()),
                "rowsSkipped", new LongCount(read.rowsSkipped()),
                "rowsFiltered", new LongCount(read.rowsFiltered()),
                "keyPassMillis", new LongCount(read.keyNanos() / 1_000_000),
                "decodeMillis", new LongCount(read.decodeNanos() / 1_000_000)));
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        finished = true;
        Step current = step;
        if (current == null) {
            latest = reader.metrics();
            release();
        } else {
            reader.cancel();
            if (current.abandon()) {
                release();
            }
        }
        memory.reportNone();
    }

    private void release() {
        try {
            reader.close();
        } finally {
            memory.close();
        }
    }
}
