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
package io.tablestore.internal.planning;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.internal.metadata.KeyOrder;
import io.tablestore.internal.metadata.TestFile;
import io.tablestore.internal.split.Section;
import io.tablestore.internal.split.SortedRun;
import io.tablestore.internal.split.SplitFile;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the files of a bucket become sections and runs; a file is written as {@code first-last}. */
class SectionsTest {

    private static final DataField KEY = new DataField(0, "k", DataType.of(TypeRoot.BIGINT));

    private static SplitFile file(String range) {
        long first = Long.parseLong(range.substring(0, range.indexOf('-')));
        long last = Long.parseLong(range.substring(range.indexOf('-') + 1));
        return SplitFile.whole(TestFile.of(range).keys(first, last).build());
    }

    /** Sections are separated by {@code |}, runs by commas, the files of a run by blanks. */
    private static String sections(String... ranges) {
        List<SplitFile> files = new ArrayList<>();
        for (String range : ranges) {
            files.add(file(range));
        }
        StringBuilder text = new StringBuilder();
        for (Section section : new Sections(new KeyOrder(List.of(KEY))).of(files)) {
            List<String> runs = new ArrayList<>();
            for (SortedRun run : section.runs()) {
                runs.add(String.join(
                        " ",
                        run.files().stream().map(part -> part.file().name()).toList()));
            }
            Collections.sort(runs);
            text.append(text.isEmpty() ? "" : " | ").append(String.join(", ", runs));
        }
        return text.toString();
    }

    @Test
    void filesOfDistinctKeysAreSectionsOfTheirOwnInTheOrderOfTheKey() {
        assertThat(sections("7-9", "1-3", "4-6")).isEqualTo("1-3 | 4-6 | 7-9");
        assertThat(sections()).isEmpty();
    }

    @Test
    void aKeyThatIsInTwoFilesJoinsThem() {
        assertThat(sections("1-3", "3-5")).isEqualTo("1-3, 3-5");
        assertThat(sections("1-3", "4-5")).isEqualTo("1-3 | 4-5");
    }

    @Test
    void aLongFileKeepsASectionOpenForThoseBehindAShortOne() {
        assertThat(sections("1-9", "2-3", "4-5", "9-12", "13-14")).isEqualTo("1-9, 2-3 4-5 9-12 | 13-14");
    }

    @Test
    void runsAreAsFewAsPossible() {
        assertThat(sections("1-2", "2-4", "3-5", "5-6")).isEqualTo("1-2 3-5, 2-4 5-6");
    }

    @Test
    void equalRangesAreRunsOfTheirOwn() {
        assertThat(sections("1-1", "1-1", "1-1")).isEqualTo("1-1, 1-1, 1-1");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void runsHoldDistinctKeysAndAreAsManyAsTheDeepestOverlap(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            List<SplitFile> files = new ArrayList<>();
            for (int i = random.nextInt(12); i >= 0; i--) {
                int first = random.nextInt(40);
                files.add(file(first + "-" + (first + random.nextInt(10))));
            }
            List<Section> sections = new Sections(new KeyOrder(List.of(KEY))).of(files);
            long lastOfSection = -1;
            int count = 0;
            for (Section section : sections) {
                long first = section.files().stream()
                        .mapToLong(SectionsTest::first)
                        .min()
                        .orElseThrow();
                assertThat(first).as("seed %d, %s", seed, files).isGreaterThan(lastOfSection);
                lastOfSection = section.files().stream()
                        .mapToLong(SectionsTest::last)
                        .max()
                        .orElseThrow();
                for (SortedRun run : section.runs()) {
                    long lastOfRun = -1;
                    for (SplitFile file : run.files()) {
                        assertThat(first(file)).isGreaterThan(lastOfRun);
                        lastOfRun = last(file);
                    }
                    count += run.files().size();
                }
                int deepest = 0;
                for (long key = first; key <= lastOfSection; key++) {
                    long at = key;
                    int depth = (int) section.files().stream()
                            .filter(file -> first(file) <= at && at <= last(file))
                            .count();
                    assertThat(depth).as("a section has no gap").isPositive();
                    deepest = Math.max(deepest, depth);
                }
                assertThat(section.runs()).hasSize(deepest);
            }
            assertThat(count).isEqualTo(files.size());
        }
    }

    private static long first(SplitFile file) {
        return (Long) java.util.Objects.requireNonNull(file.file().minKey().value(0, KEY.type()));
    }

    private static long last(SplitFile file) {
        return (Long) java.util.Objects.requireNonNull(file.file().maxKey().value(0, KEY.type()));
    }
}
