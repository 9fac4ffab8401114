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
package io.tablestore.compat.flink;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** Flink SQL in this process, with catalog {@code store} over a warehouse as the current one. */
public final class SqlSession {

    /** One for all tests of the process: a cluster for each statement would take most of their time. */
    private static URI cluster;

    private final TableEnvironment environment;

    private SqlSession(TableEnvironment environment) {
        this.environment = environment;
    }

    private static synchronized URI cluster() {
        if (cluster == null) {
            cluster = startCluster();
        }
        return cluster;
    }

    private static URI startCluster() {
        Configuration options = new Configuration();
        options.setString("restart-strategy.type", "none");
        options.setString("rest.address", "127.0.0.1");
        options.setString("rest.bind-address", "127.0.0.1");
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(options)
                .setCommonBindAddress("127.0.0.1")
                .withRandomPorts()
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(8)
                .build());
        try {
            cluster.start();
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> cluster.closeAsync().join()));
            return cluster.getRestAddress().get();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    public static SqlSession batch(Path warehouse) throws Exception {
        return open(warehouse, EnvironmentSettings.newInstance().inBatchMode());
    }

    static SqlSession streaming(Path warehouse) throws Exception {
        return open(warehouse, EnvironmentSettings.newInstance().inStreamingMode());
    }

    private static SqlSession open(Path warehouse, EnvironmentSettings.Builder settings) throws Exception {
        Configuration options = new Configuration();
        options.setString("parallelism.default", "1");
        options.setString("table.exec.resource.default-parallelism", "1");
        URI rest = cluster();
        options.setString("execution.target", "remote");
        options.setString("rest.address", rest.getHost());
        options.setString("rest.port", Integer.toString(rest.getPort()));
        SqlSession session = new SqlSession(
                TableEnvironment.create(settings.withConfiguration(options).build()));
        session.run("CREATE CATALOG store WITH ('type' = 'tablestore', 'warehouse' = '" + warehouse + "')");
        session.run("USE CATALOG store");
        return session;
    }

    void set(String key, String value) {
        environment.getConfig().set(key, value);
    }

    Catalog catalog(String name) {
        return environment.getCatalog(name).orElseThrow();
    }

    /** Runs statements, each to its end. */
    public void run(String... statements) throws Exception {
        for (String statement : statements) {
            environment.executeSql(statement).await();
        }
    }

    /** Starts the job of a statement and does not wait for its end. */
    JobClient start(String statement) {
        return environment.executeSql(statement).getJobClient().orElseThrow();
    }

    /** The rows of a query as text, sorted. */
    public List<String> rows(String query) throws Exception {
        return new ArrayList<>(rowsInOrder(query)).stream().sorted().toList();
    }

    /** The rows of a query as text, in their order. */
    List<String> rowsInOrder(String query) throws Exception {
        List<String> rows = new ArrayList<>();
        try (CloseableIterator<Row> result = environment.executeSql(query).collect()) {
            result.forEachRemaining(row -> rows.add(row.toString().replaceFirst("^\\+I", "")));
        }
        return rows;
    }

    /** A query of the Table API, which is not run yet. */
    Table query(String query) {
        return environment.sqlQuery(query);
    }

    /** What Flink's SQL client prints of the error of a statement that is refused before a job is started. */
    String refusal(String statement) {
        try {
            TableResult result = environment.executeSql(statement);
            result.getJobClient().ifPresent(job -> job.cancel().join());
        } catch (Exception refused) {
            return message(refused);
        }
        throw new AssertionError("not refused: " + statement);
    }

    /** What Flink's SQL client prints of an error: the innermost one. */
    static String message(Throwable error) {
        Throwable innermost = error;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost.getClass().getSimpleName() + ": " + innermost.getMessage();
    }
}
