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
package io.tablestore.compat.trino;

import com.sun.tools.attach.VirtualMachine;
import io.tablestore.testing.EngineProcess;
import io.tablestore.testing.Launch;
import io.tablestore.testing.TestProcess;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A real Trino server in a process of its own, with the connector's zip unpacked into its plugin directory. */
public final class TrinoServer implements TrinoEngine {

    private static final String VERSION = "483";

    private static final String CONFIG = """
            coordinator=true
            node-scheduler.include-coordinator=true
            http-server.http.port={port}
            node.bind-ip=127.0.0.1
            node.internal-address=127.0.0.1
            discovery.uri=http://127.0.0.1:{port}
            plugin.dir={home}/plugin
            """;

    private final EngineProcess process;

    /**
     * Starts the server and waits until it answers.
     *
     * @param directory for all its files; may hold more plugins in {@code plugin/}
     * @param flags of the JVM, beside those that Trino itself needs
     * @param catalogs the properties of each, by name
     */
    public TrinoServer(Path directory, List<String> flags, Map<String, List<String>> catalogs) throws Exception {
        unpack(Files.createDirectories(directory.resolve("plugin")));
        for (String name : List.of("catalog", "data")) {
            Files.createDirectories(directory.resolve(name));
        }
        Launch launch = Launch.of("server", ServerMain.class.getName(), classPath())
                .withFlags(List.of("--add-modules=jdk.incubator.vector"))
                .withFlags(flags)
                .withFlags(List.of(
                        "-Duser.timezone=UTC",
                        "-Dnode.environment=test",
                        "-Dnode.id=one",
                        "-Dnode.data-dir={home}/data",
                        "-Dconfig={home}/config.properties",
                        "-Dcatalog.config-dir={home}/catalog"))
                .withArguments(VERSION)
                .withFile("config.properties", CONFIG);
        for (Map.Entry<String, List<String>> catalog : catalogs.entrySet()) {
            launch = launch.withFile(
                    "catalog/" + catalog.getKey() + ".properties", String.join("\n", catalog.getValue()));
        }
        process = EngineProcess.start(launch, directory);
        process.awaitReady("the server answers", this::answers);
    }

    /** Everything but the connector and what only the tests need. */
    private static List<String> classPath() {
        return TestProcess.classPath().stream()
                .filter(entry -> !entry.matches(".*/(tablestore-trino|tablestore-reader|paimon|hadoop-client)[^/]*"))
                .filter(entry -> !entry.matches(".*/(trino-plugin|common-reader)/target/.*"))
                .toList();
    }

    /** The packaged plugin, by the system property {@code plugin.zip} or as the build leaves it. */
    private static Path zip() throws IOException {
        String given = System.getProperty("plugin.zip");
        if (given != null) {
            return Path.of(given);
        }
        try (Stream<Path> files = Files.list(Path.of("..", "..", "trino-plugin", "target"))) {
            return files.filter(file -> file.toString().endsWith(".zip"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void unpack(Path plugins) throws IOException {
        Path zip = zip();
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(in)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path target = plugins.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(entries, target);
                }
            }
        }
    }

    private boolean answers() {
        try (Connection connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM system.runtime.nodes WHERE state = 'active'")) {
            return rows.next() && rows.getInt(1) == 1;
        } catch (SQLException starting) {
            return false;
        }
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:trino://127.0.0.1:" + process.port() + "/lake?user=test");
    }

    @Override
    public void run(String statement) throws SQLException {
        try (Connection connection = connect();
                Statement one = connection.createStatement()) {
            one.execute(statement);
        }
    }

    @Override
    public List<String> rows(String query) throws SQLException {
        try (Connection connection = connect();
                Statement one = connection.createStatement();
                ResultSet result = one.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(row.toString());
            }
            return rows;
        }
    }

    @Override
    public String logs() {
        return process.log();
    }

    @SuppressWarnings("BanJNDI") // the process asked is our own
    @Override
    public Held held() throws Exception {
        VirtualMachine machine =
                VirtualMachine.attach(Long.toString(process.process().pid()));
        String url;
        try {
            url = machine.startLocalManagementAgent();
        } finally {
            machine.detach();
        }
        try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(url))) {
            MBeanServerConnection beans = connector.getMBeanServerConnection();
            ObjectName name = beans.queryNames(new ObjectName("io.tablestore.trino:*"), null).stream()
                    .findFirst()
                    .orElseThrow();
            CompositeData[] threads = (CompositeData[]) beans.invoke(
                    new ObjectName("java.lang:type=Threading"),
                    "dumpAllThreads",
                    new Object[] {false, false},
                    new String[] {"boolean", "boolean"});
            long busy = Arrays.stream(threads)
                    .map(ThreadInfo::from)
                    .filter(thread -> thread.getThreadName().startsWith("tablestore-"))
                    .filter(thread -> Arrays.stream(thread.getStackTrace())
                            .anyMatch(frame -> frame.getClassName().startsWith("io.tablestore.")))
                    .count();
            return new Held(
                    (Integer) beans.getAttribute(name, "OpenSplits"),
                    (Long) beans.getAttribute(name, "AllocatedBytes"),
                    busy);
        }
    }

    @Override
    public void close() {
        process.process().stop(Duration.ofSeconds(30));
    }
}
