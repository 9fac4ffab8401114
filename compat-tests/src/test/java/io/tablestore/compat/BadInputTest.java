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
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of bad input is answered in under a second by one message that names the file and the field. */
class BadInputTest {

    @TempDir
    Path directory;

    private final PrintStream realErrors = System.err;
    private SmallTable table;

    @BeforeEach
    void writeTable() throws Exception {
        table = new SmallTable(directory);
        table.write(1, 100, "a");
        table.write(50, 150, "b");
        scan(); // loads the classes
    }

    @AfterEach
    void close() throws Exception {
        System.setErr(realErrors);
        table.close();
    }

    private String scan(String... more) throws Exception {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        String[] arguments = Stream.concat(
                        Stream.of("scan", table.path().toString(), "--output", directory.resolve("out") + ""),
                        Stream.of(more))
                .toArray(String[]::new);
        long start = System.nanoTime();
        int exit = Main.run(arguments);
        assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
        System.setErr(realErrors);
        String text = errors.toString(StandardCharsets.UTF_8);
        assertThat(exit).as(text).isEqualTo(text.isEmpty() ? 0 : 1);
        assertThat(text.lines().count()).isLessThanOrEqualTo(1);
        return text;
    }

    private void replace(String file, String from, String to) throws Exception {
        Path path = table.path().resolve(file);
        String content = Files.readString(path);
        assertThat(content).contains(from);
        Files.writeString(path, content.replace(from, to));
    }

    @Test
    void anUnknownSnapshotVersion() throws Exception {
        replace("snapshot/snapshot-2", "\"version\" : 3", "\"version\" : 4");
        assertThat(scan()).contains("snapshot/snapshot-2", "snapshot version 4", "upgrade this reader");
    }

    @Test
    void anUnknownSchemaVersion() throws Exception {
        replace("schema/schema-0", "\"version\" : 3", "\"version\" : 9");
        assertThat(scan()).contains("schema/schema-0", "schema version 9");
    }

    @Test
    void anUnsupportedType() throws Exception {
        replace("schema/schema-0", "\"DOUBLE\"", "\"GEOMETRY(4326)\"");
        assertThat(scan()).contains("schema/schema-0", "GEOMETRY", "fields[2].type");
    }

    @Test
    void anOptionOfNonsense() throws Exception {
        replace("schema/schema-0", "\"bucket\" : \"2\"", "\"bucket\" : \"two\"");
        assertThat(scan()).contains("schema/schema-0", "Option 'bucket'", "'two'");
    }

    @Test
    void anOptionThatIsNotReadYet() throws Exception {
        replace("schema/schema-0", "\"bucket\" : \"2\"", "\"bucket\" : \"2\", \"pk-clustering-override\" : \"true\"");
        assertThat(scan()).contains("schema/schema-0", "'pk-clustering-override' = 'true'", "not supported");
    }

    @Test
    void aPathOutsideTheTable() throws Exception {
        String snapshot = Files.readString(table.path().resolve("snapshot/snapshot-2"));
        String list = snapshot.replaceAll("(?s).*\"baseManifestList\" : \"([^\"]*)\".*", "$1");
        replace("snapshot/snapshot-2", list, "../../../outside");
        assertThat(scan()).contains("snapshot/snapshot-2", "plain file name", "../../../outside");
    }

    @Test
    void aDataDirectoryOutsideTheTable() throws Exception {
        replace(
                "schema/schema-0",
                "\"bucket\" : \"2\"",
                "\"bucket\" : \"2\", \"data-file.path-directory\" : \"../elsewhere\"");
        assertThat(scan()).contains("schema/schema-0", "data-file.path-directory", "'..'");
    }

    @Test
    void aMissingDataFile() throws Exception {
        Path file;
        try (Stream<Path> files = Files.list(table.path().resolve("bucket-0"))) {
            file = files.filter(path -> path.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.delete(file);
        assertThat(scan()).contains("bucket-0/" + file.getFileName(), "missing", "snapshot/snapshot-2");
    }

    @Test
    void aMissingManifest() throws Exception {
        try (Stream<Path> files = Files.list(table.path().resolve("manifest"))) {
            for (Path path : files.toList()) {
                if (path.getFileName().toString().matches("manifest-[0-9a-f]{8}.*")) {
                    Files.delete(path);
                }
            }
        }
        assertThat(scan()).contains("manifest/manifest-", "missing");
    }

    @Test
    void aMissingSnapshotNamesThoseThereAre() throws Exception {
        assertThat(scan("--snapshot", "77")).contains("snapshot/snapshot-77", "there are: 1 to 2");
        assertThat(scan("--tag", "nope")).contains("no tag 'nope'");
        assertThat(scan("--timestamp", "1999-01-01")).contains("1999-01-01", "The oldest snapshot is of");
    }

    @Test
    void aDirectoryThatIsNoTable() throws Exception {
        Files.move(table.path().resolve("schema"), directory.resolve("schema-gone"));
        assertThat(scan()).contains("is not a table-store table");
    }

    @Test
    void columnsAndConditionsThatDoNotFit() throws Exception {
        assertThat(scan("--columns", "k,nope")).contains("no column nope", "k, v, d");
        assertThat(scan("--where", "k = 'x'")).contains("Column k is BIGINT");
        assertThat(scan("--where", "k = ")).contains("Expected a literal, but found the end");
        assertThat(scan("--where", "v LIKE '%x'")).contains("LIKE '%x'");
    }
}
