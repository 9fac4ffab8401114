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
package io.tablestore.writer.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.InvalidTableException;
import io.tablestore.error.TableStoreException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollbackTest {

    @TempDir
    private Path directory;

    private static Rollback rollback(HandmadeTable table) {
        return new Rollback(table.written().table());
    }

    /** The newest goes first; then the files that only they had. */
    @Test
    void whatCameBehindTheSnapshotGoes() {
        HandmadeTable table = new HandmadeTable(directory);
        table.commit("+a");
        table.commit("+b");
        table.commit("-a", "+c");
        table.commit("+d");
        new Tags(table.written().table()).create("old", 1L);
        new Tags(table.written().table()).create("new", 3L);
        table.deleted().clear();
        rollback(table).toSnapshot(2);
        assertThat(table.snapshots()).containsExactly(1L, 2L);
        assertThat(table.data()).containsExactly("a", "b");
        assertThat(table.written().table().tagNames()).containsExactly("old");
        assertThat(table.deleted().subList(0, 3))
                .containsExactly("tag/tag-new", "snapshot/snapshot-4", "snapshot/snapshot-3");
        assertThat(directory.resolve("snapshot/LATEST")).hasContent("2");
        // Two snapshots of two lists and a manifest each are left.
        assertThat(table.written().paths("manifest")).hasSize(6);
        table.commit("+e");
        assertThat(table.snapshots()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void theNewestSnapshotIsNoChange() {
        HandmadeTable table = new HandmadeTable(directory);
        table.commit("+a");
        rollback(table).toSnapshot(1);
        assertThat(table.data()).containsExactly("a");
        assertThatThrownBy(() -> rollback(table).toSnapshot(2)).isInstanceOf(TableStoreException.class);
    }

    @Test
    void aTagMakesItsExpiredSnapshotOneAgain() {
        HandmadeTable table = new HandmadeTable(directory);
        table.commit("+a");
        new Tags(table.written().table()).create("t", null);
        table.commit("-a", "+b");
        new SnapshotExpiry(table.written().table()).run(1, 1, Long.MAX_VALUE, 10);
        assertThat(table.snapshots()).containsExactly(2L);
        rollback(table).toTag("t");
        assertThat(table.snapshots()).containsExactly(1L);
        assertThat(table.data()).containsExactly("a");
        assertThat(table.written().table().tagNames()).containsExactly("t");
    }

    @Test
    void aTagBehindAGapIsRefused() throws Exception {
        HandmadeTable table = new HandmadeTable(directory);
        table.commit("+a");
        table.commit("+b");
        new Tags(table.written().table()).create("t", null);
        table.commit("+c");
        table.written().files().snapshots().delete(2);
        assertThatThrownBy(() -> rollback(table).toTag("t"))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("missing between others");
        assertThat(table.snapshots()).containsExactly(1L, 3L);
    }
}
