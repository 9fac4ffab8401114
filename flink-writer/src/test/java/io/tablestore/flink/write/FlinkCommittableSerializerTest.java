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
package io.tablestore.flink.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.TableStoreException;
import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.types.BinaryRow;
import io.tablestore.writer.CommitMessage;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Committables as savepoints of earlier releases hold them. */
class FlinkCommittableSerializerTest {

    private final FlinkCommittableSerializer serializer = new FlinkCommittableSerializer();

    /** What {@code committable-1.bin} holds: written by the first release that wrote any. */
    static FlinkCommittable committable() {
        IndexEntry index = new IndexEntry(BinaryRow.EMPTY, 1, IndexEntry.HASH, "index-a-0", 8, 2, Map.of(), null);
        CommitMessage message = new CommitMessage(BinaryRow.EMPTY, 1, -1, List.of(), List.of(), List.of(), index);
        return new FlinkCommittable("flink-job", 7, List.of(message));
    }

    @Test
    void committablesOfAnEarlierReleaseAreRead() throws Exception {
        try (InputStream golden =
                FlinkCommittableSerializerTest.class.getResourceAsStream("/checkpoints/committable-1.bin")) {
            assertThat(serializer.deserialize(1, golden.readAllBytes())).isEqualTo(committable());
        }
        assertThat(serializer.deserialize(serializer.getVersion(), serializer.serialize(committable())))
                .isEqualTo(committable());
    }

    @Test
    void thoseOfANewerReleaseAreRefused() throws Exception {
        byte[] bytes = serializer.serialize(committable());
        assertThatThrownBy(() -> serializer.deserialize(99, bytes))
                .isInstanceOf(TableStoreException.class)
                .hasMessageContaining("version 99");
    }
}
