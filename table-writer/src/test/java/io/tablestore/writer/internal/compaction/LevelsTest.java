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
package io.tablestore.writer.internal.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.writer.DataFiles;
import io.tablestore.writer.Schemas;
import java.util.List;
import org.junit.jupiter.api.Test;

class LevelsTest {

    private static Levels levels(DataFile... files) {
        return new Levels(Schemas.keyed(), List.of(files));
    }

    private static List<List<String>> runs(Levels levels) {
        return levels.runs().stream()
                .map(run -> run.files().stream().map(DataFile::name).toList())
                .toList();
    }

    @Test
    void aBucketWithoutFilesHasNoRuns() {
        assertThat(levels().runs()).isEmpty();
        assertThat(levels().runCount()).isZero();
        assertThat(levels().highestInUse()).isZero();
        assertThat(levels().maxLevel()).isEqualTo(5);
    }

    @Test
    void eachFileOfLevelZeroIsARunAndEachLevelAboveIsOne() {
        Levels levels = levels(
                DataFiles.compacted("top2", 7, 5, 5, 9),
                DataFiles.flushed("old", 1, 1),
                DataFiles.compacted("middle", 3, 2, 0, 9),
                DataFiles.compacted("top1", 5, 5, -3, 4),
                DataFiles.flushed("new", 2, 2));
        assertThat(runs(levels))
                .containsExactly(List.of("new"), List.of("old"), List.of("middle"), List.of("top1", "top2"));
        assertThat(levels.runs().stream().map(Levels.Run::level)).containsExactly(0, 0, 2, 5);
        assertThat(levels.runs().stream().map(Levels.Run::size)).containsExactly(2L, 1L, 3L, 12L);
        assertThat(levels.runCount()).isEqualTo(4);
        assertThat(levels.highestInUse()).isEqualTo(5);
    }

    /** By the greatest sequence number, then by the smallest, then by age, then by name. */
    @Test
    void theNewestOfLevelZeroComesFirst() {
        Levels levels = levels(
                DataFiles.file("e", 1, 0, 0, 9, 5, 8),
                DataFiles.file("d", 1, 0, 0, 9, 6, 8),
                DataFiles.file("a", 1, 0, 0, 9, 1, 7),
                DataFiles.file("c", 1, 0, 0, 9, 1, 9),
                DataFiles.file("b", 1, 0, 0, 9, 6, 8));
        assertThat(runs(levels)).containsExactly(List.of("c"), List.of("b"), List.of("d"), List.of("e"), List.of("a"));
    }

    @Test
    void aCompactionTakesTheFilesOfItsLevelsOnly() {
        DataFile low = DataFiles.compacted("f", 1, 1, 0, 9);
        DataFile flushed = DataFiles.flushed("g", 1, 3);
        Levels levels = levels(low, flushed);
        levels.replace(List.of(low), List.of(low.atLevel(2)));
        assertThat(levels.files()).containsExactly(flushed, low.atLevel(2));
        levels.replace(List.of(low), List.of()); // of level 1 it is not there any more
        assertThat(levels.files()).containsExactly(flushed, low.atLevel(2));
        levels.replace(List.of(flushed, low.atLevel(2)), List.of(DataFiles.compacted("h", 2, 5, 0, 9)));
        assertThat(runs(levels)).containsExactly(List.of("h"));
    }

    @Test
    void flushedFilesAreAdded() {
        Levels levels = levels(DataFiles.compacted("top", 1, 5, 0, 9));
        List<DataFile> before = levels.files();
        levels.add(List.of(DataFiles.flushed("a", 1, 1), DataFiles.flushed("b", 1, 2)));
        assertThat(levels.runCount()).isEqualTo(3);
        assertThat(runs(levels)).containsExactly(List.of("b"), List.of("a"), List.of("top"));
        assertThat(before).hasSize(1);
    }
}
