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

import io.tablestore.fs.FileSystems;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Two processes create the same files at the same time. Each file is started by a handshake: on a clock alone the loser, who
 * also reads the file, would fall behind and race no more.
 */
public final class CreateRace {

    private static final int FILES = 300;

    private CreateRace() {}

    /**
     * Lets them race, and looks at each file.
     *
     * @param directory an empty one
     * @param settings of the file system
     * @param logs directory for what the processes print
     * @throws AssertionError if a file has not exactly one winner, and its content
     */
    public static void check(TablePath directory, Map<String, String> settings, Path logs) throws Exception {
        TableFileSystem files = FileSystems.forLocation(directory, settings);
        Map<String, Integer> wins = new TreeMap<>(Map.of("first", 0, "second", 0));
        try (Creator first = new Creator("first", directory, settings, logs);
                Creator second = new Creator("second", directory, settings, logs)) {
            for (int i = 0; i < FILES; i++) {
                TablePath file = directory.child("snapshot-" + i);
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
                assertThat(files.readAll(file, 1000)).isEqualTo(Creator.content(winner, file));
            }
            assertThat(files.list(directory)).hasSize(FILES);
        }
        assertThat(wins.values()).as("a race: %s", wins).allMatch(number -> number > FILES / 20);
        System.out.println("creates in " + directory + ": " + FILES + " files, each with one winner: " + wins);
    }
}
