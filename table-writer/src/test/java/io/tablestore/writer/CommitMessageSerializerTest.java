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
package io.tablestore.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.TableStoreException;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.types.BinaryRow;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommitMessageSerializerTest {

    private static final CommitMessage FULL = new CommitMessage(
            DataFiles.row(3),
            7,
            12,
            List.of(DataFiles.flushed("a", 1, 2), DataFiles.flushed("b", 3, 4)),
            List.of(DataFiles.compacted("c", 5, 1, -6, 7)),
            List.of(DataFiles.compacted("c", 5, 2, -6, 7), DataFiles.compacted("d", 8, 2, 9, 10)),
            new IndexEntry(DataFiles.row(3), 7, IndexEntry.HASH, "index-1", 16, 4, Map.of(), null));

    private static final CommitMessage EMPTY =
            new CommitMessage(BinaryRow.EMPTY, 0, -1, List.of(), List.of(), List.of(), null);

    private static List<String> names(List<DataFile> files) {
        return files.stream().map(file -> file.name() + "@" + file.level()).toList();
    }

    @Test
    void messagesAreReadBackInTheirOrder() {
        List<CommitMessage> read =
                CommitMessageSerializer.deserialize(CommitMessageSerializer.serialize(List.of(EMPTY, FULL, EMPTY)));
        assertThat(read).hasSize(3);
        assertThat(read.get(0)).isEqualTo(EMPTY);
        assertThat(read.get(2)).isEqualTo(EMPTY);
        CommitMessage full = read.get(1);
        assertThat(full.partition()).isEqualTo(DataFiles.row(3));
        assertThat(full.bucket()).isEqualTo(7);
        assertThat(full.totalBuckets()).isEqualTo(12);
        assertThat(names(full.newFiles())).containsExactly("a@0", "b@0");
        assertThat(names(full.compactBefore())).containsExactly("c@1");
        assertThat(names(full.compactAfter())).containsExactly("c@2", "d@2");
        assertThat(full.hashIndex()).isEqualTo(FULL.hashIndex());
        DataFile file = full.compactAfter().get(1);
        assertThat(file.minKey()).isEqualTo(DataFiles.row(9));
        assertThat(file.maxKey()).isEqualTo(DataFiles.row(10));
        assertThat(file.sizeInBytes()).isEqualTo(8);
        assertThat(file.rowCount()).isEqualTo(10);
    }

    @Test
    void noMessagesAreSomeBytesToo() {
        byte[] none = CommitMessageSerializer.serialize(List.of());
        assertThat(CommitMessageSerializer.deserialize(none)).isEmpty();
        assertThat(none[0]).isEqualTo((byte) 1);
    }

    @Test
    void bytesOfANewerVersionAreNamed() {
        byte[] bytes = CommitMessageSerializer.serialize(List.of(FULL));
        bytes[0] = 2;
        assertThatThrownBy(() -> CommitMessageSerializer.deserialize(bytes))
                .isInstanceOf(TableStoreException.class)
                .hasMessageContaining("version 2; this release reads 1");
    }

    @Test
    void bytesThatAreCutOffAreDamagedWhereverTheyEnd() {
        byte[] bytes = CommitMessageSerializer.serialize(List.of(FULL));
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> CommitMessageSerializer.deserialize(cut))
                    .as("%s of %s bytes", length, bytes.length)
                    .isInstanceOf(TableStoreException.class);
        }
    }

    /** Whatever a flipped byte makes of them, no other failure comes out of it, and no huge array. */
    @Test
    void flippedBytesAreReadAsSomethingElseOrRefused() {
        byte[] bytes = CommitMessageSerializer.serialize(List.of(FULL));
        int refused = 0;
        for (int at = 0; at < bytes.length; at++) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= (byte) 0xFF;
            try {
                CommitMessageSerializer.deserialize(flipped);
            } catch (TableStoreException damaged) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(bytes.length / 10);
    }

    @Test
    void aMessageIsEmptyIfNothingWasDone() {
        assertThat(EMPTY.isEmpty()).isTrue();
        assertThat(FULL.isEmpty()).isFalse();
        assertThat(new CommitMessage(BinaryRow.EMPTY, 0, -1, List.of(), List.of(), List.of(), FULL.hashIndex())
                        .isEmpty())
                .isFalse();
        assertThat(new CommitMessage(BinaryRow.EMPTY, 0, 1, List.of(), FULL.compactBefore(), List.of(), null).isEmpty())
                .isFalse();
    }
}
