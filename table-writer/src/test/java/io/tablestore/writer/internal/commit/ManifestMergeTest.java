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
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.FileKind;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.format.manifest.ManifestFile;
import io.tablestore.internal.metadata.ListedManifest;
import io.tablestore.internal.metadata.LiveFiles;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.writer.DataFiles;
import io.tablestore.writer.Schemas;
import io.tablestore.writer.WrittenTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests of one entry each, which take some hundred bytes. */
@NullUnmarked // nulls are values of these tests
class ManifestMergeTest {

    private static final String HUGE = "1 gb";

    @TempDir
    private Path directory;

    private WrittenTable table;
    private TableFiles files;

    @BeforeEach
    void createTable() {
        table = WrittenTable.create(directory, Schemas.keyed("manifest.merge-min-count", "1000000"));
        files = table.files();
    }

    /** Each in a snapshot, and so in a manifest, of its own. */
    private void commit(ManifestEntry... entries) {
        for (ManifestEntry entry : entries) {
            new Commit(files, "test")
                    .commit(Kinds.APPEND, 1, null, latest -> new SnapshotChange(List.of(entry), List.of()));
        }
    }

    private static ManifestEntry add(String name) {
        return new ManifestEntry(FileKind.ADD, BinaryRow.EMPTY, 0, 1, file(name));
    }

    private static ManifestEntry delete(String name) {
        return new ManifestEntry(FileKind.DELETE, BinaryRow.EMPTY, 0, 1, file(name));
    }

    private static DataFile file(String name) {
        return DataFiles.flushed(name, 100, 1);
    }

    private List<ListedManifest> before() {
        return live().manifests(files.snapshots().latest());
    }

    private LiveFiles live() {
        return new LiveFiles(files, files.schemas().latest());
    }

    private List<ManifestFile> merge(String targetSize, int minCount, String fullThreshold) {
        TableSchema schema = files.schemas()
                .latest()
                .withOptions(Schemas.options(
                        "manifest.target-file-size",
                        targetSize,
                        "manifest.merge-min-count",
                        Integer.toString(minCount),
                        "manifest.full-compaction-threshold-size",
                        fullThreshold));
        ManifestFiles writer = new ManifestFiles(files, schema.partitionFields());
        Snapshot latest = files.snapshots().latest();
        List<ManifestFile> merged = new ManifestMerge(live(), writer, schema.optionSet()).merge(latest, before());
        writer.writeAll();
        return merged;
    }

    private List<List<String>> entries(List<ManifestFile> manifests) {
        List<List<String>> all = new ArrayList<>();
        for (ManifestFile manifest : manifests) {
            List<ManifestEntry> entries = live().entries(new ListedManifest(manifest, "list", "snapshot", List.of()));
            all.add(entries.stream()
                    .map(entry -> (entry.kind() == FileKind.ADD ? "+" : "-")
                            + entry.file().name())
                    .toList());
            assertThat(manifest.addedFiles())
                    .isEqualTo(entries.stream()
                            .filter(entry -> entry.kind() == FileKind.ADD)
                            .count());
            assertThat(manifest.addedFiles() + manifest.deletedFiles()).isEqualTo(entries.size());
        }
        return all;
    }

    private List<String> names(List<ManifestFile> manifests) {
        return manifests.stream().map(ManifestFile::name).toList();
    }

    private List<String> unchanged() {
        return before().stream().map(manifest -> manifest.file().name()).toList();
    }

    @Test
    void smallOnesBecomeOneOnceThereAreEnough() {
        commit(add("a"), add("b"), add("c"));
        assertThat(names(merge(HUGE, 4, HUGE))).isEqualTo(unchanged());
        List<ManifestFile> merged = merge(HUGE, 3, HUGE);
        assertThat(entries(merged)).containsExactly(List.of("+a", "+b", "+c"));
        assertThat(merged.get(0).addedFiles()).isEqualTo(3);
    }

    @Test
    void aGroupEndsAtTheSizeThatIsWanted() {
        commit(add("a"), add("b"), add("c"), add("d"), add("e"));
        long two = before().get(0).file().sizeInBytes() + before().get(1).file().sizeInBytes();
        assertThat(entries(merge(two + " b", 30, HUGE)))
                .containsExactly(List.of("+a", "+b"), List.of("+c", "+d"), List.of("+e"));
        assertThat(entries(merge(two + 1 + " b", 30, HUGE)))
                .containsExactly(List.of("+a", "+b", "+c"), List.of("+d"), List.of("+e"));
    }

    @Test
    void oneThatIsLargeEnoughIsNotWrittenAgain() {
        commit(add("a"), add("b"));
        assertThat(names(merge("1 b", 1, HUGE))).isEqualTo(unchanged());
    }

    /** What one adds and a later one deletes is in neither of the two. */
    @Test
    void joinedOnesLoseWhatTheyAddAndDelete() {
        commit(add("a"), add("b"), delete("a"), add("c"));
        assertThat(entries(merge(HUGE, 2, HUGE))).containsExactly(List.of("+b", "+c"));
    }

    /** The file that is deleted is in a manifest before them. */
    @Test
    void aDeleteWhoseFileIsElsewhereStays() {
        commit(add("a"), add("b"), delete("a"));
        long one = before().get(0).file().sizeInBytes();
        assertThat(before().get(1).file().sizeInBytes()).isEqualTo(one);
        List<ManifestFile> merged = merge(one + " b", 2, HUGE);
        assertThat(entries(merged)).containsExactly(List.of("+a"), List.of("+b"), List.of("-a"));
    }

    @Test
    void allIsWrittenAgainOnceEnoughIsSmallOrDeleted() {
        commit(add("a"), add("b"), delete("a"));
        long size = before().stream()
                .mapToLong(manifest -> manifest.file().sizeInBytes())
                .sum();
        assertThat(names(merge(HUGE, 30, size + 1 + " b"))).isEqualTo(unchanged());
        assertThat(entries(merge(HUGE, 30, size + " b"))).containsExactly(List.of("+b"));
    }

    /** Only the manifest with the delete counts, as the others are large enough. */
    @Test
    void largeOnesWithoutADeleteDoNotCount() {
        commit(add("a"), add("b"), delete("a"));
        long size = before().get(2).file().sizeInBytes();
        assertThat(names(merge("1 b", 30, size + 1 + " b"))).isEqualTo(unchanged());
        // The one that adds b is clean and stays as it is; that of a is empty now.
        List<ManifestFile> merged = merge("1 b", 30, size + " b");
        assertThat(entries(merged)).containsExactly(List.of("+b"));
        assertThat(names(merged)).containsExactly(unchanged().get(1));
    }

    @Test
    void theOptionsOfTheTableDecideWhileItIsCommitted() {
        table = WrittenTable.create(directory.resolve("other"), Schemas.keyed("manifest.merge-min-count", "3"));
        files = table.files();
        commit(add("a"), add("b"), add("c"));
        assertThat(before()).hasSize(3);
        commit(add("d"));
        assertThat(before()).hasSize(2);
        assertThat(entries(before().stream().map(ListedManifest::file).toList()))
                .containsExactly(List.of("+a", "+b", "+c"), List.of("+d"));
    }
}
