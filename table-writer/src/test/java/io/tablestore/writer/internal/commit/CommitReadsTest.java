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
package io.tablestore.writer.internal.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.FileKind;
import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.metadata.LiveFiles;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.types.BinaryRow;
import io.tablestore.writer.DataFiles;
import io.tablestore.writer.Schemas;
import io.tablestore.writer.SlowStore;
import io.tablestore.writer.WrittenTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a commit to an object store reads. */
@NullUnmarked // nulls are values of these tests
class CommitReadsTest {

    @TempDir
    private Path directory;

    private final SlowStore store = new SlowStore();
    private WrittenTable table;

    @BeforeEach
    void create() {
        table = WrittenTable.create(directory, Schemas.keyed(), store);
    }

    private static SnapshotChange adds(String name) {
        return new SnapshotChange(
                List.of(new ManifestEntry(FileKind.ADD, BinaryRow.EMPTY, 0, 1, DataFiles.flushed(name, 100, 1))),
                List.of());
    }

    private static Snapshot append(Commit commit, SnapshotChange change) {
        return commit.commit(Kinds.APPEND, 1, null, latest -> change);
    }

    private Commit keeping() {
        return new Commit(table.files().keepingManifests(), "me");
    }

    @Test
    void aCommitOfNothingAsksTheStoreNothing() {
        store.reads();
        table.newCommit().commit(1, List.of());
        assertThat(store.reads()).isEmpty();
    }

    /** The schema, the snapshots, the newest of them, its two lists, and the manifest. The snapshots are listed once more in the end. */
    @Test
    void nothingIsReadTwice() {
        Snapshot first = append(keeping(), adds("a"));
        store.reads();
        append(keeping(), adds("b"));
        List<String> reads = store.reads();
        assertThat(reads)
                .contains("snapshot-1", first.baseManifestList(), first.deltaManifestList())
                .endsWith("snapshot");
        assertThat(reads.subList(0, reads.size() - 1)).doesNotHaveDuplicates();
        assertThat(reads).filteredOn(name -> name.startsWith("manifest-")).hasSize(3);
    }

    @Test
    void listsThatWereWrittenAreNotRead() {
        Commit commit = keeping();
        append(commit, adds("a"));
        append(commit, adds("b"));
        store.reads();
        append(commit, adds("c"));
        assertThat(store.reads())
                .contains("snapshot-2")
                .noneMatch(name -> name.startsWith("manifest-list"))
                .filteredOn(name -> name.startsWith("manifest-"))
                .as("the manifest of the second commit")
                .hasSize(1);
    }

    @Test
    void afterALostRaceOnlyTheNewFilesAreRead() {
        Commit other = new Commit(table.files(), "other");
        append(other, adds("a"));
        append(other, adds("b"));
        boolean[] raced = new boolean[1];
        keeping().commit(Kinds.APPEND, 1, null, latest -> {
            if (!raced[0]) {
                raced[0] = true;
                append(other, adds("c"));
                store.reads();
            }
            return adds("mine");
        });
        List<String> reads = store.reads();
        assertThat(reads).contains("snapshot-3");
        assertThat(reads)
                .filteredOn(name -> name.startsWith("manifest-"))
                .hasSize(2 + 2 + 2 + 1) // two lists and manifests, and then two lists and one manifest
                .doesNotHaveDuplicates();
        assertThat(reads).doesNotContain("schema");
    }

    @Test
    void aSnapshotWhoseIndexesStayReadsNone() {
        Snapshot indexed = append(
                keeping(),
                new SnapshotChange(
                        List.of(),
                        List.of(new IndexEntry(BinaryRow.EMPTY, 0, IndexEntry.HASH, "i", 4, 1, Map.of(), null))));
        store.reads();
        assertThat(append(keeping(), adds("a")).indexManifest()).isEqualTo(indexed.indexManifest());
        assertThat(store.reads()).doesNotContain(indexed.indexManifest());
    }

    @Test
    void manifestsAreMergedFromReadsThatAreUnderWayAtOnce() {
        for (String name : List.of("a", "b", "c")) {
            append(keeping(), adds(name));
        }
        TableFiles files = table.files();
        LiveFiles live = new LiveFiles(files, files.schemas().latest());
        store.meetReads(3);
        assertThat(live.combined(live.manifests(files.snapshots().latest()))).hasSize(3);
        store.meetReads(3);
        assertThat(live.knowsAllOf(live.manifests(files.snapshots().latest()))).isTrue();
    }
}
