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

import io.tablestore.testing.HundredFiles;
import io.tablestore.testing.TestProcess;
import io.tablestore.testing.s3.Front;
import io.tablestore.testing.s3.RequestKind;
import io.tablestore.testing.s3.S3Server;
import io.tablestore.testing.s3.StoragePage;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Tables in S3 through the reader's own client, with the settings that {@code spark.hadoop.s3.*} gives. */
class SparkS3Test extends SparkTest {

    /** Requests of each kind by statement, in the order in which they run. */
    private static final Map<String, Map<RequestKind, Integer>> BUDGETS = new LinkedHashMap<>();

    static {
        budget("SELECT * FROM far.db.pk100", 104, 2);
        budget("SELECT k, word FROM far.db.pk100 WHERE dt = 'p3' AND k > 700", 14, 2);
        budget("SELECT count(*) FROM far.db.pk100", 4, 2);
        budget("SELECT * FROM far.db.pk100 ORDER BY k LIMIT 3", 104, 2);
        budget("SELECT * FROM far.db.pk100 LIMIT 3", 6, 2);
        budget("SELECT count(*) FROM far.db.pk100 VERSION AS OF 10", 4, 2);
        budget("DESCRIBE far.db.pk100", 2, 2);
        budget("SHOW PARTITIONS far.db.pk100", 4, 2);
        budget("SHOW TABLES IN far.db", 0, 3);
        BUDGETS.put(
                "CREATE TABLE far.db.made (k BIGINT) TBLPROPERTIES ('bucket' = '-1')",
                Map.of(RequestKind.GET, 1, RequestKind.LIST, 14, RequestKind.PUT, 3, RequestKind.DELETE, 1));
        BUDGETS.put(
                "ALTER TABLE far.db.made ADD COLUMN note STRING",
                Map.of(RequestKind.GET, 3, RequestKind.LIST, 6, RequestKind.PUT, 1));
        BUDGETS.put("DROP TABLE far.db.made", Map.of(RequestKind.LIST, 9, RequestKind.POST, 1));
    }

    private static void budget(String query, int gets, int lists) {
        BUDGETS.put(query, Map.of(RequestKind.GET, gets, RequestKind.LIST, lists));
    }

    @Test
    void aTableInS3IsReadAndDefinedAsALocalOne() throws Exception {
        Path warehouse = Files.createDirectory(directory.resolve("warehouse"));
        Path stored = Files.createDirectory(directory.resolve("store"));
        try (SmallTable table = new SmallTable(warehouse);
                S3Server store = new S3Server(stored)) {
            table.write(1, 1000, "a");
            table.write(500, 1500, "b");
            store.createBucket("lake");
            store.upload(warehouse, "lake/warehouse");
            SparkSessions.catalog(spark, "near", warehouse.toString());
            SparkSessions.catalog(spark, "far", "s3://lake/warehouse");
            SparkSessions.catalog(spark, "older", "s3n://lake/warehouse");
            Map<String, String> settings = settings(store.port());
            Configuration hadoop = spark.sparkContext().hadoopConfiguration();
            settings.forEach(hadoop::set);
            try {
                for (String query : List.of(
                        "SELECT k, v, d FROM %s.db.t ORDER BY k",
                        "SELECT count(*), sum(k), max(v) FROM %s.db.t WHERE k > 700",
                        "SELECT k, v FROM %s.db.t VERSION AS OF 1 WHERE v >= 'a990' ORDER BY k",
                        "SHOW TABLES IN %s.db")) {
                    assertThat(query(query.formatted("far")))
                            .as(query)
                            .isNotEmpty()
                            .isEqualTo(query(query.formatted("near")));
                }
                assertThat(query("SELECT count(*) FROM older.db.t")).isEqualTo(query("SELECT count(*) FROM near.db.t"));
                query("CREATE TABLE far.db.made (k BIGINT NOT NULL, v STRING) TBLPROPERTIES ('primary-key' = 'k')");
                query("ALTER TABLE far.db.made ADD COLUMN note STRING");
                assertThat(query("SELECT k, note FROM far.db.made")).isEmpty();
                assertThat(query("SHOW TABLES IN far.db")).hasSize(2);
                query("DROP TABLE far.db.made");
                assertThat(query("SHOW TABLES IN far.db")).hasSize(1);
            } finally {
                settings.keySet().forEach(hadoop::unset);
            }
        }
    }

