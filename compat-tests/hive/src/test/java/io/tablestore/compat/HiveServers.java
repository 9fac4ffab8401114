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
package io.tablestore.compat;

import io.tablestore.testing.EngineProcess;
import io.tablestore.testing.Launch;
import io.tablestore.testing.TestProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A metastore and a HiveServer2 as processes of their own, with Tez in the latter, and the packaged connector on their class path. */
public final class HiveServers implements HiveEngine {

    private static final String LOGGING = """
            rootLogger.level=WARN
            logger.ours.name=io.tablestore.hive
            logger.ours.level=DEBUG
            rootLogger.appenderRef.c.ref=C
            appender.c.type=Console
            appender.c.name=C
            appender.c.layout.type=PatternLayout
            appender.c.layout.pattern=%d{HH:mm:ss} %-5p [%t] %c{1} - %m%n
            """;

    private static final List<String> JVM_FLAGS = TestProcess.opens(
            "java.base/java.lang",
            "java.base/java.lang.reflect",
            "java.base/java.io",
            "java.base/java.net",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/java.util.regex",
            "java.base/java.time",
            "java.base/java.text",
            "java.base/java.math",
            "java.base/sun.nio.ch",
            "java.sql/java.sql");

    private final Path directory;
    private final String zone;
    private final EngineProcess metastore;
    private final EngineProcess server;

    /**
     * @param more settings of both
     * @param zone the time zone they run in
     * @param withConnector whether the connector is on their class path
     */
    HiveServers(Path directory, Map<String, String> more, String zone, boolean withConnector) throws Exception {
        this(directory, more, zone, withConnector, "1500m");
    }

    /** @param heap of HiveServer2 */
    public HiveServers(Path directory, Map<String, String> more, String zone, boolean withConnector, String heap)
            throws Exception {
        this.directory = directory;
        this.zone = zone;
        Map<String, String> site = site();
        site.putAll(more);
        List<String> classPath = classPath(withConnector);
        metastore = EngineProcess.start(
                launch("metastore", "org.apache.hadoop.hive.metastore.HiveMetaStore", classPath, site)
                        .withHeap("300m")
                        .withArguments("-p", Launch.PORT),
                directory);
        site.put("hive.metastore.uris", metastoreUri());
        site.put("hive.server2.thrift.port", Launch.PORT);
        try {
            server = EngineProcess.start(
                    launch("hiveserver2", "org.apache.hive.service.server.HiveServer2", classPath, site)
                            .withHeap(heap),
                    directory);
        } catch (Exception | AssertionError failed) {
            metastore.close();
            throw failed;
        }
    }

    private Launch launch(String name, String main, List<String> classPath, Map<String, String> site) {
        return Launch.of(name, main, classPath)
                .withFile("conf/hive-site.xml", HiveSite.xml(site))
                .withFile("conf/hive-log4j2.properties", LOGGING)
                .withFile("conf/log4j2.properties", LOGGING)
                .withFlags(List.of(
                        "-Dderby.system.home={home}/derby",
                        "-Djava.io.tmpdir={home}/tmp",
                        "-Dfile.encoding=UTF-8",
                        "-Duser.timezone=" + zone))
                .withFlags(JVM_FLAGS);
    }

    private Map<String, String> site() throws IOException {
        for (String name : List.of("warehouse", "tez-cache", "tmp")) {
            Files.createDirectories(directory.resolve(name));
        }
        String warehouse = directory.resolve("warehouse").toUri().toString();
        Map<String, String> site = HiveSite.ofMetastore(warehouse);
        site.put("fs.defaultFS", "file:///");
        site.put("hadoop.tmp.dir", directory.resolve("tmp").toString());
        site.put("hive.metastore.warehouse.external.dir", warehouse);
        site.put("metastore.thrift.bind.host", "127.0.0.1");
        site.put("hive.exec.scratchdir", directory.resolve("scratch").toString());
        site.put(
                "hive.exec.local.scratchdir", directory.resolve("local-scratch").toString());
        site.put("hive.querylog.location", directory.resolve("query-log").toString());
        site.put("hive.user.install.directory", directory.resolve("install").toString());
        site.put("hive.server2.thrift.bind.host", "127.0.0.1");
        site.put("hive.server2.webui.port", "0");
        for (String off : List.of(
                "hive.server2.enable.doAs",
                "hive.async.log.enabled",
                "hive.support.concurrency",
                "hive.stats.autogather",
                "hive.server2.logging.operation.enabled",
                "hive.server2.tez.initialize.default.sessions",
                "hive.query.results.cache.enabled")) {
            site.put(off, "false");
        }
        site.put("hive.notification.event.poll.interval", "0s");
        site.put("hive.server2.materializedviews.registry.impl", "DUMMY");
        site.put("hive.execution.engine", "tez");
        site.put("tez.local.mode", "true");
        site.put("tez.ignore.lib.uris", "true");
        site.put("tez.runtime.optimize.local.fetch", "true");
        site.put("tez.staging-dir", directory.resolve("tez-staging").toString());
        site.put("tez.local.cache.root.folder", directory.resolve("tez-cache").toString());
        site.put("hive.tez.container.size", "256");
        site.put("hive.exec.reducers.max", "2");
        site.put("mapreduce.framework.name", "local");
        site.put("mapreduce.job.counters.max", "2000"); // of queries with many inputs
        return site;
    }

