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

import io.tablestore.cli.Main;
import io.tablestore.compat.flink.SqlSession;
import io.tablestore.testing.HundredFiles;
import io.tablestore.testing.PaimonWarehouse;
import io.tablestore.testing.s3.Front;
import io.tablestore.testing.s3.RequestKind;
import io.tablestore.testing.s3.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.paimon.catalog.Identifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flink writes a table to S3 and the same one to a directory; Flink, the command line and Paimon's library read the same rows. */
class FlinkS3Test {

    private static final String WAREHOUSE = "s3://lake/warehouse";
    private static final Identifier ORDERS = Identifier.create("default", "orders");

    private static final String[] STATEMENTS = {
        "CREATE TABLE orders (dt DATE, id BIGINT, customer STRING, amount DECIMAL(10, 2), placed TIMESTAMP(6),"
                + " PRIMARY KEY (dt, id) NOT ENFORCED) PARTITIONED BY (dt) WITH ('bucket' = '2')",
        "INSERT INTO orders SELECT DATE '2026-01-01', id, 'ada', 9.50, TIMESTAMP '2026-01-01 10:00:00.123456'"
                + " FROM (VALUES (1), (2), (3), (4)) AS t (id)",
        "INSERT INTO orders VALUES (DATE '2026-01-01', 3, 'bob', 1.25, TIMESTAMP '2026-01-01 11:00:00'),"
                + " (DATE '2026-01-02', 5, CAST(NULL AS STRING), 2.00, CAST(NULL AS TIMESTAMP(6)))"
    };

    /** Requests of each kind by statement, in the order in which they run. */
    private static final Map<String, Map<RequestKind, Integer>> BUDGETS = new LinkedHashMap<>();

    static {
        budget("SELECT * FROM pk100", 112, 10);
        budget("SELECT k, word FROM pk100 WHERE dt = 'p3' AND k > 700", 22, 10);
        budget("SELECT count(*) FROM pk100 /*+ OPTIONS('scan.snapshot-id' = '10') */", 112, 10);
        budget("DESCRIBE pk100", 1, 1);
        budget("SHOW TABLES", 0, 3);
        BUDGETS.put(
                "CREATE TABLE made (k BIGINT, PRIMARY KEY (k) NOT ENFORCED) WITH ('bucket' = '1')",
                Map.of(RequestKind.LIST, 4, RequestKind.PUT, 3, RequestKind.DELETE, 1));
        BUDGETS.put(
                "ALTER TABLE made ADD (note STRING)",
                Map.of(RequestKind.GET, 2, RequestKind.LIST, 3, RequestKind.PUT, 1));
        BUDGETS.put(
                "INSERT INTO made VALUES (1, 'a')",
                Map.of(RequestKind.GET, 2, RequestKind.LIST, 12, RequestKind.PUT, 6));
        BUDGETS.put(
                "CALL sys.create_tag('db.made', 'x')",
                Map.of(RequestKind.GET, 2, RequestKind.LIST, 6, RequestKind.PUT, 1));
        BUDGETS.put(
                "DROP TABLE made",
                Map.of(RequestKind.GET, 1, RequestKind.LIST, 9, RequestKind.POST, 2, RequestKind.DELETE, 1));
    }

    @TempDir
    Path directory;

    private static void budget(String query, int gets, int lists) {
        BUDGETS.put(query, Map.of(RequestKind.GET, gets, RequestKind.LIST, lists));
    }

