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

import io.tablestore.compat.SparkSessions.Ran;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Spark leaves to the reader: each query gives the rows that it gives without, and reads less. */
class SparkPushdownTest extends SparkTest {

    /** Days 0 to 9 with a hundred rows each, a file a day; k and d grow with the rows, v is null for every fifth. */
    private void days(String table, String options) throws Exception {
        days(table, "", options);
    }

    private void days(String table, String partitions, String options) throws Exception {
        Path days =
                create(table, "day INT, k BIGINT, v STRING, d DOUBLE", partitions + " TBLPROPERTIES (" + options + ")");
        for (int day = 0; day < 10; day++) {
            List<Object[]> rows = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                long k = day * 100L + i;
                rows.add(new Object[] {day, k, k % 5 == 0 ? null : "v" + k, k / 2.0});
            }
            PaimonAppender.append(days, rows);
        }
    }

    @Test
    void aggregatesThatMetadataKnowsReadNothing() throws Exception {
        days("append", "'bucket' = '-1'");
        Ran known = run("SELECT count(*), count(v), min(k), max(k), min(day) FROM lake.db.append");
        assertThat(known.rows()).containsExactly("[1000,800,0,999,0]");
        assertThat(known.plan()).contains("LocalTableScan").doesNotContain("BatchScan");
        Ran tested = run("SELECT count(*) FROM lake.db.append WHERE k >= 990");
        assertThat(tested.rows()).containsExactly("[10]");
        assertThat(tested.plan()).contains("BatchScan");
        // texts are truncated in statistics, and floating point has NaN
        assertThat(run("SELECT max(v), max(d) FROM lake.db.append").plan()).contains("BatchScan");
        try (SmallTable merged = new SmallTable(directory)) {
            merged.write(1, 10, "a");
            merged.write(5, 15, "b");
            Ran counted = run("SELECT count(*), max(k) FROM lake.db.t");
            assertThat(counted.rows()).containsExactly("[14,14]");
            assertThat(counted.plan()).contains("BatchScan");
            merged.compact();
            assertThat(run("SELECT count(*), max(k) FROM lake.db.t").plan()).contains("LocalTableScan");
        }
    }

    @Test
    void theFirstRowsOfAnOrderNeedFewFiles() throws Exception {
        days("ordered", "'bucket' = '-1'");
        Ran last = run("SELECT k FROM lake.db.ordered ORDER BY k DESC LIMIT 3");
        assertThat(last.rows()).containsExactly("[999]", "[998]", "[997]");
        assertThat(last.metrics().get("filesByValue")).isEqualTo(9);
        Ran first = run("SELECT k, v FROM lake.db.ordered ORDER BY day, k LIMIT 150");
        assertThat(first.rows()).hasSize(150).startsWith("[0,null]", "[1,v1]").endsWith("[149,v149]");
        assertThat(first.metrics().get("filesByValue")).isEqualTo(8);
        Ran nulls = run("SELECT k FROM lake.db.ordered ORDER BY v DESC NULLS FIRST, k LIMIT 2");
        assertThat(nulls.rows()).containsExactly("[0]", "[5]");
        assertThat(run("SELECT k FROM lake.db.ordered WHERE d < 100 ORDER BY k DESC LIMIT 1")
                        .rows())
                .containsExactly("[199]");
    }

    @Test
    void limitsAndOffsetsOpenFewFiles() throws Exception {
        days("some", "'bucket' = '-1', 'source.split.target-size' = '1 b', 'source.split.open-file-cost' = '1 b'");
        Ran limited = run("SELECT k FROM lake.db.some LIMIT 5");
        assertThat(limited.rows()).hasSize(5);
        assertThat(limited.metrics().get("rowsReturned")).isLessThanOrEqualTo(200);
        Ran rest = run("SELECT k FROM lake.db.some OFFSET 850");
        assertThat(rest.rows()).hasSize(150).doesNotHaveDuplicates();
        assertThat(rest.metrics().get("rowsReturned")).isLessThanOrEqualTo(200);
        assertThat(run("SELECT k FROM lake.db.some OFFSET 1000").rows()).isEmpty();
        days("together", "PARTITIONED BY (day)", "'bucket' = '-1'");
        Ran behind = run("SELECT k FROM lake.db.together OFFSET 850");
        assertThat(behind.rows()).hasSize(150).doesNotHaveDuplicates();
        assertThat(behind.metrics().get("rowsReturned")).isLessThanOrEqualTo(200);
        assertThat(run("SELECT k FROM lake.db.some ORDER BY k LIMIT 2 OFFSET 5").rows())
                .containsExactly("[5]", "[6]");
        try (SmallTable merged = new SmallTable(directory)) {
            merged.write(1, 10, "a");
            merged.write(5, 15, "b");
            assertThat(run("SELECT k FROM lake.db.t OFFSET 4").rows()).hasSize(10);
        }
    }

    /** Rows of the first partition are merged, those of the others can be skipped by counting. */
    @Test
    void anOffsetSkipsRowsBehindMergedOnes() throws Exception {
        Path mixed = create(
                "mixed",
                "p INT NOT NULL, k BIGINT NOT NULL, v STRING",
                "PARTITIONED BY (p) TBLPROPERTIES ('primary-key' = 'p,k', 'bucket' = '1')");
        for (int round = 0; round < 2; round++) {
            List<Object[]> rows = new ArrayList<>();
            for (long k = 0; k < 100; k++) {
                for (int p = 0; p < (round == 0 ? 1 : 31); p++) {
                    rows.add(new Object[] {p, k, "v" + round});
                }
            }
            PaimonAppender.append(mixed, rows);
        }
        Ran behind = run("SELECT p, k, v FROM lake.db.mixed OFFSET 40");
        assertThat(behind.rows()).hasSize(3060).doesNotHaveDuplicates().allMatch(row -> row.endsWith(",v1]"));
        assertThat(behind.metrics().get("rowsReturned")).isEqualTo(3100);
        assertThat(run("SELECT p, k, v FROM lake.db.mixed OFFSET 240").rows()).hasSize(2860);
    }

    @Test
    void conditionsReachFieldsAndSkipFiles() throws Exception {
        days("tested", "'bucket' = '-1'");
        Ran few = run("SELECT v FROM lake.db.tested WHERE k IN (101, 911) AND v <=> 'v911'");
        assertThat(few.rows()).containsExactly("[v911]");
        assertThat(few.metrics().get("filesByValue")).isEqualTo(9);
        assertThat(few.metrics().get("rowsReturned")).isEqualTo(1);
        assertThat(few.metrics().get("bytesSkipped")).isPositive();
        assertThat(run("SELECT count(*) FROM lake.db.tested WHERE NOT (v <=> 'v1')")
                        .rows())
                .containsExactly("[999]");
    }

    @Test
    void fieldsOfRowsAreReadAndTestedAlone() throws Exception {
        Path people = create(
                "people",
                "id INT, address STRUCT<city: STRING, at: STRUCT<lat: DOUBLE, lon: DOUBLE>, zip: INT>, x STRING",
                "");
        PaimonAppender.append(
                people,
                List.of(
                        new Object[] {1, new Object[] {"Oslo", new Object[] {59.9, 10.7}, 150}, "a"},
                        new Object[] {2, new Object[] {"Bergen", new Object[] {60.4, 5.3}, 5003}, "b"},
                        new Object[] {3, null, "c"},
                        new Object[] {4, new Object[] {null, null, 1}, "d"}));
        Ran part = run("SELECT id, address.at.lon, address.city FROM lake.db.people ORDER BY id");
        assertThat(part.rows()).containsExactly("[1,10.7,Oslo]", "[2,5.3,Bergen]", "[3,null,null]", "[4,null,null]");
        assertThat(part.plan()).doesNotContain("zip").doesNotContain("lat");
        Ran tested = run("SELECT id FROM lake.db.people WHERE address.at.lat > 60 AND address.zip = 5003");
        assertThat(tested.rows()).containsExactly("[2]");
        assertThat(tested.metrics().get("rowsReturned")).isEqualTo(1);
        assertThat(query("SELECT id FROM lake.db.people WHERE address.city IS NULL ORDER BY id"))
                .containsExactly("[3]", "[4]");
        assertThat(query("SELECT address FROM lake.db.people WHERE id = 1"))
                .containsExactly("[[Oslo,[59.9,10.7],150]]");
    }

    @Test
    void aFieldIsNotTheColumnWhoseNameIsItsPath() throws Exception {
        Path dotted = create("dotted", "`a.b` INT, a STRUCT<b: INT, c: INT>", "TBLPROPERTIES ('file.format' = 'orc')");
        PaimonAppender.append(dotted, List.of(new Object[] {1, new Object[] {2, 3}}, new Object[] {
            2, new Object[] {1, 4}
        }));
        assertThat(query("SELECT a.b FROM lake.db.dotted ORDER BY 1")).containsExactly("[1]", "[2]");
        assertThat(query("SELECT `a.b`, a.b, a.c FROM lake.db.dotted WHERE a.b = 2"))
                .containsExactly("[1,2,3]");
        assertThat(query("SELECT a.c FROM lake.db.dotted WHERE `a.b` = 2")).containsExactly("[4]");
    }

    @Test
    void metadataColumnsSayWhereARowIs() throws Exception {
        Path placed = create(
                "placed",
                "p STRING NOT NULL, k BIGINT NOT NULL, v STRING",
                "PARTITIONED BY (p) TBLPROPERTIES ('primary-key' = 'p,k', 'bucket' = '2')");
        for (int round = 0; round < 2; round++) {
            List<Object[]> written = new ArrayList<>();
            for (long k = 0; k < 50; k++) {
                written.add(new Object[] {k % 2 == 0 ? "even" : "odd", k, "r" + round});
            }
            PaimonAppender.append(placed, written);
        }
        assertThat(query("SELECT DISTINCT _partition, p FROM lake.db.placed ORDER BY 1"))
                .containsExactly("[p=even,even]", "[p=odd,odd]");
        assertThat(query("SELECT count(DISTINCT _bucket), count(DISTINCT _file), count(_pos) FROM lake.db.placed"))
                .containsExactly("[2,4,50]");
        // in each file keys are sorted, so positions grow with them
        assertThat(query("SELECT count(*) FROM (SELECT _pos, row_number() OVER (PARTITION BY _file ORDER BY k) - 1 AS n"
                        + " FROM lake.db.placed) WHERE _pos <> n"))
                .containsExactly("[0]");
        assertThat(query("SELECT k FROM lake.db.placed WHERE _pos = 0 AND _bucket = 0 AND p = 'odd'"))
                .hasSize(1);
        assertThat(query("SHOW PARTITIONS lake.db.placed")).containsExactlyInAnyOrder("[p=even]", "[p=odd]");
        assertThat(query("SHOW PARTITIONS lake.db.placed PARTITION (p = 'odd')"))
                .containsExactly("[p=odd]");
    }

    @Test
    void aJoinNarrowsWhatIsRead() throws Exception {
        days("facts", "'bucket' = '-1'");
        Path wanted = create("wanted", "day INT, w STRING", "");
        PaimonAppender.append(wanted, List.of(new Object[] {3, "x"}, new Object[] {7, "y"}, new Object[] {8, "z"}));
        Ran joined = run("SELECT count(*), min(f.k), max(f.k) FROM lake.db.facts f JOIN lake.db.wanted w"
                + " ON f.day = w.day WHERE w.w <> 'z'");
        assertThat(joined.rows()).containsExactly("[200,300,799]");
        assertThat(joined.plan()).contains("dynamicpruning");
        assertThat(joined.metrics().get("filesByValue")).isEqualTo(8);
    }

    @Test
    void statisticsComeWithoutAnalyze() throws Exception {
        days("known", "'bucket' = '-1'");
        spark.conf().set("spark.sql.cbo.enabled", "true");
        String plan = spark.sql("SELECT * FROM lake.db.known").queryExecution().stringWithStats();
        assertThat(plan).contains("rowCount=1.00E+3");
        String narrowed = spark.sql("SELECT * FROM lake.db.known WHERE k < 50")
                .queryExecution()
                .stringWithStats();
        assertThat(narrowed).contains("rowCount=51)");
    }

    /** The second time keys are not read; a new upsert is merged all the same. */
    @Test
    void aTableReadAgainIsNotMergedAgain() throws Exception {
        Path table = create("again", "k BIGINT NOT NULL, v INT", "TBLPROPERTIES ('primary-key' = 'k', 'bucket' = '1')");
        String sql = "SELECT count(v), sum(v) FROM lake.db.again WHERE v > 0";
        for (int round = 1; round <= 3; round++) {
            List<Object[]> rows = new ArrayList<>();
            for (long k = 0; k < 1000; k++) {
                rows.add(new Object[] {k, round});
            }
            PaimonAppender.append(table, rows);
            Ran first = run(sql);
            Ran again = run(sql);
            assertThat(first.rows()).containsExactly("[1000," + 1000 * round + "]");
            assertThat(again.rows()).isEqualTo(first.rows());
            if (round > 1) {
                assertThat(again.metrics().get("bytesRead"))
                        .isLessThan(first.metrics().get("bytesRead"));
            }
        }
    }
}
