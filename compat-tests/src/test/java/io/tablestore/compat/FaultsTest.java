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

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.compat.FaultyFileSystem.Fault;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.testing.TestProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every call to the file system of a streaming job with six checkpoints goes wrong, one at a time, in every way. The job is
 * started again from its last checkpoint, as an engine does, and in the end the table holds every row once.
 */
class FaultsTest {

    private static final int ATTEMPTS = 4;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noRowIsLostOrDoubled(boolean keyed) throws Exception {
        int every = Integer.getInteger("faults.every", 7);
        int runs = 0;
        Map<String, Integer> met = new TreeMap<>();
        for (Fault fault : Fault.values()) {
            for (int call = 1 + Math.floorMod(fault.name().hashCode(), every); ; call += every) {
                SixCheckpoints job = new SixCheckpoints(directory.resolve(fault + "-" + call), keyed);
                FaultyFileSystem faulty = new FaultyFileSystem(call, fault);
                try {
                    job.create();
                    run(job, faulty);
                    job.check();
                } catch (Throwable failed) {
                    throw new AssertionError(
                            fault + " call " + call + ", " + faulty.met() + ": " + failed.getMessage(), failed);
                }
                job.delete();
                if (faulty.met().isEmpty()) {
                    break;
                }
                met.merge(faulty.met().replaceAll("[0-9a-f]{8}-.*|[0-9].*", ""), 1, Integer::sum);
                runs++;
            }
        }
        assertThat(runs).isGreaterThan(50);
        System.out.println("faults, " + (keyed ? "with" : "without") + " a key: " + runs
                + " runs, each of them with one of " + met + ": every row once");
    }

    private static void run(SixCheckpoints job, TableFileSystem faulty) {
        TableFileSystem fileSystem = faulty;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                job.run(fileSystem);
                return;
            } catch (RuntimeException failed) {
                fileSystem = new LocalFileSystem(); // one fault at a time
            }
        }
        throw new AssertionError("the job failed " + ATTEMPTS + " times");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void processesThatEndLoseNothing(boolean keyed) throws Exception {
        int every = Integer.getInteger("faults.processes", 83);
        int runs = 0;
        for (Fault fault : List.of(Fault.HALT_BEFORE, Fault.HALT_AFTER)) {
            int ended = SixCheckpoints.HALTED;
            for (int call = 1 + runs % every; ended == SixCheckpoints.HALTED; call += every) {
                Path root = directory.resolve(fault + "-process-" + call);
                SixCheckpoints job = new SixCheckpoints(root, keyed);
                job.create();
                ended = process(root, keyed, call, fault);
                job.run(new LocalFileSystem());
                job.check();
                job.delete();
                runs++;
            }
            assertThat(ended).as("the last process").isZero();
        }
        System.out.println("faults, " + (keyed ? "with" : "without") + " a key: " + runs
                + " processes, which ended one call after the other: every row once");
    }

    private int process(Path root, boolean keyed, int call, Fault fault) throws Exception {
        try (TestProcess process = TestProcess.java(
                        SixCheckpoints.class,
                        root.toString(),
                        Boolean.toString(keyed),
                        Integer.toString(call),
                        fault.name())
                .heap("300m")
                .flags(TestProcess.opens("java.base/java.nio"))
                .start(directory.resolve("process.log"))) {
            int exitCode = process.awaitEnd(Duration.ofMinutes(2));
            assertThat(exitCode).as(process::log).isIn(0, SixCheckpoints.HALTED);
            return exitCode;
        }
    }
}
