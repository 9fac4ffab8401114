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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.compat.FaultyCalls.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HiveServer2 and the metastore as processes, the packaged jar dropped in, over JDBC. */
class HiveReadsTest extends HiveTest {

    private static final int FAULTS_EVERY = Integer.getInteger("engine-faults.every", 197);
    /** Hive interrupts its threads to end their queries only, and its client is told of that by Hive itself. */
    private static final Fault[] FAULTS = {Fault.TIME_OUT_ONCE, Fault.TIME_OUT, Fault.SHORT, Fault.DENIED, Fault.MISSING
    };

    private static final int JOB_FAULTS_EVERY = Integer.getInteger("engine-faults.jobs", 211);

    @Test
    void jobsAndTheServerItselfGiveTheSameRows() throws Exception {
        try (SmallTable table = table("same")) {
            table.write(500, 1500, "b");
            String query = "SELECT k, v, d FROM same WHERE k % 7 < 3";
            List<String> expected = IntStream.range(1, 1500)
                    .filter(k -> k % 7 < 3)
                    .mapToObj(k ->
                            "[" + k + ", " + (k < 500 ? "a" : "b") + k + ", " + (k % 5 == 0 ? null : k / 2.0) + "]")
                    .sorted()
                    .toList();
            assertThat(hive.jobs(false).rows(query)).isEqualTo(expected);
            assertThat(hive.jobs(true).vectorized(true).rows(query)).isEqualTo(expected);
            assertThat(hive.vectorized(false).rows(query)).isEqualTo(expected);
            hive.run("SET hive.execution.engine=mr");
            assertThat(hive.vectorized(true).rows(query)).isEqualTo(expected);
            assertThat(hive.rows("SELECT a.k, b.v FROM same a JOIN same b ON a.k = b.k WHERE a.k < 3 AND b.d > 0.7"))
                    .containsExactly("[2, a2]");
        }
    }

    @Test
    void scansAreVectorized() throws Exception {
        try (SmallTable table = table("vectors")) {
            String plan = String.join(
                    "\n",
                    hive.jobs(true)
                            .vectorized(true)
                            .rows("EXPLAIN VECTORIZATION DETAIL SELECT count(*), sum(d), max(v) FROM vectors WHERE k"
                                    + " > 10"));
            assertThat(plan)
                    .contains("inputFileFormats: io.tablestore.hive.TableStoreInputFormat")
                    .contains("hive.vectorized.use.vectorized.input.format IS true")
                    .contains("Execution mode: vectorized")
                    .contains("usesVectorUDFAdaptor: false");
            assertThat(hive.rows("SELECT count(*), sum(d), max(v) FROM vectors WHERE k > 10"))
                    .containsExactly("[989, " + sum(11, 1000) + ", a999]");
            assertThat(hive.rows("SELECT count(*) FROM vectors")).containsExactly("[999]");
            assertThat(hive.rows("SELECT v, count(*) FROM vectors WHERE k < 3 GROUP BY v"))
                    .containsExactly("[a1, 1]", "[a2, 1]");
            assertThat(hive.rows("SELECT k FROM vectors ORDER BY k DESC LIMIT 2"))
                    .containsExactly("[998]", "[999]");
        }
    }

    private static double sum(int from, int to) {
        return IntStream.range(from, to)
                .filter(k -> k % 5 != 0)
                .mapToDouble(k -> k / 2.0)
                .sum();
    }

    @Test
    void columnsAreThoseOfTheTable() throws Exception {
        try (SmallTable table = table("columns")) {
            assertThat(hive.query("DESCRIBE columns").stream().map(row -> row.get(0) + " " + row.get(1)))
                    .startsWith("k bigint", "v string", "d double");
            table.rename("v", "Word");
            assertThat(hive.rows("SELECT word FROM columns WHERE word = 'a7'")).containsExactly("[a7]");
            assertThatThrownBy(() -> hive.run("CREATE EXTERNAL TABLE wrong (k BIGINT, v INT)"
                            + STORED.formatted(table.path().toUri())))
                    .hasMessageContaining("Declared: (k bigint, v int)")
                    .hasMessageContaining("The table has: (k bigint, word string, d double)");
            hive.run("CREATE EXTERNAL TABLE declared (k BIGINT, word STRING, d DOUBLE)"
                    + STORED.formatted(table.path().toUri()));
            assertThat(hive.rows("SELECT count(k) FROM declared")).containsExactly("[999]");
            assertThatThrownBy(() -> hive.run(
                            "CREATE EXTERNAL TABLE partitioned (k BIGINT, d DOUBLE)" + " PARTITIONED BY (word STRING)"
                                    + STORED.formatted(table.path().toUri())))
                    .hasMessageContaining("PARTITIONED BY (word)")
                    .hasMessageContaining("is partitioned by ()");
        }
    }

