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
package io.tablestore.flink;

import io.tablestore.catalog.Table;
import io.tablestore.flink.catalog.StatementTable;
import io.tablestore.flink.table.FlinkOptions;
import io.tablestore.flink.table.FlinkTableLoader;
import io.tablestore.flink.types.FlinkErrors;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;

/**
 * Opens the table of {@code CREATE TEMPORARY TABLE t (...) WITH ('connector' = 'tablestore', 'path' = '...')}: a table
 * by its directory, in a catalog of another kind. The table must exist and must have the declared columns and keys.
 */
public final class TableStoreTableFactory implements DynamicTableSourceFactory, DynamicTableSinkFactory {

    private static final String CONNECTOR = "connector";

    @Override
    public String factoryIdentifier() {
        return FlinkOptions.IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(FlinkOptions.PATH);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        return FlinkErrors.innermost(() -> table(context).sink());
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        return FlinkErrors.innermost(() -> table(context).source());
    }

    private static StatementTable table(Context context) {
        String name = context.getObjectIdentifier().asSummaryString();
        Map<String, String> options = new HashMap<>(context.getCatalogTable().getOptions());
        options.remove(CONNECTOR);
        String path = options.remove(FlinkOptions.PATH.key());
        if (path == null || path.isBlank()) {
            throw new ValidationException("Table " + name + " has no option '" + FlinkOptions.PATH.key()
                    + "', which names the directory of the table.");
        }
        FlinkTableLoader loader =
                new FlinkTableLoader(path, FlinkOptions.fileSystem(options, context.getConfiguration()));
        options.keySet().removeIf(FlinkOptions::isForFileSystem);
        Table opened = loader.load();
        StatementTable table =
                StatementTable.of(context, loader, opened, options).declared();
        checkKeys(name, context.getCatalogTable(), loader, table.loader().schema(table.schemaId()));
        return table;
    }

    /** Checks the declared keys. Keys may be omitted; those that are declared must be the table's. */
    private static void checkKeys(
            String name,
            ResolvedCatalogTable declared,
            FlinkTableLoader loader,
            io.tablestore.schema.TableSchema schema) {
        declared.getResolvedSchema().getPrimaryKey().ifPresent(key -> {
            if (!Set.copyOf(key.getColumns()).equals(Set.copyOf(schema.primaryKeys()))) {
                throw new ValidationException("Table " + name + " is declared with the primary key " + key.getColumns()
                        + ", but the table at " + loader.location() + " has " + schema.primaryKeys() + ".");
            }
        });
        if (!declared.getPartitionKeys().isEmpty()
                && !declared.getPartitionKeys().equals(schema.partitionKeys())) {
            throw new ValidationException("Table " + name + " is declared as partitioned by "
                    + declared.getPartitionKeys() + ", but the table at " + loader.location() + " is by "
                    + schema.partitionKeys() + ".");
        }
    }
}
