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

import io.tablestore.trino.table.TrinoSessionProperties;
import io.tablestore.trino.table.TrinoTableHandle;
import io.tablestore.trino.table.TrinoTables;
import io.tablestore.trino.types.TrinoErrors;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.ConnectorSplitSource;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.FixedSplitSource;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/** Creates the split source of a table scan. */
public final class TrinoSplitManager implements ConnectorSplitManager {

    private final TrinoTables source;
    private final ExecutorService planners;

    /** @param planners each of its threads runs one plan until it is complete */
    public TrinoSplitManager(TrinoTables source, ExecutorService planners) {
        this.source = source;
        this.planners = planners;
    }

    @Override
    public ConnectorSplitSource getSplits(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorTableHandle table,
            Set<ColumnHandle> dynamicFilterColumns,
            Constraint constraint) {
        TrinoTableHandle handle = (TrinoTableHandle) table;
        if (handle.counted()) {
            return new FixedSplitSource(new TrinoSplit(new byte[0], 0, 0, 1.0));
        }
        long wait = dynamicFilterColumns.isEmpty() ? 0 : TrinoSessionProperties.dynamicFilterWaitMillis(session);
        return new TrinoSplitSource(TrinoErrors.translated(() -> source.open(session, handle)), handle, wait, planners);
    }
}