    @Test
    void tablesMustBeExternalAndThere() throws Exception {
        try (SmallTable table = table("there")) {
            assertThatThrownBy(() -> hive.run("CREATE TABLE managed"
                            + STORED.formatted(table.path().toUri())))
                    .hasMessageContaining("must be external");
            assertThatThrownBy(() -> create("nowhere", directory.resolve("nowhere")))
                    .hasMessageContaining("is not a table-store table");
            assertThatThrownBy(() -> hive.run("CREATE EXTERNAL TABLE homeless STORED BY"
                            + " 'io.tablestore.hive.TableStoreStorageHandler'"))
                    .hasMessageContaining("LOCATION");
            assertThatThrownBy(() -> hive.run("CREATE EXTERNAL TABLE purged"
                            + STORED.formatted(table.path().toUri())
                            + " TBLPROPERTIES ('external.table.purge' = 'true')"))
                    .hasMessageContaining("external.table.purge");
            assertThatThrownBy(() -> hive.run("ALTER TABLE there SET TBLPROPERTIES ('external.table.purge' = 'true')"))
                    .hasMessageContaining("external.table.purge");
            hive.run("DROP TABLE there");
            assertThat(Files.exists(table.path().resolve("schema/schema-0"))).isTrue();
            create("there_again", table.path());
            assertThat(hive.rows("SELECT count(k) FROM there_again")).containsExactly("[999]");
        }
    }

    @Test
    void writesAreRefusedByName() throws Exception {
        try (SmallTable table = table("refused")) {
            Path data = Files.writeString(directory.resolve("data"), "1");
            for (String statement : List.of(
                    "INSERT INTO refused VALUES (1, 'x', 1.0)",
                    "INSERT OVERWRITE TABLE refused SELECT * FROM refused",
                    "INSERT INTO refused PARTITION (v = 'x') VALUES (1, 1.0)",
                    "CREATE EXTERNAL TABLE copied STORED BY 'io.tablestore.hive.TableStoreStorageHandler' LOCATION '"
                            + directory.resolve("copied").toUri() + "' AS SELECT 1 AS k",
                    "CREATE EXTERNAL TABLE copied STORED BY 'io.tablestore.hive.TableStoreStorageHandler' AS SELECT 1"
                            + " AS k")) {
                assertThatThrownBy(() -> hive.run(statement)).as(statement).hasMessageContaining("Flink");
            }
            for (String statement : List.of(
                    "DELETE FROM refused WHERE k = 1",
                    "UPDATE refused SET v = 'x' WHERE k = 1",
                    "MERGE INTO refused USING refused s ON refused.k = s.k WHEN MATCHED THEN DELETE",
                    "LOAD DATA LOCAL INPATH '" + data + "' INTO TABLE refused",
                    "TRUNCATE TABLE refused")) {
                assertThatThrownBy(() -> hive.run(statement))
                        .as(statement)
                        .hasMessageContaining("Hive reads table-store tables")
                        .hasMessageContaining("use Flink");
            }
            for (String change : List.of(
                    "ADD COLUMNS (x INT)",
                    "REPLACE COLUMNS (x INT)",
                    "CHANGE COLUMN v w STRING",
                    "SET SERDEPROPERTIES ('branch' = 'x')",
                    "SET LOCATION '" + directory.toUri() + "'",
                    "SET FILEFORMAT ORC",
                    "DROP PARTITION (k = 1)",
                    "COMPACT 'major'")) {
                assertThatThrownBy(() -> hive.run("ALTER TABLE refused " + change))
                        .as(change)
                        .hasMessageContaining("is not supported")
                        .hasMessageContaining("Alter the table itself with Flink");
            }
            assertThat(hive.rows("SELECT count(k) FROM refused")).containsExactly("[999]");
        }
    }

