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

import io.tablestore.testing.Ports;
import io.tablestore.testing.TestProcess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A metastore of the Hive on the class path, as a process of its own. */
final class MetastoreProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path warehouse;
    private final int port;
    private final TestProcess process;

    /**
     * @param more its settings beside what it needs
     * @param flags of its JVM
     */
    MetastoreProcess(Path directory, Map<String, String> more, List<String> flags) throws Exception {
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
        process = TestProcess.java(MetastoreMain.class, "-p", Integer.toString(port))
                .heap("300m")
                .flags(List.of(
                        "-Dderby.system.home=" + directory.resolve("derby"),
                        "-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp"))))
                .flags(TestProcess.opens("java.base/java.net"))
                .flags(flags)
                .classPath(conf + File.pathSeparator + System.getProperty("java.class.path"))
                .directory(directory)
                .start(directory.resolve("metastore.log"));
        try {
            process.awaitReady("the metastore", PATIENCE, () -> Ports.isOpen(port));
        } catch (Exception | AssertionError failed) {
            close();
            throw failed;
        }
    }

    String uri() {
        return "thrift://localhost:" + port;
    }

    Path warehouse() {
        return warehouse;
    }

    String log() {
        return process.log();
    }

    @Override
    public void close() {
        process.close();
    }
}
