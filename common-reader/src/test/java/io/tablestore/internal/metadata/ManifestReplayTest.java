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
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.FileKind;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.format.manifest.ManifestFile;
import io.tablestore.internal.format.manifest.ManifestStatistics;
import io.tablestore.types.BinaryRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** Which files are live at a snapshot, and which histories are an error. */
class ManifestReplayTest {

    private final TestTable table = TestTable.of("p INT, k BIGINT, v STRING", "p", "p,k", Map.of("bucket", "4"));
    private final BinaryRow one = table.partition(1L);
    private final BinaryRow two = table.partition(2L);

    private static TestFile file(String name) {
        return TestFile.of(name + ".parquet").keys(1, 9);
    }

    private List<String> live(Snapshot snapshot) {
        return names(new LiveFiles(table.files(), table.schema()).of(snapshot, null));
    }

    private static List<String> names(List<ManifestEntry> entries) {
        return entries.stream()
                .map(entry -> entry.file().name().replace(".parquet", ""))
                .toList();
    }

    private AbstractThrowableAssert<?, ?> assertReplay(Snapshot snapshot) {
        return assertThatThrownBy(() -> live(snapshot)).isInstanceOf(TableStoreException.class);
    }

    @Test
    void aDeleteTakesAwayWhatAnEarlierManifestAdded() {
        Snapshot first = table.commit(table.add(one, 0, file("a")), table.add(one, 1, file("b")));
        Snapshot second = table.commit(table.delete(one, 0, file("a")), table.add(two, 0, file("c")));
        assertThat(live(first)).containsExactly("a", "b");
        assertThat(live(second)).containsExactly("b", "c");
    }

    @Test
    void aDeleteIsOfOnePartitionBucketLevelAndPath() {
        table.commit(table.add(one, 0, file("a")));
        List<ManifestEntry> others = List.of(
                table.delete(two, 0, file("a")),
                table.delete(one, 1, file("a")),
                table.delete(one, 0, file("a").level(1)),
                table.delete(one, 0, file("a").external("/elsewhere/a.parquet")),
                table.delete(one, 0, file("b")));
        for (ManifestEntry other : others) {
            ManifestFile delta = table.manifest("other", List.of(other));
            Snapshot snapshot = table.commitLists(
                    List.of(table.manifest("manifest-0", List.of(table.add(one, 0, file("a"))))), List.of(delta), null);
            assertReplay(snapshot)
                    .isInstanceOf(CorruptFileException.class)
                    .hasMessageContainingAll(snapshot.file(), "1 DELETE entry", "that no ADD entry names");
        }
    }

    @Test
    void anUpgradedFileLivesOnAtItsNewLevel() {
        table.commit(table.add(one, 0, file("a")));
        Snapshot upgraded = table.commit(
                table.delete(one, 0, file("a")), table.add(one, 0, file("a").level(5)));
        List<ManifestEntry> live = new LiveFiles(table.files(), table.schema()).of(upgraded, null);
        assertThat(live).hasSize(1);
        assertThat(live.get(0).file().level()).isEqualTo(5);
    }

    @Test
    void aFileAddedTwiceIsDamageWhetherItIsDeletedOrNot() {
        Snapshot twice = table.commitManifests(
                List.of(List.of(table.add(one, 0, file("a"))), List.of(table.add(one, 0, file("a")))));
        assertReplay(twice)
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContainingAll("manifest/manifest-1", "a.parquet in bucket 0", "follows another entry");
        Snapshot deleted = table.commit(table.delete(one, 0, file("a")));
        assertReplay(deleted).isInstanceOf(CorruptFileException.class).hasMessageContaining("a.parquet in bucket 0");
    }

    @Test
    void theSameNameInTwoBucketsIsTwoFiles() {
        Snapshot snapshot =
                table.commit(table.add(one, 0, file("a")), table.add(one, 1, file("a")), table.add(two, 0, file("a")));
        assertThat(live(snapshot)).containsExactly("a", "a", "a");
    }

    @Test
    void theRowsOfAllFilesAreThoseThatTheSnapshotCounts() {
        ManifestFile manifest =
                table.manifest("m", List.of(table.add(one, 0, file("a").rows(10))));
        assertThat(live(table.commitLists(List.of(), List.of(manifest), 10L))).containsExactly("a");
        assertThat(live(table.commitLists(List.of(), List.of(manifest), null))).containsExactly("a");
        Snapshot wrong = table.commitLists(List.of(), List.of(manifest), 11L);
        assertReplay(wrong)
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContainingAll(wrong.file(), "totalRecordCount", "10", "11");
        assertThat(names(new LiveFiles(table.files(), table.schema()).of(wrong, Set.of(one))))
                .as("some partitions cannot be compared with the whole")
                .containsExactly("a");
    }

