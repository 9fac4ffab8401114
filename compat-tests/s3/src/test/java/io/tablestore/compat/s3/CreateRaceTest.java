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

import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.testing.TestProcess;
import io.tablestore.testing.s3.S3Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two processes create the same files at the same time. Each file is started by a handshake: on a clock alone the loser, who
 * also reads the file, would fall behind and race no more.
 */
class CreateRaceTest {

    private static final int FILES = 300;

    /** One of the processes. */
    private static final class Creator implements AutoCloseable {
        private final TestProcess process;
        private final Writer names;
        private final BufferedReader answers;

        Creator(int port, String name, String scheme, Path log) throws IOException {
            process = TestProcess.java(CreatingMain.class, Integer.toString(port), name, scheme)
                    .heap("192m")
                    .talk(log);
            names = process.input();
            answers = process.output();
            assertThat(answers.readLine()).as(process::log).isEqualTo("ready");
        }

        void begin(TablePath file) throws IOException {
            names.write(file + "\n");
            names.flush();
        }

        boolean hasWon() throws IOException {
            String answer = answers.readLine();
            assertThat(answer).as(process::log).isIn("won", "lost");
            return answer.equals("won");
        }

        @Override
        public void close() {
            process.close();
        }
    }

    /** Through the reader's own client, and through Hadoop's. */
    @ParameterizedTest
    @ValueSource(strings = {"s3", "s3a"})
    void eachFileHasOneWinner(String scheme, @TempDir Path directory) throws Exception {
        Map<String, Integer> wins = new TreeMap<>(Map.of("first", 0, "second", 0));
        try (S3Server server = new S3Server(Files.createDirectory(directory.resolve("server")))) {
            server.createBucket("race");
            TableFileSystem files = CreatingMain.files(scheme, server.port());
            try (Creator first = new Creator(server.port(), "first", scheme, directory.resolve("first.log"));
                    Creator second = new Creator(server.port(), "second", scheme, directory.resolve("second.log"))) {
                for (int i = 0; i < FILES; i++) {
                    TablePath file = new TablePath(scheme + "://race/t/snapshot/snapshot-" + i);
                    Creator leader = i % 2 == 0 ? first : second;
                    Creator follower = i % 2 == 0 ? second : first;
                    leader.begin(file);
                    follower.begin(file);
                    boolean firstWon = first.hasWon();
                    assertThat(second.hasWon())
                            .as("both, or none, created %s", file)
                            .isNotEqualTo(firstWon);
                    String winner = firstWon ? "first" : "second";
                    wins.merge(winner, 1, Integer::sum);
                    byte[] content = files.readAll(file, 1000);
                    assertThat(new String(content, StandardCharsets.UTF_8)).isEqualTo(winner + " " + file);
                }
                assertThat(files.list(new TablePath(scheme + "://race/t/snapshot")))
                        .hasSize(FILES);
            }
        }
        assertThat(wins.values()).as("a race: %s", wins).allMatch(number -> number > FILES / 20);
    }
}
