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

import io.tablestore.format.TableSchema;
import io.tablestore.types.DataField;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;

/** Makes sources and sinks of the catalog's tables. */
final class FlinkTableFactory implements DynamicTableSourceFactory, DynamicTableSinkFactory {

    private final TableAccess access;

    FlinkTableFactory(TableAccess access) {
        this.access = access;
    }

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

    private TableLoader loader(Context context) {
        String path = context.getCatalogTable().getOptions().get(FlinkOptions.PATH.key());
        if (path == null) {
            throw new ValidationException("Table " + context.getObjectIdentifier() + " has no option '"
                    + FlinkOptions.PATH.key() + "'; create it in a catalog of type '" + FlinkOptions.IDENTIFIER + "'.");
        }
        ObjectIdentifier name = context.getObjectIdentifier();
        return new TableLoader(path, name.getDatabaseName(), name.getObjectName(), access);
    }

    /** The schema that the statement was planned with. */
    private static TableSchema schema(TableLoader loader, Context context) {
        TableSchema schema = loader.load().schema();
        List<String> planned = context.getCatalogTable().getResolvedSchema().getColumns().stream()
                .filter(Column::isPhysical)
                .map(Column::getName)
                .toList();
        List<String> there = schema.fields().stream().map(DataField::name).toList();
        if (!planned.equals(there)) {
            throw new ValidationException("Table " + context.getObjectIdentifier() + " was planned with the columns "
                    + planned + " and has " + there + " now: it was altered meanwhile. Run the statement again.");
        }
        return schema;
    }

    private static Configuration options(Context context) {
        return Configuration.fromMap(context.getCatalogTable().getOptions());
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        TableLoader loader = loader(context);
        return new FlinkTableSink(
                loader,
                schema(loader, context),
                options(context).getOptional(FlinkOptions.SINK_PARALLELISM).orElse(null));
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        return new FlinkTableSource(loader(context), options(context));
    }
}
