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

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineProcessTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private static Launch listener() {
        return Launch.of("listener", Listener.class.getName(), TestProcess.classPath())
                .withHeap("32m")
                .within(PATIENCE);
    }

    private static Launch withSettings() {
        return listener()
                .withFile("conf/settings", Launch.PORT + "\n" + Launch.HOME)
                .withFlags(List.of("-Dconf=" + Launch.HOME + "/conf"))
                .withArguments("settings")
                .withEnvironment(Map.of("OF_TEST", "variable"));
    }

    @Test
    void aServerListensOnThePortOfItsSettings() throws Exception {
        Path home = directory.resolve("new");
        try (EngineProcess server = EngineProcess.start(withSettings(), home)) {
            assertThat(server.isAlive()).isTrue();
            assertThat(Ports.isOpen(server.port())).isTrue();
            assertThat(server.log()).contains("runs in " + home + " with variable");
            assertThat(home.resolve("listener.log")).exists();
            server.kill();
            assertThat(server.isAlive()).isFalse();
            assertThat(Ports.isOpen(server.port())).isFalse();
        }
    }

    @Test
    void aServerThatEndsSaysWhy() {
        assertThatThrownBy(() -> EngineProcess.start(listener().withArguments("absent"), directory))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ended with exit code 1")
                .hasMessageContaining("absent");
    }

    @Test
    void aServerThatIsNotReadyInTimeIsEnded() throws Exception {
        EngineProcess server = EngineProcess.start(withSettings(), directory);
        EngineProcess impatient = new EngineProcess(server.process(), server.port(), Duration.ofMillis(1));
        assertThatThrownBy(() -> impatient.awaitReady("a miracle", () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a miracle")
                .hasMessageContaining("runs in");
        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void aServerThatDoesNotListenIsEnded() throws Exception {
        Launch deaf = listener().withArguments("deaf").within(Duration.ofSeconds(3));
        Matcher pid = Pattern.compile("pid (\\d+)").matcher("");
        assertThatThrownBy(() -> EngineProcess.start(deaf, directory))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("is open")
                .satisfies(failed ->
                        assertThat(pid.reset(failed.getMessage()).find()).isTrue());
        assertThat(ProcessHandle.of(Long.parseLong(pid.group(1))).filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void aProgramHasFilesButNoPort() throws Exception {
        try (TestProcess program = withSettings().withArguments("ends").start(directory)) {
            program.awaitSuccess(PATIENCE);
            assertThat(program.log()).contains("runs in " + directory);
        }
        assertThat(directory.resolve("conf/settings")).hasContent("0\n" + directory);
    }

    /** Listens on the port that its settings name, unless it is deaf or ends at once. */
    static final class Listener {

        private Listener() {}

        public static void main(String[] arguments) throws Exception {
            System.out.println("pid " + ProcessHandle.current().pid());
            if (arguments[0].equals("deaf")) {
                Thread.currentThread().join();
            }
            List<String> settings = Files.readAllLines(
                    Path.of(System.getProperty("conf", "."), arguments[0]).toAbsolutePath());
            System.out.println("runs in " + Path.of("").toAbsolutePath() + " with " + System.getenv("OF_TEST"));
            if (arguments.length > 1) {
                return;
            }
            try (ServerSocket listening =
                    new ServerSocket(Integer.parseInt(settings.get(0)), 1, InetAddress.getLoopbackAddress())) {
                while (!listening.isClosed()) {
                    listening.accept().close();
                }
            }
        }
    }
}
