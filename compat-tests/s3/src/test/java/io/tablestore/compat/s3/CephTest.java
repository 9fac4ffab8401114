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
package io.tablestore.compat.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.compat.ConcurrentWriters;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.testing.Ports;
import io.tablestore.testing.TestProcess;
import io.tablestore.testing.s3.S3Server;
import io.tablestore.testing.s3.SignedPuts;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Races on Ceph's gateway, a store that many run. Only with {@code -Dceph=true}, because it needs Debian's packages of Ceph. */
@EnabledIfSystemProperty(named = "ceph", matches = "true")
class CephTest {

    private static final int FILES = 300;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** The packages stay here until the build is cleaned. */
    private static final Path CEPH = Path.of("target", "ceph").toAbsolutePath();

    @TempDir
    static Path directory;

    private static TestProcess ceph;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        port = Ports.free();
        Files.deleteIfExists(CEPH.resolve("run/ready"));
        ceph = TestProcess.command(
                        Path.of("ceph").toAbsolutePath().toString(),
                        CEPH.toString(),
                        Integer.toString(port),
                        S3Server.ACCESS_KEY,
                        S3Server.SECRET_KEY)
                .start(directory.resolve("ceph.log"));
        ceph.awaitReady("Ceph's gateway answers", PATIENCE, () -> Files.exists(CEPH.resolve("run/ready")));
        new SignedPuts(port, S3Server.ACCESS_KEY, S3Server.SECRET_KEY).put("/races", new byte[0]);
    }

    @AfterAll
    static void stop() {
        if (ceph != null) {
            ceph.close();
        }
    }

    @Test
    void nothingIsLostWhenProcessesCommitAtOnce() throws Exception {
        ConcurrentWriters.check("s3://races/t", directory, S3Files.settings(port));
    }

    @Test
    void eachFileHasOneWinner() throws Exception {
        TableFileSystem files = S3Files.at(port);
        TablePath root = new TablePath("s3://races/created");
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService racers = Executors.newFixedThreadPool(2);
        List<Integer> wins = new ArrayList<>();
        try {
            List<Callable<List<Boolean>>> both =
                    List.of(() -> create(files, root, "first", start), () -> create(files, root, "second", start));
            List<Future<List<Boolean>>> results = racers.invokeAll(both);
            List<Boolean> first = results.get(0).get();
            List<Boolean> second = results.get(1).get();
            for (int i = 0; i < FILES; i++) {
                assertThat(first.get(i)).as("both, or none, created %d", i).isNotEqualTo(second.get(i));
                byte[] content = files.readAll(root.child("snapshot-" + i), 100);
                assertThat(new String(content, StandardCharsets.UTF_8)).isEqualTo(first.get(i) ? "first" : "second");
            }
            wins.add((int) first.stream().filter(won -> won).count());
        } finally {
            racers.shutdownNow();
        }
        System.out.println("races on Ceph: " + FILES + " files, " + wins.get(0) + " of them created by the first");
        assertThat(wins.get(0)).as("a race").isBetween(FILES / 20, FILES - FILES / 20);
    }

    private static List<Boolean> create(TableFileSystem files, TablePath root, String name, CyclicBarrier start)
            throws Exception {
        List<Boolean> won = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            start.await(1, TimeUnit.MINUTES);
            try {
                files.create(root.child("snapshot-" + i), name.getBytes(StandardCharsets.UTF_8));
                won.add(true);
            } catch (FileAlreadyExistsException lost) {
                won.add(false);
            }
        }
        return won;
    }
}
