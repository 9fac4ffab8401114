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

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables whose manifests, manifest lists and index manifests are ORC, Parquet or Avro, in any compression. */
class ManifestFormatsTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "orc, zstd",
        "orc, zlib",
        "orc, none",
        "parquet, zstd",
        "parquet, snappy",
        "parquet, none",
        "avro, null",
        "avro, snappy",
        "avro, deflate"
    })
    void rowsAreThoseThatPaimonReads(String format, String compression) throws Exception {
        Map<String, String> options = Map.of(
                "manifest.format",
                format,
                "manifest.compression",
                compression,
                "deletion-vectors.enabled",
                "true",
                "manifest.merge-min-count",
                "3");
        try (SmallTable table = new SmallTable(directory, options)) {
            table.writeAndCompact(1, 400, "first-");
            table.writeAndCompact(100, 200, "second-");
            table.writeAndCompact(150, 160, "third-");
            table.rename("d", "half");
            table.writeAndCompact(155, 158, "fourth-");
            String magic = format.equals("orc") ? "ORC" : format.equals("parquet") ? "PAR1" : "Obj";
            List<Path> metadata = files(table.path().resolve("manifest"));
            assertThat(metadata)
                    .hasSizeGreaterThan(5)
                    .allSatisfy(file -> assertThat(start(file)).startsWith(magic));
            assertThat(metadata.stream().map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("index-manifest-"));
            assertThat(CommandLines.scan(table.path())).isEqualTo(PaimonRows.read(table.table(), null));
        }
    }

    private static List<Path> files(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .toList();
        }
    }

    private static String start(Path file) {
        try {
            return new String(Files.readAllBytes(file), 0, 4, StandardCharsets.ISO_8859_1);
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