    @Test
    void aManifestHasAsManyEntriesAsItsListSays() {
        ManifestFile true1 = table.manifest("m", List.of(table.add(one, 0, file("a")), table.add(one, 0, file("b"))));
        for (long[] counts : new long[][] {{1, 0}, {3, 0}, {2, 1}}) {
            ManifestFile wrong = new ManifestFile(
                    "m",
                    true1.sizeInBytes(),
                    counts[0],
                    counts[1],
                    true1.partitionStats(),
                    0,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null);
            assertReplay(table.commitLists(List.of(), List.of(wrong), null))
                    .isInstanceOf(CorruptFileException.class)
                    .hasMessageContainingAll("manifest/m", "2 ADD and 0 DELETE entries");
        }
    }

    @Test
    void aManifestOfAnotherLengthIsNamedWithWhatListsIt() {
        ManifestFile manifest = table.manifest("m", List.of(table.add(one, 0, file("a"))));
        Snapshot snapshot = table.commitLists(List.of(), List.of(manifest), null);
        table.write("manifest/m", new byte[3]);
        assertReplay(snapshot)
                .hasMessageContainingAll("manifest/m", "manifest/delta-1 of snapshot/snapshot-1", "3 bytes");
        table.delete("manifest/m");
        assertReplay(snapshot).hasMessageContainingAll("manifest/m", "manifest/delta-1 of snapshot/snapshot-1");
    }

    @Test
    void anEntryOfAnotherKindOfTableIsDamage() {
        BinaryRow odd = TestTable.row(List.of());
        TestTable flat = TestTable.of("k BIGINT, v STRING", "", "k", Map.of("bucket", "4"));
        Snapshot snapshot =
                flat.commitLists(List.of(), List.of(flat.manifest("m", List.of(flat.add(odd, 0, file("a"))))), null);
        assertThat(names(new LiveFiles(flat.files(), flat.schema()).of(snapshot, null)))
                .containsExactly("a");
        assertThatThrownBy(() -> new LiveFiles(flat.files(), table.schema()).of(snapshot, null))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContainingAll("_PARTITION", "0 columns", "partitioned by 1");
        Snapshot bucket = table.commit(table.entry(FileKind.ADD, one, -1, 4, file("a")));
        assertReplay(bucket).hasMessageContainingAll("_BUCKET", "-1 of 4");
    }

    @Test
    void postponedFilesAreLiveAndExcuseTheTotal() {
        ManifestFile manifest = table.manifest(
                "m", List.of(table.entry(FileKind.ADD, one, -2, -2, file("a")), table.add(one, 0, file("b"))));
        assertThat(live(table.commitLists(List.of(), List.of(manifest), 3L))).containsExactly("a", "b");
        ManifestFile odd = table.manifest("n", List.of(table.entry(FileKind.ADD, one, -2, 4, file("a"))));
        assertReplay(table.commitLists(List.of(), List.of(odd), null)).hasMessageContaining("-2 of 4");
    }

    @Test
    void keysAndSequencesThatRunBackwardsAreDamage() {
        assertReplay(table.commit(table.add(one, 0, file("a").keys(9, 1))))
                .hasMessageContainingAll("_MIN_KEY of a.parquet");
        assertReplay(table.commitLists(
                        List.of(),
                        List.of(table.manifest(
                                "m", List.of(table.add(one, 0, file("b").sequences(9, 8))))),
                        null))
                .hasMessageContainingAll("_MIN_SEQUENCE_NUMBER of b.parquet", "8", "9");
        Snapshot equal = table.commitLists(
                List.of(),
                List.of(table.manifest(
                        "n", List.of(table.add(one, 0, file("c").keys(5, 5).sequences(3, 3))))),
                null);
        assertThat(live(equal)).containsExactly("c");
    }

