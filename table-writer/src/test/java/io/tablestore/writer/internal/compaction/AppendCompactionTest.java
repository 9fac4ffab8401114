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
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Files of 70 bytes and more are large, for 100 are wanted. */
class AppendCompactionTest {

    private static final TableSchema UNAWARE = Schemas.append("target-file-size", "100 b");
    private static final TableSchema BUCKETS =
            Schemas.append("target-file-size", "100 b", "bucket", "2", "bucket-key", "k");

    /** Files that were written in this order, under the names f0, f1 and so on. */
    private static List<DataFile> files(long... sizes) {
        List<DataFile> files = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            files.add(DataFiles.flushed("f" + i, sizes[i], 10L * i));
        }
        return files;
    }

    private static List<String> pick(TableSchema schema, List<DataFile> files) {
        return names(AppendCompaction.pick(schema, files));
    }

    private static List<String> pickAll(TableSchema schema, List<DataFile> files) {
        return names(AppendCompaction.pickAll(schema, files));
    }

    private static List<String> names(List<DataFile> files) {
        return files.stream().map(DataFile::name).toList();
    }

    @Test
    void fiveSmallFilesAreJoinedAndFourAreNot() {
        assertThat(pick(UNAWARE, files(1, 1, 1, 1))).isEmpty();
        assertThat(pick(UNAWARE, files(1, 1, 1, 1, 1))).containsExactly("f0", "f1", "f2", "f3", "f4");
        assertThat(pick(UNAWARE, List.of())).isEmpty();
        TableSchema two = Schemas.append("target-file-size", "100 b", "compaction.min.file-num", "2");
        assertThat(pick(two, files(1))).isEmpty();
        assertThat(pick(two, files(1, 1))).containsExactly("f0", "f1");
    }

    @Test
    void twoAreEnoughWhereAllIsCompacted() {
        assertThat(pickAll(UNAWARE, files(1, 1))).containsExactly("f0", "f1");
        assertThat(pickAll(UNAWARE, files(1))).isEmpty();
    }

    @Test
    void largeFilesAreNotWrittenAgain() {
        assertThat(pickAll(UNAWARE, files(70, 69, 70, 68))).containsExactly("f1", "f3");
        assertThat(pickAll(UNAWARE, files(70, 70, 70, 70, 70))).isEmpty();
        TableSchema half = Schemas.append("target-file-size", "100 b", "compaction.small-file-ratio", "0.5");
        assertThat(pickAll(half, files(49, 50, 49))).containsExactly("f0", "f2");
    }

    /** Twice the wanted size is enough for one compaction, however few files that are. */
    @Test
    void aPackEndsAtTwiceTheTarget() {
        assertThat(pick(UNAWARE, files(69, 69, 62, 1, 1))).containsExactly("f0", "f1", "f2");
        assertThat(pick(UNAWARE, files(69, 69, 60, 1))).isEmpty();
        assertThat(pick(UNAWARE, files(69, 69, 61, 1, 1))).containsExactly("f0", "f1", "f2", "f3");
    }

    /** The order of rows in a bucket stays, so what is joined has no large file in between. */
    @Test
    void inBucketsOnlyFilesThatFollowEachOtherAreJoined() {
        assertThat(pickAll(BUCKETS, files(1, 70, 1, 70, 1))).isEmpty();
        assertThat(pickAll(BUCKETS, files(1, 70, 1, 2, 70, 1))).containsExactly("f2", "f3");
        assertThat(pickAll(BUCKETS, files(1, 2, 70, 1, 2, 3))).containsExactly("f0", "f1");
        assertThat(pickAll(BUCKETS, files(1, 70, 1, 2, 3))).containsExactly("f2", "f3", "f4");
        // The size of those before the large one does not count.
        assertThat(pick(BUCKETS, files(69, 70, 69, 69, 1))).isEmpty();
    }

    @Test
    void filesAreJoinedInTheOrderOfTheirRows() {
        List<DataFile> files = new ArrayList<>(files(1, 2, 3, 4, 5, 6));
        Collections.shuffle(files, new Random(7));
        assertThat(pick(BUCKETS, files)).containsExactly("f0", "f1", "f2", "f3", "f4", "f5");
    }

    @Test
    void filesOfEqualSequenceNumbersAreOrderedByName() {
        List<DataFile> files = List.of(DataFiles.flushed("b", 1, 0), DataFiles.flushed("a", 1, 0));
        assertThat(pickAll(UNAWARE, files)).containsExactly("a", "b");
    }

    /** Seven tenths of 256 MB. */
    @Test
    void withoutADeclaredSizeFilesOf256MegabytesAreWanted() {
        long small = (long) (0.7 * (256L << 20));
        assertThat(pickAll(Schemas.append(), files(small - 1, small - 1))).hasSize(2);
        assertThat(pickAll(Schemas.append(), files(small, small))).isEmpty();
    }
}
