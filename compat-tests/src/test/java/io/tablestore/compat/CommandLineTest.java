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

import static io.tablestore.compat.CommandLines.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.cli.Main;
import io.tablestore.testing.TestProcess;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of {@code tablestore scan} that scripts rely on, over the golden table {@code shop.orders}. */
class CommandLineTest {

    private static final String WAREHOUSE =
            Path.of("..", "golden", "paimon-" + GoldenTables.PAIMON_VERSION).toString();

    private static final String ORDERS = Path.of(WAREHOUSE, "shop.db", "orders").toString();

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
        assertThat(Main.run("scan", ORDERS, "--snapshot", "1", "--tag", "x")).isEqualTo(2);
        assertThat(Main.run("scan", "t", "--format", "xml")).isEqualTo(2);
        assertThat(Main.run("scan", "t", "--warehouse", WAREHOUSE)).isEqualTo(2);
        assertThat(Main.run("list")).isEqualTo(2);
        assertThat(Main.run("--help")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                | A command is missing. There are scan, inspect",
                "scan T --tag opening --tag x    | '--tag' (T) should be specified only once",
                "explain T --tag x --snapshot 1  | give one of them",
                "inspect T files --limit x       | 'x' is not a whole number",
                "scan T --snapshot 1.5           | '1.5' is not a whole number",
                "scan T --threads 9999999999     | not a whole number up to 2147483647",
                "scan T --hadoop a               | 'a' is not KEY=VALUE",
                "scan T --form csv               | '--form'",
                "inspect shop.orders$files files --warehouse W  | 'tablestore inspect' shows system tables",
                "scan shop.orders$branch_b --warehouse W        | --branch names a branch",
            })
    void whatIsWrongIsSaidInALineAndNotAboveAllOptions(String call, String message) {
        String errors = CommandLines.wrongUsage(arguments(call));
        assertThat(errors).startsWith("tablestore: ").contains(message).contains("'tablestore help");
        assertThat(errors.lines()).hasSizeLessThan(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scan T --metastore-principal hive/x@Y    | give --metastore too",
                "list --metastore-principal hive/x@Y      | give --metastore too",
                "scan T --hadoop a=1 --hadoop a=2         | --hadoop: a is given twice",
                "list --warehouse W --hadoop a=1 --hadoop a=2  | --hadoop: a is given twice",
                "scan T --output ''                       | --output is empty",
                "inspect T files --output .               | is a directory",
            })
    void optionsThatMeanNothingAreNotPassedOver(String call, String message) {
        assertThat(failure(arguments(call))).contains(message);
    }

    private static String[] arguments(String call) {
        return call == null
                ? new String[0]
                : Stream.of(call.split(" +"))
                        .map(word -> switch (word) {
                            case "T" -> ORDERS;
                            case "W" -> WAREHOUSE;
                            case "''" -> "";
                            default -> word;
                        })
                        .toArray(String[]::new);
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

    @Test
    void columnsTakeBlanksAndQuotesAndAreNamedOnce() throws Exception {
        assertThat(lines("--columns", " status , `id`", "--where", "id = 1", "--format", "csv"))
                .containsExactly("status,id", "new,1");
        assertThat(failure("scan", ORDERS, "--columns", "id,id")).contains("Column id is named twice");
        assertThat(failure("scan", ORDERS, "--columns", "id,")).contains("A name is missing");
        assertThat(failure("scan", ORDERS, "--columns", "`id")).contains("quote at character 1 of '`id' is not closed");
        assertThat(failure("scan", ORDERS, "--columns", "nope")).contains("There is no column nope");
    }

    @Test
    void conditionsNestedTooDeepAreRefusedAndLongOnesAreNot() throws Exception {
        String deep = "(".repeat(100_000) + "id = 1" + ")".repeat(100_000);
        assertThat(failure("scan", ORDERS, "--where", deep)).contains("nested deeper than 250");
        assertThat(count("(".repeat(200) + "id = 1" + ")".repeat(200))).isEqualTo(1);
        assertThat(count("NOT ".repeat(100_000) + "id = 1")).isEqualTo(1);
        assertThat(count("id = 1" + " OR id = 2".repeat(20_000))).isEqualTo(2);
        assertThat(failure("scan", ORDERS, "--where", "id" + ".x".repeat(50_000) + " = 1"))
                .contains("There is no column");
    }

    @Test
    void anOutputFileChangesOnlyWhenItIsComplete() throws Exception {
        Path output = Files.writeString(directory.resolve("kept"), "before");
        Path damaged = copy(Path.of(ORDERS), directory.resolve("damaged"));
        try (Stream<Path> files = Files.walk(damaged)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
                Files.write(file, new byte[(int) Files.size(file)]);
            }
        }
        assertThat(Main.run("scan", damaged.toString(), "--output", output.toString()))
                .isEqualTo(1);
        assertThat(output).hasContent("before");
        assertThat(directory).isDirectoryNotContaining("glob:**/.*.tmp");
        assertThat(failure(
                        "scan",
                        ORDERS,
                        "--output",
                        directory.resolve("no/such/file").toString()))
                .contains("There is no directory");
        assertThat(Main.run("scan", ORDERS, "--where", "id = 1", "--format", "csv", "--output", output.toString()))
                .isZero();
        assertThat(Files.readAllLines(output)).hasSize(2);
    }

    @Test
    void inspectAndExplainTakeTheOptionsOfScan() throws Exception {
        List<String> now = inspected("files", "--columns", "file_path, record_count", "--format", "csv");
        List<String> then =
                inspected("files", "--columns", "file_path,record_count", "--format", "csv", "--tag", "opening");
        assertThat(now.get(0)).isEqualTo("file_path,record_count");
        assertThat(now.size()).isGreaterThan(then.size());
        assertThat(then.stream().skip(1).mapToLong(line -> Long.parseLong(line.replaceAll(".*,", ""))))
                .satisfies(counts -> assertThat(
                                counts.stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(3000));
        assertThat(inspected("snapshots", "--where", "commit_kind = 'COMPACT'", "--format", "jsonl", "--limit", "1"))
                .singleElement()
                .asString()
                .contains("\"commit_kind\":\"COMPACT\"");
        assertThat(failure("inspect", ORDERS, "snapshots", "--snapshot", "1")).contains("shows the whole table");
        assertThat(failure("inspect", ORDERS, "audit_log")).contains("'audit_log' is not supported");
        assertThat(printed("explain", ORDERS, "--columns", "id", "--snapshot", "1", "--limit", "5"))
                .contains("snapshot             1")
                .contains("columns              id");
    }

    private static Path copy(Path from, Path to) throws Exception {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }

    private List<String> inspected(String what, String... more) throws Exception {
        Path output = directory.resolve("inspected");
        String[] arguments = Stream.concat(
                        Stream.of("inspect", ORDERS, what, "--output", output.toString()), Stream.of(more))
                .toArray(String[]::new);
        assertThat(Main.run(arguments)).isZero();
        return Files.readAllLines(output);
    }

    @Test
    void helpNamesTheOptionsOfACommand() {
        assertThat(printed("help", "scan"))
                .contains("Examples:")
                .contains(" --tag opening --columns id,amount --format jsonl"); // in one line
        assertThat(printed("help")).contains("inspect");
    }

    @ParameterizedTest
    @CsvSource({
        "help scan list, 'Help is about one command at a time, not scan and list.'",
        "help scan nope more, 'Help is about one command at a time, not scan and nope and more.'",
        "help nope, 'There is no command ''nope''. There are scan, inspect, explain, list, help.'"
    })
    void helpRefusesWhatItWouldPassOver(String arguments, String error) {
        assertThat(CommandLines.wrongUsage(arguments.split(" ")))
                .startsWith("tablestore: " + error)
                .hasLineCount(2);
    }

    private static String printed(String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThat(Main.run(arguments)).isZero();
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void controlCharactersDoNotReachATerminal() throws Exception {
        try (SmallTable table = new SmallTable(directory)) {
            table.write(1, 2, "\u001b[31mred\u0007\t\u009b");
            Path output = directory.resolve("text");
            assertThat(Main.run("scan", table.path().toString(), "--output", output.toString()))
                    .isZero();
            assertThat(Files.readString(output))
                    .contains("\\u001b[31mred\\u0007\\t\\u009b")
                    .doesNotContain("\u001b");
        }
    }

    /** The launcher builds once after a change, whatever the jar's time; the build here is a script that counts itself. */
    @Test
    void theLauncherBuildsOnceAfterAChange() throws Exception {
        Path root = Files.createDirectories(directory.resolve("a checkout"));
        Files.copy(Path.of("..", "tablestore"), root.resolve("tablestore"), StandardCopyOption.COPY_ATTRIBUTES);
        for (String module : List.of("common-reader", "metastore-catalog", "cli")) {
            Files.createDirectories(root.resolve(module + "/src/main"));
            Files.writeString(root.resolve(module + "/pom.xml"), "");
        }
        Files.writeString(root.resolve("pom.xml"), "");
        Path source = Files.writeString(root.resolve("cli/src/main/Source.java"), "");
        Path build = Files.writeString(root.resolve("mvnw"), """
                #!/usr/bin/env bash
                echo x >> builds
                [ -e cli/target/tablestore-cli-1-all.jar ] || printf 'PK\\005\\006%18s' '' | tr ' ' '\\000' > cli/target/tablestore-cli-1-all.jar
                """);
        assertThat(build.toFile().setExecutable(true)).isTrue();
        assertThat(launch(root)).isEqualTo(1);
        assertThat(launch(root)).isEqualTo(1);
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));
        Path stamp = root.resolve("cli/target/built");
        Files.setLastModifiedTime(stamp, FileTime.from(Instant.now().minusSeconds(5)));
        assertThat(launch(root)).isEqualTo(2);
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(60)));
        assertThat(launch(root)).isEqualTo(2);
    }

    /** Runs the launcher; returns how often it has built. */
    private long launch(Path root) throws Exception {
        TestProcess.Result ended = TestProcess.command(
                        root.resolve("tablestore").toString(), "--version")
                .environment("HADOOP_CLASSPATH", System.getProperty("java.class.path"))
                .environment("JAVA_HOME", System.getProperty("java.home"))
                .run();
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("tablestore ");
        return Files.readAllLines(root.resolve("builds")).size();
    }

    /** A process without Hadoop, Paimon or any engine on its class path; its output is closed after one line. */
    @Test
    void aClosedPipeEndsQuietlyAndNoHadoopClassIsNeeded() throws Exception {
        List<String> classPath = TestProcess.classPath().stream()
                .filter(entry -> !entry.contains("hadoop") && !entry.contains("paimon-bundle"))
                .toList();
        try (TestProcess process = TestProcess.java(
                        "io.tablestore.cli.Main", "scan", "shop.orders", "--warehouse", WAREHOUSE, "--format", "jsonl")
                .flags(TestProcess.opens("java.base/java.nio"))
                .classPath(classPath)
                .talk(directory.resolve("stderr"))) {
            byte[] head = process.outputBytes().readNBytes(10);
            process.outputBytes().close();
            assertThat(process.awaitEnd(Duration.ofSeconds(60))).isZero();
            assertThat(process.log()).isEmpty();
            assertThat(new String(head, StandardCharsets.UTF_8)).startsWith("{\"id\":");
        }
    }
}
