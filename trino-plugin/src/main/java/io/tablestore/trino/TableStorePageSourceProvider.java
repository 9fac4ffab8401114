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
import io.tablestore.scan.Split;
import io.tablestore.vector.ArrowMemory;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.ConnectorPageSourceProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplit;
import io.trino.spi.connector.ConnectorTableCredentials;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.DynamicFilter;
import io.trino.spi.connector.MemoryContext;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;

/** Opens splits. */
final class TableStorePageSourceProvider implements ConnectorPageSourceProvider {

    private final TableStoreSource source;

    TableStorePageSourceProvider(TableStoreSource source) {
        this.source = source;
    }

    @Override
    public ConnectorPageSource createPageSource(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorSplit split,
            ConnectorTableHandle table,
            Optional<ConnectorTableCredentials> credentials,
            List<ColumnHandle> columns,
            DynamicFilter dynamicFilter,
            MemoryContext memoryContext) {
        TableHandle handle = (TableHandle) table;
        List<ColumnRef> wanted = columns.stream().map(ColumnRef.class::cast).toList();
        return Errors.translated(() -> {
            Table opened = source.open(session, handle);
            Split decoded = Split.deserialize(((TableStoreSplit) split).split());
            BufferAllocator memory =
                    ArrowMemory.newRoot(source.config().getMaxSplitMemory().toBytes());
            try {
                return new TableStorePageSource(
                        opened.open(
                                decoded,
                                wanted.stream().map(ColumnRef::name).toList(),
                                TrinoPredicates.of(handle.predicate()),
                                memory),
                        wanted,
                        dynamicFilter,
                        memory,
                        memoryContext);
            } catch (RuntimeException failed) {
                memory.close();
                throw failed;
            }
        });
    }
}