    /** The settings, what a Hive installation has, and the connector as the last one, where {@code auxlib} is. */
    private List<String> classPath(boolean withConnector) {
        List<String> hive = new ArrayList<>(List.of(directory.resolve("conf").toString()));
        for (String entry : TestProcess.classPath()) {
            boolean ofTheTest = entry.contains("/paimon-")
                    || entry.contains("lz4-java")
                    || entry.contains("tablestore-")
                    || entry.endsWith("classes");
            if (!ofTheTest && !entry.contains("/compat-tests/")) {
                hive.add(entry);
            }
        }
        if (withConnector) {
            hive.addAll(connectorJars());
        }
        return hive;
    }

    /** The connector, and the old class names. */
    static List<String> connectorJars() {
        return TestProcess.classPath().stream()
                .filter(entry -> entry.matches(".*tablestore-hive-[^/]*\\.jar"))
                .toList();
    }

    @Override
    public String logs() {
        return metastore.process().endOfLog() + server.process().endOfLog();
    }

    @Override
    public long logLength() throws IOException {
        return Files.size(directory.resolve("hiveserver2.log"));
    }

    @Override
    public List<String> logged(long since, String text) throws IOException {
        byte[] log = Files.readAllBytes(directory.resolve("hiveserver2.log"));
        return new String(log, (int) since, log.length - (int) since, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(text))
                .toList();
    }

    @Override
    public String threads() throws Exception {
        return server.process().threads();
    }

    @Override
    public String metastoreUri() {
        return "thrift://127.0.0.1:" + metastore.port();
    }

    /** A session of its own. */
    public HiveSession connect() throws SQLException {
        return connect("tester");
    }

    @Override
    public HiveSession connect(String user) throws SQLException {
        return new HiveSession(
                DriverManager.getConnection("jdbc:hive2://127.0.0.1:" + server.port() + "/default", user, "x"));
    }

    @Override
    public void run(String statement) throws SQLException {
        try (HiveSession session = connect()) {
            session.run(statement);
        }
    }

    @Override
    public List<String> rows(String query) throws SQLException {
        try (HiveSession session = connect()) {
            return session.query(query).stream().map(List::toString).toList();
        }
    }

    @Override
    public void close() {
        server.close();
        metastore.close();
    }

    /** Statements of one user, one after the other. */
    public record HiveSession(Connection connection) implements AutoCloseable {

        public void run(String statement) throws SQLException {
            try (Statement prepared = connection.createStatement()) {
                prepared.execute(statement);
            }
        }

        public List<List<Object>> query(String query) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(query)) {
                int columns = result.getMetaData().getColumnCount();
                List<List<Object>> rows = new ArrayList<>();
                while (result.next()) {
                    List<Object> row = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        row.add(result.getObject(i));
                    }
                    rows.add(row);
                }
                return rows;
            }
        }

        /** Rows as text, sorted. */
        public List<String> rows(String query) throws SQLException {
            return query(query).stream().map(List::toString).sorted().toList();
        }

        /** Queries go through a job, whatever they are, or through the server itself where they can. */
        public HiveSession jobs(boolean always) throws SQLException {
            run("SET hive.fetch.task.conversion=" + (always ? "none" : "more"));
            return this;
        }

        public HiveSession vectorized(boolean on) throws SQLException {
            run("SET hive.vectorized.execution.enabled=" + on);
            return this;
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
