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
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.schema.TableSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options of single statements, system tables, branches, and tables that are declared by their directory. */
class FlinkStatementOptionsTest {

    @TempDir
    Path warehouse;

    private SqlSession sql;

    @BeforeEach
    void open() throws Exception {
        sql = SqlSession.batch(warehouse);
    }

    @Test
    void overwritesReplaceWhatTheirOptionsSay() throws Exception {
        sql.run(
                "CREATE TABLE p (id BIGINT, dt STRING, h STRING, PRIMARY KEY (id, dt, h) NOT ENFORCED)"
                        + " PARTITIONED BY (dt, h) WITH ('bucket' = '1')",
                "INSERT INTO p VALUES (1, 'd1', 'a'), (2, 'd1', 'b'), (3, 'd2', 'a')",
                "INSERT OVERWRITE p VALUES (4, 'd1', 'a')");
        assertThat(sql.rows("SELECT * FROM p")).containsExactly("[2, d1, b]", "[3, d2, a]", "[4, d1, a]");
        sql.run("INSERT OVERWRITE p /*+ OPTIONS('dynamic-partition-overwrite' = 'false') */ PARTITION (dt = 'd1')"
                + " SELECT CAST(5 AS BIGINT), 'c'");
        assertThat(sql.rows("SELECT * FROM p")).containsExactly("[3, d2, a]", "[5, d1, c]");
        sql.run("INSERT OVERWRITE p /*+ OPTIONS('dynamic-partition-overwrite' = 'false') */ VALUES (6, 'd3', 'a')");
        assertThat(sql.rows("SELECT * FROM p")).containsExactly("[6, d3, a]");
        sql.run("INSERT OVERWRITE p PARTITION (dt = 'd3', h = 'b') SELECT CAST(7 AS BIGINT)");
        assertThat(sql.rows("SELECT * FROM p")).containsExactly("[6, d3, a]", "[7, d3, b]");
    }

    @Test
    void anInsertIsWrittenByItsOwnOptions() throws Exception {
        sql.run("CREATE TABLE w (k BIGINT, v STRING, PRIMARY KEY (k) NOT ENFORCED) WITH ('bucket' = '1',"
                + " 'num-sorted-run.compaction-trigger' = '2')");
        String writeOnly =
                "INSERT INTO w /*+ OPTIONS('write-only' = 'true', 'file.format' = 'avro', 'sink.parallelism' = '2') */";
        for (int i = 0; i < 4; i++) {
            sql.run(writeOnly + " VALUES (" + i + ", 'a')");
        }
        Table table = TestTables.open(warehouse, "w");
        assertThat(StoredTable.of(table).files().snapshots().ids()).hasSize(4);
        assertThat(dataFiles("w")).hasSize(4).allMatch(name -> name.endsWith(".avro"));
        assertThat(table.schema().options()).doesNotContainKeys("write-only", "file.format", "sink.parallelism");
        sql.run("INSERT INTO w VALUES (9, 'b')");
        assertThat(StoredTable.of(table).files().snapshots().latest().commitKind())
                .isEqualTo("COMPACT");
        assertThat(sql.rows("SELECT COUNT(*) FROM w")).containsExactly("[5]");
    }

    @Test
    void whatIsSpilledIsGoneWithTheJob() throws Exception {
        List<Path> before = temporaryFiles();
        sql.run("CREATE TABLE s (k BIGINT, v STRING, PRIMARY KEY (k) NOT ENFORCED) WITH ('bucket' = '1')");
        sql.run(
                "CREATE TEMPORARY TABLE gen (k BIGINT, v STRING) WITH ('connector' = 'datagen', 'fields.k.kind' = 'sequence',"
                        + " 'fields.k.start' = '1', 'fields.k.end' = '5000', 'number-of-rows' = '5000', 'fields.v.length' = '1000')");
        sql.run("INSERT INTO s /*+ OPTIONS('write-buffer-size' = '1 mb') */ SELECT k, v FROM gen");
        assertThat(sql.rows("SELECT COUNT(*) FROM s")).containsExactly("[5000]");
        assertThat(temporaryFiles()).isEqualTo(before);
    }

