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

import io.tablestore.compat.ManyFiles;
import io.tablestore.compat.TpchQueries;
import io.tablestore.compat.UpsertedTpch;
import io.tablestore.compat.UpsertedTpch.Upserts;
import io.tablestore.compat.trino.TrinoServer;
import io.trino.jdbc.QueryStats;
import io.trino.jdbc.TrinoStatement;
import io.trino.tpch.TpchTable;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The 22 queries of TPC-H in one Trino server: on upserted tables, on compacted ones, and on the same rows in Parquet files
 * that Trino's own Iceberg connector wrote and reads. Contenders take turns; their answers are compared. Then some of the queries
 * with and without dynamic filters, and the planning of point queries on a table of 100 thousand files.
 */
public final class TrinoBench {

    private static final double SCALE = Double.parseDouble(System.getProperty("bench.scale", "1"));
    private static final String PEER = "Iceberg";
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);

    /** Each contender with the schema of its tables. */
    private static final Map<String, String> CONTENDERS = new LinkedHashMap<>();

    static {
        CONTENDERS.put(PEER, "ice.tpch");
        CONTENDERS.put("uniform, merged anew", "anew.uniform");
        CONTENDERS.put("uniform", "lake.uniform");
        CONTENDERS.put("recent, merged anew", "anew.recent");
        CONTENDERS.put("recent", "lake.recent");
        CONTENDERS.put("compacted", "lake.compacted");
    }

    private static final List<String> SPI = List.of(
            "trino-spi-",
            "slice-",
            "jackson-annotations-",
            "opentelemetry-api-1",
            "opentelemetry-context-",
            "jts-core-");

    private TrinoBench() {}

    /** @param arguments the directory for tables, and the file with Iceberg's class path */
    public static void main(String[] arguments) throws Exception {
        Path tables = Files.createDirectories(Path.of(arguments[0]).resolve("trino-" + SCALE));
        Path warehouse = Files.createDirectories(tables.resolve("warehouse"));
        for (Upserts upserts : List.of(Upserts.UNIFORM, Upserts.RECENT, Upserts.NONE)) {
            write(warehouse, upserts);
        }
        Path manyFiles = warehouse.resolve("wide.done");
        if (!Files.exists(manyFiles)) {
            System.err.println("writing a table of 100 thousand files");
            ManyFiles.write(warehouse, 102, 100);
            Files.createFile(manyFiles);
        }
        Path home = Files.createTempDirectory("bench-trino");
        addIceberg(home.resolve("plugin").resolve("iceberg"), Files.readString(Path.of(arguments[1])));
        Path iceberg = Files.createDirectories(tables.resolve("iceberg"));
        List<String> lake = List.of(
                "connector.name=tablestore",
                "fs.local.enabled=true",
                "local.location=" + warehouse,
                "tablestore.warehouse=local:///");
        Map<String, List<String>> catalogs = Map.of(
                "lake",
                lake,
                "anew",
                Stream.concat(lake.stream(), Stream.of("tablestore.merge-cache.size=0B"))
                        .toList(),
                "ice",
                List.of(
                        "connector.name=iceberg",
                        "iceberg.catalog.type=TESTING_FILE_METASTORE",
                        "hive.metastore.catalog.dir=local:///ice",
                        "fs.local.enabled=true",
                        "local.location=" + iceberg));
        List<String> flags = List.of("-Xmx6g", "--add-opens=java.base/java.nio=ALL-UNNAMED");
        try (TrinoServer server = new TrinoServer(home, flags, catalogs);
                Connection connection = server.connect()) {
            copyToIceberg(connection, iceberg);
            measure(connection);
            showDynamicFilters(connection);
            showPlanning(connection);
        }
    }

    private static void write(Path warehouse, Upserts upserts) throws Exception {
        String database = upserts == Upserts.NONE ? "compacted" : upserts.name().toLowerCase(Locale.ROOT);
        Path done = warehouse.resolve(database + ".done");
        if (Files.exists(done)) {
            return;
        }
        System.err.println("writing the tables of " + database);
        try (UpsertedTpch tpch = new UpsertedTpch(warehouse, SCALE, upserts, false)) {
            for (TpchTable<?> table : TpchTable.getTables()) {
                tpch.write(database, table, Map.of());
            }
        }
        Files.createFile(done);
    }

    /** Trino's Iceberg connector as a plugin directory: its jars are published, the directory is not. */
    private static void addIceberg(Path plugin, String classPath) throws Exception {
        Files.createDirectories(plugin);
        for (String entry : classPath.strip().split(":", -1)) {
            Path jar = Path.of(entry);
            String name = jar.getFileName().toString();
            if (SPI.stream().noneMatch(name::startsWith)) {
                Files.createSymbolicLink(plugin.resolve(name), jar);
            }
        }
        try (OutputStream out = Files.newOutputStream(plugin.resolve("services.jar"));
                JarOutputStream services = new JarOutputStream(out)) {
            services.putNextEntry(new JarEntry("META-INF/services/io.trino.spi.Plugin"));
            services.write("io.trino.plugin.iceberg.IcebergPlugin".getBytes(StandardCharsets.UTF_8));
            services.closeEntry();
        }
    }

    private static void copyToIceberg(Connection connection, Path iceberg) throws Exception {
        Path done = iceberg.resolve("copied.done");
        if (Files.exists(done)) {
            return;
        }
        System.err.println("copying the rows to Iceberg's tables");
        run(connection, "CREATE SCHEMA IF NOT EXISTS ice.tpch");
        for (TpchTable<?> table : TpchTable.getTables()) {
            String name = table.getTableName();
            run(connection, "DROP TABLE IF EXISTS ice.tpch." + name);
            run(connection, "CREATE TABLE ice.tpch." + name + " AS SELECT * FROM lake.compacted." + name);
        }
        Files.createFile(done);
    }

    /**
     * One run of a statement.
     *
     * @param answer the rows, a line each
     * @param rows number of rows that the scans returned to the engine
     */
    private record Run(double seconds, String answer, long rows) {}

    private static Run run(Connection connection, String sql) throws SQLException {
        AtomicReference<QueryStats> stats = new AtomicReference<>();
        try (Statement statement = connection.createStatement()) {
            statement.unwrap(TrinoStatement.class).setProgressMonitor(stats::set);
            long start = System.nanoTime();
            StringBuilder answer = new StringBuilder();
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    int columns = rows.getMetaData().getColumnCount();
                    while (rows.next()) {
                        for (int i = 1; i <= columns; i++) {
                            answer.append(rows.getString(i)).append('|');
                        }
                        answer.append('\n');
                    }
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            QueryStats last = stats.get();
            return new Run(seconds, answer.toString(), last == null ? 0 : last.getProcessedRows());
        }
    }

    private static Run runOn(Connection connection, String schema, String query) throws SQLException {
        String[] parts = schema.split("\\.", -1);
        connection.setCatalog(parts[0]);
        connection.setSchema(parts[1]);
        return run(connection, query);
    }

    private static void measure(Connection connection) throws Exception {
        List<String> queries = TpchQueries.all();
        Map<String, double[]> logs = new LinkedHashMap<>();
        CONTENDERS.keySet().forEach(name -> logs.put(name, new double[queries.size()]));
        System.out.println("## TPC-H scale " + SCALE + " in one Trino server");
        System.out.println();
        System.out.println("Seconds, medians of " + ROUNDS + " alternating rounds after 1 warm-up; ratios to Iceberg.");
        System.out.println();
        System.out.println(
                "Of tables \"merged anew\" each query merges the keys; of the others the bits of the first merge are kept.");
        System.out.println();
        System.out.println("| query | "
                + CONTENDERS.keySet().stream()
                        .map(name -> name.equals(PEER) ? name + ", s" : name + ", s | ratio")
                        .collect(Collectors.joining(" | "))
                + " |");
        System.out.println("|" + "---|".repeat(2 * CONTENDERS.size()));
        for (int q = 0; q < queries.size(); q++) {
            Map<String, double[]> seconds = new LinkedHashMap<>();
            CONTENDERS.keySet().forEach(name -> seconds.put(name, new double[ROUNDS]));
            String expected = null;
            for (int round = -1; round < ROUNDS; round++) {
                for (Map.Entry<String, String> contender : CONTENDERS.entrySet()) {
                    Run run = runOn(connection, contender.getValue(), queries.get(q));
                    expected = expected == null ? run.answer() : expected;
                    if (!run.answer().equals(expected)) {
                        throw new IllegalStateException(
                                "query " + (q + 1) + ": " + contender.getKey() + " has another answer");
                    }
                    if (round >= 0) {
                        seconds.get(contender.getKey())[round] = run.seconds();
                    }
                }
            }
            StringBuilder line = new StringBuilder("| " + (q + 1));
            double peer = median(seconds.get(PEER));
            for (String name : CONTENDERS.keySet()) {
                double median = median(seconds.get(name));
                logs.get(name)[q] = Math.log(median / peer);
                line.append(String.format(Locale.ROOT, " | %.3f", median));
                if (!name.equals(PEER)) {
                    line.append(String.format(Locale.ROOT, " | %.2f", median / peer));
                }
            }
            System.out.println(line.append(" |"));
        }
        StringBuilder last = new StringBuilder("| geometric mean");
        for (String name : CONTENDERS.keySet()) {
            last.append(name.equals(PEER) ? " | " : String.format(Locale.ROOT, " | | %.2f", mean(logs.get(name))));
        }
        System.out.println(last.append(" |"));
        System.out.println();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double mean(double[] logs) {
        return Math.exp(Arrays.stream(logs).average().orElse(0));
    }

    /** Queries whose joins are selective, with dynamic filters and without. */
    private static void showDynamicFilters(Connection connection) throws Exception {
        List<String> queries = TpchQueries.all();
        System.out.println("| query, uniform | with dynamic filters, s | rows scanned | without, s | rows scanned |");
        System.out.println("|---|---|---|---|---|");
        for (int q : List.of(2, 3, 5, 8, 17, 20, 21)) {
            List<String> cells = new ArrayList<>();
            for (boolean enabled : List.of(true, false)) {
                run(connection, "SET SESSION enable_dynamic_filtering = " + enabled);
                runOn(connection, "lake.uniform", queries.get(q - 1));
                Run run = runOn(connection, "lake.uniform", queries.get(q - 1));
                cells.add(String.format(Locale.ROOT, "%.3f | %,d", run.seconds(), run.rows()));
            }
            System.out.println("| " + q + " | " + String.join(" | ", cells) + " |");
        }
    }

    /** The time to plan a point query on a table of 100 thousand files, by the coordinator's own clock, and to run it. */
    private static void showPlanning(Connection connection) throws Exception {
        System.out.println();
        System.out.println("Planning on a table of "
                + run(connection, "SELECT count(*) FROM lake.wide.\"files$files\"")
                        .answer()
                        .replace("|\n", "")
                + " files; the coordinator's analysis_time_ms + planning_time_ms, and the whole query.");
        System.out.println();
        System.out.println("| query | first, ms | whole, ms | warm median, ms | worst of 20 | whole, ms |");
        System.out.println("|---|---|---|---|---|---|");
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put("a point: partition and key", "SELECT v FROM lake.wide.files WHERE dt = '%s' AND k = %d");
        queries.put("a key in every partition", "SELECT max(v) FROM lake.wide.files WHERE dt > '%s' AND k = %d");
        for (Map.Entry<String, String> query : queries.entrySet()) {
            List<Long> planning = new ArrayList<>();
            List<Double> whole = new ArrayList<>();
            for (int i = 0; i <= 20; i++) {
                String sql = String.format(Locale.ROOT, query.getValue(), ManyFiles.partition(i), 17 + i);
                whole.add(1000 * run(connection, sql).seconds());
                String times = run(
                                connection,
                                "SELECT analysis_time_ms + planning_time_ms FROM system.runtime.queries WHERE query = '"
                                        + sql.replace("'", "''") + "' ORDER BY created DESC LIMIT 1")
                        .answer();
                planning.add(Long.parseLong(times.replace("|\n", "")));
            }
            List<Long> warm =
                    planning.subList(1, planning.size()).stream().sorted().toList();
            List<Double> warmWhole =
                    whole.subList(1, whole.size()).stream().sorted().toList();
            System.out.println(String.format(
                    Locale.ROOT,
                    "| %s | %d | %.0f | %d | %d | %.0f |",
                    query.getKey(),
                    planning.get(0),
                    whole.get(0),
                    warm.get(10),
                    warm.get(19),
                    warmWhole.get(10)));
        }
    }
}
