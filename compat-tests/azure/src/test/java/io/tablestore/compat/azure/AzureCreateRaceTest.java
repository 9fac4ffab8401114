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
package io.tablestore.compat.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.fs.hadoop.HadoopTableFileSystem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes create the same files at the same time. Each file is started by a handshake: on a clock alone the loser, who
 * also reads the file, would fall behind and race no more.
 */
class AzureCreateRaceTest {

    private static final int FILES = 300;

    @Test
    void eachFileHasOneWinner(@TempDir Path directory) throws Exception {
        TablePath snapshots = new TablePath("abfs://race@" + Azurite.HOST + "/t/snapshot");
        Map<String, Integer> wins = new TreeMap<>(Map.of("first", 0, "second", 0));
        try (Azurite azurite = new Azurite(directory)) {
            TableFileSystem files = new HadoopTableFileSystem(Azurite.settings(azurite.port()));
            files.createDirectory(snapshots); // and the container
            try (Creator first = new Creator(azurite.port(), "first", directory);
                    Creator second = new Creator(azurite.port(), "second", directory)) {
                for (int i = 0; i < FILES; i++) {
                    TablePath file = snapshots.child("snapshot-" + i);
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
                assertThat(files.list(snapshots)).hasSize(FILES);
            }
        }
        assertThat(wins.values()).as("a race: %s", wins).allMatch(number -> number > FILES / 20);
    }
}
