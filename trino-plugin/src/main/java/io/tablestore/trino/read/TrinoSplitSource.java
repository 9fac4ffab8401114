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

import io.tablestore.catalog.Table;
import io.tablestore.error.ReadCancelledException;
import io.tablestore.error.TableStoreException;
import io.tablestore.scan.PlanMetrics;
import io.tablestore.scan.Split;
import io.tablestore.trino.table.TrinoTableHandle;
import io.tablestore.trino.types.TrinoColumn;
import io.tablestore.trino.types.TrinoErrors;
import io.tablestore.trino.types.TrinoPredicates;
import io.trino.plugin.base.metrics.LongCount;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorSplit;
import io.trino.spi.connector.ConnectorSplitSource;
import io.trino.spi.connector.DynamicFilterSnapshot;
import io.trino.spi.metrics.Metrics;
import io.trino.spi.predicate.TupleDomain;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Plans the splits of a scan on a thread of its own. Planning starts when the first splits are requested, with the
 * dynamic filters known by then. Splits are returned as they are planned. Planning pauses when too many splits wait.
 */
final class TrinoSplitSource implements ConnectorSplitSource {

    /** Number of waiting splits above which planning pauses. */
    private static final int MAX_AHEAD = 10_000;

    /** Bytes of a split of weight 1. */
    private static final double STANDARD_BYTES = 64.0 * (1 << 20);

    private static final double LEAST_WEIGHT = 0.05;

    private final Table table;
    private final TrinoTableHandle handle;
    private final long waitMillis;
    private final ExecutorService planners;

    private final ArrayDeque<Split> ahead = new ArrayDeque<>();
    private @Nullable CompletableFuture<List<ConnectorSplit>> waiting;
    private int wanted;
    private boolean started;
    private boolean planned;
    private boolean closed;
    private @Nullable RuntimeException failure;
    private @Nullable PlanMetrics metrics;

    public TrinoSplitSource(Table table, TrinoTableHandle handle, long waitMillis, ExecutorService planners) {
        this.table = table;
        this.handle = handle;
        this.waitMillis = waitMillis;
        this.planners = planners;
    }

    @Override
    public long getRequestedDynamicFilterWaitTimeoutMillis() {
        return waitMillis;
    }

    @Override
    public CompletableFuture<List<ConnectorSplit>> getNextBatch(int maxSize, DynamicFilterSnapshot filter) {
        CompletableFuture<List<ConnectorSplit>> asked = new CompletableFuture<>();
        synchronized (this) {
            if (!started) {
                started = true;
                planners.execute(() -> plan(filter));
            }
            wanted = maxSize;
            waiting = asked;
        }
        answer();
        return asked;
    }

    private void plan(DynamicFilterSnapshot filter) {
        RuntimeException failed = null;
        PlanMetrics met = null;
        try {
            TupleDomain<TrinoColumn> derived = filter.currentPredicate()
                    .transformKeys(TrinoColumn.class::cast)
                    .filter((column, domain) -> TrinoPredicates.isTestable(column));
            TrinoTableHandle narrowed = handle.where(handle.predicate().intersect(derived));
            met = table.plan(narrowed.scan(), this::add).metrics();
        } catch (TableStoreException known) {
            failed = TrinoErrors.translated(known);
        } catch (RuntimeException unknown) {
            failed = unknown;
        } catch (Throwable fatal) { // the engine waits for splits and must get the error
            failed = new TrinoException(StandardErrorCode.GENERIC_INTERNAL_ERROR, fatal);
        }
        synchronized (this) {
            planned = true;
            failure = failed;
            metrics = met;
        }
        answer();
    }

    private void add(List<Split> splits) {
        synchronized (this) {
            ahead.addAll(splits);
        }
        answer();
        synchronized (this) {
            while (ahead.size() > MAX_AHEAD && !closed) {
                try {
                    wait();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    closed = true;
                }
            }
            if (closed) {
                throw new ReadCancelledException();
            }
        }
    }

    /**
     * Completes the pending request if splits, an error or the end are available. The future is completed outside the
     * lock, since its callbacks run on this thread.
     */
    private void answer() {
        CompletableFuture<List<ConnectorSplit>> asked;
        List<ConnectorSplit> batch = new ArrayList<>();
        RuntimeException failed;
        synchronized (this) {
            asked = waiting;
            if (asked == null || ahead.isEmpty() && !planned && !closed) {
                return;
            }
            failed = failure;
            while (batch.size() < wanted && !ahead.isEmpty()) {
                batch.add(split(ahead.removeFirst()));
            }
            waiting = null;
            notifyAll();
        }
        if (failed == null) {
            asked.complete(batch);
        } else {
            asked.completeExceptionally(failed);
        }
    }

    private ConnectorSplit split(Split split) {
        double weight = Math.clamp((double) split.sizeInBytes() / STANDARD_BYTES, LEAST_WEIGHT, 1.0);
        return new TrinoSplit(split.serialize(), split.bucket(), split.affinity(), weight);
    }

    @Override
    public synchronized boolean isFinished() {
        return planned && failure == null && ahead.isEmpty();
    }

    @Override
    public synchronized Metrics getMetrics() {
        PlanMetrics met = metrics;
        if (met == null) {
            return Metrics.EMPTY;
        }
        return new Metrics(Map.of(
                "manifests", new LongCount(met.manifests()),
                "manifestsSkipped", new LongCount(met.manifestsSkipped()),
                "files", new LongCount(met.files()),
                "filesByPartition", new LongCount(met.filesByPartition()),
                "filesByBucket", new LongCount(met.filesByBucket()),
                "filesByKey", new LongCount(met.filesByKey()),
                "filesByValue", new LongCount(met.filesByValue()),
                "bytesSkipped", new LongCount(met.bytesSkipped()),
                "rowsToMerge", new LongCount(met.rowsToMerge()),
                "planMillis", new LongCount(met.planNanos() / 1_000_000)));
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            ahead.clear();
            notifyAll();
        }
        answer();
    }
}
