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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.TableStoreException;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.internal.format.manifest.SimpleStats;
import io.tablestore.internal.format.row.BinaryRowWriter;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.CommitMessage;
import io.tablestore.writer.CommitMessageSerializer;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Commit messages as checkpoints of earlier releases hold them. */
class CommitMessagesTest {

    /** What {@code commit-messages-1.bin} holds: written by the first release that wrote any. */
    static List<CommitMessage> messages() {
        BinaryRow partition = BinaryRowWriter.write(List.of(DataType.string()), List.of(bytes("2026-11-21")));
        IndexEntry index = new IndexEntry(partition, 3, IndexEntry.HASH, "index-a-0", 8, 2, Map.of(), null);
        return List.of(
                new CommitMessage(
                        partition, 3, -1, List.of(file("a", 0)), List.of(file("b", 0)), List.of(file("b", 5)), index),
                new CommitMessage(BinaryRow.EMPTY, 0, 4, List.of(), List.of(), List.of(file("c", 1)), null));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static DataFile file(String name, int level) {
        List<DataType> keyTypes = List.of(DataType.of(TypeRoot.BIGINT));
        BinaryRow first = BinaryRowWriter.write(keyTypes, List.of(1L));
        BinaryRow last = BinaryRowWriter.write(keyTypes, List.of(9L));
        SimpleStats keys = new SimpleStats(first, last, new long[] {0});
        SimpleStats values = new SimpleStats(
                BinaryRowWriter.write(List.of(DataType.string()), List.of(bytes("aa"))),
                BinaryRowWriter.write(List.of(DataType.string()), List.of(bytes("zz"))),
                new long[] {4});
        return new DataFile(
                name + ".parquet",
                1234,
                9,
                first,
                last,
                keys,
                values,
                17,
                25,
                2,
                level,
                List.of(name + ".index"),
                1_700_000_000_000L,
                1,
                new byte[] {1, 2, 3},
                DataFile.APPENDED,
                List.of("v"),
                null,
                null,
                null,
                List.of());
    }

    @Test
    void messagesOfAnEarlierReleaseAreRead() throws Exception {
        try (InputStream golden = CommitMessagesTest.class.getResourceAsStream("/checkpoints/commit-messages-1.bin")) {
            assertThat(CommitMessageSerializer.deserialize(golden.readAllBytes()))
                    .usingRecursiveComparison()
                    .isEqualTo(messages());
        }
    }

    @Test
    void messagesComeBackAsTheyWere() {
        assertThat(CommitMessageSerializer.deserialize(CommitMessageSerializer.serialize(messages())))
                .usingRecursiveComparison()
                .isEqualTo(messages());
    }

    @Test
    void messagesOfANewerReleaseAndDamagedOnesAreRefused() {
        byte[] bytes = CommitMessageSerializer.serialize(messages());
        byte[] newer = bytes.clone();
        newer[0] = 99;
        assertThatThrownBy(() -> CommitMessageSerializer.deserialize(newer))
                .isInstanceOf(TableStoreException.class)
                .hasMessageContaining("version 99");
        byte[] cut = Arrays.copyOf(bytes, bytes.length / 2);
        assertThatThrownBy(() -> CommitMessageSerializer.deserialize(cut)).isInstanceOf(TableStoreException.class);
    }
}
