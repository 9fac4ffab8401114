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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A metastore of the Hive on the class path, as a process of its own. */
final class MetastoreProcess implements AutoCloseable {

    private final Path warehouse;
    private final EngineProcess process;

    /**
     * @param more its settings beside what it needs
     * @param flags of its JVM
     */
    MetastoreProcess(Path directory, Map<String, String> more, List<String> flags) throws Exception {
        this.warehouse = Files.createDirectories(directory.resolve("warehouse"));
        Map<String, String> site = HiveSite.ofMetastore(warehouse.toUri().toString());
        site.put("hive.metastore.thrift.bind.host", "127.0.0.1");
        site.put("hive.support.concurrency", "true");
        site.put("hive.txn.manager", "org.apache.hadoop.hive.ql.lockmgr.DbTxnManager");
        site.putAll(more);
        Files.createDirectories(directory.resolve("tmp"));
        Launch launch = Launch.of("metastore", MetastoreMain.class.getName(), classPath(directory))
                .withHeap("300m")
                .withFlags(List.of("-Dderby.system.home={home}/derby", "-Djava.io.tmpdir={home}/tmp"))
                .withFlags(TestProcess.opens("java.base/java.net"))
                .withFlags(flags)
                .withArguments("-p", Launch.PORT);
        for (String name : List.of("hive-site.xml", "metastore-site.xml", "core-site.xml")) {
            launch = launch.withFile("conf/" + name, HiveSite.xml(site));
        }
        process = EngineProcess.start(launch, directory);
    }

    private static List<String> classPath(Path directory) {
        return Stream.concat(Stream.of(directory.resolve("conf").toString()), TestProcess.classPath().stream())
                .toList();
    }

    String uri() {
        return "thrift://localhost:" + process.port();
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
