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
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.tablestore.compat.SparkSessions.Ran;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Joins and aggregations by the bucket: nothing is shuffled, and the rows are those of a shuffle. */
class SparkBucketsTest extends SparkTest {

    private static final String IN_PLACE = "spark.sql.tablestore.joinByBucket.enabled";

    @BeforeEach
    void groupByBucket() {
        spark.conf().set("spark.sql.sources.v2.bucketing.enabled", "true");
        spark.conf().set(IN_PLACE, "true");
        spark.conf().set("spark.sql.sources.v2.bucketing.pushPartValues.enabled", "true");
        spark.conf().set("spark.sql.requireAllClusterKeysForCoPartition", "false");
        spark.conf().set("spark.sql.sources.v2.bucketing.allowJoinKeysSubsetOfPartitionKeys.enabled", "true");
        spark.conf().set("spark.sql.sources.v2.bucketing.allowCompatibleTransforms.enabled", "true");
        spark.conf().set("spark.sql.autoBroadcastJoinThreshold", "-1");
    }

    private void write(String table, String keyType, String options, String partitions, int rows) throws Exception {
        Path created = create(
                table,
                "dt INT NOT NULL, k " + keyType + " NOT NULL, v STRING",
                partitions + " TBLPROPERTIES (" + options + ")");
        for (int round = 0; round < 2; round++) {
            List<Object[]> written = new ArrayList<>();
            for (int k = 0; k < rows; k++) {
                Object key =
                        keyType.equals("STRING") ? "key " + k : keyType.equals("INT") ? (Object) k : (Object) (long) k;
                written.add(new Object[] {k % 3, key, table + round + k});
            }
            PaimonAppender.append(created, written);
        }
    }

    /** Runs a query by buckets and by a shuffle; the rows have to be the same, and the first has none. */
    private void withoutShuffle(String sql) {
        Ran byBucket = run(sql);
        assertThat(byBucket.plan()).as(sql).doesNotContain("Exchange hashpartitioning");
        spark.conf().set("spark.sql.sources.v2.bucketing.enabled", "false");
        Ran shuffled = run(sql);
        spark.conf().set("spark.sql.sources.v2.bucketing.enabled", "true");
        assertThat(shuffled.plan()).as(sql).contains("Exchange hashpartitioning");
        assertThat(byBucket.rows()).as(sql).isNotEmpty().containsExactlyInAnyOrderElementsOf(shuffled.rows());
    }

    @Test
    void tablesOfTheSameBucketsJoinAndGroupInPlace() throws Exception {
        for (String type : List.of("INT", "BIGINT", "STRING")) {
            String a = "a_" + type;
            String b = "b_" + type;
            write(a, type, "'primary-key' = 'k', 'bucket' = '4'", "", 200);
            write(b, type, "'primary-key' = 'k', 'bucket' = '4'", "", 150);
            withoutShuffle("SELECT a.k, a.v, b.v FROM lake.db." + a + " a JOIN lake.db." + b + " b ON a.k = b.k");
            withoutShuffle("SELECT a.k, b.v FROM lake.db." + a + " a LEFT JOIN lake.db." + b
                    + " b ON a.k = b.k AND a.dt = b.dt");
            withoutShuffle("SELECT k, count(*), max(v) FROM lake.db." + a + " GROUP BY k");
        }
    }

    @Test
    void bucketsOfAllPartitionsGoTogether() throws Exception {
        write("parted", "BIGINT", "'primary-key' = 'dt,k', 'bucket' = '4'", "PARTITIONED BY (dt)", 200);
        write("whole", "BIGINT", "'primary-key' = 'k', 'bucket' = '4'", "", 150);
        withoutShuffle("SELECT p.k, p.v, w.v FROM lake.db.parted p JOIN lake.db.whole w ON p.k = w.k");
        withoutShuffle(
                "SELECT p.dt, p.k, q.v FROM lake.db.parted p JOIN lake.db.parted q" + " ON p.k = q.k AND p.dt = q.dt");
        withoutShuffle("SELECT dt, k, count(*) FROM lake.db.parted GROUP BY dt, k");
        withoutShuffle("SELECT dt, count(*) FROM lake.db.parted GROUP BY dt");
    }