    @Test
    void queriesTravelInTime() throws Exception {
        try (SmallTable table = table("travel")) {
            long first = table.table().latestSnapshot().orElseThrow().timeMillis();
            table.tag("Opening", 1);
            TimeUnit.MILLISECONDS.sleep(5);
            table.write(900, 1100, "b");
            for (boolean jobs : new boolean[] {false, true}) {
                hive.jobs(jobs);
                assertThat(hive.rows("SELECT max(v), count(k) FROM travel FOR SYSTEM_VERSION AS OF 1"))
                        .containsExactly("[a999, 999]");
                assertThat(hive.rows("SELECT k FROM travel FOR SYSTEM_VERSION AS OF 1 WHERE k > 998"))
                        .containsExactly("[999]");
                assertThat(hive.rows("SELECT max(v), count(k) FROM travel FOR SYSTEM_VERSION AS OF 2"))
                        .containsExactly("[b999, 1099]");
                assertThat(hive.rows("SELECT count(k) FROM default.travel.tag_Opening"))
                        .containsExactly("[999]");
                assertThat(hive.rows("SELECT count(k) FROM travel FOR SYSTEM_VERSION AS OF 'Opening'"))
                        .containsExactly("[999]");
                assertThatThrownBy(() -> hive.rows("SELECT count(k) FROM travel FOR SYSTEM_VERSION AS OF 'Closing'"))
                        .hasStackTraceContaining("Closing");
                assertThatThrownBy(() ->
                                hive.rows("SELECT count(k) FROM default.travel.tag_Opening FOR SYSTEM_VERSION AS OF 2"))
                        .hasStackTraceContaining("Two states of the table");
                assertThatThrownBy(() -> hive.rows(
                                "SELECT snapshot_id FROM default.travel.snapshots FOR SYSTEM_VERSION AS OF 1"))
                        .hasStackTraceContaining("has no versions");
                String time = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT)
                        .format(Instant.ofEpochMilli(first).atZone(ZoneId.of("Europe/Berlin")));
                assertThat(hive.rows("SELECT count(k) FROM travel FOR SYSTEM_TIME AS OF '" + time + "'"))
                        .containsExactly("[999]");
                for (int snapshot = 1; snapshot <= 2; snapshot++) {
                    String copied = hive.rows(
                                    "SELECT commit_time FROM default.travel.snapshots WHERE snapshot_id = " + snapshot)
                            .get(0)
                            .replaceAll("[\\[\\]]", "");
                    assertThat(hive.rows("SELECT count(k) FROM travel FOR SYSTEM_TIME AS OF '" + copied + "'"))
                            .as(copied)
                            .containsExactly(snapshot == 1 ? "[999]" : "[1099]");
                }
                assertThat(hive.rows("SELECT a.v, b.v FROM travel FOR SYSTEM_VERSION AS OF 1 a"
                                + " JOIN travel FOR SYSTEM_VERSION AS OF 2 b ON a.k = b.k WHERE a.k = 950"))
                        .containsExactly("[a950, b950]");
                assertThatThrownBy(() -> hive.rows("SELECT count(k) FROM travel FOR SYSTEM_VERSION AS OF 9"))
                        .hasStackTraceContaining("There is no snapshot 9");
            }
            table.rename("v", "w");
            assertThat(hive.rows("SELECT w FROM travel FOR SYSTEM_VERSION AS OF 1 WHERE k = 950"))
                    .as("old rows in today's columns")
                    .containsExactly("[a950]");
        }
    }

    /** Hive takes some failures of a plan for an empty table. */
    @Test
    void aTableWhoseManifestIsMissingIsNotEmpty() throws Exception {
        try (SmallTable table = table("gone");
                Stream<Path> files = Files.list(table.path().resolve("manifest"))) {
            for (Path manifest : files.filter(
                            file -> file.getFileName().toString().matches("manifest-[^l].*"))
                    .toList()) {
                Files.delete(manifest);
            }
            for (boolean jobs : new boolean[] {false, true}) {
                hive.jobs(jobs);
                assertThatThrownBy(() -> hive.rows("SELECT * FROM gone"))
                        .hasStackTraceContaining("The file is missing, though")
                        .hasStackTraceContaining("manifest/manifest-");
            }
        }
    }

    @Test
    void systemTablesGoBehindTheName() throws Exception {
        try (SmallTable table = table("sys")) {
            table.write(900, 1100, "b");
            for (boolean jobs : new boolean[] {false, true}) {
                hive.jobs(jobs);
                assertThat(hive.rows("SELECT snapshot_id, commit_kind, total_record_count FROM default.sys.snapshots"))
                        .containsExactly("[1, APPEND, 999]", "[2, APPEND, 1199]");
                assertThat(hive.rows("SELECT sum(record_count), count(*) FROM default.sys.files"))
                        .containsExactly("[1199, 4]");
                assertThat(hive.rows("SELECT key FROM default.sys.options WHERE value = '2'"))
                        .containsExactly("[bucket]");
            }
            assertThatThrownBy(() -> hive.rows("SELECT * FROM default.sys.nonsense"))
                    .hasMessageContaining("tag_<tag>")
                    .hasMessageContaining("snapshots");
        }
    }

    @Test
    void aStatementReadsOneSnapshot() throws Exception {
        try (SmallTable table = table("pinned")) {
            AtomicBoolean done = new AtomicBoolean();
            CompletableFuture<Long> writer = CompletableFuture.supplyAsync(() -> {
                for (int i = 2000; !done.get(); i++) {
                    try {
                        table.write(i, i + 1, "c");
                    } catch (Exception failed) {
                        throw new AssertionError(failed);
                    }
                }
                return snapshots(table);
            });
            hive.jobs(true).run("SET hive.optimize.shared.work=false"); // which makes one scan of both
            for (int i = 0; i < 6; i++) {
                assertThat(hive.rows("SELECT a.n - b.n FROM (SELECT count(v) n FROM pinned) a CROSS JOIN"
                                + " (SELECT count(d) + count(CASE WHEN d IS NULL THEN 1 END) n FROM pinned) b"))
                        .containsExactly("[0]");
            }
            done.set(true);
            assertThat(writer.get(1, TimeUnit.MINUTES)).isGreaterThan(6);
        }
    }

    private static long snapshots(SmallTable table) {
        try {
            return table.table().latestSnapshot().orElseThrow().id();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    /** Calls of queries to the store fail, in the server that plans and fetches, and in tasks. */
    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "avro"})
    void aFailureOfTheStoreIsSaid(String format) throws Exception {
        Path lake = MergedTables.write(Files.createDirectory(directory.resolve("faults-" + format)), format);
        hive.run("CREATE DATABASE " + format);
        for (String table : List.of("runs", "vectors")) {
            hive.run("CREATE EXTERNAL TABLE " + format + "." + table
                    + STORED.formatted("faulty://here" + lake.resolve("db.db").resolve(table)));
        }
        long log = servers.logLength();
        FaultSweep fetches = new FaultSweep("hive itself, " + format, FAULTS_EVERY, Throwable::getMessage, () -> true);
        FaultSweep jobs =
                new FaultSweep("jobs of hive, " + format, JOB_FAULTS_EVERY, Throwable::getMessage, () -> true);
        for (String sql : MergedTables.QUERIES) {
            String query = sql.replace(".db.", ".").formatted(format);
            if (!sql.contains("count")) {
                hive.jobs(false);
                fetches.run(query, calls -> rows(query, calls), FAULTS);
            }
        }
        for (String sql : MergedTables.queries(format, FAULTS_EVERY == 1)) {
            String query = sql.replace(".db.", ".").formatted(format);
            hive.jobs(true).vectorized(sql.hashCode() % 2 == 0);
            jobs.run(query, calls -> rows(query, calls), FAULTS);
            assertThat(hive.rows(query)).as("after failures of other jobs").isNotEmpty();
        }
        fetches.report();
        jobs.report();
        FaultSweep.await("no thread of the connector is left", () -> {
            String threads = servers.threads();
            return threads.contains("HiveServer2")
                    && !threads.contains("at io.tablestore.")
                    && !threads.contains("\"tablestore-plan\"");
        });
        assertThat(servers.logged(log, "leak")).isEmpty();
        assertThat(servers.logged(log, "damaged")).isEmpty();
        hive.run("DROP DATABASE " + format + " CASCADE");
    }

    private List<String> rows(String query, FaultyCalls calls) throws Exception {
        Path report = Files.createTempFile(directory, "calls", "");
        Files.writeString(report, FaultyCalls.none().write());
        hive.run("SET " + FaultyHadoopFileSystem.RUN + "=" + calls.firstFaulty() + "/" + calls.fault() + report);
        try {
            return hive.rows(query);
        } finally {
            hive.run("SET " + FaultyHadoopFileSystem.RUN + "=");
            FaultSweep.await(
                    "no file is open after " + query, () -> calls.read(Files.readString(report)) && calls.open() == 0);
            Files.delete(report);
        }
    }
}
