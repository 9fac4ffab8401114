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
package io.tablestore.internal.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.TableStore;
import io.tablestore.error.TableStoreException;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.DeletionVectorRef;
import io.tablestore.internal.format.row.BinaryRowWriter;
import io.tablestore.internal.metadata.KeyOrder;
import io.tablestore.internal.planning.Sections;
import io.tablestore.scan.Split;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DataSplitTest {

    private static final DataField KEY = new DataField(0, "k", DataType.of(TypeRoot.BIGINT));

    private static BinaryRow key(long value) {
        return BinaryRowWriter.write(List.of(KEY.type()), List.of(value));
    }

    private static DataFile file(String name, long minKey, long maxKey, long size) {
        return new DataFile(
                name,
                size,
                1000,
                key(minKey),
                key(maxKey),
                null,
                null,
                1,
                9,
                0,
                0,
                List.of("side"),
                5,
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of());
    }

    @Test
    void serializedBytesAreStableAndComeBack() {
        Split split = new DataSplit(
                "b",
                7,
                3,
                BinaryRow.EMPTY,
                1,
                ReadMode.MERGE,
                List.of(new Section(List.of(new SortedRun(List.of(SplitFile.whole(
                        file("a.parquet", 1, 5, 10), new DeletionVectorRef("index/i", 40, 1, 24, 2))))))),
                new KeyRange(key(2), null),
                42);
        byte[] bytes = split.serialize();
        assertThat(TableStore.deserializeSplit(bytes)).isEqualTo(split);
        assertThat(HexFormat.of().formatHex(bytes))
                .startsWith(
                        "04" + "00000001" + "62" + "0000000000000007" + "0000000000000003" + "0000000c" + "00000000")
                .hasSize(2 * 278);
    }

    @Test
    void anotherVersionAndDamageAreNamed() {
        assertThatThrownBy(() -> TableStore.deserializeSplit(new byte[] {9}))
                .isInstanceOf(TableStoreException.class)
                .hasMessageContaining("version 9");
        byte[] bytes = new DataSplit(
                        "",
                        1,
                        1,
                        BinaryRow.EMPTY,
                        0,
                        ReadMode.APPEND,
                        List.of(Section.of(SplitFile.whole(file("a.parquet", 1, 2, 3)))),
                        KeyRange.ALL,
                        0)
                .serialize();
        for (int length = 1; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> TableStore.deserializeSplit(cut)).isInstanceOf(TableStoreException.class);
        }
    }

    @Test
    void sectionsHoldFilesThatOverlapTransitivelyInTheFewestRuns() {
        List<Section> sections = new Sections(new KeyOrder(List.of(KEY)))
                .of(List.of(
                        SplitFile.whole(file("d", 20, 30, 1)),
                        SplitFile.whole(file("a", 1, 5, 1)),
                        SplitFile.whole(file("b", 4, 9, 1)),
                        SplitFile.whole(file("c", 6, 10, 1)),
                        SplitFile.whole(file("e", 10, 11, 1))));
        assertThat(sections).hasSize(2);
        assertThat(sections.get(0).runs()).hasSize(2);
        assertThat(sections.get(0).files()).hasSize(4);
        assertThat(sections.get(1).needsMerge()).isFalse();
    }

    @Test
    void sectionsAndRunsKeepTheirPromisesForRandomFiles() {
        KeyOrder order = new KeyOrder(List.of(KEY));
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<SplitFile> files = new ArrayList<>();
            for (int i = 0; i < random.nextInt(30); i++) {
                long min = random.nextInt(200);
                files.add(SplitFile.whole(file("f" + i, min, min + random.nextInt(20), 1)));
            }
            BinaryRow last = null;
            int count = 0;
            for (Section section : new Sections(order).of(files)) {
                for (SortedRun run : section.runs()) {
                    for (int i = 1; i < run.files().size(); i++) {
                        assertThat(order.compare(
                                        run.files().get(i).file().minKey(),
                                        run.files().get(i - 1).file().maxKey()))
                                .as("seed %d", seed)
                                .isPositive();
                    }
                    count += run.files().size();
                }
                for (SplitFile file : section.files()) {
                    assertThat(last == null || order.compare(file.file().minKey(), last) > 0)
                            .as("seed %d", seed)
                            .isTrue();
                }
                for (SplitFile file : section.files()) {
                    BinaryRow max = file.file().maxKey();
                    last = last == null || order.compare(max, last) > 0 ? max : last;
                }
            }
            assertThat(count).isEqualTo(files.size());
        }
    }
}
