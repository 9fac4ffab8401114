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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command line, called in this JVM. */
final class CommandLines {

    private CommandLines() {}

    /** The rows of a table as lines of JSON, sorted. */
    static List<String> scan(Path table, String... more) throws Exception {
        return scan(table.toString(), more);
    }

    /** @param table location of the table */
    static List<String> scan(String table, String... more) throws Exception {
        Path output = Files.createTempFile("rows", ".jsonl");
        try {
            List<String> arguments = new ArrayList<>(
                    List.of("scan", table, "--format", "jsonl", "--output", output.toString(), "--debug"));
            arguments.addAll(Arrays.asList(more));
            assertThat(Main.run(arguments.toArray(String[]::new))).isZero();
            List<String> rows = new ArrayList<>(Files.readAllLines(output, StandardCharsets.UTF_8));
            rows.sort(null);
            return rows;
        } finally {
            Files.delete(output);
        }
    }

    /** What a call that must fail prints as its error. */
    static String failure(String... arguments) {
        return errors(1, arguments);
    }

    /** What a call in the wrong form prints as its error. */
    static String wrongUsage(String... arguments) {
        return errors(2, arguments);
    }

    /** What a call prints as its errors; nothing if it succeeds. */
    static String errors(String... arguments) {
        return errors(-1, arguments);
    }

    private static String errors(int exitCode, String... arguments) {
        PrintStream before = System.err;
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try {
            int code = Main.run(arguments);
            assertThat(exitCode < 0 || code == exitCode)
                    .as("exit code %d", code)
                    .isTrue();
            if (code == 0) {
                return "";
            }
        } finally {
            System.setErr(before);
        }
        return errors.toString(StandardCharsets.UTF_8);
    }
}
