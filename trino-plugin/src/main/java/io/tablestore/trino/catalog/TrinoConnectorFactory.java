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
package io.tablestore.trino.catalog;

import com.google.inject.Scopes;
import io.airlift.bootstrap.Bootstrap;
import io.airlift.bootstrap.LifeCycleManager;
import io.airlift.configuration.ConfigBinder;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.trino.table.CatalogProperties;
import io.tablestore.trino.table.ReadStatistics;
import io.tablestore.trino.table.TrinoConfig;
import io.tablestore.trino.table.TrinoTables;
import io.trino.filesystem.TrinoFileSystemFactory;
import io.trino.filesystem.manager.FileSystemModule;
import io.trino.plugin.base.jmx.ConnectorObjectNameGeneratorModule;
import io.trino.plugin.base.jmx.MBeanServerModule;
import io.trino.spi.NodeManager;
import io.trino.spi.catalog.CatalogName;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorContext;
import io.trino.spi.connector.ConnectorFactory;
import java.util.Map;
import org.weakref.jmx.guice.ExportBinder;
import org.weakref.jmx.guice.MBeanModule;

/** Creates a connector from a catalog's properties. All properties are checked and unknown ones are refused. */
public final class TrinoConnectorFactory implements ConnectorFactory {

    @Override
    public String getName() {
        return "tablestore";
    }

    @Override
    public Connector create(String catalogName, Map<String, String> config, ConnectorContext context) {
        ArrowMemory.newRoot(1 << 20).close(); // fails without Arrow's JVM flag, before the catalog is created
        Bootstrap bootstrap = new Bootstrap(
                "io.trino.bootstrap.catalog." + catalogName,
                new MBeanModule(),
                new MBeanServerModule(),
                new ConnectorObjectNameGeneratorModule(ReadStatistics.class.getPackageName(), "io.tablestore.trino"),
                new FileSystemModule(catalogName, context, false),
                binder -> {
                    binder.bind(Tracer.class).toInstance(context.getTracer());
                    binder.bind(OpenTelemetry.class).toInstance(context.getOpenTelemetry());
                    binder.bind(NodeManager.class).toInstance(context.getNodeManager());
                    binder.bind(CatalogName.class).toInstance(new CatalogName(catalogName));
                    ConfigBinder.configBinder(binder).bindConfig(TrinoConfig.class);
                    binder.bind(ReadStatistics.class).in(Scopes.SINGLETON);
                    ExportBinder.newExporter(binder)
                            .export(ReadStatistics.class)
                            .withGeneratedName();
                });
        var injector = bootstrap
                .doNotInitializeLogging()
                .setRequiredConfigurationProperties(CatalogProperties.check(config))
                .initialize();
        TrinoTables source = new TrinoTables(
                injector.getInstance(TrinoFileSystemFactory.class),
                injector.getInstance(TrinoConfig.class),
                injector.getInstance(ReadStatistics.class));
        return new TrinoConnector(source, injector.getInstance(LifeCycleManager.class));
    }
}
