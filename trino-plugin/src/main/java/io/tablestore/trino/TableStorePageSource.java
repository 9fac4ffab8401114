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
package io.tablestore.trino;

import io.tablestore.read.ArrowBatch;
import io.tablestore.read.ReadMetrics;
import io.tablestore.read.SplitReader;
import io.trino.plugin.base.metrics.LongCount;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.DynamicFilter;
import io.trino.spi.connector.MemoryContext;
import io.trino.spi.connector.SourcePage;
import io.trino.spi.metrics.Metrics;
import io.trino.spi.predicate.TupleDomain;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** The pages of one split. A page can be loaded until the next is asked for, or the source closed. */
final class TableStorePageSource implements ConnectorPageSource {

    private final SplitReader reader;
    private final List<ColumnRef> columns;
    private final DynamicFilter dynamicFilter;
    private final BufferAllocator memory;
    private final MemoryContext memoryContext;
    private TupleDomain<ColumnHandle> applied = TupleDomain.all();
    private ReadMetrics finalMetrics = ReadMetrics.NONE;
    private long readNanos;
    private boolean finished;
    private boolean closed;

    /** @param memory closed with the source */
    TableStorePageSource(
            SplitReader reader,
            List<ColumnRef> columns,
            DynamicFilter dynamicFilter,
            BufferAllocator memory,
            MemoryContext memoryContext) {
        this.reader = reader;
        this.columns = columns;
        this.dynamicFilter = dynamicFilter;
        this.memory = memory;
        this.memoryContext = memoryContext;
    }

    @Override
    public @Nullable SourcePage getNextSourcePage() {
        if (finished) {
            return null;
        }
        long start = System.nanoTime();
        ArrowBatch batch = Errors.translated(() -> {
            narrow();
            return reader.next();
        });
        readNanos += System.nanoTime() - start;
        memoryContext.setBytes(memory.getAllocatedMemory());
        if (batch == null) {
            finished = true;
            return null;
        }
        return new ArrowPage(batch, columns, () -> memoryContext.setBytes(memory.getAllocatedMemory()));
    }

    /** A dynamic filter may have learnt more since the last page. */
    private void narrow() {
        TupleDomain<ColumnHandle> current = dynamicFilter.getCurrentPredicate();
        if (!current.equals(applied)) {
            applied = current;
            reader.narrow(TrinoPredicates.of(current.transformKeys(ColumnRef.class::cast)));
        }
    }

    private ReadMetrics metrics() {
        return closed ? finalMetrics : reader.metrics();
    }

    @Override
    public long getCompletedBytes() {
        return metrics().bytesRead();
    }

    @Override
    public OptionalLong getCompletedPositions() {
        return OptionalLong.of(metrics().rowsReturned());
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
        ReadMetrics read = metrics();
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
        finalMetrics = reader.metrics();
        closed = true;
        finished = true;
        try {
            reader.close();
        } finally {
            memory.close();
            memoryContext.setBytes(0);
        }
    }
}
