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
import io.tablestore.internal.metadata.TestTable;
import io.tablestore.internal.split.DataSplit;
import io.tablestore.internal.split.KeyRange;
import io.tablestore.internal.split.ReadMode;
import io.tablestore.internal.split.Section;
import io.tablestore.internal.split.SortedRun;
import io.tablestore.internal.split.SplitFile;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the sections of a bucket become splits of about a target size. */
class SplitPackerTest {

    private static final List<DataField> KEY = TestTable.fields("k BIGINT");

    private static SplitFile file(String name, long first, long last, long size, long rows) {
        return SplitFile.whole(
                TestFile.of(name).keys(first, last).size(size).rows(rows).build());
    }

    private static Section single(String name, long size, long rows) {
        return Section.of(file(name, 1, 1, size, rows));
    }

    private static Section merged(List<List<SplitFile>> runs) {
        return new Section(runs.stream().map(SortedRun::new).toList());
    }

    private static List<DataSplit> pack(long target, long openCost, Section... sections) {
        return new SplitPacker(7, 2, ReadMode.MERGE, new KeyOrder(KEY), target, openCost)
                .pack(BinaryRow.EMPTY, 3, List.of(sections)).stream()
                        .map(DataSplit::of)
                        .toList();
    }

    private static List<String> files(List<DataSplit> splits) {
        List<String> texts = new ArrayList<>();
        for (DataSplit split : splits) {
            List<String> names = new ArrayList<>();
            for (Section section : split.sections()) {
                for (SplitFile file : section.files()) {
                    names.add(file.file().name()
                            + (file.isWhole() ? "" : "[" + file.rowStart() + "," + file.rowEnd() + ")"));
                }
            }
            texts.add(String.join(" ", names));
        }
        return texts;
    }

    @Test
    void smallFilesShareASplitUpToTheTarget() {
        List<DataSplit> splits = pack(100, 0, single("a", 40, 1), single("b", 60, 1), single("c", 1, 1));
        assertThat(files(splits)).containsExactly("a b", "c");
    }

    @Test
    void openingAFileCostsAsMuchAsBytes() {
        assertThat(files(pack(100, 10, single("a", 40, 1), single("b", 40, 1)))).containsExactly("a b");
        assertThat(files(pack(100, 11, single("a", 40, 1), single("b", 40, 1)))).containsExactly("a", "b");
        Section two = merged(List.of(List.of(file("x", 1, 5, 20, 1)), List.of(file("y", 2, 6, 20, 1))));
        assertThat(files(pack(100, 20, single("a", 0, 1), two))).containsExactly("a x y");
        assertThat(files(pack(100, 21, single("a", 0, 1), two))).containsExactly("a", "x y");
    }

    @Test
    void aSplitSaysWhatItIsOf() {
        DataSplit split = pack(100, 0, single("a", 40, 1)).get(0);
        assertThat(split.snapshotId()).isEqualTo(7);
        assertThat(split.schemaId()).isEqualTo(2);
        assertThat(split.bucket()).isEqualTo(3);
        assertThat(split.mode()).isEqualTo(ReadMode.MERGE);
        assertThat(split.keyRange()).isEqualTo(KeyRange.ALL);
    }

    @Test
    void aLargeFileIsCutIntoEqualParts() {
        assertThat(files(pack(100, 0, single("a", 300, 10)))).containsExactly("a[0,3)", "a[3,6)", "a[6,10)");
        assertThat(files(pack(100, 0, single("a", 149, 10)))).containsExactly("a");
        assertThat(files(pack(100, 0, single("a", 150, 10)))).containsExactly("a[0,5)", "a[5,10)");
    }

    @Test
    void aFileIsNotCutIntoMorePartsThanItHasRows() {
        assertThat(files(pack(10, 0, single("a", 1000, 2)))).containsExactly("a[0,1)", "a[1,2)");
        assertThat(files(pack(10, 0, single("a", 1000, 1)))).containsExactly("a");
    }

    @Test
    void aLargeMergeIsCutAtTheFirstKeysOfItsLargestRun() {
        Section section = merged(List.of(
                List.of(file("a", 0, 9, 100, 10), file("b", 10, 19, 100, 10), file("c", 20, 29, 100, 10)),
                List.of(file("x", 5, 10, 10, 5)),
                List.of(file("y", 9, 9, 10, 5))));
        List<DataSplit> splits = pack(100, 0, section);
        assertThat(files(splits)).containsExactly("a x y", "b x", "c");
        assertThat(splits.stream().map(DataSplit::keyRange))
                .containsExactly(
                        new KeyRange(null, TestTable.row(KEY, 10L)),
                        new KeyRange(TestTable.row(KEY, 10L), TestTable.row(KEY, 20L)),
                        new KeyRange(TestTable.row(KEY, 20L), null));
    }

    @Test
    void aMergeUpToTwiceTheTargetStaysOneSplit() {
        Section section = merged(
                List.of(List.of(file("a", 0, 9, 60, 10), file("b", 10, 19, 60, 10)), List.of(file("x", 5, 12, 80, 5))));
        assertThat(files(pack(100, 0, section))).containsExactly("a b x");
        assertThat(files(pack(99, 0, section))).hasSize(2);
    }

    @Test
    void theBytesOfTheOtherRunsCountWhereAMergeIsCut() {
        Section section = merged(List.of(
                List.of(file("a", 0, 9, 40, 10), file("b", 10, 19, 40, 10), file("c", 20, 29, 40, 10)),
                List.of(file("x", 0, 29, 119, 5))));
        assertThat(files(pack(100, 0, section))).containsExactly("a x", "b x", "c x");
        assertThat(files(pack(107, 0, section))).containsExactly("a b x", "c x");
    }

    @Test
    void affinityIsOfTheFilesAndThePart() {
        List<DataSplit> cut = pack(100, 0, single("a", 300, 10));
        assertThat(cut.stream().map(DataSplit::affinity).distinct()).hasSize(3);
        assertThat(pack(100, 0, single("a", 300, 10)).get(1).affinity())
                .isEqualTo(cut.get(1).affinity());
    }
}
