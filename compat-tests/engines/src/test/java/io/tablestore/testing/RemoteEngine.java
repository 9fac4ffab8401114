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
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An engine in a process and on a class path of its own, whose main class runs a {@link StatementLoop}. */
public final class RemoteEngine implements SqlEngine {

    /** A statement failed. The message has those of its causes, one a line. */
    public static final class StatementFailed extends Exception {

        private static final long serialVersionUID = 1L;

        StatementFailed(String message) {
            super(message);
        }
    }

    private final TestProcess process;
    private final BufferedReader answers;
    private final Writer statements;

    private RemoteEngine(TestProcess process) {
        this.process = process;
        this.answers = process.output();
        this.statements = process.input();
    }

    /**
     * Starts an engine and waits until it takes statements.
     *
     * @param home the directory it runs in, created if it is not there; its log lies there
     * @throws AssertionError with the end of its log, if it ends before
     */
    public static RemoteEngine start(PackagedEngine engine, Path home) throws Exception {
        Files.createDirectories(home);
        TestProcess process = engine.launch()
                .program(home)
                .javaHome(engine.javaHome())
                .talk(engine.launch().log(home));
        RemoteEngine remote = new RemoteEngine(process);
        try {
            remote.next(StatementLoop.READY);
        } catch (Exception | AssertionError failed) {
            remote.close();
            throw failed;
        }
        return remote;
    }

    @Override
    public void run(String statement) throws IOException, StatementFailed {
        rows(statement);
    }

    @Override
    public List<String> rows(String query) throws IOException, StatementFailed {
        statements.write(StatementLoop.encoded(query) + "\n");
        statements.flush();
        return next(StatementLoop.END);
    }

    /** The rows before a line. */
    private List<String> next(String end) throws IOException, StatementFailed {
        List<String> rows = new ArrayList<>();
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            String answer = StatementLoop.decoded(line);
            if (answer.equals(end)) {
                return rows;
            }
            if (answer.startsWith(StatementLoop.ERROR)) {
                throw new StatementFailed(answer.substring(StatementLoop.ERROR.length()));
            }
            if (answer.startsWith(StatementLoop.ROW)) {
                rows.add(answer.substring(StatementLoop.ROW.length()));
            }
        }
        throw new AssertionError("the engine has ended\n" + process.endOfLog());
    }

    @Override
    public String logs() {
        return process.endOfLog();
    }

    /** For what a test does to the process itself, such as looking at its threads. */
    public TestProcess process() {
        return process;
    }

    /** Ends it and the processes that it started. */
    @Override
    public void close() {
        process.close();
    }
}
