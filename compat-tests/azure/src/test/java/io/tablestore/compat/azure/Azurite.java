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
package io.tablestore.compat.azure;

import io.tablestore.testing.Ports;
import io.tablestore.testing.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;

/**
 * The Blob service of Azurite, Microsoft's emulator of Azure Storage, in a process of its own on the loopback address. npm
 * downloads it to the directory of the build. Blobs are kept in memory.
 */
final class Azurite implements AutoCloseable {

    static final String ACCOUNT = "devstoreaccount1";
    static final String HOST = ACCOUNT + ".dfs.core.windows.net";

    /** Published by Microsoft, and the same in every emulator. */
    static final String KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static final Path HOME = Path.of("target", "azurite").toAbsolutePath();
    private static final Path PROGRAM = HOME.resolve("node_modules/azurite/dist/src/blob/main.js");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TestProcess process;
    private final int port;

    /** Starts the emulator and waits until it listens. Without Node.js, the test is left out and says so. */
    Azurite(Path directory) throws Exception {
        download();
        port = Ports.free();
        process = TestProcess.command(
                        "node",
                        PROGRAM.toString(),
                        "--blobHost",
                        "127.0.0.1",
                        "--blobPort",
                        Integer.toString(port),
                        "--inMemoryPersistence",
                        "--disableTelemetry",
                        "--silent")
                .directory(directory)
                .start(directory.resolve("azurite.log"));
        try {
            process.awaitReady("the emulator listens", PATIENCE, () -> Ports.isOpen(port));
        } catch (Exception | AssertionError failed) {
            close();
            throw failed;
        }
    }

    private static void download() throws Exception {
        run("node", "--version");
        if (!Files.exists(PROGRAM)) {
            String wanted = "azurite@" + System.getProperty("azurite.version");
            run("npm", "install", "--no-audit", "--no-fund", "--prefix", HOME.toString(), wanted);
        }
    }

    private static void run(String... command) throws Exception {
        TestProcess.Result result;
        try {
            result = TestProcess.command(command).run();
        } catch (IOException missing) {
            // JUnit says nothing of a class that is left out before its first test.
            System.out.println("The tests of Azure are left out, because '" + command[0] + "' is missing: " + missing);
            Assumptions.abort("no Node.js");
            return;
        }
        if (result.exitCode() != 0) {
            throw new AssertionError(String.join(" ", command) + ":\n" + result.output());
        }
    }

    int port() {
        return port;
    }

    /**
     * Hadoop's settings that lead to the emulator.
     *
     * @param port of the emulator, or of a front before it
     */
    static Map<String, String> settings(int port) {
        return new TreeMap<>(Map.ofEntries(
                Map.entry("fs.azure.abfs.endpoint", "127.0.0.1:" + port),
                Map.entry("fs.azure.account.key." + HOST, KEY),
                Map.entry("fs.azure.always.use.https", "false"),
                Map.entry("fs.azure.fns.account.service.type", "BLOB"),
                Map.entry("fs.azure.account.hns.enabled", "false"),
                Map.entry("fs.azure.networking.library", "JDK_HTTP_URL_CONNECTION"),
                Map.entry("fs.azure.createRemoteFileSystemDuringInitialization", "true"),
                // Hadoop 3.5.0 collects metrics in threads that keep a process alive.
                Map.entry("fs.azure.metrics.collection.enabled", "false"),
                Map.entry("fs.azure.io.retry.max.retries", "3"),
                Map.entry("fs.azure.http.read.timeout", "5000")));
    }

    /**
     * Writes the settings to where Hadoop looks for them in this process and those with the same class path, which find a file system
     * without being given any.
     */
    void becomeDefault() throws IOException {
        List<String> lines = new ArrayList<>(List.of("<configuration>"));
        settings(port)
                .forEach((key, value) ->
                        lines.add("<property><name>" + key + "</name><value>" + value + "</value></property>"));
        lines.add("</configuration>");
        Files.write(Path.of("target", "test-classes", "core-site.xml"), lines);
    }

    @Override
    public void close() {
        process.close();
    }
}
