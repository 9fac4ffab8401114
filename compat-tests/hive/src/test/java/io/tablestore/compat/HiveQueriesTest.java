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

import io.tablestore.testing.PaimonWarehouse;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.table.Table;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.Test;

/** What queries ask of a scan reaches it: filters, partitions, versions, columns, limits; and what the planner is told. */
class HiveQueriesTest extends HiveTest {

    private static final int PARTITIONS = 2000;
    private static final Pattern PLANNED = Pattern.compile("Planned (\\d+) splits of snapshot \\d+ of .* in (\\d+) ms");

    /** Every character that somebody once did not escape, or escaped twice. */
    private static final List<String> ODD = List.of(
            "a/b",
            "a\\b",
            "100%",
            "%41",
            "%2F",
            "a=b",
            "a b",
            " ",
            "ü=ñ",
            "日本",
            "😂",
            "a:b*c?",
            "#'\"",
            "{x}[y]^",
            "a\tb",
            "a\nb",
            "\u0001\u007f",
            "..",
            "_hidden",
            ".hidden",
            "null",
            "a,b;c",
            "<&>|",
            "$t@x!");

    private static String literal(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    @Test
    void partitionsAreFoundByAnyValue() throws Exception {
        Schema schema = Schema.newBuilder()
                .column("p", DataTypes.STRING())
                .column("n", DataTypes.INT())
                .column("id", DataTypes.INT())
                .column("v", DataTypes.STRING())
                .partitionKeys("p", "n")
                .primaryKey("p", "n", "id")
                .option("bucket", "1")
                .option("write-only", "true")
                .build();
        try (PaimonWarehouse paimon = new PaimonWarehouse(directory.resolve("partitions"))) {
            Identifier name = Identifier.create("db", "t");
            Table table = paimon.create(name, schema);
            for (String value : List.of("old", "new")) {
                PaimonWarehouse.write(table, write -> {
                    for (int n = 0; n < PARTITIONS; n++) {
                        if (value.equals("old") || n < 2 * ODD.size()) {
                            write.write(GenericRow.of(
                                    BinaryString.fromString(ODD.get(n % ODD.size())),
                                    n,
                                    7,
                                    BinaryString.fromString(value)));
                        }
                    }
                });
            }
        }
        create("partitions", directory.resolve("partitions/db.db/t"));
        hive.jobs(true);
        long before = servers.logLength();
        assertThat(hive.rows("SELECT count(*), count(DISTINCT p), sum(n) FROM partitions"))
                .containsExactly("[" + PARTITIONS + ", " + ODD.size() + ", " + PARTITIONS * (PARTITIONS - 1) / 2 + "]");
        Planned all = planned(before);
        assertThat(all.plans()).isOne();
        assertThat(all.millis()).isLessThan(10_000);
        System.out.println(
                "Planning of " + PARTITIONS + " partitions: " + all.millis() + " ms, " + all.splits() + " splits");
        for (boolean jobs : new boolean[] {false, true}) {
            hive.jobs(jobs);
            for (int i = 0; i < ODD.size(); i += jobs ? 5 : 1) {
                String odd = ODD.get(i);
                before = servers.logLength();
                assertThat(hive.rows("SELECT p, n, v FROM partitions WHERE n <= " + (ODD.size() + i) + " AND p = "
                                + literal(odd)))
                        .as("p = %s", odd)
                        .containsExactlyInAnyOrder(
                                "[" + odd + ", " + i + ", new]", "[" + odd + ", " + (ODD.size() + i) + ", new]");
                assertThat(planned(before).plans()).isOne();
                assertThat(planned(before).splits()).isLessThanOrEqualTo(2);
            }
        }
        assertThat(hive.query("SHOW PARTITIONS partitions"))
                .hasSize(PARTITIONS)
                .contains(List.of("p=a%2Fb/n=0"), List.of("p=100%25/n=2"));
        assertThat(hive.query("DESCRIBE FORMATTED partitions").stream()
                        .map(row -> String.valueOf(row.get(0)).trim()))
                .contains("# Partition Transform Information");
    }

    private record Planned(int plans, int splits, long millis) {}

    private static Planned planned(long since) throws Exception {
        int plans = 0;
        int splits = 0;
        long millis = 0;
        for (String line : servers.logged(since, "Planned ")) {
            Matcher matcher = PLANNED.matcher(line);
            if (matcher.find()) {
                plans++;
                splits += Integer.parseInt(matcher.group(1));
                millis += Long.parseLong(matcher.group(2));
            }
        }
        return new Planned(plans, splits, millis);
    }

    @Test
    void jobsOfMapReduceKeepScansApart() throws Exception {
        try (SmallTable apart = table("apart");
                SmallTable other = table("other")) {
            apart.write(900, 1100, "b");
            other.write(900, 1100, "b");
            hive.jobs(true).run("SET hive.execution.engine=mr");
            assertThat(hive.rows("SELECT v FROM apart WHERE k = 1 UNION ALL SELECT v FROM apart WHERE k = 2"))
                    .containsExactly("[a1]", "[a2]");
            assertThat(hive.rows("SELECT a.v, b.v FROM apart a JOIN apart b ON a.k = b.k - 500"
                            + " WHERE a.v IN ('a1', 'a500') AND b.v IN ('a501', 'b1000')"))
                    .containsExactly("[a1, a501]", "[a500, b1000]");
            assertThat(hive.rows("SELECT v FROM apart FOR SYSTEM_VERSION AS OF 1 WHERE k = 950"
                            + " UNION ALL SELECT v FROM other WHERE k = 950"))
                    .containsExactly("[a950]", "[b950]");
            assertThat(hive.rows("SELECT v FROM other WHERE k = 950"
                            + " UNION ALL SELECT v FROM apart FOR SYSTEM_VERSION AS OF 1 WHERE k = 950"))
                    .containsExactly("[a950]", "[b950]");
            assertThat(hive.rows("SELECT a.v, b.v FROM apart FOR SYSTEM_VERSION AS OF 1 a"
                            + " JOIN apart FOR SYSTEM_VERSION AS OF 1 b ON a.k = b.k WHERE a.k = 950"))
                    .containsExactly("[a950, a950]");
            apart.tag("one", 1);
            for (String second : List.of("apart", "apart FOR SYSTEM_VERSION AS OF 2", "default.apart.tag_one")) {
                assertThatThrownBy(() -> hive.rows("SELECT a.v, b.v FROM apart FOR SYSTEM_VERSION AS OF 1 a JOIN "
                                + second + " b ON a.k = b.k WHERE a.k = 950"))
                        .hasMessageContaining("MapReduce reads one version of the table default.apart");
            }
            assertThatThrownBy(() -> hive.rows(
                            "SELECT a.k, b.k FROM apart a FULL OUTER JOIN default.apart.tag_one b ON a.k = b.k"))
                    .hasMessageContaining("MapReduce reads one version of the table default.apart");
        }
    }

    /** Each statement, and the versions of v of key 950 that it reads: a, b and c. */
    @Test
    void versionsOfATableAreKeptApart() throws Exception {
        try (SmallTable table = table("versions")) {
            table.write(900, 1100, "b");
            table.write(940, 960, "c");
            table.tag("two", 2);
            hive.run(
                    "CREATE VIEW versions_one AS SELECT * FROM versions FOR SYSTEM_VERSION AS OF 1 first WHERE k = 950");
            hive.run("CREATE VIEW versions_same AS SELECT * FROM versions FOR SYSTEM_VERSION AS OF 1 WHERE k = 950");
            for (String now : List.of("versions n", "(SELECT * FROM versions) n")) {
                assertThat(hive.rows("SELECT n.v, o.v, t.v, b.v FROM " + now
                                + " JOIN versions FOR SYSTEM_VERSION AS OF 1 o ON n.k = o.k"
                                + " JOIN versions FOR SYSTEM_VERSION AS OF 2 t ON t.k = n.k"
                                + " JOIN default.versions.tag_two b ON b.k = n.k WHERE n.k = 950"))
                        .containsExactly("[c950, a950, b950, b950]");
            }
            assertThat(hive.rows("SELECT v FROM versions n WHERE k = 950"
                            + " UNION ALL SELECT v FROM versions FOR SYSTEM_VERSION AS OF 1 o WHERE k = 950"
                            + " UNION ALL SELECT v FROM default.versions.tag_two t WHERE k = 950"
                            + " UNION ALL SELECT v FROM versions_one"))
                    .containsExactlyInAnyOrder("[c950]", "[a950]", "[b950]", "[a950]");
            assertThat(hive.rows("SELECT count(*) FROM (SELECT v FROM versions n"
                            + " EXCEPT SELECT v FROM versions FOR SYSTEM_VERSION AS OF 2 o) d"))
                    .containsExactly("[20]");
            assertThat(hive.rows("SELECT v FROM versions WHERE k = 950 UNION ALL SELECT v FROM versions WHERE k = 950"))
                    .containsExactly("[c950]", "[c950]");
            for (String sameAlias : List.of(
                    "SELECT v FROM versions UNION ALL SELECT v FROM versions FOR SYSTEM_VERSION AS OF 1",
                    "SELECT v FROM versions UNION ALL SELECT v FROM default.versions.tag_two",
                    "SELECT v FROM versions x UNION ALL SELECT v FROM versions FOR SYSTEM_TIME AS OF '2099-01-01' x",
                    "SELECT v FROM versions EXCEPT SELECT v FROM versions FOR SYSTEM_VERSION AS OF 2",
                    "SELECT v FROM versions WHERE v NOT IN (SELECT v FROM versions FOR SYSTEM_VERSION AS OF 2)",
                    "SELECT v FROM versions UNION ALL SELECT v FROM versions_same")) {
                assertThatThrownBy(() -> hive.rows(sameAlias))
                        .as(sameAlias)
                        .hasMessageContaining("Give each an alias of its own");
            }
            // Hive tries again without its optimizer by cost, and refuses such subqueries by a text of its own.
            assertThatThrownBy(() -> hive.rows("SELECT (SELECT count(*) FROM versions),"
                            + " (SELECT count(*) FROM versions FOR SYSTEM_VERSION AS OF 1)"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void timesAreThoseOfTheSession() throws Exception {
        try (SmallTable table = table("times")) {
            long first = table.table().latestSnapshot().orElseThrow().timeMillis();
            table.write(900, 1100, "b");
            for (String zone : List.of("Asia/Kolkata", "America/Bahia_Banderas", "Pacific/Apia")) {
                hive.run("SET hive.local.time.zone=" + zone);
                String time = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT)
                        .format(Instant.ofEpochMilli(first).atZone(ZoneId.of(zone)));
                for (boolean jobs : new boolean[] {false, true}) {
                    assertThat(hive.jobs(jobs)
                                    .rows("SELECT v FROM times FOR SYSTEM_TIME AS OF '" + time + "' WHERE k = 950"))
                            .as("%s, jobs %s", zone, jobs)
                            .containsExactly("[a950]");
                }
            }
        }
    }

    @Test
    void whatAJoinFindsOutReachesTheScan() throws Exception {
        try (SmallTable large = table("large");
                SmallTable small = table("small")) {
            large.write(1000, 50_000, "a");
            hive.run("SET hive.tez.dynamic.semijoin.reduction=true");
            hive.run("SET hive.tez.bigtable.minsize.semijoin.reduction=1");
            hive.run("SET hive.tez.min.bloom.filter.entries=1");
            hive.run("SET hive.tez.dynamic.semijoin.reduction.threshold=-1.0");
            hive.run("SET hive.auto.convert.join=false");
            hive.jobs(true).vectorized(true);
            String query = "SELECT l.v, s.v FROM large l JOIN small s ON l.k = s.k WHERE s.v IN ('a7', 'a9')";
            assertThat(String.join("\n", hive.rows("EXPLAIN " + query))).contains("DynamicValue");
            long before = servers.logLength();
            assertThat(hive.rows(query)).containsExactly("[a7, a7]", "[a9, a9]");
            assertThat(servers.logged(before, "Reading columns").stream().filter(line -> line.contains("/large/")))
                    .isNotEmpty()
                    .allMatch(line -> line.contains("k >= 7") && line.contains("k <= 9"));
        }
    }

    @Test
    void onlyTheWantedColumnsAndFieldsAreRead() throws Exception {
        Schema schema = Schema.newBuilder()
                .column("id", DataTypes.INT())
                .column(
                        "r",
                        DataTypes.ROW(
                                DataTypes.FIELD(10, "Left", DataTypes.STRING()),
                                DataTypes.FIELD(11, "right", DataTypes.STRING())))
                .primaryKey("id")
                .option("bucket", "1")
                .build();
        try (PaimonWarehouse paimon = new PaimonWarehouse(directory.resolve("fields"))) {
            Identifier name = Identifier.create("db", "t");
            PaimonWarehouse.write(paimon.create(name, schema), write -> {
                write.write(
                        GenericRow.of(1, GenericRow.of(BinaryString.fromString("l"), BinaryString.fromString("r"))));
            });
        }
        create("fields", directory.resolve("fields/db.db/t"));
        for (boolean vectorized : new boolean[] {true, false}) {
            hive.jobs(true).vectorized(vectorized);
            long before = servers.logLength();
            assertThat(hive.rows("SELECT r.`left` FROM fields")).containsExactly("[l]");
            assertThat(servers.logged(before, "Reading columns [r.Left] of")).isNotEmpty();
            before = servers.logLength();
            assertThat(hive.rows("SELECT id FROM fields WHERE r.`right` = 'r'")).containsExactly("[1]");
            assertThat(servers.logged(before, "Reading columns [id, r.right] of"))
                    .isNotEmpty();
        }
    }

    @Test
    void aLimitReadsNoMoreSplitsThanItNeeds() throws Exception {
        try (SmallTable table = table("limited")) {
            long before = servers.logLength();
            assertThat(hive.jobs(false).query("SELECT k FROM limited LIMIT 3")).hasSize(3);
            assertThat(planned(before).splits()).isEqualTo(2);
            assertThat(servers.logged(before, "Reading columns")).hasSize(1);
        }
    }

    @Test
    void thePlannerKnowsTheTable() throws Exception {
        try (SmallTable table = table("known")) {
            table.write(900, 1100, "b");
            String plan = String.join("\n", hive.jobs(true).rows("EXPLAIN SELECT v FROM known WHERE k < 100"));
            assertThat(plan)
                    .contains("TableScan [TS_0] (rows=999 ")
                    .containsPattern("Filter Operator \\[FIL_\\d+\\] \\(rows=9\\d ");
            assertThat(hive.rows("SELECT count(*), min(k), max(k) FROM known"))
                    .as("never answered from statistics that count both versions of a row")
                    .containsExactly("[1099, 1, 1099]");
        }
    }
}
