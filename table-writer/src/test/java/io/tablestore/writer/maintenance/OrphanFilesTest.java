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
import io.tablestore.internal.format.Snapshot;
import io.tablestore.writer.internal.maintenance.UsedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are of the time 1000 s, orphans among them. */
class OrphanFilesTest {

    private static final long MILLIS = 1_000_000;

    @TempDir
    private Path directory;

    private HandmadeTable table;

    @BeforeEach
    void createTable() {
        table = new HandmadeTable(directory);
        table.commit("+a", "+b");
        table.commit("-a");
    }

    private void age() throws IOException {
        for (String path : table.written().paths("")) {
            Files.setLastModifiedTime(directory.resolve(path), FileTime.fromMillis(MILLIS));
        }
    }

    private OrphanFiles orphans() {
        return new OrphanFiles(table.written().table());
    }

    @Test
    void whatSnapshotsReferToIsNoOrphan() throws IOException {
        age();
        assertThat(orphans().find(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void whatNothingRefersToIsOneWhereverItLies() throws IOException {
        List<String> left = List.of(
                "bucket-0/left.parquet",
                "bucket-7/left.parquet",
                "manifest/manifest-left-0",
                "index/index-left",
                "statistics/stat-left",
                "snapshot/.snapshot-9.1234.tmp",
                "schema/.schema-1.1234.tmp",
                "bucket-0/b.tmp");
        left.forEach(table::create);
        for (String other : List.of("schema/schema-0.bak", "elsewhere/file", "README", "bucket-0/deeper/file")) {
            table.create(other);
        }
        age();
        assertThat(orphans().find(Long.MAX_VALUE)).containsExactlyInAnyOrderElementsOf(left);
        table.deleted().clear();
        assertThat(orphans().find(Long.MAX_VALUE)).hasSize(left.size());
        assertThat(table.deleted()).isEmpty();
        assertThat(orphans().delete(Long.MAX_VALUE)).containsExactlyInAnyOrderElementsOf(left);
        assertThat(table.deleted()).containsExactlyInAnyOrderElementsOf(left);
        assertThat(orphans().find(Long.MAX_VALUE)).isEmpty();
        assertThat(table.data()).contains("a", "b");
    }

    /** What is of that time itself may belong to a commit that is under way. */
    @Test
    void onlyOlderFilesAreOrphans() throws IOException {
        table.create("bucket-0/left.parquet");
        age();
        assertThat(orphans().find(MILLIS)).isEmpty();
        assertThat(orphans().find(MILLIS + 1)).containsExactly("bucket-0/left.parquet");
    }

    @Test
    void whatATagKeepsIsUsed() throws IOException {
        new Tags(table.written().table()).create("t", 1L);
        Snapshot first = table.written().files().snapshots().get(1);
        table.written().files().snapshots().delete(1);
        age();
        assertThat(orphans().find(Long.MAX_VALUE)).isEmpty();
        table.written().files().tags().delete("t");
        assertThat(orphans().find(Long.MAX_VALUE))
                .containsExactlyInAnyOrder(
                        "manifest/" + first.baseManifestList(), "manifest/" + first.deltaManifestList());
    }

    @Test
    void aSnapshotUsesItsListsItsManifestsAndItsFiles() {
        UsedFiles used =
                new UsedFiles(table.written().files(), table.written().table().schema());
        Snapshot second = table.written().files().snapshots().get(2);
        assertThat(used.dataFiles(second, null)).containsExactly("b");
        assertThat(used.metadata(second))
                .hasSize(4)
                .contains("manifest/" + second.baseManifestList(), "manifest/" + second.deltaManifestList());
        assertThat(used.keptBeside()).isEmpty();
    }

    @Test
    void aTableWithChangelogsOfItsOwnIsRefused() {
        table.create("changelog/changelog-1");
        assertThatThrownBy(this::orphans)
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("changelogs that outlive");
    }
}
