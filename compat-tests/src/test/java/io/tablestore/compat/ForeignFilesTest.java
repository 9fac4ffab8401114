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
import io.tablestore.testing.PaimonWarehouse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.io.CompactIncrement;
import org.apache.paimon.io.DataFileMeta;
import org.apache.paimon.io.DataIncrement;
import org.apache.paimon.manifest.FileSource;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.stats.SimpleStats;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.BatchTableCommit;
import org.apache.paimon.table.sink.CommitMessageImpl;
import org.apache.paimon.types.DataField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Accounts for each ORC and Avro file below a directory: {@code FOREIGN_FILES=DIR} names it, such as the examples of
 * apache/orc or a checkout of apache/avro. Each file becomes the only one of an append table with the file's own columns,
 * whose values are compared with those of an independent library. Prints by file whether it was read right, refused as
 * what it is, or called damaged; only what that library cannot read either may be called damaged.
 */
@EnabledIfEnvironmentVariable(named = "FOREIGN_FILES", matches = ".+")
class ForeignFilesTest {

    private enum Verdict {
        READ_RIGHT,
        REFUSED,
        DAMAGED,
        WRONG
    }

    /** What came of a file, with the reasons by column where it was not read right. */
    private record Outcome(Verdict verdict, String reason) {}

    @TempDir
    Path warehouse;

    @Test
    void everyFileIsReadRightRefusedOrDamaged() throws Exception {
        Path directory = Path.of(System.getenv("FOREIGN_FILES"));
        List<Path> files;
        try (Stream<Path> found = Files.walk(directory)) {
            files = found.filter(Files::isRegularFile)
                    .filter(file ->
                            file.toString().endsWith(".orc") || file.toString().endsWith(".avro"))
                    .sorted()
                    .toList();
        }
        Map<Verdict, List<String>> outcomes = new TreeMap<>();
        for (Path file : files) {
            Outcome outcome = outcome(file);
            outcomes.computeIfAbsent(outcome.verdict, verdict -> new ArrayList<>())
                    .add(directory.relativize(file) + (outcome.reason.isEmpty() ? "" : ": " + outcome.reason));
        }
        outcomes.forEach((verdict, lines) -> {
            System.out.println(verdict + " (" + lines.size() + ")");
            lines.forEach(line -> System.out.println("  " + line));
        });
        assertThat(outcomes).doesNotContainKey(Verdict.WRONG);
    }

    private Outcome outcome(Path file) throws Exception {
        ForeignFile foreign;
        long rows;
        try {
            foreign = ForeignFile.open(file);
            rows = foreign.rowCount();
        } catch (IOException | RuntimeException unreadable) {
            return withoutExpectation(file, unreadable);
        }
        Path table = table(file, foreign.columns(), rows);
        List<String> refused = new ArrayList<>();
        List<String> damaged = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (int column = 0; column < foreign.columns().size(); column++) {
            String name = foreign.columns().get(column).name();
            List<String> expected = null;
            String unreadable = "";
            try {
                expected = lines(foreign, column);
            } catch (IOException | RuntimeException failed) {
                unreadable = failed.toString();
            }
            Scanned scanned = scan(table, name);
            if (scanned.error.isEmpty()) {
                if (!scanned.lines.equals(expected)) {
                    wrong.add(name + " is " + difference(scanned.lines, expected, unreadable));
                }
            } else if (!scanned.isDamage()) {
                refused.add(scanned.error);
            } else {
                (expected == null || isKnownDamage(file) ? damaged : wrong).add(scanned.error);
            }
        }
        boolean isDamage = isKnownDamage(file) && !damaged.isEmpty();
        if (!wrong.isEmpty() && !isDamage) { // of a damaged file the other library may read other values

            return new Outcome(Verdict.WRONG, wrong.toString());
        }
        if (!damaged.isEmpty()) {
            return new Outcome(Verdict.DAMAGED, damaged.get(0));
        }
        boolean allRefused = refused.size() == foreign.columns().size();
        return refused.isEmpty()
                ? new Outcome(Verdict.READ_RIGHT, "")
                : new Outcome(
                        allRefused ? Verdict.REFUSED : Verdict.READ_RIGHT,
                        refused.size() + " columns refused, the first: " + refused.get(0));
    }