    private static List<Path> temporaryFiles() throws Exception {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().matches("(tablestore|memtable).*"))
                    .sorted()
                    .toList();
        }
    }

    private List<String> dataFiles(String table) throws Exception {
        try (Stream<Path> files =
                Files.list(warehouse.resolve("default.db").resolve(table).resolve("bucket-0"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void systemTablesHaveTheirNames() throws Exception {
        sql.run(
                "CREATE TABLE t (k BIGINT, v STRING, PRIMARY KEY (k) NOT ENFORCED) WITH ('bucket' = '1')",
                "INSERT INTO t VALUES (1, 'a')",
                "INSERT INTO t VALUES (2, 'b')");
        assertThat(sql.rows("SELECT snapshot_id FROM `t$snapshots` WHERE commit_kind = 'APPEND'"))
                .containsExactly("[1]", "[2]");
        assertThat(sql.rows("SELECT `level`, record_count FROM `t$files`")).containsExactly("[0, 1]", "[0, 1]");
        assertThat(sql.rows("SELECT COUNT(*) FROM store.`default`.`t$tags`")).containsExactly("[0]");
        assertThat(sql.rows("SELECT * FROM `t$branches`")).isEmpty();
        assertThat(sql.rows("DESCRIBE `t$options`").toString()).contains("key", "value");
        for (String name : List.of("schemas", "manifests", "partitions", "buckets", "aggregation_fields")) {
            assertThat(sql.rows("SELECT COUNT(*) FROM `t$" + name + "`"))
                    .as(name)
                    .hasSize(1);
        }
        assertThat(sql.rows("SELECT COUNT(*) FROM `t$ro`")).containsExactly("[0]");
    }

    @Test
    void viewsOfPartitionedTablesAreRead() throws Exception {
        sql.run(
                "CREATE TABLE p (k BIGINT, d STRING, PRIMARY KEY (k, d) NOT ENFORCED) PARTITIONED BY (d)"
                        + " WITH ('bucket' = '1')",
                "INSERT INTO p VALUES (1, 'x'), (2, 'y')");
        TestTables.branch(warehouse, "p", "b");
        sql.run("INSERT INTO p VALUES (3, 'x')", "INSERT OVERWRITE p VALUES (4, 'y')");
        assertThat(sql.rows("SELECT * FROM `p$branch_b` WHERE d = 'x'")).containsExactly("[1, x]");
        assertThat(sql.rows("SHOW PARTITIONS `p$branch_b`")).containsExactly("[d=x]", "[d=y]");
        assertThat(sql.rows("SELECT * FROM `p$ro` WHERE d = 'x'")).isEmpty();
        assertThat(sql.refusal("SHOW PARTITIONS `p$files`")).contains("is not partitioned");
        assertThat(sql.refusal("ALTER TABLE `p$branch_b` DROP PARTITION (d = 'x')"))
                .contains("read only");
    }

    @Test
    void branchesAreRead() throws Exception {
        sql.run(
                "CREATE TABLE t (k BIGINT, v STRING, PRIMARY KEY (k) NOT ENFORCED) WITH ('bucket' = '1')",
                "INSERT INTO t VALUES (1, 'a')");
        TestTables.branch(warehouse, "t", "b");
        sql.run("INSERT INTO t VALUES (1, 'changed'), (2, 'new')");
        for (String branch : List.of("t /*+ OPTIONS('branch' = 'b') */", "`t$branch_b`")) {
            assertThat(sql.rows("SELECT * FROM " + branch)).as(branch).containsExactly("[1, a]");
            assertThat(sql.refusal("INSERT INTO " + branch + " VALUES (3, 'c')"))
                    .contains("Branch 'b'", "is not written by this connector");
        }
        assertThat(sql.rows("SELECT COUNT(*) FROM `t$branch_b$snapshots`")).containsExactly("[1]");
        assertThat(sql.rows("SELECT COUNT(*) FROM t /*+ OPTIONS('branch' = 'main') */"))
                .containsExactly("[2]");
        sql.run("ALTER TABLE t ADD c INT FIRST");
        assertThat(sql.refusal("SELECT * FROM t /*+ OPTIONS('branch' = 'b') */"))
                .contains("column c is not in the table", "$branch_b");
        assertThat(sql.rows("SELECT * FROM `t$branch_b`")).containsExactly("[1, a]");
    }

    @Test
    void tablesAreDeclaredByTheirDirectory() throws Exception {
        sql.run(
                "CREATE TABLE t (k BIGINT, v STRING, PRIMARY KEY (k) NOT ENFORCED) WITH ('bucket' = '1')",
                "INSERT INTO t VALUES (1, 'a')");
        String path = "'connector' = 'tablestore', 'path' = '" + warehouse.resolve("default.db/t") + "'";
        sql.run("USE CATALOG default_catalog");
        sql.run("CREATE TABLE d (k BIGINT, v STRING, PRIMARY KEY (k) NOT ENFORCED) WITH (" + path + ")");
        sql.run("INSERT INTO d VALUES (2, 'b')");
        assertThat(sql.rows("SELECT * FROM d")).containsExactly("[1, a]", "[2, b]");
        assertThat(sql.rows("SELECT v FROM d /*+ OPTIONS('scan.snapshot-id' = '1') */"))
                .containsExactly("[a]");
        sql.run("CREATE TEMPORARY TABLE first (k BIGINT, v STRING) WITH (" + path + ", 'scan.snapshot-id' = '1')");
        assertThat(sql.rows("SELECT * FROM first")).containsExactly("[1, a]");
        declared(
                "(k BIGINT, w STRING)",
                path,
                "column v STRING is not in the statement",
                "column w is not in the table");
        declared("(k INT, v STRING)", path, "column k is INT in the statement and BIGINT in the table");
        declared("(v STRING, k BIGINT)", path, "the order is");
        declared("(k BIGINT, v STRING, PRIMARY KEY (v) NOT ENFORCED)", path, "primary key [v]");
        declared("(k BIGINT, v STRING)", path + ", 'scan.snapshotid' = '1'", "did you mean 'scan.snapshot-id'");
        declared("(k BIGINT, v STRING)", path + ", 'merge-engine' = 'aggregation'", "'merge-engine'");
        declared("(k BIGINT, v STRING)", "'connector' = 'tablestore'", "'path'");
        declared("(k BIGINT, v STRING)", path.replace("/t'", "/none'"), "is not a table-store table");
    }

    private void declared(String columns, String options, String... messages) throws Exception {
        sql.run("CREATE TEMPORARY TABLE wrong " + columns + " WITH (" + options + ")");
        assertThat(sql.refusal("SELECT * FROM wrong")).contains(messages);
        assertThat(sql.refusal("INSERT INTO wrong SELECT * FROM wrong")).contains(messages);
        sql.run("DROP TEMPORARY TABLE wrong");
    }

    @Test
    void aStatementsOptionsAreNotStored() throws Exception {
        sql.run("CREATE TABLE t (k BIGINT, v STRING) WITH ('bucket' = '-1')");
        sql.run("INSERT INTO t /*+ OPTIONS('target-file-size' = '1 mb') */ VALUES (1, 'a')");
        TableSchema schema = TestTables.open(warehouse, "t").schema();
        assertThat(schema.options()).containsOnlyKeys("bucket");
    }

    @Test
    void aTableLikeAnotherLiesInItsOwnPlace() throws Exception {
        sql.run(
                "CREATE TABLE t (k BIGINT, v STRING, PRIMARY KEY (k) NOT ENFORCED) WITH ('bucket' = '3')",
                "INSERT INTO t VALUES (1, 'a')",
                "CREATE TABLE u (w INT) WITH ('file.format' = 'orc') LIKE t",
                "INSERT INTO u VALUES (2, 'b', 5)");
        assertThat(sql.rows("SELECT * FROM u")).containsExactly("[2, b, 5]");
        assertThat(sql.rows("SELECT * FROM t")).containsExactly("[1, a]");
        assertThat(TestTables.open(warehouse, "u").schema().options())
                .isEqualTo(Map.of("bucket", "3", "file.format", "orc"));
    }

    @Test
    void oneJobMayHaveSeveralSinksOfATable() throws Exception {
        sql.run("CREATE TABLE t (k BIGINT, v STRING) WITH ('bucket' = '-1')");
        String set = "EXECUTE STATEMENT SET BEGIN INSERT INTO t VALUES (1, 'a'); INSERT INTO t (k) VALUES (2); END";
        sql.run(set, set);
        assertThat(sql.rows("SELECT * FROM t")).containsExactly("[1, a]", "[1, a]", "[2, null]", "[2, null]");
    }

    @Test
    void aTableThatNotesAnotherConnectorIsReadWrittenAndAltered() throws Exception {
        sql.run("CREATE TABLE t (k BIGINT, v STRING) WITH ('bucket' = '-1')");
        Path schema = warehouse.resolve("default.db/t/schema/schema-0");
        String noted = Files.readString(schema).replaceFirst("\"bucket\"", "\"connector\" : \"other\", \"bucket\"");
        assertThat(noted).contains("other");
        Files.writeString(schema, noted);
        sql.run("INSERT INTO t VALUES (1, 'a')", "ALTER TABLE t SET ('write-only' = 'true')");
        assertThat(sql.rows("SELECT * FROM t")).containsExactly("[1, a]");
        assertThat(TestTables.open(warehouse, "t").schema().options()).containsEntry("connector", "other");
    }
}
