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
package io.tablestore.compat.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.fs.FileSystems;
import io.tablestore.fs.TablePath;
import io.tablestore.testing.TestProcess;
import io.tablestore.testing.s3.S3Server;
import io.tablestore.testing.s3.StoragePage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program and the commands of docs/STORAGE.md run as a user would run them, and its settings are those of the code. */
class StoragePageTest {

    private static final Path ROOT = Path.of("..", "..");

    @TempDir
    private Path directory;

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/STORAGE.md"));
    }

    @Test
    void theProgramWritesWhatTheCommandsRead() throws Exception {
        try (S3Server store = new S3Server(Files.createDirectory(directory.resolve("store")))) {
            store.createBucket("lake");
            runProgram(StoragePage.block("Java", "java", store.port()));
            List<CommandLine.Printed> printed = runCommands(StoragePage.block("Command line", "sh", store.port()));
            assertThat(printed).allSatisfy(one -> assertThat(one.errors()).isEmpty());
            assertThat(printed)
                    .extracting(CommandLine.Printed::output)
                    .satisfiesExactly(
                            tables -> assertThat(tables).containsExactly("shop.orders"),
                            rows -> assertThat(rows).containsExactly("id,customer", "1,ada"),
                            rows -> assertThat(rows).last().asString().contains("ada"));
        }
    }

    private void runProgram(String program) throws Exception {
        Path source = Files.writeString(directory.resolve("WriteToS3.java"), program);
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, errors, errors, "-proc:none", "-d", directory.toString(), source.toString()))
                .as(errors.toString(StandardCharsets.UTF_8))
                .isZero();
        TestProcess.Result result = TestProcess.java("WriteToS3")
                .heap("256m")
                .flags(TestProcess.opens("java.base/java.nio"))
                .classPath(directory + File.pathSeparator + System.getProperty("java.class.path"))
                .run();
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    private List<CommandLine.Printed> runCommands(String script) throws Exception {
        CommandLine commandLine = new CommandLine(Files.createDirectory(directory.resolve("home")));
        List<CommandLine.Printed> printed = new ArrayList<>();
        for (String line : script.lines().toList()) {
            List<String> words = List.of(line.split(" "));
            List<String> more = words.subList(1, words.size());
            if (words.get(0).equals("export")) {
                more.forEach(variable -> commandLine.set(
                        variable.substring(0, variable.indexOf('=')), variable.substring(variable.indexOf('=') + 1)));
            } else {
                assertThat(words.get(0)).isEqualTo("tablestore");
                printed.add(commandLine.run(more.toArray(String[]::new)));
            }
        }
        return printed;
    }

    /** The settings that the reader's client of S3 knows, from its own words. */
    private static Set<String> settings() {
        Set<String> settings = new TreeSet<>();
        assertThatThrownBy(() -> FileSystems.forLocation(new TablePath("s3://b/t"), Map.of("s3.x", "")))
                .satisfies(unknown -> settings.addAll(names(unknown.getMessage())));
        settings.remove("s3.x");
        assertThat(settings).contains("s3.endpoint", "s3.profile");
        return settings;
    }

    private static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        Matcher found = Pattern.compile("(?<![.\\w])s3\\.[a-z-]+").matcher(text);
        while (found.find()) {
            names.add(found.group());
        }
        return names;
    }

    @Test
    void thePageHasEverySettingOnce() throws IOException {
        String table = page().substring(page().indexOf("\n## Settings for S3"), page().indexOf("\n### Command line"));
        Set<String> inTable = new TreeSet<>();
        table.lines()
                .filter(line -> line.startsWith("| `s3."))
                .forEach(line -> assertThat(names(line.split("\\|")[1]))
                        .allSatisfy(
                                name -> assertThat(inTable.add(name)).as(name).isTrue()));
        assertThat(inTable).isEqualTo(settings());
    }

    @Test
    void theEnginesTakeSettingsThatExist() throws IOException {
        assertThat(StoragePage.section("Command line")).contains("s3.endpoint");
        assertThat(settings()).containsAll(names(StoragePage.section("Command line")));
        assertThat(settings()).containsAll(names(StoragePage.section("Java")));
        assertThat(settings()).containsAll(names(StoragePage.section("Hive")));
        Set<String> ofSpark = names(StoragePage.section("Spark").replace("spark.hadoop.", ""));
        assertThat(ofSpark).isNotEmpty();
        assertThat(settings()).containsAll(ofSpark);
    }
}
