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
package io.tablestore.compat.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.compat.UpsertedTpch;
import io.tablestore.trino.TableStorePlugin;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplit;
import io.trino.spi.connector.ConnectorSplitSource;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.DynamicFilter;
import io.trino.spi.connector.DynamicFilterSnapshot;
import io.trino.spi.connector.MemoryContext;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.SourcePage;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.transaction.IsolationLevel;
import io.trino.spi.type.BigintType;
import io.trino.testing.TestingConnectorContext;
import io.trino.testing.TestingConnectorSession;
import io.trino.tpch.TpchTable;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the connector promises of splits, pages and memory, through Trino's interfaces alone. */
class PageContractTest {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @TempDir
    static Path warehouse;

    private static Connector connector;
    private static ConnectorSession session;
    private static ConnectorTransactionHandle transaction;
    private static ConnectorTableHandle table;
    private static List<ColumnHandle> columns;

    @BeforeAll
    static void open() throws Exception {
        try (UpsertedTpch tpch = new UpsertedTpch(warehouse, 0.1, UpsertedTpch.Upserts.UNIFORM, false)) {
            tpch.write("tpch", TpchTable.ORDERS, Map.of("bucket", "1"));
        }
        connector = new TableStorePlugin()
                .getConnectorFactories()
                .iterator()
                .next()
                .create("lake", TpchRunner.catalog(warehouse), new TestingConnectorContext());
        session = TestingConnectorSession.builder()
                .setPropertyMetadata(connector.getSessionProperties())
                .build();
        transaction = connector.beginTransaction(IsolationLevel.READ_COMMITTED, true, true);
        ConnectorMetadata metadata = connector.getMetadata(session, transaction);
        table = metadata.getTableHandle(
                session, new SchemaTableName("tpch", "orders"), Optional.empty(), Optional.empty());
        Map<String, ColumnHandle> all = metadata.getColumnHandles(session, table);
        columns = List.of(all.get("o_orderkey"), all.get("o_custkey"), all.get("o_comment"));
    }

    @AfterAll
    static void close() {
        connector.shutdown();
    }

    private static ConnectorSplit split() throws Exception {
        try (ConnectorSplitSource splits =
                connector.getSplitManager().getSplits(transaction, session, table, Set.of(), Constraint.alwaysTrue())) {
            List<ConnectorSplit> batch = splits.getNextBatch(100, new DynamicFilterSnapshot(TupleDomain.all(), true))
                    .get();
            assertThat(batch).hasSize(1);
            return batch.get(0);
        }
    }

    private static ConnectorPageSource source(MemoryContext memory) throws Exception {
        return connector
                .getPageSourceProvider()
                .createPageSource(
                        transaction, session, split(), table, Optional.empty(), columns, DynamicFilter.EMPTY, memory);
    }

    private static SourcePage next(ConnectorPageSource source) {
        while (!source.isFinished()) {
            long start = THREADS.getCurrentThreadCpuTime();
            SourcePage page = source.getNextSourcePage();
            assertThat(THREADS.getCurrentThreadCpuTime() - start)
                    .as("nanoseconds in the driver")
                    .isLessThan(100_000_000L);
            if (page != null) {
                return page;
            }
            source.isBlocked().join();
        }
        throw new AssertionError("no page");
    }

    @Test
    void aPageCanBeLoadedUntilTheNextIsAskedFor() throws Exception {
        AtomicLong held = new AtomicLong();
        try (ConnectorPageSource source = source(held::set)) {
            SourcePage first = next(source);
            Block keys = first.getBlock(0);
            long key = BigintType.BIGINT.getLong(keys, 0);
            assertThat(held.get()).isPositive();
            assertThat(first.getRetainedSizeInBytes()).isGreaterThan(held.get() + keys.getRetainedSizeInBytes());
            SourcePage second = next(source);
            assertThat(first.getBlock(0)).isSameAs(keys); // on the heap by now
            assertThat(BigintType.BIGINT.getLong(keys, 0)).isEqualTo(key);
            assertThatThrownBy(() -> first.getBlock(1)).isInstanceOf(TrinoException.class);
            assertThat(second.getBlock(2).getPositionCount()).isEqualTo(second.getPositionCount());
        }
        assertThat(held.get()).isZero();
    }

    @Test
    void aPageCannotBeLoadedAfterItsSourceIsClosed() throws Exception {
        AtomicLong held = new AtomicLong();
        ConnectorPageSource source = source(held::set);
        SourcePage page = next(source);
        source.close();
        assertThatThrownBy(() -> page.getBlock(0)).isInstanceOf(TrinoException.class);
        assertThat(held.get()).isZero();
        source.close(); // twice does no harm
    }

    @Test
    void rowsThatAreNotSelectedAreNotDecoded() throws Exception {
        try (ConnectorPageSource source = source(bytes -> {})) {
            SourcePage page = next(source);
            Block all = page.getBlock(0);
            int[] some = {1, 3, 5, page.getPositionCount() - 1};
            page.selectPositions(some, 0, some.length);
            Block comments = page.getBlock(2);
            assertThat(comments.getPositionCount()).isEqualTo(some.length);
            Block keys = page.getBlock(0);
            for (int i = 0; i < some.length; i++) {
                assertThat(BigintType.BIGINT.getLong(keys, i)).isEqualTo(BigintType.BIGINT.getLong(all, some[i]));
            }
        }
    }

    /** Closing while a step is under way: whoever comes last frees the memory; nothing leaks, nothing crashes. */
    @Test
    void aSourceCanBeClosedAtAnyMoment() throws Exception {
        for (int round = 0; round < 50; round++) {
            AtomicLong held = new AtomicLong();
            ConnectorPageSource source = source(held::set);
            source.getNextSourcePage();
            long wait = System.nanoTime() + round * 200_000L;
            while (System.nanoTime() < wait) {
                Thread.onSpinWait();
            }
            source.close();
            source.isBlocked().join();
            assertThat(held.get()).isZero();
        }
    }
}
