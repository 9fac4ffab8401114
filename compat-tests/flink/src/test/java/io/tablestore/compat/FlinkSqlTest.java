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

import io.tablestore.TableStore;
import io.tablestore.catalog.Table;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.types.DataField;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flink SQL on tables of the catalog: what users type, in a Flink that runs in this process. */
class FlinkSqlTest {

    @TempDir
    Path warehouse;

    private TableEnvironment batch;

    @BeforeEach
    void openCatalog() {
        batch = environment(EnvironmentSettings.newInstance().inBatchMode());
    }

    private TableEnvironment environment(EnvironmentSettings.Builder settings) {
        Configuration options = new Configuration();
        options.setString("parallelism.default", "2");
        options.setString("table.exec.resource.default-parallelism", "2");
        TableEnvironment environment =
                TableEnvironment.create(settings.withConfiguration(options).build());
        environment.executeSql("CREATE CATALOG store WITH ('type' = 'tablestore', 'warehouse' = '" + warehouse + "')");
        environment.executeSql("USE CATALOG store");
        return environment;
    }

    private static void run(TableEnvironment environment, String statement) throws Exception {
        environment.executeSql(statement).await();
    }

    private static List<String> rows(TableEnvironment environment, String query) throws Exception {
        List<String> rows = new ArrayList<>();
        try (CloseableIterator<Row> result = environment.executeSql(query).collect()) {
            result.forEachRemaining(row -> rows.add(row.toString()));
        }
        rows.sort(null);
        return rows;
    }

    private Table table(String name) throws Exception {
        Table table = TableStore.openTable(
                new LocalFileSystem(),
                TablePath.of(warehouse.resolve("default.db").resolve(name).toString()));
        TableInvariants.check(table);
        return table;
    }

    @Test
    void upsertsAreReadBack() throws Exception {
        run(
                batch,
                "CREATE TABLE t (k INT, v STRING, d DECIMAL(10, 2), PRIMARY KEY (k) NOT ENFORCED)"
                        + " WITH ('bucket' = '2')");
        run(batch, "INSERT INTO t VALUES (1, 'a', 1.5), (2, 'b', 2.5), (1, 'c', 3.5)");
        run(batch, "INSERT INTO t VALUES (2, 'd', 4.5), (3, CAST(NULL AS STRING), CAST(NULL AS DECIMAL(10, 2)))");
        assertThat(rows(batch, "SELECT * FROM t"))
                .containsExactly("+I[1, c, 3.50]", "+I[2, d, 4.50]", "+I[3, null, null]");
        assertThat(rows(batch, "SELECT v FROM t WHERE k = 2")).containsExactly("+I[d]");
        assertThat(rows(batch, "SELECT k FROM t WHERE v IS NULL OR d > 4")).containsExactly("+I[2]", "+I[3]");
        assertThat(rows(batch, "SELECT COUNT(*), SUM(d) FROM t")).containsExactly("+I[3, 8.00]");
        long second = StoredTable.of(table("t")).files().snapshots().ids().lastKey();
        run(batch, "INSERT INTO t VALUES (4, 'e', 0)");
        assertThat(rows(batch, "SELECT k FROM t /*+ OPTIONS('scan.snapshot-id' = '" + second + "') */"))
                .hasSize(3);
        assertThat(rows(batch, "SELECT k FROM t LIMIT 2")).hasSize(2);
    }

