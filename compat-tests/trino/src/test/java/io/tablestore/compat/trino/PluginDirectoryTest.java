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
package io.tablestore.compat.trino;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The directory that a user unpacks into {@code plugin/}. */
class PluginDirectoryTest {

    private static final Path TARGET = Path.of("..", "..", "trino-plugin", "target");

    @Test
    void holdsTheConnectorAndNothingOfTheServer() throws Exception {
        List<String> jars;
        try (Stream<Path> files = Files.find(
                TARGET, 3, (file, attributes) -> file.toString().matches(".*tablestore-trino-[^/]*/.*\\.jar"))) {
            jars = files.map(file -> file.getFileName().toString()).toList();
        }
        assertThat(jars).anyMatch(jar -> jar.startsWith("tablestore-trino-"));
        assertThat(jars).anyMatch(jar -> jar.startsWith("zstd-jni-"));
        assertThat(jars).anyMatch(jar -> jar.startsWith("trino-filesystem-s3-"));
        assertThat(jars).anyMatch(jar -> jar.startsWith("jackson-module-blackbird-"));
        assertThat(jars)
                .noneMatch(
                        jar -> jar.matches(
                                "(trino-spi|slice|jackson-annotations|opentelemetry-api|opentelemetry-context|jts-core)-\\d.*"));
        assertThat(jars).noneMatch(jar -> jar.startsWith("arrow-") || jar.startsWith("tablestore-reader"));
    }
}
