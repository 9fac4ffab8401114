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

import io.tablestore.compat.FaultyCalls.Fault;
import io.tablestore.trino.FaultyTrinoPlugin;
import io.tablestore.trino.TableStorePlugin;
import io.trino.Session;
import io.trino.spi.type.TimeZoneKey;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedRow;
import io.trino.testing.TestingSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataTypeFamily;
import org.apache.paimon.types.DataTypeRoot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories written by Apache Paimon's library: Trino returns the rows that Paimon reads, in whatever session zone,
 * and what it takes from metadata is what it counts.
 */
class TrinoReadsPaimonTest {

    private static final List<String> ZONES = List.of("UTC", "Asia/Kolkata", "America/St_Johns", "Pacific/Apia");

    private static final int FAULTS_EVERY = Integer.getInteger("engine-faults.every", 97);

    @TempDir
    static Path directory;

    private static DistributedQueryRunner trino;
    private static FaultyTrinoPlugin faulty;

    @BeforeAll
    static void start() throws Exception {
        Session session = TestingSession.testSessionBuilder()
                .setCatalog("lake")
                .setSchema("s")
                .build();
        trino = DistributedQueryRunner.builder(session).setWorkerCount(1).build();
        trino.installPlugin(new TableStorePlugin());
        faulty = new FaultyTrinoPlugin();
        trino.installPlugin(faulty);
        trino.createCatalog(
                "lake",
                "tablestore",
                Map.of(
                        "fs.local.enabled", "true",
                        "local.location", directory.toString(),
                        "tablestore.warehouse", "local:///lake"));
        Files.createDirectories(directory.resolve("lake").resolve("s.db"));
    }

    @AfterAll
    static void stop() {
        trino.close();
    }

    private static Session session(long seed) {
        String zone = ZONES.get((int) (seed % ZONES.size()));
        return Session.builder(trino.getDefaultSession())
                .setTimeZoneKey(TimeZoneKey.getTimeZoneKey(zone))
                .build();
    }

    @Test
    void returnsTheRowsThatPaimonReads() throws Exception {
        String[] range = System.getProperty("seeds", "1-20").split("-");
        long rows = 0;
        int snapshots = 0;
        int counted = 0;
        for (long seed = Long.parseLong(range[0]); seed <= Long.parseLong(range[range.length - 1]); seed++) {
            Path warehouse = Files.createDirectory(directory.resolve("seed-" + seed));
            String name = "t" + seed;
            Path moved = directory.resolve("lake").resolve("s.db").resolve(name);
            try (PaimonHistory history = new PaimonHistory(seed, warehouse)) {
                history.run();
                FileStoreTable table = history.table();
                Files.createSymbolicLink(moved, history.tablePath());
                for (Long snapshot : OursReadsPaimonTest.snapshots(table, new Random(seed))) {
                    rows += compare(seed, table, name, snapshot);
                    snapshots++;
                }
                counted += checkAggregates(seed, table, name);
            } catch (Exception | AssertionError failed) {
                throw new AssertionError("seed " + seed + ": " + failed.getMessage(), failed);
            }
            Files.delete(moved);
            OursReadsPaimonTest.delete(warehouse);
        }
        System.out.println("trino: seeds " + String.join("-", range) + ", " + snapshots + " snapshots with " + rows
                + " rows compared, 0 mismatches; " + counted + " tables' aggregates from metadata");
    }

    private static int compare(long seed, FileStoreTable table, String name, Long snapshot) throws Exception {
        List<String> expected = PaimonRows.read(table, snapshot, TrinoRows.SHOWN);
        FileStoreTable at = snapshot == null ? table : table.copy(Map.of("scan.snapshot-id", snapshot.toString()));
        String version = snapshot == null ? "" : " FOR VERSION AS OF " + snapshot;
        List<String> found = TrinoRows.lines(
                trino.execute(session(seed), "SELECT * FROM " + name + version).getMaterializedRows(),
                at.rowType().getFields());
        OursReadsPaimonTest.assertSame(seed, snapshot, table, expected, found);
        return expected.size();
    }

    /**
     * Aggregates that come from metadata are those of the rows.
     *
     * @return 1 if there are any
     */
    private static int checkAggregates(long seed, FileStoreTable table, String name) {
        String plan =
                (String) trino.execute("EXPLAIN SELECT count(*) FROM " + name).getOnlyValue();
        if (!plan.contains("from metadata")) {
            return 0;
        }
        List<String> aggregates = new ArrayList<>(List.of("count(*)"));
        for (DataField field : table.rowType().getFields()) {
            DataTypeRoot root = field.type().getTypeRoot();
            String column = '"' + field.name().toLowerCase(Locale.ROOT) + '"';
            aggregates.add("count(" + column + ")");
            if (root.getFamilies().contains(DataTypeFamily.EXACT_NUMERIC)
                    || root.getFamilies().contains(DataTypeFamily.DATETIME)) {
                aggregates.add("min(" + column + ")");
                aggregates.add("max(" + column + ")");
            }
        }
        MaterializedRow counted = trino.execute(
                        session(seed),
                        "SELECT " + String.join(", ", aggregates) + " FROM " + name + " WHERE rand() < 2")
                .getMaterializedRows()
                .get(0);
        for (int i = 0; i < aggregates.size(); i++) {
            String sql = "SELECT " + aggregates.get(i) + " FROM " + name;
            assertThat(trino.execute(session(seed), sql).getOnlyValue()).as(sql).isEqualTo(counted.getField(i));
        }
        return 1;
    }

    /** Calls of queries to the store fail, in catalog, planner and page sources. */
    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "avro"})
    void aFailureOfTheStoreIsSaid(String format) throws Exception {
        Path lake = MergedTables.write(Files.createDirectory(directory.resolve(format)), format);
        trino.createCatalog(format, "faulty", Map.of("location", lake.toString()));
        FaultSweep sweep =
                new FaultSweep("trino, " + format, FAULTS_EVERY, Throwable::getMessage, TrinoReadsPaimonTest::isIdle);
        for (String sql : MergedTables.QUERIES) {
            sweep.run(sql, calls -> rows(sql.formatted(format), calls));
        }
        // A list goes on where a table cannot be read, but not where the store cannot be reached.
        String columns = "SELECT table_name, column_name FROM " + format
                + ".information_schema.columns WHERE table_schema = 'db'";
        sweep.run(columns, calls -> rows(columns, calls), Fault.TIME_OUT, Fault.DENIED, Fault.SHORT);
        sweep.report();
        assertThat(trino.execute("SELECT DISTINCT error_type, error_code FROM system.runtime.queries"
                                + " WHERE error_code IS NOT NULL")
                        .getMaterializedRows())
                .allSatisfy(row -> {
                    assertThat(row.getField(0)).isEqualTo("EXTERNAL");
                    assertThat(row.getField(1)).isIn("TABLESTORE_FILESYSTEM_ERROR", "TABLESTORE_CANNOT_READ");
                });
    }

    private static List<String> rows(String sql, FaultyCalls calls) {
        faulty.count(calls);
        return trino.execute(sql).getMaterializedRows().stream()
                .map(MaterializedRow::toString)
                .sorted()
                .toList();
    }

    /** No split is open, and no node counts memory for a query. */
    private static boolean isIdle() {
        return faulty.isIdle()
                && trino.getServers().stream()
                        .allMatch(server ->
                                server.getLocalMemoryManager().getMemoryPool().getReservedBytes() == 0);
    }
}
