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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code ./check}: each of its suites names modules and classes of tests that are there. */
class CheckScriptTest {

    private static final Path ROOT = Path.of("..");

    private record Result(int exitCode, String output) {}

    private static Result check(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("check").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output.strip());
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
        assertThat(printed.output()).contains("./mvnw verify").doesNotContain("{", "=  ");
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
    void whatIsNoSuiteIsWrongUsage() throws Exception {
        assertThat(check("nothing")).isEqualTo(new Result(2, "check: there is no suite 'nothing' (./check --help)"));
        assertThat(check("class", "cli").output()).contains("'class' needs CLASS");
        assertThat(check("oracle", "1", "2").output()).contains("'oracle' takes SEEDS=1-2000, not '1 2'");
        assertThat(check().exitCode()).isEqualTo(2);
    }
}
