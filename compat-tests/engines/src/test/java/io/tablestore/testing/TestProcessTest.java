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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestProcessTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration NO_TIME = Duration.ofMillis(1);

    @TempDir
    Path directory;

    private TestProcess shell(String script) throws Exception {
        return TestProcess.command("sh", "-c", script).start(directory.resolve("log"));
    }

    @Test
    void aBadEndCarriesItsExitCodeAndTheLog() throws Exception {
        try (TestProcess process = shell("echo why >&2; exit 3")) {
            assertThatThrownBy(() -> process.awaitSuccess(PATIENCE))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("exit code 3")
                    .hasMessageContaining("why");
        }
    }

    @Test
    void aProcessThatTakesTooLongIsKilled() throws Exception {
        try (TestProcess process = shell("tail -f /dev/null")) {
            assertThatThrownBy(() -> process.awaitEnd(NO_TIME))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("still running");
            assertThat(process.isAlive()).isFalse();
        }
    }

    @Test
    void waitingForAServerEndsWhenTheServerDoes() throws Exception {
        try (TestProcess process = shell("echo no port; exit 1")) {
            assertThatThrownBy(() -> process.awaitReady("the port", PATIENCE, () -> false))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("ended with exit code 1")
                    .hasMessageContaining("no port");
        }
    }

    @Test
    void waitingHasAnEnd() {
        assertThatThrownBy(() -> Waiting.until("a miracle", NO_TIME, () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a miracle");
    }

    @Test
    void closingEndsTheChildrenToo() throws Exception {
        try (TestProcess process = shell("tail -f /dev/null & wait")) {
            ProcessHandle child = childOf(process);
            process.kill();
            Waiting.until("the end of the child", PATIENCE, () -> !isRunning(child));
        }
    }

    /** A process that has ended and whose parent has not asked for it counts as alive, but has no command any more. */
    private static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private static ProcessHandle childOf(TestProcess process) throws Exception {
        Waiting.until("the child", PATIENCE, () -> process.handle().children().count() == 1);
        return process.handle().children().findFirst().orElseThrow();
    }

    /** As Surefire ends the JVM of the tests of a build that is stopped. */
    @Test
    void theEndOfTheTestsEndsTheirProcesses() throws Exception {
        try (TestProcess tests = TestProcess.java(
                        Starter.class, directory.resolve("started").toString())
                .heap("32m")
                .start(directory.resolve("log"))) {
            ProcessHandle shell = childOf(tests);
            try {
                Waiting.until(
                        "its child",
                        PATIENCE,
                        () -> tests.log().contains("started")
                                && shell.children().count() == 1);
                ProcessHandle tail = shell.children().findFirst().orElseThrow();
                tests.stop(PATIENCE);
                Waiting.until("their end", PATIENCE, () -> !isRunning(shell) && !isRunning(tail));
            } finally {
                shell.descendants().forEach(ProcessHandle::destroyForcibly);
                shell.destroyForcibly();
            }
        }
    }

    /** Starts a process with a child, and waits for its end. */
    static final class Starter {

        private Starter() {}

        public static void main(String[] arguments) throws Exception {
            TestProcess shell =
                    TestProcess.command("sh", "-c", "tail -f /dev/null & wait").start(Path.of(arguments[0]));
            System.out.println("started");
            shell.awaitEnd(Duration.ofDays(1));
        }
    }

    @Test
    void aConversationReadsWhatTheProcessAnswers() throws Exception {
        try (TestProcess process = TestProcess.command("cat").talk(directory.resolve("errors"));
                Writer input = process.input();
                BufferedReader output = process.output()) {
            input.write("one\n");
            input.flush();
            assertThat(output.readLine()).isEqualTo("one");
            input.close();
            process.awaitSuccess(PATIENCE);
        }
    }

    /** What a JVM is started with, and what it says of its threads. */
    @Test
    void aClassRunsWithItsFlagsAndItsThreadsCanBeSeen() throws Exception {
        try (TestProcess process = TestProcess.java(Echo.class, "argument")
                        .heap("32m")
                        .flags(TestProcess.opens("java.base/java.nio"))
                        .environment("OF_TEST", "variable")
                        .talk(directory.resolve("errors"));
                BufferedReader output = process.output()) {
            assertThat(output.readLine()).isEqualTo("argument variable true");
            assertThat(process.threads()).contains("Echo.main");
            process.kill();
            assertThat(process.isAlive()).isFalse();
        }
    }

    /** Prints what it was started with and waits for its input to end. */
    static final class Echo {

        private Echo() {}

        public static void main(String[] arguments) throws Exception {
            System.out.println(arguments[0] + " " + System.getenv("OF_TEST") + " "
                    + (Runtime.getRuntime().maxMemory() <= 64 << 20));
            System.in.transferTo(System.out);
        }
    }
}
