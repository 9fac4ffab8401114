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
package io.tablestore.trino.catalog;

import io.airlift.bootstrap.LifeCycleManager;
import io.airlift.concurrent.Threads;
import io.tablestore.trino.read.TrinoPageSourceProvider;
import io.tablestore.trino.read.TrinoPartitioningProvider;
import io.tablestore.trino.read.TrinoSplitManager;
import io.tablestore.trino.table.TrinoSessionProperties;
import io.tablestore.trino.table.TrinoTables;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorAccessControl;
import io.trino.spi.connector.ConnectorCapabilities;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorNodePartitioningProvider;
import io.trino.spi.connector.ConnectorPageSourceProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.session.PropertyMetadata;
import io.trino.spi.transaction.IsolationLevel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The connector of one catalog: creates its metadata, split manager, page sources and properties. */
public final class TrinoConnector implements Connector {

    private final TrinoTables source;
    private final LifeCycleManager lifeCycle;
    private final ExecutorService planners;
    private final ExecutorService readers;

    public TrinoConnector(TrinoTables source, LifeCycleManager lifeCycle) {
        this.source = source;
        this.lifeCycle = lifeCycle;
        this.planners = Executors.newCachedThreadPool(Threads.daemonThreadsNamed("tablestore-plan-%s"));
        this.readers = Executors.newFixedThreadPool(
                source.config().getReadThreads(), Threads.daemonThreadsNamed("tablestore-read-%s"));
    }

    @Override
    public ConnectorTransactionHandle beginTransaction(IsolationLevel level, boolean readOnly, boolean autoCommit) {
        return TrinoTransaction.READ;
    }

    @Override
    public ConnectorMetadata getMetadata(ConnectorSession session, ConnectorTransactionHandle transaction) {
        return new TrinoMetadata(source);
    }

    @Override
    public ConnectorSplitManager getSplitManager() {
        return new TrinoSplitManager(source, planners);
    }

    @Override
    public ConnectorPageSourceProvider getPageSourceProvider() {
        return new TrinoPageSourceProvider(source, readers);
    }

    @Override
    public ConnectorNodePartitioningProvider getNodePartitioningProvider() {
        return new TrinoPartitioningProvider();
    }

    @Override
    public List<PropertyMetadata<?>> getSessionProperties() {
        return TrinoSessionProperties.all(source.config());
    }

    @Override
    public List<PropertyMetadata<?>> getTableProperties() {
        return TableProperties.all();
    }

    @Override
    public List<PropertyMetadata<?>> getColumnProperties() {
        return ColumnProperties.all();
    }

    @Override
    public ConnectorAccessControl getAccessControl() {
        return new SystemTableControl();
    }

    @Override
    public Set<ConnectorCapabilities> getCapabilities() {
        return Set.of(ConnectorCapabilities.NOT_NULL_COLUMN_CONSTRAINT);
    }

    @Override
    public void shutdown() {
        planners.shutdownNow();
        readers.shutdownNow();
        lifeCycle.stop();
    }
}
