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

import io.tablestore.fs.s3.S3FileSystem;
import io.tablestore.testing.s3.EngineOnS3;
import io.tablestore.testing.s3.Front;
import io.tablestore.testing.s3.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code ./bench s3-engines}: queries over tables in an object store on this machine through each engine, beside Apache Paimon in
 * the same engine where it has a connector. The requests are counted and take longer by some milliseconds.
 */
public final class S3EnginesBench {

    static final String WAREHOUSE = "s3://bench/warehouse";

    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final List<Integer> DELAYS = List.of(0, 10, 50);

    /** Which engines run; all by default. */
    private static final Set<String> ENGINES =
            Set.of(System.getProperty("bench.engines", "library,spark,flink,trino,hive,cli")
                    .split(","));

    private final Front front;
    private final Path directory;
    private final QueryReport report = new QueryReport();

    private S3EnginesBench(Front front, Path directory) {
        this.front = front;
        this.directory = directory;
    }

    /** @param arguments the directory of the tables */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("bench-s3-engines");
        try (S3Tables tables =
                        new S3Tables(Path.of(arguments[0]).toAbsolutePath().resolve("s3"));
                S3Server server = new S3Server(directory.resolve("store"));
                Front front = new Front(server.port())) {
            tables.prepare();
            server.createBucket("bench");
            for (int copy = 0; copy <= DELAYS.size() * ROUNDS; copy++) {
                for (String table : Dialect.TABLES) {
                    Path path = table.equals(Dialect.ORDERS)
                            ? Path.of(System.getProperty("checkout"), "golden/paimon-1.4.2/shop.db/orders")
                            : tables.path(table);
                    server.upload(path, "bench/warehouse/" + copy(copy) + ".db/" + table);
                }
            }
            new S3EnginesBench(front, directory).run();
        }
        System.exit(0); // Hadoop's client leaves threads
    }

    /** No query of an engine has read a copy before: what readers keep in memory is of no use. */
    private static String copy(int number) {
        return "copy" + number;
    }

    private void run() throws Exception {
        if (ENGINES.contains("library")) {
            S3Contender paimon = PaimonLake.of(
                    "Paimon 1.4.2, s3a", S3Engines.hadoop(front.port()), WAREHOUSE.replace("s3:", "s3a:"));
            S3Contender ours = new OurLake("ours", new S3FileSystem(EngineOnS3.settings(front.port())), WAREHOUSE);
            measure(List.of(LibraryContender.of(paimon), LibraryContender.of(ours)));
        }
        for (List<SqlContender> contenders : new S3Engines(WAREHOUSE, front.port()).chosen(ENGINES)) {
            List<QueryContender> running = new ArrayList<>();
            try {
                for (SqlContender contender : contenders) {
                    running.add(contender.start(Files.createTempDirectory(directory, "engine")));
                }
                measure(running);
            } finally {
                for (QueryContender contender : running) {
                    contender.close();
                }
            }
        }
        if (ENGINES.contains("cli")) {
            measure(List.of(CommandLineContender.of(front.port(), directory)));
        }
        report.print(ROUNDS);
    }

    /** @param contenders of one engine, the peer first if there are two */
    private void measure(List<QueryContender> contenders) throws Exception {
        for (String table : Dialect.TABLES) {
            int copy = 0;
            round(contenders, table, copy(copy++), 0); // a warm-up
            for (int delay : DELAYS) {
                List<List<QueryReport.Round>> rounds = contenders.stream()
                        .<List<QueryReport.Round>>map(contender -> new ArrayList<>())
                        .toList();
                for (int round = 0; round < ROUNDS; round++) {
                    List<QueryReport.Round> measured = round(contenders, table, copy(copy++), delay);
                    for (int i = 0; i < measured.size(); i++) {
                        rounds.get(i).add(measured.get(i));
                    }
                }
                QueryReport.Round peer = null;
                for (int i = 0; i < contenders.size(); i++) {
                    QueryReport.Round median = report.add(contenders.get(i), table, delay, rounds.get(i), peer);
                    peer = contenders.size() > 1 ? (i == 0 ? median : peer) : null;
                }
            }
        }
    }

    private List<QueryReport.Round> round(List<QueryContender> contenders, String table, String copy, int delay)
            throws Exception {
        List<QueryReport.Round> rounds = new ArrayList<>();
        String answer = null;
        for (QueryContender contender : contenders) {
            contender.define(copy, table);
            front.reset();
            front.delay(Duration.ofMillis(delay));
            long start = System.nanoTime();
            String own = contender.answer(copy, table);
            double seconds = (System.nanoTime() - start) / 1e9;
            rounds.add(new QueryReport.Round(front.calls().size(), seconds));
            front.reset();
            if (answer != null && !answer.equals(own)) {
                throw new IllegalStateException(
                        contender.engine() + ", " + table + ": " + answer + ", but " + contender.reader() + ": " + own);
            }
            answer = own;
        }
        return rounds;
    }
}
