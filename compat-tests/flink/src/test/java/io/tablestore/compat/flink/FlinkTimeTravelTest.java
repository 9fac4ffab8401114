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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.internal.catalog.StoredTable;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.apache.flink.table.api.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Earlier states of tables that were altered since: columns are those of the statement, by name, mapped by the ids of fields. */
class FlinkTimeTravelTest {

    private static final String FIRST = " /*+ OPTIONS('scan.snapshot-id' = '1') */";

    @TempDir
    Path warehouse;

    private SqlSession sql;

    @BeforeEach
    void open() throws Exception {
        sql = SqlSession.batch(warehouse);
    }

    private void table(String format, String... changes) throws Exception {
        sql.run("CREATE TABLE t (k BIGINT, a INT, b INT, PRIMARY KEY (k) NOT ENFORCED) WITH ('bucket' = '1',"
                + " 'file.format' = '"
                + format + "')");
        sql.run("INSERT INTO t VALUES (1, 10, 20)");
        sql.run("CALL sys.create_tag(`table` => 'default.t', tag => 'early')");
        sql.run(changes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "avro"})
    void movedColumnsAreFoundByName(String format) throws Exception {
        table(format, "ALTER TABLE t MODIFY a INT AFTER b", "INSERT INTO t (k, a, b) VALUES (2, 11, 21)");
        assertThat(sql.rows("SELECT k, a, b FROM t" + FIRST)).containsExactly("[1, 10, 20]");
        assertThat(sql.rows("SELECT * FROM t" + FIRST)).containsExactly("[1, 20, 10]");
        assertThat(sql.rows("SELECT k, a, b FROM t" + FIRST + " WHERE a = 10")).containsExactly("[1, 10, 20]");
        assertThat(sql.rows("SELECT b FROM t /*+ OPTIONS('scan.tag-name' = 'early') */ WHERE a + b = 30"))
                .containsExactly("[20]");
    }

    @Test
    void columnsThatTheSnapshotHadNotAreNull() throws Exception {
        table(
                "parquet",
                "ALTER TABLE t ADD z INT FIRST",
                "ALTER TABLE t ADD c STRING",
                "INSERT INTO t VALUES (7, 2, 11, 21, 'x')");
        assertThat(sql.rows("SELECT * FROM t" + FIRST)).containsExactly("[null, 1, 10, 20, null]");
        assertThat(sql.rows("SELECT k, a, b FROM t" + FIRST)).containsExactly("[1, 10, 20]");
        assertThat(sql.rows("SELECT COUNT(c), COUNT(z), COUNT(k), COUNT(*) FROM t" + FIRST))
                .containsExactly("[0, 0, 1, 1]");
        assertThat(sql.rows("SELECT k FROM t" + FIRST + " WHERE c IS NULL AND z IS NULL"))
                .containsExactly("[1]");
        assertThat(sql.rows("SELECT k FROM t" + FIRST + " WHERE c = 'x' OR z > 0"))
                .isEmpty();
        assertThat(sql.rows("SELECT MAX(z), MIN(a) FROM t" + FIRST)).containsExactly("[null, 10]");
    }

    @Test
    void droppedColumnsLeaveTheOthersInPlace() throws Exception {
        table("parquet", "ALTER TABLE t DROP a", "INSERT INTO t VALUES (2, 21)");
        assertThat(sql.rows("SELECT b FROM t" + FIRST)).containsExactly("[20]");
        assertThat(sql.rows("SELECT * FROM t" + FIRST + " WHERE b < 21")).containsExactly("[1, 20]");
    }

    @Test
    void aColumnAddedAgainUnderItsNameIsAnother() throws Exception {
        table("parquet", "ALTER TABLE t DROP a", "ALTER TABLE t ADD a INT AFTER k", "INSERT INTO t VALUES (2, 11, 21)");
        assertThat(sql.rows("SELECT * FROM t" + FIRST)).containsExactly("[1, null, 20]");
        // The catalog shows the columns of that time.
        assertThat(sql.rows("SELECT * FROM t FOR SYSTEM_TIME AS OF " + timeOf(1)))
                .containsExactly("[1, 10, 20]");
    }

    /** The options of that time are no hints of the statement. */
    @Test
    void timeOfOtherOptions() throws Exception {
        table(
                "parquet",
                "ALTER TABLE t SET ('snapshot.num-retained.min' = '3', 'source.split.target-size' = '8 mb')",
                "INSERT INTO t VALUES (2, 11, 21)",
                "ALTER TABLE t RESET ('snapshot.num-retained.min')",
                "ALTER TABLE t SET ('source.split.target-size' = '16 mb')");
        assertThat(sql.rows("SELECT * FROM t FOR SYSTEM_TIME AS OF " + timeOf(1)))
                .containsExactly("[1, 10, 20]");
        assertThat(sql.rows("SELECT * FROM t FOR SYSTEM_TIME AS OF " + timeOf(2)))
                .containsExactly("[1, 10, 20]", "[2, 11, 21]");
    }

