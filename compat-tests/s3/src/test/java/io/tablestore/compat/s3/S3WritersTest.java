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
import io.tablestore.testing.s3.Fault;
import io.tablestore.testing.s3.Front;
import io.tablestore.testing.s3.RandomFaults;
import io.tablestore.testing.s3.S3Server;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two writers and a compaction job, each a process, on a table in an object store. */
class S3WritersTest {

    private static final long SEED = Long.getLong("s3-writers.seed", 1);

    /** Of 1,000 requests, so many fail. */
    private static final int FAULTS = Integer.getInteger("s3-writers.faults", 20);

    private static final int ATTEMPTS = 20;

    @TempDir
    static Path directory;

    private static S3Server server;

    @BeforeAll
    static void start() throws Exception {
        server = new S3Server(directory);
        server.createBucket("writers");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void nothingIsLostWhenProcessesCommitAtOnce() throws Exception {
        ConcurrentWriters.check("s3://writers/sound", directory, S3Files.settings(server.port()));
    }

    @Test
    void norWhenRequestsFailMeanwhile() throws Exception {
        try (Front front = new Front(server.port())) {
            List<Fault> faults =
                    List.of(Fault.LOST, Fault.DROP, Fault.LATE, Fault.CUT, Fault.HALF, Fault.SLOW_DOWN, Fault.CONFLICT);
            front.failRandomly(new RandomFaults(SEED, FAULTS / 1000.0, faults));
            Map<String, String> settings = new HashMap<>(S3Files.settings(front.port()));
            settings.put("s3.retries", "2");
            settings.put("s3.create-timeout", "100 ms"); // so that some outcomes stay unknown
            ConcurrentWriters.check(
                    "s3://writers/faulty", directory, S3Files.settings(server.port()), settings, ATTEMPTS);
            assertThat(front.calls()).hasSizeGreaterThan(1000);
        }
    }
}
