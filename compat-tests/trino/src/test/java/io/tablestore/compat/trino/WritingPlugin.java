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

import io.airlift.slice.Slice;
import io.tablestore.trino.TableStorePlugin;
import io.trino.plugin.base.classloader.ClassLoaderSafeConnectorMetadata;
import io.trino.spi.Page;
import io.trino.spi.Plugin;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorContext;
import io.trino.spi.connector.ConnectorFactory;
import io.trino.spi.connector.ConnectorInsertTableHandle;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorOutputMetadata;
import io.trino.spi.connector.ConnectorOutputTableHandle;
import io.trino.spi.connector.ConnectorPageSink;
import io.trino.spi.connector.ConnectorPageSinkId;
import io.trino.spi.connector.ConnectorPageSinkProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableCredentials;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTableLayout;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.RetryMode;
import io.trino.spi.connector.SaveMode;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.statistics.ComputedStatistics;
import io.trino.spi.type.Type;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connector with one thing more: {@code INSERT} and {@code CREATE TABLE AS} collect rows in this JVM, and Apache Paimon's
 * library writes them. Trino's own tests fill their tables in this way, as Flink would; everything else is the connector's.
 */
public final class WritingPlugin implements Plugin {

    private static final Map<String, List<Object[]>> PENDING = new ConcurrentHashMap<>();

    private final Path warehouse;

    WritingPlugin(Path warehouse) {
        this.warehouse = warehouse;
    }

    /** A table that is being written. */
    public record Target(String id, SchemaTableName table, List<Type> types)
            implements ConnectorOutputTableHandle, ConnectorInsertTableHandle {}

    @Override
    public Iterable<ConnectorFactory> getConnectorFactories() {
        ConnectorFactory real =
                new TableStorePlugin().getConnectorFactories().iterator().next();
        return List.of(new ConnectorFactory() {
            @Override
            public String getName() {
                return real.getName();
            }

            @Override
            public Connector create(String catalogName, Map<String, String> config, ConnectorContext context) {
                return writing(real.create(catalogName, config, context));
            }
        });
    }

    private Connector writing(Connector connector) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("getPageSinkProvider")) {
                return new Sinks();
            }
            try {
                Object result = method.invoke(connector, arguments);
                return method.getName().equals("getMetadata") ? new Metadata((ConnectorMetadata) result) : result;
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        };
        return (Connector)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Connector.class}, handler);
    }

    private final class Metadata extends ClassLoaderSafeConnectorMetadata {

        private final ConnectorMetadata real;

        Metadata(ConnectorMetadata real) {
            super(real, WritingPlugin.class.getClassLoader());
            this.real = real;
        }

        private Target target(SchemaTableName table, List<Type> types) {
            Target target = new Target(UUID.randomUUID().toString(), table, types);
            PENDING.put(target.id(), new ArrayList<>());
            return target;
        }

        private Optional<ConnectorOutputMetadata> write(Target target) {
            List<Object[]> rows = PENDING.remove(target.id());
            PaimonWriter.write(warehouse, target.table(), target.types(), rows);
            return Optional.empty();
        }

        @Override
        public Optional<ConnectorTableLayout> getNewTableLayout(
                ConnectorSession session, ConnectorTableMetadata tableMetadata) {
            return Optional.empty();
        }

        @Override
        public ConnectorOutputTableHandle beginCreateTable(
                ConnectorSession session,
                ConnectorTableMetadata table,
                Optional<ConnectorTableLayout> layout,
                RetryMode retryMode,
                boolean replace) {
            real.createTable(session, table, replace ? SaveMode.REPLACE : SaveMode.FAIL);
            return target(
                    table.getTable(),
                    table.getColumns().stream().map(column -> column.getType()).toList());
        }

        @Override
        public Optional<ConnectorOutputMetadata> finishCreateTable(
                ConnectorSession session,
                ConnectorOutputTableHandle table,
                Collection<Slice> fragments,
                Collection<ComputedStatistics> statistics) {
            return write((Target) table);
        }

        @Override
        public Optional<ConnectorTableLayout> getInsertLayout(ConnectorSession session, ConnectorTableHandle table) {
            return Optional.empty();
        }

        @Override
        public ConnectorInsertTableHandle beginInsert(
                ConnectorSession session, ConnectorTableHandle table, List<ColumnHandle> columns, RetryMode retryMode) {
            return target(
                    real.getTableName(session, table),
                    columns.stream()
                            .map(column -> real.getColumnMetadata(session, table, column)
                                    .getType())
                            .toList());
        }

        @Override
        public Optional<ConnectorOutputMetadata> finishInsert(
                ConnectorSession session,
                ConnectorInsertTableHandle table,
                List<ConnectorTableHandle> sources,
                Collection<Slice> fragments,
                Collection<ComputedStatistics> statistics) {
            return write((Target) table);
        }
    }

    private static final class Sinks implements ConnectorPageSinkProvider {

        @Override
        public ConnectorPageSink createPageSink(
                ConnectorTransactionHandle transaction,
                ConnectorSession session,
                ConnectorOutputTableHandle table,
                Optional<ConnectorTableCredentials> credentials,
                ConnectorPageSinkId id) {
            return new Sink((Target) table);
        }

        @Override
        public ConnectorPageSink createPageSink(
                ConnectorTransactionHandle transaction,
                ConnectorSession session,
                ConnectorInsertTableHandle table,
                Optional<ConnectorTableCredentials> credentials,
                ConnectorPageSinkId id) {
            return new Sink((Target) table);
        }
    }

    private static final class Sink implements ConnectorPageSink {

        private final Target target;
        private final List<Object[]> rows = new ArrayList<>();

        Sink(Target target) {
            this.target = target;
        }

        @Override
        public CompletableFuture<?> appendPage(Page page) {
            for (int position = 0; position < page.getPositionCount(); position++) {
                Object[] row = new Object[page.getChannelCount()];
                for (int i = 0; i < row.length; i++) {
                    row[i] = target.types().get(i).getObjectValue(page.getBlock(i), position);
                }
                rows.add(row);
            }
            return NOT_BLOCKED;
        }

        @Override
        public CompletableFuture<Collection<Slice>> finish() {
            PENDING.computeIfPresent(target.id(), (id, pending) -> {
                pending.addAll(rows);
                return pending;
            });
            return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public void abort() {
            PENDING.remove(target.id());
        }
    }
}
