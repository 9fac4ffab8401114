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

import io.tablestore.testing.TestProcess;
import io.tablestore.testing.TestProcess.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code ./check}: each of its suites names modules and classes of tests that are there. */
class CheckScriptTest {

    private static final Path ROOT = Path.of("..");

    private static Result check(String... arguments) throws Exception {
        return run(ROOT.resolve("check"), List.of(arguments));
    }

    private static Result run(Path script, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(arguments);
        Result ended = TestProcess.command(command.toArray(String[]::new)).run();
        return new Result(ended.exitCode(), ended.output().strip());
    }

    /** Names of suites, each with the values that it must be given. */
    static List<List<String>> suites() throws Exception {
        List<List<String>> suites = new ArrayList<>();
        for (String line : check("--help").output().lines().toList()) {
            Matcher suite = Pattern.compile("  ([a-z][\\w.-]*) +((?:[A-Z]+(?:=\\S+)? )*).*")
                    .matcher(line);
            if (suite.matches()) {
                List<String> arguments = new ArrayList<>(List.of(suite.group(1)));
                for (String value : suite.group(2).split(" ")) {
                    switch (value) {
                        case "DIR" -> arguments.add("/some/directory");
                        case "MODULE" -> arguments.add("compat-tests");
                        case "CLASS" -> arguments.add("CheckScriptTest");
                        default -> {}
                    }
                }
                suites.add(arguments);
            }
        }
        assertThat(suites).hasSizeGreaterThan(20);
        return suites;
    }

    @ParameterizedTest
    @MethodSource("suites")
    void aSuiteNamesTestsThatAreThere(List<String> arguments) throws Exception {
        List<String> print = new ArrayList<>(List.of("--print"));
        print.addAll(arguments);
        Result printed = check(print.toArray(String[]::new));
        assertThat(printed.exitCode()).as(printed.output()).isZero();
        assertThat(printed.output()).containsPattern("\\./mvnw (verify|test) ").doesNotContain("{", "=  ");
        List<String> modules = values(printed.output(), "-pl (\\S+)");
        for (String module : modules) {
            assertThat(ROOT.resolve(module).resolve("pom.xml")).exists();
        }
        for (String name : values(printed.output(), "-Dtest=(\\S+)")) {
            assertThat(modules).as(name).anyMatch(module -> hasTest(module, name));
        }
    }

    private static List<String> values(String command, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(command);
        return matcher.find() ? Arrays.asList(matcher.group(1).split(",")) : List.of();
    }

    private static boolean hasTest(String module, String name) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
            return files.anyMatch(file -> file.getFileName().toString().matches(name.replace("*", ".*") + "\\.java"));
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @Test
    void oneClassOfAnyModuleRunsAloneInThePhaseOfItsTests() throws Exception {
        assertThat(check("--print", "class", "common-reader", "PredicateTest").output())
                .startsWith("./mvnw test -pl common-reader -Dtest=PredicateTest ")
                .doesNotContain("-am", "failIfNoSpecifiedTests");
        assertThat(check("--print", "class", "compat-tests/spark", "SparkOptionsTest")
                        .output())
                .startsWith("./mvnw verify -pl compat-tests/spark -Dtest=SparkOptionsTest ")
                .doesNotContain("-am", "failIfNoSpecifiedTests");
    }

    @TempDir
    Path checkout;

    /** A checkout of three modules, each of which depends on the one before, and a build that notes what it is to package. */
    @Test
    void dependenciesArePackagedAgainOnlyAfterAChange() throws Exception {
        Files.createDirectories(checkout.resolve("config"));
        Files.copy(
                ROOT.resolve("config/upstream"),
                checkout.resolve("config/upstream"),
                StandardCopyOption.COPY_ATTRIBUTES);
        script("config/jdk25", "true");
        script("mvnw", """
                while [ $# -gt 0 ]; do [ "$1" != -pl ] || modules=$2; shift; done
                echo "$modules" >> builds
                for module in $(echo "$modules" | tr ',' ' '); do
                  [ $module != . ] || continue
                  name=tablestore-$(basename $module)
                  mkdir -p $module/target target/repository/io/tablestore/$name/1-SNAPSHOT
                  date +%s%N > $module/target/$name-1-SNAPSHOT.jar
                  cp $module/target/$name-1-SNAPSHOT.jar target/repository/io/tablestore/$name/1-SNAPSHOT
                done
                """);
        write("pom.xml", "");
        module("base", "");
        module("compat-tests", "base");
        module("compat-tests/engine", "compat-tests");

        assertThat(packaged()).containsExactly(".,base", ".,compat-tests");
        assertThat(packaged()).isEmpty();
        write("base/src/test/Test.java", "changed");
        write("compat-tests/engine/src/test/Test.java", "changed");
        assertThat(packaged()).isEmpty();
        write("compat-tests/src/test/Test.java", "changed");
        assertThat(packaged()).containsExactly(".,compat-tests");
        write("base/src/main/Main.java", "changed");
        assertThat(packaged()).containsExactly(".,base", ".,compat-tests");
        assertThat(packaged("-Dflink.version=2.0.0")).containsExactly(".,base", ".,compat-tests");
        assertThat(packaged("-Dflink.version=2.0.0", "-Dseeds=7")).isEmpty();
        write("base/target/tablestore-base-1-SNAPSHOT.jar", "of another build");
        assertThat(packaged("-Dflink.version=2.0.0")).containsExactly(".,base");
    }

    private void write(String file, String content) throws Exception {
        Path path = checkout.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private void script(String file, String content) throws Exception {
        write(file, "#!/usr/bin/env bash\n" + content);
        assertThat(checkout.resolve(file).toFile().setExecutable(true)).isTrue();
    }

    private void module(String directory, String dependency) throws Exception {
        write(directory + "/pom.xml", """
                <project>
                  <artifactId>tablestore-%s</artifactId>
                    <dependency>
                      <artifactId>tablestore-%s</artifactId>
                    </dependency>
                </project>
                """.formatted(Path.of(directory).getFileName(), dependency));
        write(directory + "/src/main/Main.java", "");
        write(directory + "/src/test/Test.java", "");
    }

    /** What is packaged before a test of the last module runs. */
    private List<String> packaged(String... options) throws Exception {
        Path builds = checkout.resolve("builds");
        Files.deleteIfExists(builds);
        List<String> arguments = new ArrayList<>(List.of("compat-tests/engine"));
        arguments.addAll(List.of(options));
        Result result = run(checkout.resolve("config/upstream"), arguments);
        assertThat(result.exitCode()).as(result.output()).isZero();
        return Files.exists(builds) ? Files.readAllLines(builds) : List.of();
    }

    @Test
    void whatIsNoSuiteIsWrongUsage() throws Exception {
        assertThat(check("nothing")).isEqualTo(new Result(2, "check: there is no suite 'nothing' (./check --help)"));
        assertThat(check("class", "cli").output()).contains("'class' needs CLASS");
        assertThat(check("oracle", "1", "2").output()).contains("'oracle' takes SEEDS=1-2000, not '1 2'");
        assertThat(check().exitCode()).isEqualTo(2);
    }
}
