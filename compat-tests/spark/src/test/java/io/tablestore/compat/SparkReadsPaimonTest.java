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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark, with the packaged jar, on tables that Apache Paimon wrote. */
class SparkReadsPaimonTest {

    @TempDir
    static Path directory;

    private static SparkSession spark;

    @BeforeAll
    static void startSpark() {
        spark = SparkSessions.start();
    }

    private static SmallTable smallTable(String name) throws Exception {
        Path warehouse = Files.createDirectory(directory.resolve(name));
        spark.conf().set("spark.sql.catalog." + name, "io.tablestore.spark.TableStoreCatalog");
        spark.conf().set("spark.sql.catalog." + name + ".warehouse", warehouse.toString());
        return new SmallTable(warehouse);
    }

    private static List<String> query(String sql) {
        return spark.sql(sql).collectAsList().stream().map(Row::toString).toList();
    }

    @Test
    void catalogListsLoadsAndTravelsInTime() throws Exception {
        try (SmallTable table = smallTable("travel")) {
            table.write(1, 10, "a");
            table.write(5, 15, "b");
            assertThat(query("SHOW NAMESPACES IN travel")).containsExactly("[db]");
            assertThat(query("SHOW TABLES IN travel.db")).containsExactly("[db,t,false]");
            assertThat(query("SELECT count(*), sum(k), min(v), max(v) FROM travel.db.t"))
                    .containsExactly("[14,105,a1,b9]");
            assertThat(query("SELECT count(*), max(v) FROM travel.db.t VERSION AS OF 1"))
                    .containsExactly("[9,a9]");
            table.tag("first", 1);
            assertThat(query("SELECT count(*), max(v) FROM travel.db.t VERSION AS OF 'first'"))
                    .containsExactly("[9,a9]");
            assertThat(query("SELECT count(*) FROM travel.db.t TIMESTAMP AS OF now()"))
                    .containsExactly("[14]");
            for (String zone : List.of("Asia/Tokyo", "America/New_York", "UTC")) {
                spark.conf().set("spark.sql.session.timeZone", zone);
                List<Row> times = spark.sql("SELECT CAST(commit_time AS STRING) FROM travel.db.t.snapshots"
                                + " ORDER BY snapshot_id")
                        .collectAsList();
                assertThat(times.stream()
                                .map(time -> query(
                                        "SELECT count(*) FROM travel.db.t TIMESTAMP AS OF '" + time.getString(0) + "'"))
                                .toList())
                        .as("times copied in %s", zone)
                        .containsExactly(List.of("[9]"), List.of("[14]"));
            }
            spark.conf().unset("spark.sql.session.timeZone");
            assertThatThrownBy(() -> query("SELECT * FROM travel.db.t VERSION AS OF 99"))
                    .hasMessageContaining("There is no snapshot 99");
        }
    }

    /** Under one name, and without one: an optimizer may take equal scans for one. */
    @Test
    void severalVersionsInAStatementAreKeptApart() throws Exception {
        try (SmallTable table = smallTable("versions")) {
            table.write(1, 10, "a");
            table.write(1, 10, "b");
            table.write(1, 10, "c");
            table.tag("second", 2);
            String v = "SELECT v FROM versions.db.t";
            String one = " VERSION AS OF 1";
            String two = " VERSION AS OF 'second'";
            assertThat(query(v + " WHERE k = 1 UNION ALL " + v + one + " WHERE k = 1 UNION ALL " + v + two
                            + " WHERE k = 1"))
                    .containsExactlyInAnyOrder("[c1]", "[a1]", "[b1]");
            assertThat(query("SELECT count(*) FROM (" + v + " EXCEPT " + v + two + ")"))
                    .containsExactly("[9]");
            assertThat(query("SELECT count(*) FROM (" + v + one + " EXCEPT " + v + two + ")"))
                    .containsExactly("[9]");
            assertThat(query("SELECT count(*) FROM versions.db.t WHERE v NOT IN (" + v + two + ")"))
                    .containsExactly("[9]");
            assertThat(query("SELECT (" + v + " WHERE k = 1), (" + v + one + " WHERE k = 1)"))
                    .containsExactly("[c1,a1]");
            assertThat(query(
                            "SELECT (SELECT max(v) FROM versions.db.t), (SELECT max(v) FROM versions.db.t" + one + ")"))
                    .containsExactly("[c9,a9]");
            spark.sql("CREATE OR REPLACE TEMPORARY VIEW first_version AS " + v + one);
            assertThat(query("SELECT v FROM first_version WHERE v = 'a1' UNION ALL " + v + " WHERE k = 1"))
                    .containsExactlyInAnyOrder("[a1]", "[c1]");
            assertThat(query("SELECT n.v, o.v, s.v FROM versions.db.t n JOIN versions.db.t" + one
                            + " o ON n.k = o.k JOIN versions.db.t" + two + " s ON s.k = n.k WHERE n.k = 1"))
                    .containsExactly("[c1,a1,b1]");
        }
    }

    @Test
    void filtersColumnsAndLimitsArePushedDown() throws Exception {
        try (SmallTable table = smallTable("push")) {
            table.write(1, 1000, "a");
            table.write(500, 1500, "b");
            String filtered = "SELECT v FROM push.db.t WHERE k >= 498 AND k < 502 AND d > 1.5 AND v LIKE 'b%'";
            assertThat(query(filtered)).containsExactly("[b501]"); // d of 500 is null
            String plan = spark.sql(filtered).queryExecution().executedPlan().toString();
            assertThat(plan).contains("where (");
            assertThat(query("SELECT k FROM push.db.t LIMIT 3")).hasSize(3);
            assertThat(query("SELECT count(*) FROM push.db.t WHERE d IS NULL OR NOT (k <> 7)"))
                    .containsExactly("[300]");
            assertThat(query("SELECT count(*) FROM push.db.t")).containsExactly("[1499]");
        }
    }

    @Test
    void timeColumnsAreRefusedOnlyWhereSparkHasNoTimeAndOnlyWhenRead() throws Exception {
        try (SmallTable table = smallTable("times")) {
            table.write(1, 3, "a");
            table.addTimeColumn("t");
            spark.conf().set("spark.sql.timeType.enabled", "false");
            assertThat(query("SELECT k FROM times.db.t ORDER BY k")).containsExactly("[1]", "[2]");
            assertThatThrownBy(() -> query("SELECT t FROM times.db.t"))
                    .hasStackTraceContaining("Column t")
                    .hasStackTraceContaining("spark.sql.timeType.enabled");
        } finally {
            spark.conf().set("spark.sql.timeType.enabled", "true");
        }
    }

    @Test
    void oneStatementReadsOneSnapshot() throws Exception {
        try (SmallTable table = smallTable("pinned")) {
            table.write(1, 10, "a");
            var frame = spark.table("pinned.db.t");
            table.write(10, 20, "b");
            assertThat(frame.count()).isEqualTo(9);
            assertThat(spark.table("pinned.db.t").count()).isEqualTo(19);
        }
    }
}
