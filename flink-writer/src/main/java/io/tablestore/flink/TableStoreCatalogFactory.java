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

import io.tablestore.catalog.FileSystemCatalog;
import io.tablestore.fs.TablePath;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.factories.CatalogFactory;
import org.apache.flink.table.factories.FactoryUtil;

/** {@code CREATE CATALOG c WITH ('type' = 'tablestore', 'warehouse' = '...')}. */
public final class TableStoreCatalogFactory implements CatalogFactory {

    @Override
    public String factoryIdentifier() {
        return FlinkOptions.IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(FlinkOptions.WAREHOUSE);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of(FlinkOptions.DEFAULT_DATABASE);
    }

    @Override
    public Catalog createCatalog(Context context) {
        FactoryUtil.CatalogFactoryHelper helper = FactoryUtil.createCatalogFactoryHelper(this, context);
        helper.validateExcept(FlinkOptions.HADOOP_PREFIX);
        TablePath warehouse = TablePath.of(helper.getOptions().get(FlinkOptions.WAREHOUSE));
        Map<String, String> properties = new HashMap<>();
        context.getOptions().forEach((key, value) -> {
            if (key.startsWith(FlinkOptions.HADOOP_PREFIX)) {
                properties.put(key.substring(FlinkOptions.HADOOP_PREFIX.length()), value);
            }
        });
        return new FlinkCatalog(
                context.getName(),
                helper.getOptions().get(FlinkOptions.DEFAULT_DATABASE),
                new FileSystemCatalog(FlinkFileSystems.of(warehouse, properties), warehouse),
                properties);
    }
}
