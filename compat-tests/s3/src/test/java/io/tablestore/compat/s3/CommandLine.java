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

import io.tablestore.testing.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The packaged command line in a process of its own: one jar, and no other on the class path. */
final class CommandLine {

    /** Written by the build. */
    private static final Path JARS = Path.of("..", "..", "cli", "target");

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path home;
    private final Map<String, String> environment = new LinkedHashMap<>();

    /** @param home a directory without a profile of AWS's tools, for what is printed too */
    CommandLine(Path home) {
        this.home = home;
        // Variables of AWS that the build itself may have do not count.
        System.getenv().keySet().stream()
                .filter(name -> name.startsWith("AWS_"))
                .forEach(name -> set(name, ""));
        set("AWS_EC2_METADATA_DISABLED", "true");
    }

    /** Sets a variable of the environment. */
    CommandLine set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** What a call printed, line by line. */
    record Printed(int exitCode, List<String> output, List<String> errors) {

        /** The only line of a call that failed. */
        String error() {
            assertThat(exitCode).isEqualTo(1);
            assertThat(output).isEmpty();
            assertThat(errors).hasSize(1);
            return errors.get(0);
        }
    }

    /** Runs a command to its end. */
    Printed run(String... arguments) throws Exception {
        Path errors = home.resolve("errors");
        Path output = home.resolve("output");
        try (TestProcess process = start(errors, output, arguments)) {
            return new Printed(process.awaitEnd(PATIENCE), Files.readAllLines(output), Files.readAllLines(errors));
        }
    }

    TestProcess start(Path errors, Path output, String... arguments) throws IOException {
        return TestProcess.java("io.tablestore.cli.Main", arguments)
                .classPath(jar())
                .heap("256m")
                .flags(flags())
                .environment(environment)
                .start(errors, output);
    }

    private List<String> flags() {
        List<String> flags = new ArrayList<>(TestProcess.opens("java.base/java.nio"));
        flags.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Duser.home=" + home));
        return flags;
    }

    private static String jar() throws IOException {
        try (Stream<Path> jars = Files.list(JARS)) {
            return jars.filter(jar -> jar.toString().endsWith("-all.jar"))
                    .findFirst()
                    .orElseThrow()
                    .toString();
        }
    }
}
