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
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of {@code tablestore scan} that scripts rely on, over the golden table {@code shop.orders}. */
class CommandLineTest {

    private static final String WAREHOUSE =
            Path.of("..", "golden", "paimon-" + GoldenTables.PAIMON_VERSION).toString();

    @TempDir
    Path directory;

    private List<String> all;

    @BeforeEach
    void readAll() throws Exception {
        all = Files.readAllLines(Path.of(WAREHOUSE, "orders.jsonl"));
    }

    private byte[] output(String... arguments) throws Exception {
        Path output = directory.resolve("out");
        String[] full = Stream.concat(
                        Stream.of("scan", "shop.orders", "--warehouse", WAREHOUSE, "--output", output.toString()),
                        Stream.of(arguments))
                .toArray(String[]::new);
        assertThat(Main.run(full)).isZero();
        return Files.readAllBytes(output);
    }

    private List<String> lines(String... arguments) throws Exception {
        String text = new String(output(arguments), StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>(text.lines().toList());
        return lines;
    }

    @Test
    void whereMayNameColumnsThatAreNotPrinted() throws Exception {
        List<String> expected = all.stream()
                .filter(line -> line.contains("\"status\":\"paid\""))
                .map(line -> "{" + line.replaceAll(".*(\"id\":\\d+).*", "$1") + "}")
                .sorted()
                .toList();
        List<String> found = lines("--columns", "id", "--where", "status = 'paid'", "--format", "jsonl");
        assertThat(found.stream().sorted().toList()).isEqualTo(expected).isNotEmpty();
    }

    @Test
    void conditionsSelectTheRowsTheyDescribe() throws Exception {
        assertThat(count("id BETWEEN 100 AND 109")).isEqualTo(matching("\"id\":10\\d,"));
        assertThat(count("note IS NULL")).isEqualTo(matching("\"note\":null"));
        assertThat(count("NOT (note IS NULL) AND note LIKE 'note ü 29%'")).isEqualTo(matching("note ü 29"));
        assertThat(count("status IN ('new', 'returned') OR amount < 0")).isEqualTo(matching("\"(new|returned)\""));
        assertThat(count("ordered >= TIMESTAMP '2023-11-14 22:13:20' AND 5 > id"))
                .isEqualTo(matching("\"id\":[0-4],"));
        assertThat(count("\"id\" <> 7 AND FALSE")).isZero();
    }

    private long count(String where) throws Exception {
        return lines("--where", where, "--format", "jsonl").size();
    }

    private long matching(String pattern) {
        return all.stream()
                .filter(line -> Pattern.compile(pattern).matcher(line).find())
                .count();
    }

    @Test
    void jsonKeysAreInSchemaOrderAndCsvColumnsAsAsked() throws Exception {
        assertThat(lines("--columns", "status,id", "--where", "id = 1", "--format", "jsonl"))
                .containsExactly("{\"id\":1,\"status\":\"new\"}");
        assertThat(lines("--columns", "status,id", "--where", "id = 1", "--format", "csv"))
                .containsExactly("status,id", "new,1");
    }

    @Test
    void limitThreadsAndTimeTravel() throws Exception {
        assertThat(lines("--limit", "5", "--format", "jsonl")).hasSize(5);
        assertThat(lines("--limit", "0", "--format", "jsonl")).isEmpty();
        assertThat(lines("--threads", "1", "--format", "jsonl")).hasSize(all.size());
        assertThat(lines("--tag", "opening", "--format", "jsonl")).hasSize(3000);
        assertThat(lines("--snapshot", "1", "--format", "jsonl")).hasSize(3000);
        assertThat(lines("--timestamp", "2100-01-01T00:00:00+05:30", "--format", "jsonl"))
                .hasSize(all.size());
    }

    @Test
    void csvAndTableHaveHeaders() throws Exception {
        List<String> csv = lines("--where", "id = 1", "--format", "csv");
        assertThat(csv).hasSize(2).first().isEqualTo("id,customer,amount,status,ordered,note");
        List<String> table = lines("--where", "id = 1");
        assertThat(table).hasSize(3);
        assertThat(table.get(1)).matches("[- ]+");
    }

    @Test
    void arrowOutputIsAnIpcStream() throws Exception {
        long rows = 0;
        try (BufferAllocator allocator = new RootAllocator();
                ArrowStreamReader reader =
                        new ArrowStreamReader(new ByteArrayInputStream(output("--format", "arrow")), allocator)) {
            assertThat(reader.getVectorSchemaRoot().getSchema().getFields()).hasSize(6);
            while (reader.loadNextBatch()) {
                rows += reader.getVectorSchemaRoot().getRowCount();
            }
        }
        assertThat(rows).isEqualTo(all.size());
    }

    @Test
    void wrongUsageIsExitCodeTwo() {
        assertThat(Main.run("scan")).isEqualTo(2);
        assertThat(Main.run("scan", "t", "--snapshot", "1", "--tag", "x")).isEqualTo(2);
        assertThat(Main.run("scan", "t", "--format", "xml")).isEqualTo(2);
        assertThat(Main.run("scan", "t", "--warehouse", WAREHOUSE)).isEqualTo(2);
        assertThat(Main.run("list")).isEqualTo(2);
        assertThat(Main.run("--help")).isZero();
    }

    @Test
    void tablesAreListedByName() {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThat(Main.run("list", "--warehouse", WAREHOUSE)).isZero();
            assertThat(Main.run("list", "nowhere", "--warehouse", WAREHOUSE)).isEqualTo(1);
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .contains("shop.orders")
                .isSorted();
    }

    /** A process without Hadoop, Paimon or any engine on its class path; its output is closed after one line. */
    @Test
    void aClosedPipeEndsQuietlyAndNoHadoopClassIsNeeded() throws Exception {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("hadoop") && !entry.contains("paimon-bundle"))
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        "io.tablestore.cli.Main",
                        "scan",
                        "shop.orders",
                        "--warehouse",
                        WAREHOUSE,
                        "--format",
                        "jsonl")
                .redirectError(directory.resolve("stderr").toFile())
                .start();
        byte[] head = process.getInputStream().readNBytes(10);
        process.getInputStream().close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(directory.resolve("stderr"))).isEmpty();
        assertThat(process.exitValue()).isZero();
        assertThat(new String(head, StandardCharsets.UTF_8)).startsWith("{\"id\":");
    }
}
