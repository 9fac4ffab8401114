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
import io.tablestore.testing.TestProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of one engine's catalog is listed, read and travelled in by each other one, all of them on one metastore. */
class OneMetastoreTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String ROW = "row: ";

    /** What tests need beside the engine. */
    private static final String TESTS = ".*/(paimon|junit|assertj|opentest4j|apiguardian|hive-)[^/]*";

    @TempDir
    static Path directory;

    private static HiveServers servers;

    @BeforeAll
    static void start() throws Exception {
        servers = new HiveServers(Files.createDirectory(directory.resolve("hive")), Map.of(), "UTC", true);
    }

    @AfterAll
    static void stop() throws Exception {
        if (servers != null) {
            servers.close();
        }
    }

    private static Path module(String name) {
        return Path.of("..", "..", name).toAbsolutePath().normalize();
    }

    private static Path jar(String module, String name) throws IOException {
        try (Stream<Path> files = Files.list(module(module).resolve("target"))) {
            return files.filter(file -> file.getFileName().toString().matches(name + "-[0-9][^/]*\\.jar"))
                    .filter(file -> !file.toString().matches(".*-(sources|tests|javadoc)\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** An engine's own class path, with the packaged connector and the class that runs statements. */
    private static String classPath(String module, String leftOut) throws IOException {
        Path tests = module(module).resolve("target");
        return Arrays.stream(
                        Files.readString(tests.resolve("dependencies")).trim().split(File.pathSeparator))
                .filter(entry -> leftOut.isEmpty() || !entry.matches(leftOut))
                .collect(
                        Collectors.joining(File.pathSeparator, tests.resolve("test-classes") + File.pathSeparator, ""));
    }

    private static List<String> run(String javaHome, List<String> flags, String classPath, String main, String... more)
            throws Exception {
        Path log = Files.createTempFile(directory, "engine", ".log");
        Path output = Files.createTempFile(directory, "engine", ".out");
        try (TestProcess process = TestProcess.java(main, more)
                .javaHome(javaHome)
                .heap("700m")
                .flags(flags)
                .flags(List.of("-Duser.timezone=UTC"))
                .classPath(classPath)
                .directory(directory)
                .start(log, output)) {
            assertThat(process.awaitEnd(PATIENCE))
                    .as(() -> main + ":\n" + text(output) + process.log())
                    .isZero();
        }
        return Files.readAllLines(output);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            return failed.toString();
        }
    }

    private static List<String> rows(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(ROW))
                .map(line -> line.substring(ROW.length()))
                .toList();
    }

    private static List<String> flink(String... statements) throws Exception {
        String classPath = jar("flink-bundle", "tablestore-flink-bundle")
                + File.pathSeparator
                + classPath(
                        "compat-tests/flink",
                        ".*/(tablestore|paimon|arrow|parquet|orc|avro|hive|zstd|junit|assertj)[^/]*");
        return rows(run(
                System.getProperty("java.home"),
                TestProcess.opens("java.base/java.nio", "java.base/java.util", "java.base/java.lang"),
                classPath,
                "io.tablestore.compat.flink.FlinkStatements",
                with(statements, servers.metastoreUri())));
    }

    private static List<String> spark(String... statements) throws Exception {
        return rows(run(
                System.getProperty("java.home"),
                TestProcess.opens(
                        "java.base/java.lang",
                        "java.base/java.lang.invoke",
                        "java.base/java.lang.reflect",
                        "java.base/java.io",
                        "java.base/java.net",
                        "java.base/java.nio",
                        "java.base/java.util",
                        "java.base/java.util.concurrent",
                        "java.base/java.util.concurrent.atomic",
                        "java.base/sun.nio.ch",
                        "java.base/sun.nio.cs",
                        "java.base/sun.security.action",
                        "java.base/sun.util.calendar"),
                classPath("compat-tests/spark", TESTS),
                "io.tablestore.compat.SparkStatements",
                with(statements, servers.metastoreUri())));
    }

    private static List<String> trino(String... statements) throws Exception {
        return rows(run(
                System.getProperty("jdk25.home"),
                List.of("-Dplugin.zip=" + zip()),
                classPath("compat-tests/trino", ""),
                "io.tablestore.compat.trino.TrinoStatements",
                with(statements, servers.metastoreUri(), directory.toString())));
    }

    private static Path zip() throws IOException {
        try (Stream<Path> files = Files.list(module("trino-plugin").resolve("target"))) {
            return files.filter(file -> file.toString().endsWith(".zip"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<String> commandLine(String... arguments) throws Exception {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--metastore";
        all[arguments.length + 1] = servers.metastoreUri();
        return run(
                System.getProperty("java.home"),
                TestProcess.opens("java.base/java.nio"),
                jar("cli", "tablestore-cli")
                        .toString()
                        .replace(".jar", "-all.jar")
                        .replace("-all-all", "-all"),
                "io.tablestore.cli.Main",
                all);
    }

    private static String[] with(String[] statements, String... before) {
        return Stream.concat(Stream.of(before), Stream.of(statements)).toArray(String[]::new);
    }

    private static boolean hasTrino() {
        return !System.getProperty("jdk25.home", "").isEmpty();
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
        if (hasTrino()) {
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
