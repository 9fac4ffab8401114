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

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/**
 * One task of the benchmark in a process of its own: {@code <type of the catalog> <warehouse> <task> <table> <rows>}. The tasks
 * are ingest, ingest-runs (write-only), ingest-partitions, compact, read and read-three (columns). Prints {@code RESULT seconds
 * cpu-seconds peak-megabytes answer}.
 */
public final class FlinkWork {

    private static final int VERSIONS_PER_KEY = 2;
    private static final int WARM_UP = 4;
    private static final int MEASURED = 3;

    private final StreamExecutionEnvironment streams;
    private final StreamTableEnvironment environment;
    private final Path warehouse;
    private final String table;
    private final long rows;

    private FlinkWork(boolean streaming, String catalog, Path warehouse, String table, long rows) throws Exception {
        EnvironmentSettings.Builder settings = EnvironmentSettings.newInstance();
        streams = new FlinkSession(2).environment(); // which ends with the process
        streams.setParallelism(2);
        environment = StreamTableEnvironment.create(
                streams, (streaming ? settings.inStreamingMode() : settings.inBatchMode()).build());
        environment.getConfig().set("parallelism.default", "2"); // procedures look here
        environment.getConfig().set("execution.checkpointing.interval", "5 s");
        environment
                .getConfig()
                .set(
                        "execution.checkpointing.dir",
                        warehouse.resolve("checkpoints").toUri().toString());
        this.warehouse = Files.createDirectories(warehouse);
        this.table = table;
        this.rows = rows;
        environment.executeSql("SELECT COUNT(*) FROM (VALUES (1), (2)) AS v(i)").collect(); // the planner is loaded
        environment.executeSql(
                "CREATE CATALOG c WITH ('type' = '" + catalog + "', 'warehouse' = '" + warehouse.toUri() + "')");
    }

    public static void main(String[] arguments) throws Exception {
        String task = arguments[2];
        FlinkWork work = new FlinkWork(
                task.startsWith("ingest"),
                arguments[0],
                Path.of(arguments[1]),
                arguments[3],
                Long.parseLong(arguments[4]));
        switch (task) {
            case "ingest" -> measured(1, () -> work.ingest("", "'bucket' = '4', 'sink.parallelism' = '2'"));
            case "ingest-runs" ->
                measured(1, () -> work.ingest("", "'bucket' = '4', 'sink.parallelism' = '2', 'write-only' = 'true'"));
            case "ingest-partitions" ->
                measured(1, () -> work.ingest("p INT, ", "'bucket' = '1', 'sink.parallelism' = '2'"));
            case "compact" -> work.compactTwice();
            case "read" -> work.warm(work::read);
            case "read-three" -> work.warm(work::readThree);
            default -> throw new IllegalArgumentException(task);
        }
        System.exit(0); // whatever threads a contender leaves behind
    }

    private interface Work {
        String run() throws Exception;
    }

    private static void measured(int times, Work work) throws Exception {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        String answer = "";
        for (int i = 0; i < times; i++) {
            answer = work.run();
        }
        System.out.printf(
                "RESULT %.3f %.3f %d %s%n",
                (System.nanoTime() - start) / 1e9 / times,
                (system.getProcessCpuTime() - cpu) / 1e9 / times,
                peakMegabytes(),
                answer);
    }

    /** Measures a query after warm-up runs, which spend most of their time in the compiler of the virtual machine. */
    private void warm(Work query) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            query.run();
        }
        measured(MEASURED, query);
    }

    /** @param partition the partition column and a comma, or nothing */
    private String ingest(String partition, String options) throws Exception {
        environment.executeSql("CREATE TABLE c.`default`." + table + " (" + partition
                + """
                k BIGINT, l1 BIGINT, l2 BIGINT, ts TIMESTAMP(6), amount DECIMAL(12, 2), i INT, `day` DATE, x DOUBLE,
                flag BOOLEAN, city STRING, word STRING, name STRING, PRIMARY KEY (%s) NOT ENFORCED) %s WITH (%s)""".formatted(
                        partition.isEmpty() ? "k" : "p, k", partition.isEmpty() ? "" : "PARTITIONED BY (p)", options));
        environment.createTemporaryView("gen", streams.fromSequence(0, rows - 1).setParallelism(1)); // one: in order
        environment.executeSql("CREATE TEMPORARY VIEW hashed AS SELECT f0 * 2654435761 AS h FROM gen");
        String key = "MOD(h, " + rows / VERSIONS_PER_KEY + ")";
        environment
                .executeSql("INSERT INTO c.`default`." + table + " SELECT "
                        + (partition.isEmpty() ? "" : "CAST(MOD(" + key + ", 2000) AS INT), ")
                        + key + """
                        , MOD(h / 7, 1000000), h * 31,
                        TIMESTAMPADD(SECOND, CAST(MOD(h, 1000000000) AS INT), CAST(TIMESTAMP '2001-01-01 00:00:00' AS TIMESTAMP(6))),
                        CAST(MOD(h, 100000000) AS DECIMAL(12, 2)), CAST(MOD(h, 1000) AS INT),
                        TIMESTAMPADD(DAY, CAST(MOD(h, 1000) AS INT), DATE '2022-01-01'), MOD(h, 999983) / CAST(7 AS DOUBLE),
                        MOD(h, 3) = 0, 'city-' || CAST(MOD(h, 10) AS STRING), 'word-' || CAST(MOD(h, 5000) AS STRING),
                        'customer #' || CAST(h AS STRING) FROM hashed""")
                .await();
        return "-";
    }

    /** Compacts the table {@code <table>_warm} first, so that the compiler of the virtual machine has done its part. */
    private void compactTwice() throws Exception {
        compact(table + "_warm");
        measured(1, () -> compact(table));
    }

    private String compact(String name) throws Exception {
        long before = newestSnapshot(name);
        environment
                .executeSql("CALL c.sys.compact(`table` => 'default." + name + "')")
                .await();
        while (newestSnapshot(name) == before) { // a contender may have only started the job
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return "-";
    }

    private long newestSnapshot(String name) throws IOException {
        try (Stream<Path> files = Files.list(warehouse.resolve("default.db/" + name + "/snapshot"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.matches("snapshot-\\d+"))
                    .map(file -> Long.parseLong(file.substring(9)))
                    .max(Comparator.naturalOrder())
                    .orElse(0L);
        }
    }

    private String read() throws Exception {
        return query(
                "SELECT COUNT(*), SUM(k), SUM(l1), SUM(l2), MAX(ts), SUM(amount), SUM(i), MAX(`day`), MAX(x), COUNT(flag),"
                        + " MAX(city), MAX(word), MAX(name)");
    }

    private String readThree() throws Exception {
        return query("SELECT SUM(l2), MAX(x), COUNT(city)");
    }

    private String query(String select) throws Exception {
        try (CloseableIterator<Row> rowsFound =
                environment.executeSql(select + " FROM c.`default`." + table).collect()) {
            List<String> lines = new ArrayList<>();
            rowsFound.forEachRemaining(row -> lines.add(row.toString().replace(' ', '_')));
            return String.join(";", lines);
        }
    }

    /** Maximum memory of the process so far, or 0 where the operating system does not report it. */
    private static long peakMegabytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
