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
package io.tablestore.compat.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.catalog.Table;
import io.tablestore.compat.WrittenRows;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.testing.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A streaming job of upserts and deletes in processes of its own: its table gets a column, task managers are killed again and
 * again, the job is cancelled and goes on from an old savepoint. Every row is there once, and every checkpoint was committed
 * once.
 */
class FlinkKillTest {

    private static final int KILLS = Integer.getInteger("kills", 3);
    private static final int KEYS = 500;
    private static final int ROWS_PER_SECOND = 4000;

    @TempDir
    Path directory;

    private String options = "";

    @ParameterizedTest(name = "buckets: {0}")
    @ValueSource(strings = {"2", "-1"})
    void noRowIsLostOrDoubled(String buckets) throws Exception {
        options = "'bucket' = '" + buckets + "', 'dynamic-bucket.target-row-num' = '100'";
        long rows = (long) ROWS_PER_SECOND * (15 + 4L * KILLS);
        try (KillWarehouse warehouse = KillWarehouse.below(directory)) {
            writeAndKill(warehouse, rows);
            assertThat(warehouse.rows()).isEqualTo(expected(rows));
            checkCommits(warehouse.table());
        }
    }

    private void writeAndKill(KillWarehouse warehouse, long rows) throws Exception {
        try (FlinkEngine cluster = new FlinkCluster(
                Files.createDirectories(directory.resolve("flink")), 2, List.of(warehouse.catalog()))) {
            try {
                String job = submit(cluster, rows, null);
                await("some commits", () -> newest(warehouse) > 2);
                String savepoint = cluster.savepoint(job, directory.resolve("savepoints"));
                for (String metric : List.of("flushedBytes", "compactionBytesRead", "memTableBytes", "commits")) {
                    await("the metric " + metric, () -> cluster.metric(job, metric) > 0);
                }
                cluster.run("ALTER TABLE store.`default`.t ADD note STRING FIRST");
                Random random = new Random(5);
                for (int i = 0; i < KILLS; i++) {
                    long before = newest(warehouse);
                    await("a commit before the next kill", () -> newest(warehouse) > before);
                    cluster.replaceTaskManager(random.nextInt(2));
                }
                long before = newest(warehouse);
                await("a commit after the last kill", () -> newest(warehouse) > before);
                cluster.cancel(job);
                await("the end of the job", () -> cluster.state(job).equals("CANCELED"));
                String restored = submit(cluster, rows, savepoint);
                Waiting.until(
                        "the last row",
                        Duration.ofMinutes(5),
                        () -> cluster.state(restored).equals("FINISHED"));
            } catch (Exception | AssertionError failed) {
                throw new AssertionError(failed.getMessage() + "\n" + cluster.logs(), failed);
            }
        }
    }

    private String submit(FlinkEngine cluster, long rows, String savepoint) throws Exception {
        List<String> statements = new ArrayList<>(List.of(
                "CREATE TABLE IF NOT EXISTS store.`default`.t (k INT, v BIGINT, op STRING, PRIMARY KEY (k) NOT"
                        + " ENFORCED)"
                        + " WITH"
                        + " (" + options + ", 'rowkind.field' = 'op', 'num-sorted-run.compaction-trigger' = '3',"
                        + " 'snapshot.num-retained.min' = '100000')",
                "CREATE TEMPORARY TABLE gen (i BIGINT) WITH ('connector' = 'datagen', 'fields.i.kind' = 'sequence',"
                        + " 'fields.i.start' = '1', 'fields.i.end' = '" + rows + "', 'rows-per-second' = '"
                        + ROWS_PER_SECOND + "', 'scan.parallelism' = '1')"));
        if (savepoint != null) {
            statements.add("SET 'execution.state-recovery.path' = '" + savepoint + "'");
        }
        statements.add("INSERT INTO store.`default`.t (k, v, op) SELECT CAST(MOD(i * 7919, " + KEYS + ") AS INT), i,"
                + " CASE WHEN MOD(i, 11) = 0 THEN '-D' ELSE '+I' END FROM gen");
        return cluster.submit(statements);
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        Waiting.until(what, Duration.ofMinutes(2), condition);
    }

    private static long newest(KillWarehouse warehouse) {
        Snapshot latest = StoredTable.of(warehouse.table()).files().snapshots().latest();
        return latest == null ? 0 : latest.id();
    }

    private static List<String> expected(long rows) {
        Map<Long, Long> model = new TreeMap<>();
        for (long i = 1; i <= rows; i++) {
            long key = i * 7919 % KEYS;
            if (i % 11 == 0) {
                model.remove(key);
            } else {
                model.put(key, i);
            }
        }
        List<String> lines = new ArrayList<>();
        model.forEach((key, value) -> lines.add("{\"note\":null,\"k\":" + key + ",\"v\":" + value + ",\"op\":\"+I\"}"));
        lines.sort(null);
        return lines;
    }

    private void checkCommits(Table table) throws Exception {
        WrittenRows.checkInvariants(table);
        Set<String> commits = new HashSet<>();
        for (Long id : StoredTable.of(table).files().snapshots().ids().keySet()) {
            Snapshot snapshot = StoredTable.of(table).files().snapshots().get(id);
            assertThat(commits.add(snapshot.commitUser() + snapshot.commitIdentifier() + snapshot.commitKind()))
                    .as("snapshot %d is the only one of its commit", id)
                    .isTrue();
        }
        System.out.println("flink: " + options + ", " + KILLS + " kills, " + commits.size() + " snapshots");
    }
}