    /** The library of the format cannot read the file: an error of either kind is right. */
    private Outcome withoutExpectation(Path file, Exception unreadable) throws Exception {
        List<ForeignFile.Column> columns =
                List.of(new ForeignFile.Column("value", org.apache.paimon.types.DataTypes.STRING()));
        Path table = table(file, columns, 1);
        Scanned scanned = scan(table, "value");
        if (scanned.error.isEmpty()) {
            return new Outcome(Verdict.WRONG, "read as " + scanned.lines + ", not " + unreadable);
        }
        return scanned.isDamage()
                ? new Outcome(Verdict.DAMAGED, scanned.error + " The format's library: " + unreadable)
                : new Outcome(Verdict.REFUSED, scanned.error);
    }

    /** What the command line prints for a column: lines, or an error. */
    private record Scanned(List<String> lines, String error) {

        boolean isDamage() {
            return error.contains("The file is damaged, or was written by a newer version of the format");
        }
    }

    private Scanned scan(Path table, String column) throws IOException {
        Path output = warehouse.resolve("rows.jsonl");
        String[] arguments = {
            "scan", table.toString(), "--format", "jsonl", "--output", output.toString(), "--columns", column
        };
        PrintStream before = System.err;
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        int code;
        try {
            code = Main.run(arguments);
        } finally {
            System.setErr(before);
        }
        if (code != 0) {
            return new Scanned(
                    List.of(), errors.toString(StandardCharsets.UTF_8).strip());
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(output, StandardCharsets.UTF_8));
        Files.delete(output);
        lines.sort(null);
        return new Scanned(lines, "");
    }

    /** The examples of apache/orc keep damaged files in a folder; orc-core reads over the damage of some. */
    private static boolean isKnownDamage(Path file) {
        return file.getParent().endsWith("corrupt");
    }

    private static List<String> lines(ForeignFile foreign, int column) throws IOException {
        ForeignFile.Column described = foreign.columns().get(column);
        List<DataField> fields = List.of(new DataField(0, described.name(), described.type()));
        EngineRows rows = new EngineRows(UnaryOperator.identity(), PaimonRows.Shown.ALL);
        List<String> lines = new ArrayList<>();
        for (Object value : foreign.values(column)) {
            List<Object> row = new ArrayList<>();
            row.add(value);
            lines.add(rows.line(row, fields));
        }
        lines.sort(null);
        return lines;
    }

    private static String difference(List<String> found, List<String> expected, String unreadable) {
        if (expected == null) {
            return "read, not " + unreadable;
        }
        for (int i = 0; i < Math.min(found.size(), expected.size()); i++) {
            if (!found.get(i).equals(expected.get(i))) {
                return found.get(i) + ", not " + expected.get(i) + " (line " + i + " of the sorted ones)";
            }
        }
        return found.size() + " rows, not " + expected.size();
    }

    /** An append table of the file alone. */
    private Path table(Path file, List<ForeignFile.Column> columns, long rows) throws Exception {
        String format = file.toString().replaceAll(".*\\.", "");
        try (PaimonWarehouse paimon = new PaimonWarehouse(warehouse)) {
            Identifier name = Identifier.create("db", "t");
            paimon.catalog().dropTable(name, true);
            Schema.Builder schema = Schema.newBuilder()
                    .option("bucket", "-1")
                    .option("metadata.stats-mode", "none")
                    .option("file.format", format);
            columns.forEach(column -> schema.column(column.name(), column.type()));
            FileStoreTable table = paimon.create(name, schema.build());
            Path root = warehouse.resolve("db.db").resolve("t");
            Path bucket = Files.createDirectories(root.resolve("bucket-0"));
            Path data = Files.copy(file, bucket.resolve("data-foreign-0." + format));
            DataFileMeta meta = DataFileMeta.forAppend(
                    data.getFileName().toString(),
                    Files.size(data),
                    rows,
                    SimpleStats.EMPTY_STATS,
                    0,
                    Math.max(0, rows - 1),
                    0,
                    List.of(),
                    null,
                    FileSource.APPEND,
                    null,
                    null,
                    null,
                    null);
            CommitMessageImpl message = new CommitMessageImpl(
                    BinaryRow.EMPTY_ROW,
                    0,
                    null,
                    new DataIncrement(List.of(meta), List.of(), List.of()),
                    CompactIncrement.emptyIncrement());
            try (BatchTableCommit commit = table.newBatchWriteBuilder().newCommit()) {
                commit.commit(List.of(message));
            }
            return root;
        }
    }
}
