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

import io.airlift.bootstrap.Bootstrap;
import io.airlift.bootstrap.LifeCycleManager;
import io.airlift.units.DataSize;
import io.tablestore.compat.FaultyCalls;
import io.tablestore.trino.catalog.TrinoConnector;
import io.tablestore.trino.table.ReadStatistics;
import io.tablestore.trino.table.TrinoConfig;
import io.tablestore.trino.table.TrinoTables;
import io.trino.filesystem.TrinoFileSystem;
import io.trino.filesystem.local.LocalFileSystem;
import io.trino.spi.Plugin;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorContext;
import io.trino.spi.connector.ConnectorFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The connector, by the name {@code faulty}, over local files whose reads fail. It keeps nothing from query to query. */
public final class FaultyTrinoPlugin implements Plugin {

    private final ReadStatistics statistics = new ReadStatistics();
    private volatile FaultyCalls calls = FaultyCalls.none();

    /** Counts the calls of the queries that begin from now on, and lets them fail. */
    public void count(FaultyCalls next) {
        calls = next;
    }

    /** Whether no split is open or holds memory, on any node. */
    public boolean isIdle() {
        return statistics.getOpenSplits() == 0 && statistics.getAllocatedBytes() == 0;
    }

    @Override
    public Iterable<ConnectorFactory> getConnectorFactories() {
        return List.of(new ConnectorFactory() {
            @Override
            public String getName() {
                return "faulty";
            }

            @Override
            public Connector create(String catalogName, Map<String, String> properties, ConnectorContext context) {
                TrinoFileSystem local = new LocalFileSystem(Path.of(properties.get("location")));
                TrinoConfig config = new TrinoConfig()
                        .setWarehouse("local:///")
                        .setMetadataCacheSize(DataSize.ofBytes(0))
                        .setMergeCacheSize(DataSize.ofBytes(0));
                return new TrinoConnector(
                        new TrinoTables(user -> FaultyTrinoFileSystem.of(local, calls), config, statistics),
                        new Bootstrap(catalogName)
                                .doNotInitializeLogging()
                                .quiet()
                                .initialize()
                                .getInstance(LifeCycleManager.class));
            }
        });
    }
}
