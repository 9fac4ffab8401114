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
import io.tablestore.schema.TableSchema;
import io.tablestore.writer.DataFiles;
import io.tablestore.writer.Schemas;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // nulls are values of these tests
class CompactionPickerTest {

    /** A run of level 0 for each size, the newest first, under the names n0, n1 and so on. */
    private static List<DataFile> flushes(long... sizes) {
        List<DataFile> files = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            files.add(DataFiles.flushed("n" + i, sizes[i], 1000 - i));
        }
        return files;
    }

    private static List<DataFile> with(List<DataFile> files, DataFile... more) {
        List<DataFile> all = new ArrayList<>(files);
        all.addAll(List.of(more));
        return all;
    }

    private static DataFile level(int level, long size) {
        return DataFiles.compacted("level" + level, size, level, 0, 9);
    }

    private static CompactionUnit next(TableSchema schema, List<DataFile> files) {
        return new CompactionPicker(schema).next(new Levels(schema, files));
    }

    private static CompactionUnit all(TableSchema schema, List<DataFile> files) {
        return new CompactionPicker(schema).all(new Levels(schema, files));
    }

    private static List<String> names(List<DataFile> files) {
        return files.stream().map(DataFile::name).toList();
    }

    @Test
    void nothingIsPickedOfAnEmptyBucket() {
        assertThat(next(Schemas.keyed(), List.of())).isNull();
        assertThat(all(Schemas.keyed(), List.of())).isNull();
        TableSchema forced = Schemas.keyed("compaction.force-up-level-0", "true");
        assertThat(next(forced, List.of())).isNull();
        TableSchema whole = Schemas.keyed("compaction.total-size-threshold", "1 gb");
        assertThat(next(whole, List.of())).isNull();
    }

    @Test
    void fewerRunsThanTheTriggerAreLeftAlone() {
        TableSchema schema = Schemas.keyed("num-sorted-run.compaction-trigger", "3");
        assertThat(next(schema, flushes(1, 1))).isNull();
        assertThat(next(schema, flushes(1, 1, 1))).isNotNull();
        assertThat(next(Schemas.keyed(), flushes(1, 1, 1, 1))).isNull();
        assertThat(next(Schemas.keyed(), flushes(1, 1, 1, 1, 1))).isNotNull();
    }

    @Test
    void everythingIsCompactedIntoTheHighestLevelOnceNewRunsOutweighTheOldest() {
        TableSchema schema = Schemas.keyed("num-sorted-run.compaction-trigger", "3");
        // 100 + 101 of 100 is more than 200 percent
        CompactionUnit unit = next(schema, with(flushes(101, 100), level(3, 100)));
        assertThat(names(unit.files())).containsExactly("n0", "n1", "level3");
        assertThat(unit.guards()).isEmpty();
        assertThat(unit.outputLevel()).isEqualTo(3);
        assertThat(unit.dropsRetracts()).isTrue();
    }

    /** 200 percent is not more than 200 percent; the sizes grow too fast to be similar. */
    @Test
    void exactlyTheAmplificationIsNoReason() {
        TableSchema schema = Schemas.keyed("num-sorted-run.compaction-trigger", "3");
        assertThat(next(schema, with(flushes(20, 180), level(3, 100)))).isNull();
        assertThat(next(schema, with(flushes(21, 180), level(3, 100)))).isNotNull();
        TableSchema lenient = Schemas.keyed(
                "num-sorted-run.compaction-trigger", "3", "compaction.max-size-amplification-percent", "201");
        assertThat(next(lenient, with(flushes(21, 180), level(3, 100)))).isNull();
        assertThat(next(lenient, with(flushes(22, 180), level(3, 100)))).isNotNull();
    }

    @Test
    void runsThatAreNotMuchLargerThanAllBeforeAreCompacted() {
        TableSchema schema = Schemas.keyed("num-sorted-run.compaction-trigger", "4");
        // 100 takes 101 (1 percent more), 201 takes 203, and 404 does not take 1000.
        CompactionUnit unit = next(schema, with(flushes(100, 101, 203), level(3, 1000), level(4, 100_000)));
        assertThat(names(unit.files())).containsExactly("n0", "n1", "n2");
        assertThat(names(unit.guards())).containsExactly("level3", "level4");
        assertThat(unit.outputLevel()).isEqualTo(2);
        assertThat(unit.dropsRetracts()).isFalse();
    }

    /** With the trigger at five, five runs may stay as they are. */
    @Test
    void onePercentMoreIsSimilarAndTwoAreNot() {
        assertThat(next(Schemas.keyed(), with(flushes(100, 102, 500, 2000), level(5, 100_000))))
                .isNull();
        CompactionUnit unit = next(Schemas.keyed(), with(flushes(100, 101, 500, 2000), level(5, 100_000)));
        assertThat(names(unit.files())).startsWith("n0", "n1").doesNotContain("level5");
        TableSchema lenient = Schemas.keyed("compaction.size-ratio", "2");
        assertThat(next(lenient, with(flushes(100, 102, 500, 2000), level(5, 100_000))))
                .isNotNull();
    }

    /** The first that is too large ends it, whatever comes behind it. */
    @Test
    void similarRunsLieNextToEachOther() {
        CompactionUnit unit =
                next(Schemas.keyed(), with(flushes(100, 90), level(2, 5000), level(4, 10), level(5, 1 << 20)));
        assertThat(names(unit.files())).containsExactly("n0", "n1");
        assertThat(unit.outputLevel()).isEqualTo(1);
    }

    /** Seven runs with a trigger of five: the newest three become one, so that five are left. */
    @Test
    void runsAboveTheTriggerAreJoinedHoweverTheirSizesAre() {
        List<DataFile> files =
                with(flushes(1, 10, 100, 1000), level(3, 10_000), level(4, 100_000), level(5, 1_000_000));
        CompactionUnit unit = next(Schemas.keyed(), files);
        // Three of level 0 would have to stay in it, so the fourth comes along.
        assertThat(names(unit.files())).containsExactly("n0", "n1", "n2", "n3");
        assertThat(unit.outputLevel()).isEqualTo(2);
        assertThat(next(Schemas.keyed(), files.subList(2, 7))).isNull();
        assertThat(names(next(Schemas.keyed(), files.subList(1, 7)).files())).containsExactly("n1", "n2", "n3");
    }

    /** Five runs with a trigger of four: two become one. */
    @Test
    void asManyRunsAreLeftAsTheTriggerHas() {
        TableSchema schema = Schemas.keyed("num-sorted-run.compaction-trigger", "4");
        CompactionUnit unit =
                next(schema, List.of(level(1, 1), level(2, 10), level(3, 100), level(4, 1000), level(5, 10_000)));
        assertThat(names(unit.files())).containsExactly("level1", "level2");
        assertThat(unit.outputLevel()).isEqualTo(2);
    }

    /** What is as large as those that have to be joined comes along too. */
    @Test
    void runsAboveTheTriggerTakeSimilarOnesAlong() {
        TableSchema schema = Schemas.keyed("num-sorted-run.compaction-trigger", "3");
        List<DataFile> files = with(flushes(1, 10), level(1, 11), level(2, 1000), level(3, 100_000));
        CompactionUnit unit = next(schema, files);
        assertThat(names(unit.files())).containsExactly("n0", "n1", "level1");
        assertThat(unit.outputLevel()).isEqualTo(1);
    }

    @Test
    void nothingIsWrittenToLevelZero() {
        TableSchema schema = Schemas.keyed("num-sorted-run.compaction-trigger", "3");
        // Two similar runs of level 0, and behind them level 1: below it is only level 0.
        CompactionUnit unit = next(schema, with(flushes(10, 10), level(1, 1000), level(2, 100_000)));
        assertThat(names(unit.files())).containsExactly("n0", "n1", "level1");
        assertThat(unit.outputLevel()).isEqualTo(1);
        assertThat(names(unit.guards())).containsExactly("level2");
    }

    @Test
    void nothingIsWrittenToLevelZeroThoughAllOfItIsTaken() {
        TableSchema schema = Schemas.keyed("num-sorted-run.compaction-trigger", "3", "num-levels", "2");
        CompactionUnit unit = next(schema, with(flushes(10, 10), level(1, 1000)));
        assertThat(unit.outputLevel()).isEqualTo(1);
        assertThat(unit.files()).hasSize(3);
        assertThat(unit.dropsRetracts()).isTrue();
    }

    @Test
    void smallBucketsAreCompactedWholeWithEachRun() {
        TableSchema schema = Schemas.keyed("compaction.total-size-threshold", "100 b");
        assertThat(names(next(schema, with(flushes(9), level(5, 90))).files())).containsExactly("n0", "level5");
        assertThat(next(schema, with(flushes(10), level(5, 90)))).isNull();
        assertThat(next(schema, List.of(level(5, 90)))).isNull();
    }

    @Test
    void newRunsOfTheGivenSizeCompactTheBucketWhole() {
        TableSchema schema = Schemas.keyed("compaction.incremental-size-threshold", "100 b");
        assertThat(next(schema, with(flushes(40, 60), level(5, 5000)))).isNull();
        CompactionUnit unit = next(schema, with(flushes(40, 61), level(5, 5000)));
        assertThat(names(unit.files())).containsExactly("n0", "n1", "level5");
        assertThat(unit.outputLevel()).isEqualTo(5);
        assertThat(next(schema, List.of(level(5, 5000)))).isNull();
    }

    @Test
    void aFirstRowTableEmptiesLevelZeroEachTime() {
        TableSchema schema = Schemas.keyed("merge-engine", "first-row");
        CompactionUnit moved = next(schema, flushes(10));
        assertThat(names(moved.files())).containsExactly("n0");
        assertThat(moved.outputLevel()).isEqualTo(5);
        assertThat(moved.dropsRetracts()).isTrue();
        CompactionUnit besideLevelThree = next(schema, with(flushes(10), level(3, 1000)));
        assertThat(names(besideLevelThree.files())).containsExactly("n0");
        assertThat(names(besideLevelThree.guards())).containsExactly("level3");
        assertThat(besideLevelThree.outputLevel()).isEqualTo(2);
        assertThat(next(schema, List.of(level(3, 1000)))).isNull();
        assertThat(next(schema, List.of(level(1, 1000)))).isNull();
    }

    @Test
    void levelOneComesAlongWithLevelZero() {
        TableSchema schema = Schemas.keyed("compaction.force-up-level-0", "true");
        CompactionUnit unit = next(schema, with(flushes(10), level(1, 20), level(2, 1000)));
        assertThat(names(unit.files())).containsExactly("n0", "level1");
        assertThat(unit.outputLevel()).isEqualTo(1);
        assertThat(names(unit.guards())).containsExactly("level2");
        assertThat(next(Schemas.keyed(), with(flushes(10), level(1, 20), level(2, 1000))))
                .isNull();
    }

    @Test
    void levelTwoDoesNotComeAlongWithLevelZero() {
        TableSchema schema = Schemas.keyed("compaction.force-up-level-0", "true");
        CompactionUnit unit = next(schema, with(flushes(10, 10), level(2, 1000)));
        assertThat(names(unit.files())).containsExactly("n0", "n1");
        assertThat(unit.outputLevel()).isEqualTo(1);
        assertThat(names(unit.guards())).containsExactly("level2");
    }

    /** The triggers come first: what they pick may be more than level 0. */
    @Test
    void aForcedCompactionIsWhatTheTriggersAskForIfTheyAskForOne() {
        TableSchema schema =
                Schemas.keyed("compaction.force-up-level-0", "true", "num-sorted-run.compaction-trigger", "2");
        CompactionUnit unit = next(schema, with(flushes(1000), level(3, 10)));
        assertThat(names(unit.files())).containsExactly("n0", "level3");
    }

    @Test
    void oneRunInTheHighestLevelIsCompactedAlready() {
        assertThat(all(Schemas.keyed(), List.of(level(5, 10)))).isNull();
        assertThat(all(Schemas.keyed(), List.of(level(7, 10)))).isNull();
        CompactionUnit lower = all(Schemas.keyed(), List.of(level(4, 10)));
        assertThat(lower.outputLevel()).isEqualTo(5);
        assertThat(lower.dropsRetracts()).isTrue();
        CompactionUnit two = all(Schemas.keyed(), with(flushes(10), level(5, 1 << 30)));
        assertThat(names(two.files())).containsExactly("n0", "level5");
        assertThat(two.guards()).isEmpty();
    }

    @Test
    void levelsAreOneMoreThanTheTriggerUnlessDeclared() {
        assertThat(all(Schemas.keyed(), flushes(1)).outputLevel()).isEqualTo(5);
        assertThat(all(Schemas.keyed("num-sorted-run.compaction-trigger", "2"), flushes(1))
                        .outputLevel())
                .isEqualTo(2);
        assertThat(all(Schemas.keyed("num-levels", "4"), flushes(1)).outputLevel())
                .isEqualTo(3);
        // A level that is in use stays in use.
        assertThat(all(Schemas.keyed("num-levels", "4"), with(flushes(1), level(6, 1)))
                        .outputLevel())
                .isEqualTo(6);
    }

    @Test
    void writersWaitAtThreeRunsMoreThanTheTriggerUnlessDeclared() {
        assertThat(CompactionPicker.stopTrigger(Schemas.keyed())).isEqualTo(8);
        assertThat(CompactionPicker.stopTrigger(Schemas.keyed("num-sorted-run.compaction-trigger", "2")))
                .isEqualTo(5);
        assertThat(CompactionPicker.stopTrigger(Schemas.keyed("num-sorted-run.stop-trigger", "6")))
                .isEqualTo(6);
    }

    /** Sizes above two gigabytes, where a percentage in whole numbers of 32 bits would overflow. */
    @Test
    void largeSizesAreComparedWhole() {
        TableSchema schema = Schemas.keyed("num-sorted-run.compaction-trigger", "2");
        long gigabyte = 1L << 30;
        assertThat(next(schema, with(flushes(10 * gigabyte), level(2, 100 * gigabyte))))
                .isNull();
        assertThat(next(schema, with(flushes(201 * gigabyte), level(2, 100 * gigabyte))))
                .isNotNull();
    }
}
