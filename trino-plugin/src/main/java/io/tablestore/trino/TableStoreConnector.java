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

import io.airlift.bootstrap.LifeCycleManager;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorPageSourceProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.transaction.IsolationLevel;

/** One catalog. */
final class TableStoreConnector implements Connector {

    private final TableStoreSource source;
    private final LifeCycleManager lifeCycle;

    TableStoreConnector(TableStoreSource source, LifeCycleManager lifeCycle) {
        this.source = source;
        this.lifeCycle = lifeCycle;
    }

    @Override
    public ConnectorTransactionHandle beginTransaction(IsolationLevel level, boolean readOnly, boolean autoCommit) {
        return TransactionHandle.READ;
    }

    @Override
    public ConnectorMetadata getMetadata(ConnectorSession session, ConnectorTransactionHandle transaction) {
        return new TableStoreMetadata(source);
    }

    @Override
    public ConnectorSplitManager getSplitManager() {
        return new TableStoreSplitManager(source);
    }

    @Override
    public ConnectorPageSourceProvider getPageSourceProvider() {
        return new TableStorePageSourceProvider(source);
    }

    @Override
    public void shutdown() {
        lifeCycle.stop();
    }
}
