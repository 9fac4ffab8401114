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
package io.tablestore.bench;

import io.tablestore.fs.hadoop.HadoopTableFileSystem;
import io.tablestore.fs.s3.S3FileSystem;
import io.tablestore.testing.s3.EngineOnS3;
import io.tablestore.testing.s3.Front;
import io.tablestore.testing.s3.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * {@code ./bench s3}: plans and scans of tables in an object store on this machine, whose requests are counted and take longer by
 * some milliseconds. Two threads read; the contenders run in turn.
 */
public final class S3Bench {

    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final int WARM_UPS = 3;
    private static final List<Integer> DELAYS = List.of(0, 10, 50);
    private static final String BUCKET = "bench";

    private final ScanThreads threads = new ScanThreads();
    private final Front front;
    private final List<S3Contender> contenders;
    private final S3Report report = new S3Report();

    private S3Bench(Front front) throws Exception {
        this.front = front;
        Configuration hadoop = S3Engines.hadoop(front.port());
        this.contenders = List.of(
                PaimonLake.of("Paimon, s3a", hadoop, "s3a://" + BUCKET),
                new OurLake("ours, s3a", new HadoopTableFileSystem(hadoop), "s3a://" + BUCKET),
                new OurLake("ours, s3", new S3FileSystem(EngineOnS3.settings(front.port())), "s3://" + BUCKET));
    }

    /** @param arguments the directory of the tables */
    public static void main(String[] arguments) throws Exception {
        Path warehouse = Path.of(arguments[0]).toAbsolutePath().resolve("s3");
        Path directory = Files.createTempDirectory("bench-s3");
        try (S3Tables tables = new S3Tables(warehouse);
                S3Server server = new S3Server(directory);
                Front front = new Front(server.port())) {
            tables.prepare();
            server.createBucket(BUCKET);
            for (String table : List.of(S3Tables.KEYED, S3Tables.APPENDED, S3Tables.MERGED)) {
                server.upload(tables.path(table), BUCKET + "/" + table);
            }
            S3Bench bench = new S3Bench(front);
            bench.measure(S3Tables.KEYED, S3Tables.ALL);
            bench.measure(S3Tables.APPENDED, S3Tables.ALL);
            bench.measure(S3Tables.MERGED, S3Tables.THREE);
            bench.threads.close();
            bench.report.print(ROUNDS);
        }
        System.exit(0); // Hadoop's client leaves threads
    }

    private void measure(String table, List<String> columns) throws Exception {
        for (int delay : DELAYS) {
            List<List<S3Report.Round>> rounds = contenders.stream()
                    .<List<S3Report.Round>>map(contender -> new ArrayList<>())
                    .toList();
            int warmUps = delay == 0 ? WARM_UPS : 0;
            for (int round = -warmUps; round < ROUNDS; round++) {
                Long checksum = null;
                for (int i = 0; i < contenders.size(); i++) {
                    S3Report.Round measured = round(contenders.get(i), table, columns, delay);
                    if (checksum != null && checksum != measured.checksum()) {
                        throw new IllegalStateException(contenders.get(i).name() + " reads other values of " + table);
                    }
                    checksum = measured.checksum();
                    if (round >= 0) {
                        rounds.get(i).add(measured);
                    }
                }
            }
            for (int i = 0; i < contenders.size(); i++) {
                report.add(table, delay, contenders.get(i).name(), rounds.get(i), rounds.get(0));
            }
        }
    }

    private S3Report.Round round(S3Contender contender, String table, List<String> columns, int delay)
            throws Exception {
        front.reset();
        front.delay(Duration.ofMillis(delay));
        long start = System.nanoTime();
        try (S3Contender.Planned plan = contender.plan(table, columns)) {
            long planned = System.nanoTime();
            int planRequests = front.calls().size();
            long checksum = threads.read(plan);
            long end = System.nanoTime();
            return new S3Report.Round(
                    planRequests,
                    (planned - start) / 1e9,
                    front.calls().size() - planRequests,
                    (end - planned) / 1e9,
                    checksum);
        }
    }
}