    @Test
    void bucketsOfAnotherNumberAreReduced() throws Exception {
        assumeFalse(spark.version().startsWith("3."), "Spark 3 does not ask functions to");
        write("eight", "BIGINT", "'primary-key' = 'k', 'bucket' = '8'", "", 200);
        write("twelve", "BIGINT", "'primary-key' = 'k', 'bucket' = '12'", "", 150);
        withoutShuffle("SELECT a.k, a.v, b.v FROM lake.db.eight a JOIN lake.db.twelve b ON a.k = b.k");
    }

    /** Spark before 4.2 would give the buckets of a and b to what is read of c. */
    @Test
    void tablesThatAreBroadcastKeepTheirRows() throws Exception {
        write("a", "BIGINT", "'primary-key' = 'k', 'bucket' = '2'", "", 100);
        write("b", "BIGINT", "'primary-key' = 'k', 'bucket' = '2'", "", 100);
        write("c", "BIGINT", "'primary-key' = 'k', 'bucket' = '8'", "", 100);
        String join = "count(*) FROM lake.db.a a JOIN lake.db.c c ON a.k + 0 = c.k JOIN lake.db.b b ON a.k = b.k";
        spark.conf().unset(IN_PLACE);
        for (String adaptive : List.of("true", "false")) {
            spark.conf().set("spark.sql.adaptive.enabled", adaptive);
            assertThat(query("SELECT /*+ BROADCAST(c) */ " + join)).containsExactly("[100]");
        }
        spark.conf().set(IN_PLACE, "true");
        spark.conf().set("spark.sql.autoBroadcastJoinThreshold", "10m");
        assertThat(query("SELECT " + join)).containsExactly("[100]");
    }

    @Test
    void fewBucketsDoNotLeaveCoresIdle() throws Exception {
        write(
                "one",
                "BIGINT",
                "'bucket' = '1', 'bucket-key' = 'k', 'source.split.target-size' = '1 b',"
                        + " 'source.split.open-file-cost' = '1 b'",
                "",
                50);
        Ran grouped = run("SELECT k, count(*) FROM lake.db.one GROUP BY k");
        assertThat(grouped.rows()).hasSize(50);
        assertThat(grouped.plan()).contains("Exchange hashpartitioning");
    }

    /** In place only where that is not more tasks than a shuffle has, unless it is asked for. */
    @Test
    void smallBucketsAreReadTogether() throws Exception {
        write("small", "BIGINT", "'primary-key' = 'k', 'bucket' = '16'", "", 400);
        spark.conf().set("spark.sql.shuffle.partitions", "4");
        assertThat(tasks("SELECT k, v FROM lake.db.small")).isEqualTo(16);
        spark.conf().unset(IN_PLACE);
        assertThat(tasks("SELECT k, v FROM lake.db.small")).isEqualTo(8);
        Ran together = run("SELECT k, dt, v, _bucket, _pos IS NULL, lake.bucket(16, k) FROM lake.db.small");
        assertThat(together.rows()).hasSize(400).doesNotHaveDuplicates();
        assertThat(together.metrics()).containsEntry("rowsReturned", 400L).containsEntry("rowsMerged", 800L);
        assertThat(query(
                        "SELECT count(*) FROM lake.db.small WHERE _bucket <> lake.bucket(16, k) OR v <> 'small1' || k"))
                .containsExactly("[0]");
        assertThat(query("SELECT k FROM lake.db.small LIMIT 70")).hasSize(70).doesNotHaveDuplicates();
        spark.conf().set("spark.sql.shuffle.partitions", "16");
        int inPlace = SparkSessions.isAtLeast(spark, "4.2") ? 16 : 8;
        assertThat(tasks("SELECT k, v FROM lake.db.small")).isEqualTo(inPlace);
    }

    private int tasks(String sql) {
        return spark.sql(sql).queryExecution().toRdd().getNumPartitions();
    }

    @Test
    void theFunctionGivesTheBucketOfTheTable() throws Exception {
        write("f", "STRING", "'primary-key' = 'k', 'bucket' = '7'", "", 100);
        assertThat(query("SELECT count(*) FROM lake.db.f WHERE lake.bucket(7, k) <> _bucket"))
                .containsExactly("[0]");
        assertThat(query("SHOW USER FUNCTIONS IN lake")).anyMatch(line -> line.contains("bucket"));
    }
}
