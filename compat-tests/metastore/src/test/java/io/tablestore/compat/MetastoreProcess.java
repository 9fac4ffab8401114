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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

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
        this.port = Ports.free();
        Map<String, String> site = HiveSite.ofMetastore(warehouse.toUri().toString());
        site.put("hive.metastore.thrift.bind.host", "127.0.0.1");
        site.put("hive.support.concurrency", "true");
        site.put("hive.txn.manager", "org.apache.hadoop.hive.ql.lockmgr.DbTxnManager");
        site.putAll(more);
        Path conf = Files.createDirectories(directory.resolve("conf"));
        for (String name : List.of("hive-site.xml", "metastore-site.xml", "core-site.xml")) {
            Files.writeString(conf.resolve(name), HiveSite.xml(site));
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

    private void await() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Ports.isOpen(port)) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new AssertionError("waited in vain for the metastore\n" + Files.readString(log));
            }
            TimeUnit.MILLISECONDS.sleep(50);
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
