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
package io.tablestore.internal.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.CorruptFileException;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.format.Snapshot;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link SnapshotFiles} and {@link TagFiles} over three snapshots, committed at the times 100, 200 and 300. */
class SnapshotFilesTest {

    @TempDir
    Path root;

    private SnapshotFiles snapshots;
    private TagFiles tags;

    @BeforeEach
    void writeSnapshots() throws IOException {
        for (int id = 1; id <= 3; id++) {
            write("snapshot/snapshot-" + id, json(id));
        }
        write("snapshot/.snapshot-4.0b1f.tmp", "");
        write("snapshot/snapshot-x", "");
        TableFiles files = new TableFiles(new LocalFileSystem(), TablePath.of(root.toString()));
        snapshots = files.snapshots();
        tags = files.tags();
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }

    private static String json(int id) {
        return "{\"version\":3,\"id\":" + id + ",\"schemaId\":0,\"baseManifestList\":\"b\",\"deltaManifestList\":\"d\","
                + "\"changelogManifestList\":null,\"commitUser\":\"u\",\"commitIdentifier\":" + id
                + ",\"commitKind\":\"APPEND\",\"timeMillis\":" + 100 * id
                + ",\"logOffsets\":{},\"totalRecordCount\":0,\"deltaRecordCount\":0,\"changelogRecordCount\":0,"
                + "\"unknown\":7}";
    }

    @Test
    void theLatestIsFoundWithoutAHint() {
        assertThat(snapshots.latest()).extracting(Snapshot::id).isEqualTo(3L);
        assertThat(snapshots.ids()).containsOnlyKeys(1L, 2L, 3L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "2", "9", "0", "", "garbage"})
    void theLatestIsFoundWhateverTheHintSays(String hint) throws IOException {
        write("snapshot/LATEST", hint);
        assertThat(snapshots.latest()).extracting(Snapshot::id).isEqualTo(3L);
    }

    @Test
    void aMissingSnapshotIsRefusedWithThoseThatAreThere() {
        assertThatThrownBy(() -> snapshots.get(7))
                .isInstanceOf(TableStoreException.class)
                .hasMessageContainingAll("snapshot/snapshot-7", "There is no snapshot 7 (there are: 1 to 3)");
        assertThat(snapshots.find(7)).isNull();
        assertThat(snapshots.contains(7)).isFalse();
        assertThat(snapshots.find(2)).extracting(Snapshot::id).isEqualTo(2L);
    }

    @Test
    void aFileOfAnotherIdIsDamaged() throws IOException {
        write("snapshot/snapshot-4", json(2));
        assertThatThrownBy(() -> snapshots.get(4)).isInstanceOf(CorruptFileException.class);
        assertThatThrownBy(() -> snapshots.find(4)).isInstanceOf(CorruptFileException.class);
    }

    @Test
    void aTimeSelectsTheNewestSnapshotUpToIt() {
        assertThat(snapshots.at(300).id()).isEqualTo(3);
        assertThat(snapshots.at(299).id()).isEqualTo(2);
        assertThat(snapshots.at(100).id()).isEqualTo(1);
        assertThat(snapshots.atOrBefore(99)).isNull();
        assertThatThrownBy(() -> snapshots.at(99))
                .hasMessageContainingAll(
                        "no snapshot at or before", "The oldest snapshot is of 1970-01-01T00:00:00.100Z");
    }

    @Test
    void aSnapshotIsMadeOnce() throws IOException {
        Snapshot third = snapshots.get(3);
        assertThatThrownBy(() -> snapshots.create(third)).isInstanceOf(FileAlreadyExistsException.class);
        snapshots.delete(3);
        snapshots.create(third);
        assertThat(snapshots.get(3).timeMillis()).isEqualTo(300);
    }

    @Test
    void aTagKeepsASnapshotWithMembersThatAreNotKnown() throws IOException {
        tags.create("kept", snapshots.stored(2));
        assertThatThrownBy(() -> tags.create("kept", snapshots.stored(3)))
                .isInstanceOf(FileAlreadyExistsException.class);
        snapshots.delete(2);
        Snapshot kept = tags.get("kept");
        assertThat(kept.id()).isEqualTo(2);
        assertThat(tags.nameOf(kept)).isEqualTo("kept");
        assertThat(tags.nameOf(snapshots.get(1))).isEmpty();
        snapshots.createFromTag(kept);
        assertThat(Files.readString(root.resolve("snapshot/snapshot-2"))).contains("\"unknown\"");
        tags.delete("kept");
        assertThat(tags.names()).isEmpty();
        assertThat(tags.find("kept")).isNull();
        assertThatThrownBy(() -> tags.get("kept")).hasMessageContaining("There is no tag 'kept' (there are: none)");
    }

    @Test
    void consumersNameTheirNextSnapshot() throws IOException {
        write("consumer/consumer-reports", "{\"nextSnapshot\":3}");
        assertThat(snapshots.consumers()).isEqualTo(Map.of("reports", 3L));
    }
}
