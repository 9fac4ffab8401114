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

import io.tablestore.TableStore;
import io.tablestore.catalog.Table;
import io.tablestore.read.SplitReader;
import io.tablestore.scan.Split;
import io.tablestore.schema.PartitionPath;
import io.tablestore.schema.TableSchema;
import io.tablestore.trino.table.TrinoTableHandle;
import io.tablestore.trino.table.TrinoTables;
import io.tablestore.trino.types.TrinoColumn;
import io.tablestore.trino.types.TrinoErrors;
import io.tablestore.trino.types.TrinoPredicates;
import io.trino.spi.Page;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.ConnectorPageSourceProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplit;
import io.trino.spi.connector.ConnectorTableCredentials;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.DynamicFilter;
import io.trino.spi.connector.FixedPageSource;
import io.trino.spi.connector.MemoryContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** Opens splits as page sources. */
public final class TrinoPageSourceProvider implements ConnectorPageSourceProvider {

    private final TrinoTables source;
    private final ExecutorService readers;

    /** @param readers fetch and merge for page sources, one step at a time */
    public TrinoPageSourceProvider(TrinoTables source, ExecutorService readers) {
        this.source = source;
        this.readers = readers;
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
        TrinoTableHandle handle = (TrinoTableHandle) table;
        if (handle.counted()) {
            return new FixedPageSource(List.of(new Page(1)));
        }
        List<TrinoColumn> wanted = columns.stream().map(TrinoColumn.class::cast).toList();
        return TrinoErrors.translated(() -> {
            Table opened = source.open(session, handle);
            Split decoded = TableStore.deserializeSplit(((TrinoSplit) split).split());
            TableSchema schema = opened.schema(decoded);
            TrinoPageColumns pageColumns =
                    new TrinoPageColumns(wanted, schema, decoded.bucket(), partition(schema, decoded));
            TrinoMemory memory =
                    new TrinoMemory(source.config().getMaxSplitMemory().toBytes(), memoryContext, source.statistics());
            try {
                SplitReader reader = opened.open(
                        decoded, pageColumns.names(), TrinoPredicates.of(handle.predicate()), memory.allocator());
                return new TrinoPageSource(reader, pageColumns, dynamicFilter, memory, readers);
            } catch (RuntimeException failed) {
                memory.close();
                throw failed;
            }
        });
    }

    private static String partition(TableSchema schema, Split split) {
        return new PartitionPath(schema.partitionFields(), schema.optionSet()).of(split.partition());
    }
}
