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

import io.tablestore.catalog.Table;
import io.tablestore.scan.ScanPlan;
import io.tablestore.scan.Split;
import io.trino.plugin.base.metrics.LongCount;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplit;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.ConnectorSplitSource;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.DynamicFilterSnapshot;
import io.trino.spi.metrics.Metrics;
import io.trino.spi.predicate.TupleDomain;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Plans a table's splits when the first are asked for, with what dynamic filters know by then. */
final class TableStoreSplitManager implements ConnectorSplitManager {

    private final TableStoreSource source;

    TableStoreSplitManager(TableStoreSource source) {
        this.source = source;
    }

    @Override
    public ConnectorSplitSource getSplits(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorTableHandle table,
            Set<ColumnHandle> dynamicFilterColumns,
            Constraint constraint) {
        long wait = dynamicFilterColumns.isEmpty()
                ? 0
                : source.config().getDynamicFilterWait().toMillis();
        return new Splits(source.open(session, (TableHandle) table), (TableHandle) table, wait);
    }

    private static final class Splits implements ConnectorSplitSource {

        private final Table table;
        private final TableHandle handle;
        private final long waitMillis;
        private @Nullable ScanPlan plan;
        private Iterator<Split> splits = List.<Split>of().iterator();

        /** Bytes of the largest split, which the weights of the others are shares of. */
        private long largest = 1;

        Splits(Table table, TableHandle handle, long waitMillis) {
            this.table = table;
            this.handle = handle;
            this.waitMillis = waitMillis;
        }

        @Override
        public long getRequestedDynamicFilterWaitTimeoutMillis() {
            return waitMillis;
        }

        @Override
        public CompletableFuture<List<ConnectorSplit>> getNextBatch(int maxSize, DynamicFilterSnapshot filter) {
            ScanPlan planned = plan;
            if (planned == null) {
                TupleDomain<ColumnRef> derived = filter.currentPredicate().transformKeys(ColumnRef.class::cast);
                TableHandle narrowed = handle.where(handle.predicate().intersect(derived));
                planned = Errors.translated(() -> table.plan(TableStoreMetadata.scan(narrowed, List.of())));
                plan = planned;
                splits = planned.splits().iterator();
                largest = planned.splits().stream()
                        .mapToLong(Split::sizeInBytes)
                        .max()
                        .orElse(1);
            }
            List<ConnectorSplit> batch = new ArrayList<>();
            while (batch.size() < maxSize && splits.hasNext()) {
                Split split = splits.next();
                double weight = Math.clamp((double) split.sizeInBytes() / Math.max(1, largest), 0.05, 1.0);
                batch.add(new TableStoreSplit(split.serialize(), split.affinity(), weight));
            }
            return CompletableFuture.completedFuture(batch);
        }

        @Override
        public boolean isFinished() {
            return plan != null && !splits.hasNext();
        }

        @Override
        public Metrics getMetrics() {
            ScanPlan planned = plan;
            if (planned == null) {
                return Metrics.EMPTY;
            }
            return new Metrics(Map.of(
                    "files", new LongCount(planned.metrics().files()),
                    "filesByPartition", new LongCount(planned.metrics().filesByPartition()),
                    "filesByBucket", new LongCount(planned.metrics().filesByBucket()),
                    "filesByKey", new LongCount(planned.metrics().filesByKey()),
                    "filesByValue", new LongCount(planned.metrics().filesByValue()),
                    "rowsToMerge", new LongCount(planned.metrics().rowsToMerge())));
        }

        @Override
        public void close() {
            splits = List.<Split>of().iterator();
        }
    }
}
