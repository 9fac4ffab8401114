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

import io.tablestore.flink.catalog.FlinkCatalog;
import io.tablestore.flink.catalog.InnermostCatalog;
import io.tablestore.flink.table.FlinkOptions;
import io.tablestore.flink.table.TableAccess;
import io.tablestore.flink.table.Warehouse;
import io.tablestore.flink.types.FlinkErrors;
import io.tablestore.fs.TablePath;
import io.tablestore.metastore.Catalogs;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.factories.CatalogFactory;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * Creates the catalog of {@code CREATE CATALOG c WITH ('type' = 'tablestore', 'warehouse' = '...')}, or with {@code
 * 'metastore' = 'hive', 'uri' = 'thrift://...'}.
 */
public final class TableStoreCatalogFactory implements CatalogFactory {

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
        Set<ConfigOption<?>> options = new HashSet<>(FlinkOptions.METASTORE);
        options.add(FlinkOptions.WAREHOUSE);
        options.add(FlinkOptions.DEFAULT_DATABASE);
        return options;
    }

    @Override
    public Catalog createCatalog(Context context) {
        return FlinkErrors.innermost(() -> new InnermostCatalog(catalog(context)));
    }

    private FlinkCatalog catalog(Context context) {
        FactoryUtil.CatalogFactoryHelper helper = FactoryUtil.createCatalogFactoryHelper(this, context);
        helper.validateExcept(FlinkOptions.HADOOP_PREFIX, FlinkOptions.S3_PREFIX);
        Map<String, String> options = context.getOptions();
        Map<String, String> metastore = new HashMap<>();
        if (Catalogs.isHive(options)) {
            FlinkOptions.METASTORE.stream()
                    .filter(option -> options.containsKey(option.key()))
                    .forEach(option -> metastore.put(option.key(), options.get(option.key())));
        }
        TableAccess access = new TableAccess(FlinkOptions.fileSystem(options, context.getConfiguration()), metastore);
        return new FlinkCatalog(
                context.getName(),
                helper.getOptions().get(FlinkOptions.DEFAULT_DATABASE),
                Catalogs.open(options, access::files),
                access,
                new Warehouse(
                        Catalogs.isHive(options)
                                ? null
                                : TablePath.of(options.getOrDefault(FlinkOptions.WAREHOUSE.key(), "")),
                        access));
    }
}
