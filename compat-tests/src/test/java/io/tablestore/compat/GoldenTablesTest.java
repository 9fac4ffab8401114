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

    /** The expected rows of every table: {@code golden/<writer>/<table>.jsonl}. */
    static List<Path> expectedRows() throws IOException {
        try (Stream<Path> files = Files.walk(GOLDEN, 2)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
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
        assertThat(writers).hasSizeGreaterThanOrEqualTo(12);
        assertThat(expectedRows()).hasSizeGreaterThanOrEqualTo(150);
    }

    /** Elsewhere the table says where it was written. */
    @Test
    void theZoneOfTheWriterCanBeDeclared() throws Exception {
        Path source = GOLDEN.resolve("paimon-1.4.2/g.db/instants_orc");
        Path table = directory.resolve("instants");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, table.resolve(source.relativize(file).toString()));
            }
        }
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
