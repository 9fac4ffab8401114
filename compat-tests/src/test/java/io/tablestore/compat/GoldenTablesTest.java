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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.TableStore;
import io.tablestore.catalog.Table;
import io.tablestore.cli.Main;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.scan.Scan;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.row.RowValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of {@code golden/}, by writer and version, hold the rows that were written beside them. */
class GoldenTablesTest {

    private static final Path GOLDEN = Path.of("..", "golden");
    private static final TimeZone ZONE = TimeZone.getDefault();

    @TempDir
    Path directory;

    /** The expected rows of every table that is read: {@code golden/<writer>/<table>.jsonl}. */
    static List<Path> expectedRows() throws IOException {
        return rowFiles().stream()
                .filter(file -> !file.getFileName().toString().startsWith("counted_"))
                .toList();
    }

    /** The rows of value-count tables, which are refused. */
    static List<Path> countedRows() throws IOException {
        return rowFiles().stream()
                .filter(file -> file.getFileName().toString().startsWith("counted_"))
                .toList();
    }

    private static List<Path> rowFiles() throws IOException {
        try (Stream<Path> files = Files.walk(GOLDEN, 2)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
    }

    /** Read as rows they would lack the repeated ones, and have those that were removed. */
    @ParameterizedTest
    @MethodSource("countedRows")
    void countedRowsAreRefused(Path expected) throws Exception {
        Path table = tableOf(expected);
        for (List<String> call : List.of(
                List.of("scan", table.toString()),
                List.of("scan", table.toString(), "--columns", "b", "--where", "a = 1"),
                List.of("explain", table.toString()))) {
            assertThat(CommandLines.failure(call.toArray(String[]::new)))
                    .containsPattern("bucket-0/data-[^ ]*: a file of counted rows \\(a table without a primary key")
                    .contains("is not supported by this reader. With the release that wrote it, copy the table");
        }
        assertThatThrownBy(() -> TableStore.openTable(new LocalFileSystem(), TablePath.of(table.toString()))
                        .planAndSummarize(Scan.ALL, splits -> {}))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("counted rows");
    }

    /** A row appended to such a table would have no count. */
    @ParameterizedTest
    @MethodSource("countedRows")
    void countedRowsAreNotWritten(Path expected) throws Exception {
        Path table = directory.resolve("counted");
        copy(tableOf(expected), table);
        Path schema = table.resolve("schema/schema-0");
        Files.writeString(
                schema,
                Files.readString(schema).replaceFirst("\"bucket\" ?: ?\"1\"", "\"bucket\":\"1\",\"bucket-key\":\"a\""));
        Table opened = TableStore.openTable(new LocalFileSystem(), TablePath.of(table.toString()));
        try (BufferAllocator allocator = new RootAllocator();
                TableWrite write = TableWrite.of(opened, allocator).open()) {
            write.write(RowValues.of(1, "b"));
            assertThatThrownBy(() -> write.prepareCommitWhenCompacted())
                    .isInstanceOf(UnsupportedFormatException.class)
                    .hasMessageContaining("counted rows");
        }
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(source.relativize(file).toString()));
            }
        }
    }

    private static Path tableOf(Path expected) throws IOException {
        Path warehouse = Objects.requireNonNull(expected.getParent());
        String table = expected.getFileName().toString().replace(".jsonl", "");
        return warehouse.resolve(database(warehouse, table) + ".db").resolve(table);
    }

    /** ORC moves instants by the zone of its writer, which was this one. */
    @BeforeAll
    static void inTheZoneOfTheWriter() {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
    }

    @AfterAll
    static void inTheZoneOfTheTests() {
        TimeZone.setDefault(ZONE);
    }

    @ParameterizedTest
    @MethodSource("expectedRows")
    void rowsAreThoseOfTheWriter(Path expected) throws Exception {
        Path warehouse = Objects.requireNonNull(expected.getParent());
        String table = expected.getFileName().toString().replace(".jsonl", "");
        Path output = directory.resolve("rows.jsonl");
        int exit = Main.run(
                "scan",
                database(warehouse, table) + "." + table,
                "--warehouse",
                warehouse.toString(),
                "--format",
                "jsonl",
                "--output",
                output.toString());
        assertThat(exit).isZero();
        List<String> rows = new ArrayList<>(Files.readAllLines(output, StandardCharsets.UTF_8));
        rows.sort(null);
        assertThat(rows).isNotEmpty().isEqualTo(Files.readAllLines(expected, StandardCharsets.UTF_8));
    }

    private static String database(Path warehouse, String table) throws IOException {
        try (Stream<Path> files = Files.list(warehouse)) {
            return files.filter(directory -> Files.isDirectory(directory.resolve(table)))
                    .map(directory -> directory.getFileName().toString())
                    .findFirst()
                    .orElseThrow()
                    .replace(".db", "");
        }
    }

    @Test
    void everyLineOfTheFormatIsThere() throws Exception {
        Set<String> writers = new TreeSet<>();
        for (Path expected : expectedRows()) {
            writers.add(
                    Objects.requireNonNull(expected.getParent()).getFileName().toString());
        }
        assertThat(writers)
                .hasSizeGreaterThanOrEqualTo(14)
                .contains("flink-table-store-0.2.1", "flink-table-store-0.3.0");
        assertThat(expectedRows()).hasSizeGreaterThanOrEqualTo(167);
        assertThat(countedRows()).hasSizeGreaterThanOrEqualTo(4);
    }

    /** Elsewhere the table says where it was written. */
    @Test
    void theZoneOfTheWriterCanBeDeclared() throws Exception {
        Path table = directory.resolve("instants");
        copy(GOLDEN.resolve("paimon-1.4.2/g.db/instants_orc"), table);
        List<String> expected = Files.readAllLines(GOLDEN.resolve("paimon-1.4.2/instants_orc.jsonl"));
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        try {
            assertThat(CommandLines.scan(table)).isNotEqualTo(expected).hasSameSizeAs(expected);
            Path schema = table.resolve("schema/schema-0");
            String declared = "\"options\" : {\n    \"orc.timestamp-ltz.legacy.zone\" : \"Asia/Kolkata\",";
            Files.writeString(schema, Files.readString(schema).replaceFirst("\"options\" : \\{", declared));
            assertThat(CommandLines.scan(table)).isEqualTo(expected);
        } finally {
            inTheZoneOfTheWriter();
        }
    }
}
