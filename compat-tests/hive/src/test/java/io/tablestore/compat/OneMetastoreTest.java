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

import io.tablestore.compat.HiveServers.HiveSession;
import io.tablestore.testing.PackagedEngine;
import io.tablestore.testing.RemoteEngine;
import io.tablestore.testing.TestProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of one engine's catalog is listed, read and travelled in by each other one, all of them on one metastore. */
class OneMetastoreTest {

    @TempDir
    static Path directory;

    private static final Map<String, RemoteEngine> engines = new TreeMap<>();

    private static HiveServers servers;

    @BeforeAll
    static void start() throws Exception {
        servers = new HiveServers(Files.createDirectory(directory.resolve("hive")), Map.of(), "UTC", true);
    }

    @AfterAll
    static void stop() throws Exception {
        engines.values().forEach(RemoteEngine::close);
        if (servers != null) {
            servers.close();
        }
    }

    /** The engines that the metastore serves, each started when it is first asked. */
    private static RemoteEngine started(String name, PackagedEngine engine) throws Exception {
        RemoteEngine running = engines.get(name);
        if (running == null) {
            running = RemoteEngine.start(engine, directory.resolve(name));
            engines.put(name, running);
        }
        return running;
    }

    private static List<String> flink(String... statements) throws Exception {
        boolean first = !engines.containsKey("flink");
        RemoteEngine flink = started("flink", PackagedEngine.flink(List.of()));
        if (first) {
            flink.run("CREATE CATALOG lake WITH ('type' = 'tablestore', 'metastore' = 'hive', 'uri' = '"
                    + servers.metastoreUri() + "')");
            flink.run("USE CATALOG lake");
        }
        return rows(flink, statements);
    }

    private static List<String> spark(String... statements) throws Exception {
        return rows(
                started(
                        "spark",
                        PackagedEngine.spark(List.of(
                                "spark.sql.catalog.lake=io.tablestore.spark.TableStoreCatalog",
                                "spark.sql.catalog.lake.metastore=hive",
                                "spark.sql.catalog.lake.uri=" + servers.metastoreUri()))),
                statements);
    }

    private static List<String> trino(String... statements) throws Exception {
        return rows(
                started(
                        "trino",
                        PackagedEngine.trino(List.of(
                                "connector.name=tablestore",
                                "fs.local.enabled=true",
                                "local.location=/",
                                "tablestore.metastore=hive",
                                "tablestore.metastore.uri=" + servers.metastoreUri()))),
                statements);
    }

    private static List<String> rows(RemoteEngine engine, String... statements) throws Exception {
        List<String> rows = new ArrayList<>();
        for (String statement : statements) {
            rows.addAll(engine.rows(statement));
        }
        return rows;
    }

    private static List<String> commandLine(String... arguments) throws Exception {
        TestProcess.Result result = PackagedEngine.commandLine()
                .withArguments(arguments)
                .withArguments("--metastore", servers.metastoreUri())
                .program(directory)
                .run();
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result.output().lines().toList();
    }

    @Test
    void whatOneEngineCreatesTheOthersListReadAndTravelIn() throws Exception {
        flink(
                "CREATE DATABASE shop",
                "CREATE TABLE shop.by_flink (k BIGINT, v STRING, PRIMARY KEY (k) NOT ENFORCED) WITH ('bucket' = '1')",
                "INSERT INTO shop.by_flink VALUES (1, 'a'), (2, 'a')",
                "INSERT INTO shop.by_flink VALUES (2, 'b'), (3, 'b')");
        List<String> now = List.of("1|a", "2|b", "3|b");
        List<String> then = List.of("1|a", "2|a");
        assertThat(spark(
                        "SHOW TABLES IN lake.shop",
                        "SELECT k, v FROM lake.shop.by_flink ORDER BY k",
                        "SELECT k, v FROM lake.shop.by_flink VERSION AS OF 1 ORDER BY k"))
                .containsSubsequence("shop|by_flink|false")
                .containsSubsequence(now)
                .endsWith(then.toArray(String[]::new));
        assertThat(flink(
                        "SHOW TABLES IN shop",
                        "SELECT k, v FROM shop.by_flink ORDER BY k",
                        "SELECT k, v FROM shop.by_flink /*+ OPTIONS('scan.snapshot-id' = '1') */ ORDER BY k"))
                .containsExactlyElementsOf(concat(List.of("by_flink"), now, then));
        assertThat(commandLine("list")).contains("shop.by_flink");
        assertThat(commandLine("scan", "shop.by_flink", "--format", "csv")).containsExactly("k,v", "1,a", "2,b", "3,b");
        assertThat(commandLine("scan", "shop.by_flink", "--format", "csv", "--snapshot", "1"))
                .containsExactly("k,v", "1,a", "2,a");
        try (HiveSession hive = servers.connect()) {
            assertThat(hive.rows("SHOW TABLES IN shop")).containsExactly("[by_flink]");
            for (boolean jobs : new boolean[] {false, true}) {
                hive.jobs(jobs);
                assertThat(hive.rows("SELECT concat(k, '|', v) FROM shop.by_flink"))
                        .containsExactlyElementsOf(
                                now.stream().map(row -> "[" + row + "]").toList());
                assertThat(hive.rows("SELECT concat(k, '|', v) FROM shop.by_flink FOR SYSTEM_VERSION AS OF 1"))
                        .containsExactlyElementsOf(
                                then.stream().map(row -> "[" + row + "]").toList());
            }
        }
        if (PackagedEngine.hasTrino()) {
            assertThat(trino(
                            "SHOW TABLES FROM lake.shop",
                            "SELECT k, v FROM lake.shop.by_flink ORDER BY k",
                            "SELECT k, v FROM lake.shop.by_flink FOR VERSION AS OF 1 ORDER BY k",
                            "CREATE TABLE lake.shop.by_trino (k BIGINT, v VARCHAR)"
                                    + " WITH (primary_key = ARRAY['k'], bucket = 1)"))
                    .containsExactlyElementsOf(concat(List.of("by_flink"), now, then));
            flink("INSERT INTO shop.by_trino VALUES (7, 'x')");
            assertThat(spark("SELECT k, v FROM lake.shop.by_trino")).containsExactly("7|x");
            try (HiveSession hive = servers.connect()) {
                assertThat(hive.rows("SELECT k, v FROM shop.by_trino")).containsExactly("[7, x]");
            }
        }
    }

    private static List<String> concat(List<String> first, List<String> second, List<String> third) {
        return Stream.of(first, second, third).flatMap(List::stream).toList();
    }
}