    /** In a Spark of its own, which has the connector from {@code --jars} only. There is no jar of spark-sql, so another class is started. */
    @Test
    void theCommandOfThePageRuns() throws Exception {
        Path warehouse = Files.createDirectory(directory.resolve("warehouse"));
        try (SmallTable table = new SmallTable(warehouse);
                S3Server store = new S3Server(Files.createDirectory(directory.resolve("store")))) {
            table.write(1, 1000, "a");
            store.createBucket("lake");
            store.upload(warehouse, "lake/warehouse");
            List<String> arguments = new ArrayList<>(arguments(StoragePage.block("Spark", "sh", store.port())));
            arguments.addAll(List.of("--conf", "spark.driver.bindAddress=127.0.0.1", "--conf"));
            arguments.addAll(List.of("spark.driver.host=127.0.0.1", "--conf", "spark.ui.enabled=false"));
            arguments.addAll(List.of("--class", SubmittedStatements.class.getName(), "spark-internal"));
            arguments.addAll(List.of("SHOW TABLES IN lake.db", "SELECT count(*), max(v) FROM lake.db.t WHERE k > 700"));
            TestProcess.Result result = TestProcess.java(
                            "org.apache.spark.deploy.SparkSubmit", arguments.toArray(String[]::new))
                    .heap("700m")
                    .flags(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                            .filter(flag -> flag.startsWith("--add-opens"))
                            .toList())
                    .classPath(TestProcess.classPath().stream()
                            .filter(entry -> !entry.matches(".*/(tablestore|paimon)[^/]*\\.jar"))
                            .toList())
                    .run();
            assertThat(result.output().lines().filter(line -> line.startsWith("row: ")))
                    .as(result.output())
                    .containsExactly("row: [db,t,false]", "row: [299,a999]");
            assertThat(result.exitCode()).isZero();
        }
    }

    private static List<String> arguments(String command) {
        List<String> words = List.of(command.strip().split("[\\s\\\\]+"));
        assertThat(words.get(0)).isEqualTo("spark-sql");
        String jar = TestProcess.classPath().stream()
                .filter(entry -> entry.matches(".*/tablestore-spark-[^/]*\\.jar"))
                .findFirst()
                .orElseThrow();
        return words.stream()
                .skip(1)
                .map(word -> word.startsWith("tablestore-spark-") ? jar : word)
                .toList();
    }

    /**
     * What each statement sends at most, after the first one has filled the cache of manifests. If one sends fewer, lower its
     * number here.
     */
    @Test
    void statementsSendNoMoreRequests() throws Exception {
        Path warehouse = Files.createDirectory(directory.resolve("warehouse"));
        HundredFiles.write(warehouse);
        try (S3Server store = new S3Server(Files.createDirectory(directory.resolve("store")));
                Front front = new Front(store.port())) {
            store.createBucket("lake");
            store.upload(warehouse, "lake/warehouse");
            SparkSessions.catalog(spark, "far", "s3://lake/warehouse");
            Map<String, String> settings = settings(front.port());
            Configuration hadoop = spark.sparkContext().hadoopConfiguration();
            settings.forEach(hadoop::set);
            try {
                assertThat(query("SELECT * FROM far.db.pk100")).hasSize(10_000);
                front.reset();
                front.delay(Duration.ofMillis(20));
                query("SELECT * FROM far.db.pk100");
                assertThat(front.mostAtOnce())
                        .as("requests at once of two tasks, each with several splits")
                        .isGreaterThan(2);
                BUDGETS.forEach((statement, budget) -> {
                    front.reset();
                    query(statement);
                    assertThat(RequestKind.beyond(budget, front.counts()))
                            .as("%s: %s", statement, front.calls())
                            .isEmpty();
                });
            } finally {
                settings.keySet().forEach(hadoop::unset);
            }
        }
    }

    private static Map<String, String> settings(int port) {
        return Map.of(
                "s3.endpoint", "http://127.0.0.1:" + port,
                "s3.region", S3Server.REGION,
                "s3.access-key", S3Server.ACCESS_KEY,
                "s3.secret-key", S3Server.SECRET_KEY);
    }
}
