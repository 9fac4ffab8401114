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
import io.tablestore.testing.PaimonWarehouse;
import io.tablestore.testing.s3.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    @TempDir
    Path directory;

    @Test
    void whatFlinkWritesToS3IsReadAsFromADirectory() throws Exception {
        Path near = Files.createDirectory(directory.resolve("warehouse"));
        try (S3Server store = new S3Server(Files.createDirectory(directory.resolve("store")))) {
            store.createBucket("lake");
            Map<String, String> settings = settings(store);
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

    private static Map<String, String> settings(S3Server store) {
        return Map.of(
                "s3.endpoint", "http://127.0.0.1:" + store.port(),
                "s3.region", S3Server.REGION,
                "s3.access-key", S3Server.ACCESS_KEY,
                "s3.secret-key", S3Server.SECRET_KEY);
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
}