    @Test
    void onlyManifestsThatCanHaveAPartitionAreRead() {
        table.commitManifests(List.of(List.of(table.add(one, 0, file("a"))), List.of(table.add(two, 0, file("b")))));
        Snapshot snapshot = table.commit(table.add(table.partition((Object) null), 0, file("c")));
        LiveFiles files = new LiveFiles(table.files(), table.schema());
        assertThat(names(files.of(snapshot, Set.of(two)))).containsExactly("b");
        int before = table.fileSystem.openedFiles();
        files.of(snapshot, Set.of(two));
        int forOne = table.fileSystem.openedFiles() - before;
        files.of(snapshot, null);
        assertThat(table.fileSystem.openedFiles() - before - forOne).isGreaterThan(forOne);
        assertThat(names(files.of(snapshot, Set.of(table.partition((Object) null)))))
                .containsExactly("c");
    }

    @Test
    void manifestsThatAreNotReadAddToTheFilesByTheirCounts() {
        table.commitManifests(List.of(
                List.of(table.add(one, 0, file("a"))),
                List.of(table.add(two, 0, file("b")), table.add(two, 1, file("c")))));
        Snapshot snapshot = table.commit(table.delete(two, 0, file("b")));
        ManifestReplay.Wanted onlyFirst = new ManifestReplay.Wanted() {
            @Override
            public boolean mayHave(ManifestFile manifest) {
                return manifest.name().equals("manifest-0");
            }

            @Override
            public boolean isEverything() {
                return false;
            }

            @Override
            public boolean test(FileKind kind, BinaryRow partition, int bucket, int totalBuckets, int entries) {
                return true;
            }
        };
        ManifestReplay replay =
                new ManifestReplay(table.files(), table.schema(), snapshot, onlyFirst, ManifestStatistics.SKIPPED);
        assertThat(replay.manifestCount()).isEqualTo(3);
        assertThat(replay.readManifests()).hasSize(1);
        assertThat(replay.filesNotRead()).isEqualTo(1);
        assertThat(names(replay.all())).containsExactly("a");
    }

    @Test
    void groupsAreHandedOnUntilNoMoreIsWanted() {
        Snapshot snapshot = table.commitManifests(List.of(
                List.of(table.add(one, 0, file("a"))),
                List.of(table.add(two, 0, file("b"))),
                List.of(table.add(two, 1, file("c")))));
        LiveFiles everything = new LiveFiles(table.files(), table.schema());
        List<List<String>> met = new ArrayList<>();
        everything.forEachManifest(snapshot, (manifest, live) -> met.add(names(live)));
        assertThat(met).containsExactly(List.of("a"), List.of("b"), List.of("c"));
    }

    @Test
    void someManifestsTogetherSayWhatTheyAddAndWhatTheyDelete() {
        table.commit(table.add(one, 0, file("a")));
        Snapshot snapshot = table.commitManifests(List.of(
                List.of(table.delete(one, 0, file("a")), table.add(one, 0, file("b"))),
                List.of(table.delete(one, 0, file("b")), table.add(one, 0, file("c")))));
        LiveFiles files = new LiveFiles(table.files(), table.schema());
        List<ManifestEntry> combined =
                Objects.requireNonNull(files.combined(ListedManifest.delta(table.files(), snapshot)));
        assertThat(combined.stream()
                        .map(entry -> entry.kind() + " " + entry.file().name()))
                .containsExactly("DELETE a.parquet", "ADD c.parquet");
        List<ListedManifest> all = files.manifests(snapshot);
        assertThatThrownBy(() -> files.combined(List.of(all.get(0), all.get(0))))
                .isInstanceOf(CorruptFileException.class);
        assertThatThrownBy(() -> files.combined(List.of(all.get(1), all.get(1))))
                .isInstanceOf(CorruptFileException.class);
    }

    @Test
    void aCacheGivesTheSameFiles() {
        table.commit(table.add(one, 0, file("a")), table.add(one, 1, file("b")), table.add(one, 0, file("c")));
        Snapshot snapshot = table.commit(table.delete(one, 0, file("a")));
        ManifestCache cache = new ManifestCache(1 << 20);
        for (int i = 0; i < 2; i++) {
            TableFiles cached = new TableFiles(table.fileSystem, TestTable.ROOT, cache);
            assertThat(names(new LiveFiles(cached, table.schema()).of(snapshot, null)))
                    .containsExactlyInAnyOrder("b", "c");
        }
        TableFiles cached = new TableFiles(table.fileSystem, TestTable.ROOT, cache);
        for (int lists : new int[] {2, 0}) {
            int before = table.fileSystem.openedFiles();
            new LiveFiles(cached, table.schema()).of(snapshot, null);
            assertThat(table.fileSystem.openedFiles() - before)
                    .as("the two lists, at first")
                    .isEqualTo(lists);
        }
    }
}
