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
package io.tablestore.cli;

import io.tablestore.catalog.Table;
import io.tablestore.read.ArrowBatch;
import io.tablestore.read.ReadMetrics;
import io.tablestore.read.SplitReader;
import io.tablestore.read.SplitReaders;
import io.tablestore.scan.ScanPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.BufferAllocator;

/** Reads the splits of a plan with several threads and passes the batches to a sink. */
final class ParallelScan {

    private final ScanPlan plan;
    private final int threads;
    private final SplitReaders readers;
    private final AtomicLong left;
    private final AtomicLong done = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Progress progress = new Progress();
    private ReadMetrics metrics = ReadMetrics.NONE;

    ParallelScan(Table table, ScanPlan plan, BufferAllocator allocator, int threads, long limit) {
        this.plan = plan;
        this.threads = Math.min(threads, Math.max(1, plan.splits().size()));
        this.readers =
                table.open(plan.splits(), plan.scan().columns(), plan.scan().predicate(), allocator);
        this.left = new AtomicLong(limit);
    }

    void run(RowSink sink) throws IOException {
        try {
            if (threads == 1) {
                work(sink);
            } else {
                runParallel(sink);
            }
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        } finally {
            progress.clear();
            readers.close();
        }
    }

    private void runParallel(RowSink sink) {
        ExecutorService executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "tablestore-scan");
            thread.setDaemon(true);
            return thread;
        });
        List<Future<?>> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            workers.add(executor.submit(() -> work(sink)));
        }
        executor.shutdown();
        RuntimeException failure = null;
        for (Future<?> worker : workers) {
            try {
                worker.get();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                stopped.set(true);
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof Error error) {
                    throw error;
                }
                failure = failure == null ? (RuntimeException) failed.getCause() : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Metrics of the readers, available after {@link #run} has returned. */
    synchronized ReadMetrics metrics() {
        return metrics;
    }

    private void work(RowSink sink) {
        try {
            while (left.get() > 0 && !stopped.get()) {
                SplitReader reader = readers.next();
                if (reader == null) {
                    return;
                }
                read(reader, sink);
                progress.show(done.incrementAndGet(), plan.splits().size());
            }
        } catch (IOException failed) {
            stopped.set(true);
            throw new UncheckedIOException(failed);
        } catch (RuntimeException failed) {
            stopped.set(true);
            throw failed;
        }
    }

    private void read(SplitReader reader, RowSink sink) throws IOException {
        try (reader) {
            ArrowBatch batch = reader.next();
            while (batch != null && !stopped.get()) {
                int rows = batch.selection().count();
                long mine = Math.min(rows, left.getAndUpdate(open -> Math.max(0, open - rows)));
                if (mine == 0) {
                    break;
                }
                sink.write(batch, mine);
                batch = reader.next();
            }
        }
        synchronized (this) {
            metrics = metrics.plus(reader.metrics());
        }
    }
}
