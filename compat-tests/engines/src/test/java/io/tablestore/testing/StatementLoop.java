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
package io.tablestore.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The side of a {@link RemoteEngine} that runs in the engine's process: a statement a line, and for each of them {@code row: }
 * lines, then {@code end}, or {@code error: } and the messages of the error and its causes. What the engine itself prints goes
 * to standard error. A line feed inside a text is sent as {@code \n}.
 */
public final class StatementLoop {

    static final String READY = "ready";
    static final String ROW = "row: ";
    static final String END = "end";
    static final String ERROR = "error: ";

    private final SqlEngine engine;
    private final PrintStream answers;

    private StatementLoop(SqlEngine engine, PrintStream answers) {
        this.engine = engine;
        this.answers = answers;
    }

    /** Starts an engine. */
    public interface Start {
        SqlEngine engine() throws Exception;
    }

    /** Runs statements until there are no more; then the engine is closed. */
    public static void run(Start start) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err);
        try (SqlEngine engine = start.engine()) {
            new StatementLoop(engine, answers).run();
        }
    }

    private void run() throws IOException {
        BufferedReader statements = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        answer(READY);
        for (String line = statements.readLine(); line != null; line = statements.readLine()) {
            try {
                List<String> rows = engine.rows(decoded(line));
                rows.forEach(row -> answers.println(encoded(ROW + row)));
                answer(END);
            } catch (Exception | LinkageError | AssertionError failed) {
                failed.printStackTrace();
                answer(ERROR + messages(failed));
            }
        }
    }

    private void answer(String line) {
        answers.println(encoded(line));
        answers.flush();
    }

    private static String messages(Throwable failed) {
        StringBuilder messages = new StringBuilder();
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            messages.append(messages.isEmpty() ? "" : "\n").append(cause);
        }
        return messages.toString();
    }

    static String encoded(String text) {
        return text.replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n");
    }

    static String decoded(String line) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                i++;
                c = switch (line.charAt(i)) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    default -> line.charAt(i);
                };
            }
            text.append(c);
        }
        return text.toString();
    }
}
