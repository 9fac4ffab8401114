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

import io.tablestore.TableStore;
import io.tablestore.writer.TableWrite;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Java programs of docs/JAVA.md and of README.md are compiled and run as a user would, each in a process of its own, with
 * the reader, the writer and their libraries alone on the class path.
 */
class JavaPageTest {

    private static final Path ROOT = Path.of("..");

    /** The longest program that fits on a screen; blank lines do not count. */
    private static final int MAX_LINES = 30;

    /** Jars and folders of the tests' class path that neither the reader nor the writer brings. */
    private static final Pattern NOT_PUBLISHED = Pattern.compile(
            "(paimon|hadoop-client|tpch|guava|slf4j-nop|picocli|libthrift"
                    + "|commons-logging|junit|assertj|archunit|byte-buddy|opentest4j|apiguardian|tablestore-)[^/]*\\.jar$");

    @TempDir
    Path directory;

    private final Map<String, String> programs = new LinkedHashMap<>();
    private Path classes;

    @BeforeEach
    void compilesThePrograms() throws IOException {
        classes = Files.createDirectory(directory.resolve("classes"));
        for (String page : List.of("docs/JAVA.md", "README.md")) {
            Matcher blocks =
                    Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(ROOT.resolve(page)));
            while (blocks.find()) {
                String source = blocks.group(1);
                Matcher name = Pattern.compile("public class (\\w+)").matcher(source);
                assertThat(name.find()).as("a class in\n" + source).isTrue();
                assertThat(programs.put(name.group(1), source))
                        .as("programs of one name")
                        .isNull();
            }
        }
        for (Map.Entry<String, String> program : programs.entrySet()) {
            Path source = Files.writeString(directory.resolve(program.getKey() + ".java"), program.getValue());
            ByteArrayOutputStream errors = new ByteArrayOutputStream();
            int status = ToolProvider.getSystemJavaCompiler()
                    .run(
                            null,
                            errors,
                            errors,
                            "-proc:none",
                            "-Xlint:all,-path,-classfile",
                            "-Werror",
                            "-cp",
                            published(),
                            "-d",
                            classes.toString(),
                            source.toString());
            assertThat(status).as(errors.toString(StandardCharsets.UTF_8)).isZero();
        }
    }

    @Test
    void theProgramsOfThePagesRunAndPrintWhatTheyShould() throws Exception {
        String warehouse = Files.createDirectory(directory.resolve("warehouse")).toString();
        String table = warehouse + "/shop.db/orders";
        Path splits = Files.createDirectory(directory.resolve("splits"));

        assertThat(run("WriteOrders", warehouse)).isEmpty();
        assertThat(run("ReadOrders", table)).containsExactly("1 12.00");
        assertThat(run("PlanOrders", table, splits.toString())).containsExactly("1 split");
        assertThat(run("ReadSplit", table, splits.resolve("split-0").toString()))
                .containsExactlyInAnyOrder("ada", "bob");
        assertThat(run("CompactOrders", table)).containsExactly("1 bucket compacted");
        assertThat(run("ExpireOrders", table)).containsExactly("1 snapshot expired, 0 orphan files deleted");
        assertThat(run("ReadOrders", table)).containsExactly("1 12.00");
        assertThat(run("CountRows", table)).containsExactly("2 rows");
        assertThat(programs.keySet())
                .containsExactlyInAnyOrder(
                        "WriteOrders",
                        "ReadOrders",
                        "PlanOrders",
                        "ReadSplit",
                        "CompactOrders",
                        "ExpireOrders",
                        "CountRows");
    }

    @Test
    void aProgramFitsOnAScreen() {
        assertThat(programs.values())
                .allSatisfy(source -> assertThat(source.lines().filter(line -> !line.isBlank()))
                        .hasSizeLessThanOrEqualTo(MAX_LINES));
    }

    /** Runs a program; returns the lines that it printed. */
    private List<String> run(String program, String... arguments) throws IOException, InterruptedException {
        Path printed = directory.resolve(program + ".out");
        Path errors = directory.resolve(program + ".err");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx200m",
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-cp",
                classes + File.pathSeparator + published(),
                program));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectOutput(printed.toFile())
                .redirectError(errors.toFile())
                .start();
        assertThat(process.waitFor())
                .as(program + ": " + Files.readString(errors))
                .isZero();
        return Files.readAllLines(printed);
    }

    /** The class path of a program that depends on {@code io.tablestore:tablestore-writer}. */
    private static String published() {
        Set<String> entries = new LinkedHashSet<>(List.of(homeOf(TableStore.class), homeOf(TableWrite.class)));
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry ->
                        entry.endsWith(".jar") && !NOT_PUBLISHED.matcher(entry).find()
                                || entry.matches(".*/(common-reader|table-writer)/src/main/resources"))
                .forEach(entries::add);
        return String.join(File.pathSeparator, entries);
    }

    private static String homeOf(Class<?> published) {
        try {
            return Path.of(published
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
