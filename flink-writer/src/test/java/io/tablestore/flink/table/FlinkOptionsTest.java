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
package io.tablestore.flink.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.junit.jupiter.api.Test;

/** Which settings a file system gets from the options of a catalog and from Flink's configuration. */
class FlinkOptionsTest {

    private static Map<String, String> settings(Map<String, String> options, Map<String, String> flink) {
        return FlinkOptions.fileSystem(options, Configuration.fromMap(flink));
    }

    @Test
    void settingsOfHadoopHaveAPrefixAndThoseOfS3HaveOneOrNone() {
        Map<String, String> options = Map.of(
                "warehouse", "s3://lake",
                "hadoop.fs.defaultFS", "hdfs://host",
                "hadoop.s3.region", "eu-west-1",
                "s3.endpoint", "https://store:9000");
        assertThat(settings(options, Map.of()))
                .containsOnly(
                        Map.entry("fs.defaultFS", "hdfs://host"),
                        Map.entry("s3.region", "eu-west-1"),
                        Map.entry("s3.endpoint", "https://store:9000"));
    }

    @Test
    void aSettingIsGivenOnce() {
        assertThatThrownBy(() -> settings(Map.of("s3.region", "a", "hadoop.s3.region", "b"), Map.of()))
                .isInstanceOf(ValidationException.class)
                .hasMessage("The option 's3.region' is given twice, also as 'hadoop.s3.region'. Give it once.");
    }

    @Test
    void theSettingsOfFlinksPluginsAreDefaults() {
        Map<String, String> flink = Map.of(
                "s3.endpoint", "https://store:9000",
                "s3.endpoint.region", "eu-west-1",
                "s3.path.style.access", "true",
                "s3.access-key", "AK",
                "s3.secret-key", "SK",
                "s3.entropy.key", "x");
        assertThat(settings(Map.of("s3.region", "us-east-1"), flink))
                .containsOnly(
                        Map.entry("s3.endpoint", "https://store:9000"),
                        Map.entry("s3.region", "us-east-1"),
                        Map.entry("s3.path-style-access", "true"),
                        Map.entry("s3.access-key", "AK"),
                        Map.entry("s3.secret-key", "SK"));
    }

    @Test
    void theNamesOfHadoopCountToo() {
        Map<String, String> flink = Map.of(
                "fs.s3a.endpoint", "store:9000",
                "fs.s3a.connection.ssl.enabled", "false",
                "s3a.access.key", "AK",
                "s3.secret.key", "SK",
                "fs.s3a.session.token", "T");
        assertThat(settings(Map.of(), flink))
                .containsOnly(
                        Map.entry("s3.endpoint", "http://store:9000"),
                        Map.entry("s3.access-key", "AK"),
                        Map.entry("s3.secret-key", "SK"),
                        Map.entry("s3.session-token", "T"));
        assertThat(settings(Map.of(), Map.of("s3.endpoint", "store"))).containsEntry("s3.endpoint", "https://store");
    }

    @Test
    void thePageNamesTheSettingsOfThePlugins() throws IOException {
        Pattern quoted = Pattern.compile("`(s3\\.[a-z.-]+)`");
        List<String> rows = Files.readString(Path.of("..", "docs", "STORAGE.md"))
                .replaceFirst("(?s).*\n### Flink\n", "")
                .replaceFirst("(?s)\n### .*", "")
                .lines()
                .filter(line -> line.startsWith("| `s3."))
                .toList();
        assertThat(rows).hasSize(6).allSatisfy(row -> {
            List<String> names =
                    quoted.matcher(row).results().map(found -> found.group(1)).toList();
            assertThat(names.subList(1, names.size()))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(settings(Map.of(), Map.of(name, "https://x")))
                            .containsOnlyKeys(names.get(0)));
        });
    }

    /** A profile and a key, or a key and the secret of another one, would be refused. */
    @Test
    void anIdentityIsTakenFromOnePlace() {
        Map<String, String> flink =
                Map.of("s3.endpoint", "https://store", "s3.access-key", "AK", "s3.secret-key", "SK");
        assertThat(settings(Map.of("s3.profile", "p"), flink)).containsOnlyKeys("s3.profile", "s3.endpoint");
        assertThat(settings(Map.of("s3.access-key", "A", "s3.secret-key", "S"), flink))
                .containsEntry("s3.access-key", "A")
                .containsEntry("s3.secret-key", "S");
        assertThat(settings(Map.of("s3.anonymous", "true"), flink)).containsOnlyKeys("s3.anonymous", "s3.endpoint");
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(new TableAccess(settings(Map.of("s3.secret-key", "SK"), Map.of()), Map.of()))
                .hasToString("TableAccess[fileSystem=[s3.secret-key], metastore=[]]");
    }
}
