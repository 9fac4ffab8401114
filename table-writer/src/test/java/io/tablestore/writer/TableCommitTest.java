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

import io.tablestore.error.CommitConflictException;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.types.BinaryRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableCommitTest {

    private static final DataFile WRITTEN = DataFiles.flushed("written", 100, 1);
    private static final DataFile UNKNOWN = DataFiles.flushed("unknown", 100, 1);

    @TempDir
    private Path directory;

    private static List<CommitMessage> messages(List<DataFile> written, DataFile compacted) {
        return List.of(new CommitMessage(
                BinaryRow.EMPTY, 0, 1, written, List.of(compacted), List.of(compacted.atLevel(5)), null));
    }

    @Test
    void aConflictOfTheCompactionSaysThatTheRowsAreCommitted() {
        WrittenTable table = WrittenTable.create(directory, Schemas.keyed());
        assertThatThrownBy(() -> table.newCommit().commit(1, messages(List.of(WRITTEN), UNKNOWN)))
                .isInstanceOf(CommitConflictException.class)
                .hasMessageStartingWith(
                        "Snapshot 1 with the written rows is committed, so do not write them again; only")
                .hasMessageContaining("the file unknown of level 0")
                .hasMessageNotContaining("nothing was committed");
        assertThat(table.files().snapshots().ids()).containsOnlyKeys(1L);
    }

    @Test
    void aFailureOfTheStoreAfterTheRowsSaysThatTheyAreCommitted() {
        WrittenTable table = WrittenTable.create(directory, Schemas.keyed(), new ForwardingFileSystem() {
            @Override
            public void create(TablePath path, byte[] content) throws IOException {
                if (path.toString().endsWith("/snapshot-2")) {
                    throw new IOException("no space left");
                }
                super.create(path, content);
            }
        });
        assertThatThrownBy(() -> table.newCommit().commit(1, messages(List.of(WRITTEN), WRITTEN)))
                .isInstanceOf(TableStoreException.class)
                .hasMessageStartingWith("Snapshot 1 with the written rows is committed")
                .hasMessageContaining("the compaction was not committed: no space left")
                .hasMessageNotContainingAny("nothing was committed", "Nothing was committed");
    }

    @Test
    void anOverwriteSaysItToo() {
        WrittenTable table = WrittenTable.create(directory, Schemas.keyed());
        assertThatThrownBy(() -> table.newCommit().overwrite(1, messages(List.of(WRITTEN), UNKNOWN), partition -> true))
                .isInstanceOf(CommitConflictException.class)
                .hasMessageStartingWith("Snapshot 1 with the written rows is committed");
    }

    @Test
    void aCompactionAloneDoesNotSpeakOfRows() {
        WrittenTable table = WrittenTable.create(directory, Schemas.keyed());
        table.newCommit().commit(1, messages(List.of(WRITTEN), WRITTEN));
        assertThatThrownBy(() -> table.newCommit().commit(2, messages(List.of(), UNKNOWN)))
                .isInstanceOf(CommitConflictException.class)
                .hasMessageStartingWith("At snapshot 2 the file unknown");
    }
}