    /** Another writer has dropped the branch: the table is loaded, so that the option can be taken away. */
    @Test
    void aFallbackBranchThatIsGoneIsTakenAway() throws Exception {
        table("parquet", "INSERT INTO t VALUES (2, 11, 21)");
        TestTables.setOption(warehouse, "t", "scan.fallback-branch", "gone");
        assertThat(sql.refusal("SELECT * FROM t"))
                .contains("'scan.fallback-branch' names the branch gone", "RESET in Flink");
        sql.run("ALTER TABLE t RESET ('scan.fallback-branch')");
        assertThat(sql.rows("SELECT * FROM t")).hasSize(2);
    }

    @Test
    void computedColumnsStayWhereColumnsAreDropped() throws Exception {
        sql.run(
                "CREATE TABLE c (k BIGINT, v STRING, w STRING, x AS k + 1, y AS k + 2) WITH ('bucket' = '-1')",
                "INSERT INTO c VALUES (1, 'v', 'w')",
                "ALTER TABLE c DROP v",
                "ALTER TABLE c DROP w");
        assertThat(sql.rows("SELECT * FROM c")).containsExactly("[1, 2, 3]");
    }

    @Test
    void swappedNamesFollowTheirColumns() throws Exception {
        table(
                "parquet",
                "ALTER TABLE t RENAME a TO x",
                "ALTER TABLE t RENAME b TO a",
                "ALTER TABLE t RENAME x TO b",
                "INSERT INTO t (k, a, b) VALUES (2, 21, 11)");
        assertThat(sql.rows("SELECT k, a, b FROM t" + FIRST + " WHERE a = 20")).containsExactly("[1, 20, 10]");
        assertThat(sql.rows("SELECT k, a, b FROM t" + FIRST + " WHERE a = 10")).isEmpty();
    }

    @Test
    void widenedColumnsHaveTheNewType() throws Exception {
        table("parquet", "ALTER TABLE t MODIFY a BIGINT", "INSERT INTO t VALUES (2, 5000000000, 21)");
        assertThat(sql.rows("SELECT a + 5000000000, b FROM t" + FIRST + " WHERE a < 11"))
                .containsExactly("[5000000010, 20]");
        assertThat(sql.rows("SELECT SUM(a) FROM t" + FIRST)).containsExactly("[10]");
    }

    @Test
    void joinsOfTwoStatesKeepThemApart() throws Exception {
        table("parquet", "ALTER TABLE t ADD c INT AFTER k", "INSERT INTO t VALUES (1, 5, 100, 200)");
        assertThat(sql.rows("SELECT n.c, n.a, o.c, o.a FROM t AS n JOIN t" + FIRST + " AS o ON n.k = o.k"))
                .containsExactly("[5, 100, null, 10]");
    }

    /** Under one name, and without one: an optimizer may take equal scans for one. */
    @Test
    void severalStatesInAStatementAreKeptApart() throws Exception {
        table("parquet", "INSERT INTO t VALUES (1, 11, 21)", "INSERT INTO t VALUES (1, 12, 22)");
        String second = " /*+ OPTIONS('scan.snapshot-id' = '2') */";
        assertThat(sql.rows(
                        "SELECT a FROM t UNION ALL SELECT a FROM t" + FIRST + " UNION ALL SELECT a FROM t" + second))
                .containsExactly("[10]", "[11]", "[12]");
        assertThat(sql.rows("SELECT a FROM t EXCEPT SELECT a FROM t" + second)).containsExactly("[12]");
        String one = " FOR SYSTEM_TIME AS OF " + timeOf(1);
        assertThat(sql.rows("SELECT o.a, s.a FROM (SELECT * FROM t" + one + ") o JOIN t" + second + " s ON s.k = o.k"))
                .containsExactly("[10, 11]");
        assertThat(sql.rows("SELECT a FROM t" + one + " UNION ALL SELECT a + 1 FROM t" + one))
                .containsExactly("[10]", "[11]");
    }