    /** COALESCE keeps Flink from handing on the condition, and tests the same values. */
    @Test
    void conditionsOnNanAreThoseOfFlink() throws Exception {
        run(batch, "CREATE TABLE texts (k INT, s STRING)");
        run(
                batch,
                "INSERT INTO texts VALUES (1, 'NaN'), (2, '1'), (3, '-0'), (4, 'Infinity'), (5, CAST(NULL AS STRING))");
        run(batch, "CREATE TABLE numbers (k INT, d DOUBLE, f FLOAT)");
        run(batch, "INSERT INTO numbers SELECT k, CAST(s AS DOUBLE), CAST(s AS FLOAT) FROM texts");
        for (String condition : List.of(
                "%s > CAST(0.5 AS %s)",
                "NOT (%s > CAST(0.5 AS %s))",
                "%s >= CAST(0.5 AS %s)",
                "%s < CAST(0.5 AS %s)",
                "%s <> CAST(1 AS %s)",
                "%s = CAST(0 AS %s)")) {
            for (String[] column : new String[][] {{"d", "DOUBLE"}, {"f", "FLOAT"}}) {
                String handedOn = condition.formatted(column[0], column[1]);
                String kept = condition.formatted("COALESCE(" + column[0] + ", NULLIF(1, 1))", column[1]);
                assertThat(rows(batch, "SELECT k FROM numbers WHERE " + handedOn))
                        .as(handedOn)
                        .isEqualTo(rows(batch, "SELECT k FROM numbers WHERE " + kept));
            }
        }
    }

    @Test
    void tasksShareDynamicBuckets() throws Exception {
        run(
                batch,
                "CREATE TABLE d (k INT, v STRING, m MAP<STRING, INT>, r ROW<a TIMESTAMP(3), b ARRAY<DECIMAL(10, 2)>>,"
                        + " PRIMARY KEY (k) NOT ENFORCED) WITH ('dynamic-bucket.target-row-num' = '100')");
        run(
                batch,
                "CREATE TEMPORARY TABLE gen (i BIGINT) WITH ('connector' = 'datagen', 'fields.i.kind' = 'sequence',"
                        + " 'fields.i.start' = '1', 'fields.i.end' = '3000', 'number-of-rows' = '3000')");
        String values = "CAST(MOD(i, 700) AS INT), 'v' || CAST(i AS STRING), MAP['k', CAST(i AS INT)],"
                + " ROW(TIMESTAMP '2026-01-02 03:04:05.678', ARRAY[CAST(i AS DECIMAL(10, 2))])";
        run(batch, "INSERT INTO d SELECT " + values + " FROM gen");
        assertThat(rows(batch, "SELECT COUNT(*), COUNT(DISTINCT k) FROM d")).containsExactly("+I[700, 700]");
        run(
                batch,
                "INSERT INTO d /*+ OPTIONS('sink.parallelism' = '3') */ SELECT " + values + " FROM gen WHERE i > 2900");
        assertThat(rows(batch, "SELECT * FROM d WHERE k = 150"))
                .containsExactly("+I[150, v2950, {k=2950}, +I[2026-01-02T03:04:05.678, [2950.00]]]");
        assertThat(rows(batch, "SELECT COUNT(*), SUM(CAST(SUBSTR(v, 2) AS BIGINT)) FROM d"))
                .containsExactly("+I[700, " + LongStream.rangeClosed(2301, 3000).sum() + "]");
        try (Stream<Path> directories = Files.list(warehouse.resolve("default.db/d"))) {
            assertThat(directories.filter(path -> path.getFileName().toString().startsWith("bucket-")))
                    .hasSizeBetween(7, 12);
        }
        run(batch, "INSERT OVERWRITE d SELECT " + values + " FROM gen WHERE i <= 5");
        assertThat(rows(batch, "SELECT k FROM d")).hasSize(5);
        table("d");
    }

