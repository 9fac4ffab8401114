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
package io.tablestore.flink.catalog;

import io.tablestore.catalog.Catalog;
import io.tablestore.catalog.Table;
import io.tablestore.flink.read.FlinkSystemTable;
import io.tablestore.flink.table.FlinkOptions;
import io.tablestore.flink.table.FlinkTableLoader;
import io.tablestore.flink.table.FlinkTableName;
import io.tablestore.flink.table.StatesOfStatement;
import io.tablestore.flink.table.TableAccess;
import io.tablestore.flink.types.FlinkErrors;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;

/** Creates sources and sinks for the catalog's tables. */
final class FlinkTableFactory implements DynamicTableSourceFactory, DynamicTableSinkFactory {

    private final Catalog catalog;
    private final TableAccess access;

    FlinkTableFactory(Catalog catalog, TableAccess access) {
        this.catalog = catalog;
        this.access = access;
    }

    @Override
    public String factoryIdentifier() {
        return FlinkOptions.IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        return FlinkErrors.innermost(() -> sink(context));
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        return FlinkErrors.innermost(() -> source(context));
    }

    private DynamicTableSink sink(Context context) {
        FlinkTableName name = FlinkTableName.of(context.getObjectIdentifier().getObjectName());
        if (!name.systemTable().isEmpty()) {
            throw new ValidationException(
                    "Table " + context.getObjectIdentifier().asSummaryString() + " is a view of table " + name.table()
                            + " and cannot be written.");
        }
        return table(context, name).sink();
    }

    private DynamicTableSource source(Context context) {
        FlinkTableName name = FlinkTableName.of(context.getObjectIdentifier().getObjectName());
        if (name.isSystemTable()) {
            Map<String, String> options = context.getCatalogTable().getOptions();
            if (!options.isEmpty()) {
                throw new ValidationException("Table "
                        + context.getObjectIdentifier().asSummaryString()
                        + " shows metadata as it is now and takes no options; leave out " + options.keySet() + ".");
            }
            return FlinkSystemTable.of(found(context, name), name.systemTable());
        }
        StatesOfStatement.convert(context.getObjectIdentifier(), context.getCatalogTable());
        return table(context, name).source();
    }

    private StatementTable table(Context context, FlinkTableName name) {
        Table found = found(context, name);
        FlinkTableLoader loader = loader(context, name, found);
        Map<String, String> options = new HashMap<>(context.getCatalogTable().getOptions());
        String connector = options.getOrDefault("connector", FlinkOptions.IDENTIFIER);
        if (!connector.equals(FlinkOptions.IDENTIFIER)) {
            throw new ValidationException(
                    "Table " + context.getObjectIdentifier().asSummaryString()
                            + " is of connector '" + FlinkOptions.IDENTIFIER + "'; option 'connector' = '" + connector
                            + "' cannot make it another. Leave it out.");
        }
        String path = options.remove(FlinkOptions.PATH.key());
        if (path != null && !path.equals(loader.location())) {
            throw new ValidationException("Table "
                    + context.getObjectIdentifier().asSummaryString() + " is at "
                    + loader.location() + "; a hint cannot move it to '" + path + "'. Declare a temporary table WITH"
                    + " ('connector' = '" + FlinkOptions.IDENTIFIER + "', 'path' = '" + path + "').");
        }
        return StatementTable.of(context, loader, found, options);
    }

    /** The table, or the branch in its name. */
    private Table found(Context context, FlinkTableName name) {
        String database = context.getObjectIdentifier().getDatabaseName();
        Table table = catalog.findTable(database, name.table()).orElseGet(() -> catalog.table(database, name.table()));
        return name.branch().isEmpty() ? table : table.branch(name.branch());
    }

    private FlinkTableLoader loader(Context context, FlinkTableName name, Table found) {
        ObjectIdentifier identifier = context.getObjectIdentifier();
        String location = found.location().location();
        FlinkTableLoader loader = new FlinkTableLoader(location, identifier.getDatabaseName(), name.table(), access)
                .branch(name.branch());
        return name.isReadOptimized() ? loader.readOptimized() : loader;
    }
}
