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
package io.tablestore.compat.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.compat.TpchAnswers;
import io.tablestore.compat.TpchQueries;
import io.tablestore.compat.UpsertedTpch;
import io.tablestore.trino.TableStorePlugin;
import io.trino.Session;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedRow;
import io.trino.tpch.TpchTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TPC-H on upserted tables: the answers are those of Trino's own {@code tpch} connector, which makes the rows up. */
class TpchQueriesTest {

    private static final double SCALE = Double.parseDouble(System.getProperty("tpch.scale", "0.1"));

    @TempDir
    static Path warehouse;

    private static DistributedQueryRunner trino;

    @BeforeAll
    static void start() throws Exception {
        try (UpsertedTpch tpch = new UpsertedTpch(warehouse, SCALE, UpsertedTpch.Upserts.UNIFORM, false)) {
            for (TpchTable<?> table : TpchTable.getTables()) {
                tpch.write("tpch", table, Map.of());
            }
        }
        trino = TpchRunner.start(
                warehouse,
                1,
                Map.of("tpch.column-naming", "STANDARD", "tpch.double-type-mapping", "DECIMAL"),
                new TableStorePlugin());
    }

    @AfterAll
    static void stop() {
        trino.close();
    }

    static List<Integer> numbers() {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 1; i <= 22; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void answersAreThoseOfTheGenerator(int number) throws IOException {
        String sql = TpchQueries.all().get(number - 1);
        List<MaterializedRow> ours = trino.execute(sql).getMaterializedRows();
        List<MaterializedRow> expected = trino.execute(onGenerator(sql)).getMaterializedRows();
        assertThat(ours).as(sql).isEqualTo(expected);
        assertThat(ours.isEmpty()).as("no row").isEqualTo(number == 2 && SCALE < 0.01);
        if (SCALE == TpchAnswers.SCALE) {
            List<String> lines = expected.stream()
                    .map(row -> TpchAnswers.line(row.getFields()))
                    .toList();
            String directory = System.getProperty("tpch.answers");
            if (directory != null) {
                Files.write(Path.of(directory, String.format(Locale.ROOT, "q%02d.txt", number)), lines);
            }
            assertThat(TpchAnswers.to(number)).isEqualTo(lines);
        }
    }

    /** The same query on the tables of the generator. */
    private static String onGenerator(String sql) {
        String schema = "tpch.\"sf" + (SCALE == 1 ? "1" : Objects.toString(SCALE)) + "\".";
        return sql.replaceAll(
                "(?<=FROM |, |JOIN )(lineitem|orders|customer|part|partsupp|supplier|nation|region)(?=[\\s,)]|$)",
                schema + "$1");
    }

    /** Orders and their lines are bucketed alike, so that neither side is sent anywhere. */
    @Test
    void joinsOnTheBucketKeyHaveNoExchange() {
        for (String sql : List.of(
                "SELECT count(*), sum(l_quantity) FROM orders JOIN lineitem ON o_orderkey = l_orderkey",
                "SELECT o_orderkey, l_linenumber FROM orders LEFT JOIN lineitem ON o_orderkey = l_orderkey"
                        + " AND l_quantity > 49 WHERE o_totalprice > 400000 ORDER BY 1, 2",
                "SELECT l_orderkey, sum(l_quantity) q FROM lineitem GROUP BY l_orderkey ORDER BY q DESC, 1 LIMIT 5")) {
            assertThat(plan(sql, true)).contains("by bucket").doesNotContain("Output partitioning: HASH");
            assertThat(plan(sql, false)).doesNotContain("by bucket").contains("Output partitioning: HASH");
            List<MaterializedRow> expected = trino.execute(onGenerator(sql)).getMaterializedRows();
            assertThat(expected).isNotEmpty();
            assertThat(trino.execute(session(true), sql).getMaterializedRows())
                    .as(sql)
                    .isEqualTo(expected);
        }
    }

    /** Without ANALYZE: rows about those that there are, nulls, ranges; fewer rows under a condition. */
    @Test
    void statisticsComeFromMetadata() {
        List<MaterializedRow> stats = trino.execute("SHOW STATS FOR orders").getMaterializedRows();
        MaterializedRow key = ofColumn(stats, "o_orderkey");
        long orders = (Long) trino.execute("SELECT count(*) FROM orders").getOnlyValue();
        double rows = (Double) ofColumn(stats, null).getField(4);
        assertThat(rows).isBetween(0.95 * orders, 1.05 * orders);
        assertThat(key.getField(2)).isEqualTo(rows); // a key of one column is unique
        assertThat(key.getField(3)).isEqualTo(0.0);
        assertThat(ofColumn(stats, "o_orderdate").getField(5)).isEqualTo("1992-01-01");
        List<MaterializedRow> fewer = trino.execute(
                        "SHOW STATS FOR (SELECT * FROM orders WHERE o_orderdate < DATE '1993-01-01')")
                .getMaterializedRows();
        assertThat((Double) ofColumn(fewer, null).getField(4)).isBetween(0.1 * orders, 0.2 * orders);
    }

    private static MaterializedRow ofColumn(List<MaterializedRow> stats, String name) {
        return stats.stream()
                .filter(row -> Objects.equals(row.getField(0), name))
                .findFirst()
                .orElseThrow();
    }

    private static Session session(boolean byBucket) {
        return Session.builder(trino.getDefaultSession())
                .setSystemProperty("join_distribution_type", "PARTITIONED")
                .setCatalogSessionProperty("tablestore", "bucket_execution_enabled", Boolean.toString(byBucket))
                .build();
    }

    private static String plan(String sql, boolean byBucket) {
        return (String) trino.execute(session(byBucket), "EXPLAIN (TYPE DISTRIBUTED) " + sql)
                .getOnlyValue();
    }
}