    @Test
    void whatFlinkWritesToS3IsReadAsFromADirectory() throws Exception {
        Path near = Files.createDirectory(directory.resolve("warehouse"));
        try (S3Server store = new S3Server(Files.createDirectory(directory.resolve("store")))) {
            store.createBucket("lake");
            Map<String, String> settings = settings(store.port());
            SqlSession flink = SqlSession.batch(near);
            flink.run(STATEMENTS);
            List<String> rows = flink.rows("SELECT * FROM orders");
            flink.run(catalog(settings), "USE CATALOG lake");
            flink.run(STATEMENTS);
            assertThat(flink.rows("SELECT * FROM orders")).hasSize(5).isEqualTo(rows);
            assertThat(flink.rows("SELECT id FROM orders /*+ OPTIONS('scan.snapshot-id' = '1') */ WHERE id > 2"))
                    .containsExactly("[3]", "[4]");
            List<String> expected = scan(near + "/default.db/orders", Map.of());
            assertThat(expected).hasSize(5);
            assertThat(scan(WAREHOUSE + "/default.db/orders", settings)).isEqualTo(expected);
            assertThat(paimon(store)).isEqualTo(expected);
        }
    }

    private static String catalog(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> ", 'hadoop." + setting.getKey() + "' = '" + setting.getValue() + "'")
                .collect(Collectors.joining(
                        "", "CREATE CATALOG lake WITH ('type' = 'tablestore', 'warehouse' = '" + WAREHOUSE + "'", ")"));
    }

    /** The rows that the command line prints, sorted. */
    private List<String> scan(String table, Map<String, String> settings) throws Exception {
        Path output = directory.resolve("rows.jsonl");
        List<String> arguments =
                new ArrayList<>(List.of("scan", table, "--format", "jsonl", "--output", output.toString()));
        settings.forEach((key, value) -> arguments.addAll(List.of("--hadoop", key + "=" + value)));
        assertThat(Main.run(arguments.toArray(String[]::new))).isZero();
        List<String> rows = Files.readAllLines(output);
        Files.delete(output);
        return rows.stream().sorted().toList();
    }

    /** The rows that Paimon's library reads with its own file system for S3, sorted. */
    private static List<String> paimon(S3Server store) throws Exception {
        Map<String, String> options = Map.of(
                "s3.endpoint",
                "http://127.0.0.1:" + store.port(),
                "s3.access-key",
                S3Server.ACCESS_KEY,
                "s3.secret-key",
                S3Server.SECRET_KEY,
                "s3.path.style.access",
                "true");
        try (PaimonWarehouse warehouse = new PaimonWarehouse(WAREHOUSE, options)) {
            return PaimonRows.read(warehouse.table(ORDERS), null).stream()
                    .sorted()
                    .toList();
        }
    }

    /** What each statement sends at most, after the first one has filled the cache of manifests. If one sends fewer, lower its number here. */
    @Test
    void statementsSendNoMoreRequests() throws Exception {
        Path near = Files.createDirectory(directory.resolve("warehouse"));
        HundredFiles.write(near);
        try (S3Server store = new S3Server(Files.createDirectory(directory.resolve("store")));
                Front front = new Front(store.port())) {
            store.createBucket("lake");
            store.upload(near, "lake/warehouse");
            SqlSession flink = SqlSession.batch(near);
            flink.run(catalog(settings(front.port())), "USE CATALOG lake", "USE db");
            assertThat(flink.rows("SELECT * FROM pk100")).hasSize(10_000);
            front.reset();
            front.delay(Duration.ofMillis(20));
            assertThat(flink.rows("SELECT * FROM pk100 /*+ OPTIONS('scan.parallelism' = '1') */"))
                    .hasSize(10_000);
            assertThat(front.mostAtOnce())
                    .as("requests at once of one task, with several splits")
                    .isGreaterThan(2);
            for (Map.Entry<String, Map<RequestKind, Integer>> budget : BUDGETS.entrySet()) {
                String statement = budget.getKey();
                front.reset();
                if (statement.matches("(SELECT|DESCRIBE|SHOW) .*")) {
                    assertThat(flink.rows(statement)).as(statement).isNotEmpty();
                } else {
                    flink.run(statement);
                }
                assertThat(RequestKind.beyond(budget.getValue(), front.counts()))
                        .as("%s: %s", statement, front.calls())
                        .isEmpty();
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
