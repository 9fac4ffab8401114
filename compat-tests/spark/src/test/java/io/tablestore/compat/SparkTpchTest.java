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
import io.trino.tpch.TpchTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TPC-H on upserted tables: the answers are those that Trino gives on the rows of its own {@code tpch} connector. */
class SparkTpchTest {

    @TempDir
    static Path warehouse;

    private static SparkSession spark;

    @BeforeAll
    static void start() throws Exception {
        try (UpsertedTpch tpch = new UpsertedTpch(warehouse, TpchAnswers.SCALE, UpsertedTpch.Upserts.UNIFORM, false)) {
            for (TpchTable<?> table : TpchTable.getTables()) {
                tpch.write("tpch", table, Map.of());
            }
        }
        spark = SparkSessions.start();
        SparkSessions.catalog(spark, "lake", warehouse);
        spark.sql("USE lake.tpch");
    }

    private static List<String> answer(String sql) {
        return spark.sql(sql).collectAsList().stream()
                .map(row -> TpchAnswers.line(
                        IntStream.range(0, row.length()).mapToObj(row::get).toList()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22})
    void answersAreThoseOfTrino(int number) throws IOException {
        String sql = TpchQueries.all().get(number - 1);
        List<String> expected = TpchAnswers.to(number);
        assertThat(TpchAnswers.alike(answer(sql), expected))
                .as(sql)
                .isNotEmpty()
                .isEqualTo(expected);
    }

    /** Orders and their lines are bucketed alike, so that neither side is sent anywhere. */
    @Test
    void joinsOnTheBucketKeyHaveNoExchange() {
        spark.conf().set("spark.sql.autoBroadcastJoinThreshold", "-1");
        spark.conf().set("spark.sql.tablestore.joinByBucket.enabled", "true"); // for Spark before 4.2
        for (String sql : List.of(
                "SELECT o_orderkey, l_linenumber FROM orders JOIN lineitem ON o_orderkey = l_orderkey"
                        + " WHERE l_quantity > 49 AND o_totalprice > 300000",
                "SELECT o_orderkey, l_linenumber FROM orders LEFT JOIN lineitem ON o_orderkey = l_orderkey"
                        + " AND l_quantity > 49 WHERE o_totalprice > 400000",
                "SELECT o_orderkey FROM orders WHERE o_totalprice > 300000 AND NOT EXISTS (SELECT 1 FROM lineitem"
                        + " WHERE l_orderkey = o_orderkey AND l_quantity > 49)",
                "SELECT l_orderkey, sum(l_quantity) q FROM lineitem GROUP BY l_orderkey HAVING q > 300")) {
            spark.conf().set("spark.sql.sources.v2.bucketing.enabled", "true");
            Ran inPlace = SparkSessions.run(spark, sql);
            spark.conf().set("spark.sql.sources.v2.bucketing.enabled", "false");
            Ran shuffled = SparkSessions.run(spark, sql);
            assertThat(inPlace.plan()).as(sql).doesNotContain("Exchange");
            assertThat(shuffled.plan()).as(sql).contains("Exchange");
            assertThat(inPlace.rows()).isNotEmpty().containsExactlyInAnyOrderElementsOf(shuffled.rows());
        }
        spark.conf().unset("spark.sql.autoBroadcastJoinThreshold");
        spark.conf().unset("spark.sql.tablestore.joinByBucket.enabled");
        spark.conf().unset("spark.sql.sources.v2.bucketing.enabled");
    }
}