    /** Flink's planner loses the time, or would read one state in the place of the other. */
    @Test
    void timesThatThePlannerLosesAreRefused() throws Exception {
        table("parquet", "INSERT INTO t VALUES (1, 11, 21)", "INSERT INTO t VALUES (1, 12, 22)");
        String one = " FOR SYSTEM_TIME AS OF " + timeOf(1);
        String two = " FOR SYSTEM_TIME AS OF " + timeOf(2);
        sql.run("CREATE TABLE s (k BIGINT, a INT)", "INSERT INTO s VALUES (1, 1)");
        assertThat(sql.refusal("CREATE TEMPORARY VIEW early AS SELECT a FROM t" + one))
                .contains("A view does not keep FOR SYSTEM_TIME AS OF", "OPTIONS('scan.timestamp'");
        sql.run("CREATE TEMPORARY VIEW early AS SELECT a FROM t /*+ OPTIONS('scan.snapshot-id' = '1') */");
        assertThat(sql.rows("SELECT a FROM t UNION ALL SELECT a FROM early")).containsExactly("[10]", "[12]");
        for (String query : List.of(
                "SELECT s.a, o.a FROM s JOIN t" + one + " AS o ON s.k = o.k",
                "SELECT s.a, o.a FROM s LEFT JOIN t" + one + " AS o ON s.k = o.k",
                "SELECT s.a, o.a FROM t" + FIRST + " s JOIN t" + one + " AS o ON s.k = o.k",
                "SELECT o.a, s.a FROM t" + one + " AS o JOIN s ON s.k = o.k",
                "SELECT a FROM t UNION ALL SELECT a FROM t" + one,
                "SELECT a FROM t" + one + " UNION ALL SELECT a FROM t" + two,
                "SELECT a FROM t WHERE a NOT IN (SELECT a FROM t" + two + ")",
                "SELECT n.a, o.a FROM t n JOIN t" + one + " AS o ON n.k = o.k",
                "EXECUTE STATEMENT SET BEGIN INSERT INTO s SELECT k, a FROM t; INSERT INTO s SELECT k, a FROM t" + one
                        + "; END")) {
            assertThat(sql.refusal(query)).as(query).contains("another state of table", "OPTIONS('scan.timestamp'");
            assertThat(sql.rows("SELECT a FROM t")).containsExactly("[12]");
            assertThat(sql.rows("SELECT a FROM t" + one)).containsExactly("[10]");
            assertThat(sql.rows("SELECT a FROM t" + two)).containsExactly("[11]");
            assertThat(sql.rows("SELECT o.a, s.a FROM (SELECT * FROM t" + one + ") o, s WHERE s.k = o.k"))
                    .containsExactly("[10, 1]");
            sql.run("CREATE TEMPORARY VIEW late AS SELECT a FROM t", "DROP TEMPORARY VIEW late");
        }
        Table now = sql.query("SELECT a FROM t");
        assertThatThrownBy(() -> now.unionAll(sql.query("SELECT a FROM t" + one)))
                .hasStackTraceContaining("another state of table");
    }

    /** The time of a snapshot, as a literal in the zone of the session. */
    private String timeOf(long snapshot) throws Exception {
        long millis = StoredTable.of(TestTables.open(warehouse, "t"))
                .files()
                .snapshots()
                .get(snapshot)
                .timeMillis();
        LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneId.systemDefault());
        return "TIMESTAMP '" + local.format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS")) + "'";
    }

    @Test
    void everyWayToNameAStateReadsIt() throws Exception {
        table("parquet", "INSERT INTO t VALUES (2, 11, 21)");
        long millis = StoredTable.of(TestTables.open(warehouse, "t"))
                .files()
                .snapshots()
                .get(1)
                .timeMillis();
        sql.set("table.local-time-zone", "Asia/Kolkata");
        String local = LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneId.of("Asia/Kolkata"))
                .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS"));
        for (String hint : List.of(
                "'scan.snapshot-id' = '1'",
                "'scan.tag-name' = 'early'",
                "'scan.version' = '1'",
                "'scan.version' = 'early'",
                "'scan.timestamp-millis' = '" + millis + "'",
                "'scan.timestamp' = '" + local + "'",
                "'scan.timestamp' = '" + Instant.ofEpochMilli(millis) + "'",
                "'scan.mode' = 'from-snapshot', 'scan.snapshot-id' = '1'",
                "'scan.mode' = 'from-snapshot-full', 'scan.snapshot-id' = '1'",
                "'scan.mode' = 'from-timestamp', 'scan.timestamp-millis' = '" + millis + "'")) {
            assertThat(sql.rows("SELECT k FROM t /*+ OPTIONS(" + hint + ") */"))
                    .as(hint)
                    .containsExactly("[1]");
        }
        for (String mode : List.of("default", "latest", "latest-full", "full")) {
            assertThat(sql.rows("SELECT COUNT(*) FROM t /*+ OPTIONS('scan.mode' = '" + mode + "') */"))
                    .as(mode)
                    .containsExactly("[2]");
        }
    }
}
