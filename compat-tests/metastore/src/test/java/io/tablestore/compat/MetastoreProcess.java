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

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A metastore of the Hive on the class path, as a process of its own. */
final class MetastoreProcess implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 120;

    private final Path log;
    private final Path warehouse;
    private final int port;
    private final Process process;

    /**
     * @param more its settings beside what it needs
     * @param flags of its JVM
     */
    MetastoreProcess(Path directory, Map<String, String> more, List<String> flags) throws Exception {
        this.log = directory.resolve("metastore.log");
        this.warehouse = Files.createDirectories(directory.resolve("warehouse"));
        this.port = freePort();
        Map<String, String> site = new LinkedHashMap<>();
        site.put("hive.metastore.warehouse.dir", warehouse.toUri().toString());
        site.put("hive.metastore.thrift.bind.host", "127.0.0.1");
        site.put("javax.jdo.option.ConnectionURL", "jdbc:derby:memory:metastore;create=true");
        site.put("javax.jdo.option.ConnectionDriverName", "org.apache.derby.jdbc.EmbeddedDriver");
        site.put("datanucleus.schema.autoCreateAll", "true");
        site.put("hive.metastore.schema.verification", "false");
        site.put("hive.metastore.event.db.notification.api.auth", "false");
        for (String none : List.of("event.listeners", "task.threads.always", "task.threads.remote")) {
            site.put("hive.metastore." + none, "");
        }
        site.put("hive.support.concurrency", "true");
        site.put("hive.txn.manager", "org.apache.hadoop.hive.ql.lockmgr.DbTxnManager");
        site.putAll(more);
        Path conf = Files.createDirectories(directory.resolve("conf"));
        String xml = site.entrySet().stream()
                .map(entry -> "<property><name>" + entry.getKey() + "</name><value>" + entry.getValue()
                        + "</value></property>")
                .collect(Collectors.joining("\n", "<configuration>\n", "\n</configuration>\n"));
        for (String name : List.of("hive-site.xml", "metastore-site.xml", "core-site.xml")) {
            Files.writeString(conf.resolve(name), xml);
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx300m",
                "-Dderby.system.home=" + directory.resolve("derby"),
                "-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp")),
                "--add-opens=java.base/java.net=ALL-UNNAMED"));
        command.addAll(flags);
        command.addAll(List.of(
                "-cp",
                conf + File.pathSeparator + System.getProperty("java.class.path"),
                MetastoreMain.class.getName(),
                "-p",
                Integer.toString(port)));
        process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            await();
        } catch (Exception | AssertionError failed) {
            close();
            throw failed;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void await() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!isOpen()) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new AssertionError("waited in vain for the metastore\n" + Files.readString(log));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private boolean isOpen() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    String uri() {
        return "thrift://localhost:" + port;
    }

    Path warehouse() {
        return warehouse;
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() throws Exception {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }
}