    @Test
    void overwriteEmptiesWhatItReplaces() throws Exception {
        run(
                batch,
                "CREATE TABLE p (d STRING, k INT, v INT, PRIMARY KEY (d, k) NOT ENFORCED) PARTITIONED BY (d)"
                        + " WITH ('bucket' = '1')");
        run(batch, "INSERT INTO p VALUES ('x', 1, 1), ('x', 2, 2), ('y', 1, 3), ('z:/=', 1, 4)");
        run(batch, "INSERT OVERWRITE p VALUES ('x', 9, 9)");
        assertThat(rows(batch, "SELECT * FROM p")).containsExactly("+I[x, 9, 9]", "+I[y, 1, 3]", "+I[z:/=, 1, 4]");
        run(batch, "INSERT OVERWRITE p PARTITION (d = 'y') SELECT k, v FROM p WHERE k > 100");
        assertThat(rows(batch, "SELECT * FROM p")).containsExactly("+I[x, 9, 9]", "+I[z:/=, 1, 4]");
        assertThat(rows(batch, "SHOW PARTITIONS p")).containsExactly("+I[d=x]", "+I[d=z:/=]");
        run(batch, "ALTER TABLE p DROP PARTITION (d = 'x')");
        assertThat(rows(batch, "SELECT * FROM p")).containsExactly("+I[z:/=, 1, 4]");
        run(batch, "TRUNCATE TABLE p");
        assertThat(rows(batch, "SELECT * FROM p")).isEmpty();
        table("p");
    }

    @Test
    void tablesAreAltered() throws Exception {
        run(
                batch,
                "CREATE TABLE a (k INT, v INT, w AS v + 1, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)"
                        + " COMMENT 'some rows' WITH ('bucket' = '-1')");
        run(batch, "INSERT INTO a VALUES (1, 2, TIMESTAMP '2026-01-02 03:04:05.678')");
        run(batch, "ALTER TABLE a ADD (n STRING COMMENT 'new' AFTER k)");
        run(batch, "ALTER TABLE a MODIFY v BIGINT");
        run(batch, "ALTER TABLE a RENAME n TO m");
        run(batch, "ALTER TABLE a SET ('target-file-size' = '1 mb')");
        run(batch, "INSERT INTO a VALUES (3, 'x', 5000000000, TIMESTAMP '2026-01-02 03:04:06')");
        assertThat(rows(batch, "SELECT k, m, v, w FROM a"))
                .containsExactly("+I[1, null, 2, 3]", "+I[3, x, 5000000000, 5000000001]");
        assertThat(rows(batch, "SHOW CREATE TABLE a").get(0))
                .contains("`w` AS `v` + 1", "WATERMARK FOR `ts`", "COMMENT 'some rows'", "'target-file-size' = '1 mb'");
        run(batch, "ALTER TABLE a MODIFY (m STRING FIRST, k INT AFTER v)");
        assertThat(rows(batch, "SELECT m, v, k FROM a WHERE k = 3")).containsExactly("+I[x, 5000000000, 3]");
        assertThat(table("a").schema().fields()).extracting(DataField::name).containsExactly("m", "v", "k", "ts");
        run(batch, "ALTER TABLE a DROP m");
        assertThat(rows(batch, "DESCRIBE a").toString()).doesNotContain("m,");
        run(batch, "ALTER TABLE a RENAME TO b");
        assertThat(rows(batch, "SHOW TABLES")).containsExactly("+I[b]");
        run(batch, "DROP TABLE b");
        assertThat(rows(batch, "SHOW TABLES")).isEmpty();
        assertThatThrownBy(
                        () -> run(batch, "CREATE TABLE c (k INT) WITH ('bucket' = '-1', 'merge-engine' = 'nonsense')"))
                .hasStackTraceContaining("merge-engine");
    }

    @Test
    void aStreamingJobCommitsAtItsEnd() throws Exception {
        TableEnvironment streaming =
                environment(EnvironmentSettings.newInstance().inStreamingMode());
        streaming.getConfig().set("execution.checkpointing.interval", "200 ms");
        run(streaming, "CREATE TABLE s (k INT, n BIGINT, PRIMARY KEY (k) NOT ENFORCED) WITH ('bucket' = '3')");
        run(
                streaming,
                "CREATE TEMPORARY TABLE gen (i BIGINT) WITH ('connector' = 'datagen', 'fields.i.kind' = 'sequence',"
                        + " 'fields.i.start' = '1', 'fields.i.end' = '3000', 'rows-per-second' = '2000')");
        run(
                streaming,
                "INSERT INTO s SELECT CAST(MOD(i, 10) AS INT), COUNT(*) FROM gen GROUP BY CAST(MOD(i, 10) AS INT)");
        List<String> expected = new ArrayList<>();
        for (int k = 0; k < 10; k++) {
            expected.add("+I[" + k + ", 300]");
        }
        assertThat(rows(batch, "SELECT * FROM s")).isEqualTo(expected);
        assertThat(StoredTable.of(table("s")).files().snapshots().ids().size()).isGreaterThan(1);
    }

