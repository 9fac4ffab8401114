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

import io.tablestore.testing.PackagedEngine;
import io.tablestore.testing.PaimonWarehouse;
import io.tablestore.testing.RemoteEngine;
import io.tablestore.testing.TestProcess;
import io.tablestore.testing.s3.EngineOnS3;
import io.tablestore.testing.s3.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.paimon.catalog.Identifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One table that Flink writes to S3, read by every engine, the command line and Paimon's library while it grows. */
class OneTableOnS3Test {

    private static final String WAREHOUSE = "s3://lake/warehouse";

    /** Every engine writes these types alike. */
    private static final String QUERY =
            "SELECT dt, id, customer, amount, hour(placed), second(placed) FROM %s WHERE id > 0 ORDER BY id";

    @TempDir
    Path directory;

    @Test
    void everyEngineReadsWhatFlinkWrites() throws Exception {
        try (S3Server store = new S3Server(directory.resolve("store"))) {
            store.createBucket("lake");
            Map<String, String> settings = EngineOnS3.settings(store.port());
            Map<EngineOnS3, RemoteEngine> running = new LinkedHashMap<>();
            try (RemoteEngine flink = EngineOnS3.flink(WAREHOUSE, settings).start(directory.resolve("flink"))) {
                flink.run("CREATE DATABASE lake.shop");
                flink.run("CREATE TABLE lake.shop.orders (dt DATE, id BIGINT, customer STRING, amount DECIMAL(10, 2),"
                        + " placed TIMESTAMP(6), PRIMARY KEY (dt, id) NOT ENFORCED) PARTITIONED BY (dt)"
                        + " WITH ('bucket' = '2')");
                flink.run("INSERT INTO lake.shop.orders SELECT DATE '2026-01-01', id, 'ada', 9.50,"
                        + " TIMESTAMP '2026-01-01 10:00:07.123456' FROM (VALUES (1), (2), (3), (4)) AS t (id)");
                flink.run("INSERT INTO lake.shop.orders VALUES"
                        + " (DATE '2026-01-01', 3, 'bob', 1.25, TIMESTAMP '2026-01-01 11:00:08'),"
                        + " (DATE '2026-01-02', 5, CAST(NULL AS STRING), 2.00, CAST(NULL AS TIMESTAMP(6)))");
                start(running, EngineOnS3.spark(WAREHOUSE, settings));
                start(running, EngineOnS3.hive(WAREHOUSE, settings));
                if (PackagedEngine.hasTrino()) {
                    start(running, EngineOnS3.trino(WAREHOUSE, store.port(), List.of()));
                }
                List<String> rows = List.of(
                        "2026-01-01|1|ada|9.50|10|7",
                        "2026-01-01|2|ada|9.50|10|7",
                        "2026-01-01|3|bob|1.25|11|8",
                        "2026-01-01|4|ada|9.50|10|7",
                        "2026-01-02|5|null|2.00|null|null");
                assertRows(flink, running, rows);
                assertThat(commandLine(store)).hasSize(5).isEqualTo(paimon(store));
                flink.run("INSERT INTO lake.shop.orders VALUES"
                        + " (DATE '2026-01-02', 5, 'eve', 3.00, TIMESTAMP '2026-01-02 12:00:09')");
                List<String> later =
                        List.of(rows.get(0), rows.get(1), rows.get(2), rows.get(3), "2026-01-02|5|eve|3.00|12|9");
                assertRows(flink, running, later);
                assertThat(commandLine(store)).hasSize(5).isEqualTo(paimon(store));
            } finally {
                running.values().forEach(RemoteEngine::close);
            }
        }
    }

    private void start(Map<EngineOnS3, RemoteEngine> running, EngineOnS3 engine) throws Exception {
        RemoteEngine remote = engine.start(directory.resolve(engine.name()));
        running.put(engine, remote);
        engine.define(remote, "shop", "orders");
    }

    private static void assertRows(RemoteEngine flink, Map<EngineOnS3, RemoteEngine> others, List<String> expected)
            throws Exception {
        assertThat(flink.rows(QUERY.formatted("lake.shop.orders"))).as("Flink").isEqualTo(expected);
        for (Map.Entry<EngineOnS3, RemoteEngine> other : others.entrySet()) {
            EngineOnS3 engine = other.getKey();
            assertThat(other.getValue().rows(QUERY.formatted(engine.from("shop", "orders"))))
                    .as(engine.name())
                    .isEqualTo(expected);
        }
    }

    /** All rows as the command line prints them, sorted. */
    private List<String> commandLine(S3Server store) throws Exception {
        Path output = directory.resolve("rows.jsonl");
        Files.deleteIfExists(output);
        TestProcess.Result result = PackagedEngine.commandLine()
                .withEnvironment(Map.of(
                        "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + store.port(),
                        "AWS_ACCESS_KEY_ID", S3Server.ACCESS_KEY,
                        "AWS_SECRET_ACCESS_KEY", S3Server.SECRET_KEY))
                .withArguments("scan", "shop.orders", "--warehouse", WAREHOUSE)
                .withArguments("--format", "jsonl", "--output", output.toString())
                .program(directory)
                .run();
        assertThat(result.exitCode()).as(result.output()).isZero();
        return Files.readAllLines(output).stream().sorted().toList();
    }

    /** All rows as Paimon's library reads them with its own client, sorted. */
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
            return PaimonRows.read(warehouse.table(Identifier.create("shop", "orders")), null).stream()
                    .sorted()
                    .toList();
        }
    }
}