    /** Flink sends the {@code -U} rows, which a sum must subtract, only to a sink that asks for them. */
    @Test
    void changedInputsAreSubtractedFromSums() throws Exception {
        TableEnvironment streaming =
                environment(EnvironmentSettings.newInstance().inStreamingMode());
        for (String engine : List.of("aggregation", "partial-update")) {
            String table = engine.replace('-', '_');
            String group = engine.equals("partial-update") ? ", 'fields.ts.sequence-group' = 'n'" : "";
            run(
                    streaming,
                    "CREATE TABLE " + table + " (k INT, ts INT, n BIGINT, PRIMARY KEY (k) NOT ENFORCED) WITH"
                            + " ('bucket' = '1', 'fields.n.aggregate-function' = 'sum', 'merge-engine' = '" + engine
                            + "'" + group + ")");
            run(
                    streaming,
                    "INSERT INTO " + table + " SELECT k, 1, COUNT(*) FROM (VALUES (1), (2), (1), (1), (2)) AS input (k)"
                            + " GROUP BY k");
            assertThat(rows(batch, "SELECT * FROM " + table)).as(engine).containsExactly("+I[1, 1, 3]", "+I[2, 1, 2]");
        }
    }

    @Test
    void proceduresLookAfterATable() throws Exception {
        run(
                batch,
                "CREATE TABLE m (k INT, v STRING, PRIMARY KEY (k) NOT ENFORCED) WITH ('bucket' = '2', 'write-only' = 'true')");
        for (int i = 0; i < 4; i++) {
            run(batch, "INSERT INTO m VALUES (1, 'a" + i + "'), (2, 'b" + i + "'), (3, 'c')");
        }
        run(batch, "CALL sys.create_tag(`table` => 'default.m', tag => 'early', snapshot_id => 1)");
        assertThat(rows(batch, "CALL sys.compact(`table` => 'default.m')").get(0))
                .contains("JobID");
        assertThat(StoredTable.of(table("m")).files().snapshots().latest().commitKind())
                .isEqualTo("COMPACT");
        assertThat(rows(batch, "CALL sys.expire_snapshots(`table` => 'default.m', retain_max => 1)"))
                .containsExactly("+I[Expired 4 snapshots]");
        List<String> newest = List.of("+I[1, a3]", "+I[2, b3]", "+I[3, c]");
        assertThat(rows(batch, "SELECT * FROM m")).isEqualTo(newest);
        assertThat(rows(batch, "SELECT v FROM m /*+ OPTIONS('scan.tag-name' = 'early') */ WHERE k = 1"))
                .containsExactly("+I[a0]");
        run(batch, "INSERT INTO m VALUES (4, 'd')");
        run(batch, "CALL sys.rollback_to(`table` => 'default.m', snapshot_id => 5)");
        assertThat(rows(batch, "SELECT * FROM m")).isEqualTo(newest);
        run(batch, "CALL sys.delete_tag(`table` => 'default.m', tag => 'early')");
        assertThat(rows(batch, "CALL sys.remove_orphan_files(`table` => 'default.m')"))
                .containsExactly("+I[No orphan files]");
        assertThatThrownBy(() -> run(batch, "CALL sys.compact(`table` => 'm')"))
                .hasStackTraceContaining("database.table");
        assertThat(rows(batch, "SHOW PROCEDURES FROM sys")).hasSize(6);
        table("m");
    }
}
