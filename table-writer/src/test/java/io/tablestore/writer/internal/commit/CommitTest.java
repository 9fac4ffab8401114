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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.CommitConflictException;
import io.tablestore.error.TableStoreException;
import io.tablestore.error.UnknownCommitException;
import io.tablestore.fs.RangeReader;
import io.tablestore.fs.TablePath;
import io.tablestore.fs.UnknownOutcomeException;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.FileKind;
import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.metadata.LiveFiles;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.types.BinaryRow;
import io.tablestore.writer.DataFiles;
import io.tablestore.writer.ForwardingFileSystem;
import io.tablestore.writer.Schemas;
import io.tablestore.writer.WrittenTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // nulls are values of these tests
class CommitTest {

    private static final SnapshotChange NOTHING = new SnapshotChange(List.of(), List.of());

    @TempDir
    private Path directory;

    private static ManifestEntry entry(FileKind kind, DataFile file) {
        return new ManifestEntry(kind, BinaryRow.EMPTY, 0, 1, file);
    }

    private static SnapshotChange adds(String... names) {
        List<ManifestEntry> entries = new ArrayList<>();
        for (String name : names) {
            entries.add(entry(FileKind.ADD, DataFiles.flushed(name, 100, 1)));
        }
        return new SnapshotChange(entries, List.of());
    }

    private static SnapshotChange deletes(String name) {
        return new SnapshotChange(List.of(entry(FileKind.DELETE, DataFiles.flushed(name, 100, 1))), List.of());
    }

    private static SnapshotChange index(int bucket, String name) {
        return new SnapshotChange(
                List.of(),
                List.of(new IndexEntry(BinaryRow.EMPTY, bucket, IndexEntry.HASH, name, 4, 1, Map.of(), null)));
    }

    private static Snapshot append(Commit commit, SnapshotChange change) {
        return commit.commit(Kinds.APPEND, 1, null, latest -> change);
    }

    private static List<String> live(TableFiles files) {
        return new LiveFiles(files, files.schemas().latest())
                .of(files.snapshots().latest(), null).stream()
                        .map(live -> live.file().name())
                        .sorted()
                        .toList();
    }

    private static List<String> indexes(TableFiles files) {
        return files.contents().indexEntries(files.snapshots().latest()).stream()
                .map(IndexEntry::fileName)
                .sorted()
                .toList();
    }

    private WrittenTable table(String... options) {
        return WrittenTable.create(directory, Schemas.keyed(options));
    }

    @Test
    void theFirstSnapshotIsOneAndEachFollowsTheNewest() {
        TableFiles files = table().files();
        Commit commit = new Commit(files, "me");
        Snapshot first = append(commit, adds("a", "b"));
        assertThat(first.id()).isEqualTo(1);
        assertThat(first.commitUser()).isEqualTo("me");
        assertThat(first.commitKind()).isEqualTo("APPEND");
        assertThat(first.commitIdentifier()).isEqualTo(1);
        assertThat(first.totalRecordCount()).isEqualTo(20);
        assertThat(first.deltaRecordCount()).isEqualTo(20);
        Snapshot second = commit.commit(Kinds.COMPACT, 7, null, latest -> deletes("a"));
        assertThat(second.id()).isEqualTo(2);
        assertThat(second.commitKind()).isEqualTo("COMPACT");
        assertThat(second.commitIdentifier()).isEqualTo(7);
        assertThat(second.totalRecordCount()).isEqualTo(10);
        assertThat(second.deltaRecordCount()).isEqualTo(-10);
        assertThat(live(files)).containsExactly("b");
        assertThat(directory.resolve("snapshot/LATEST")).hasContent("2");
        assertThat(commit.lostRaces()).isZero();
    }

    @Test
    void whatChangesNothingIsNoSnapshot() {
        WrittenTable table = table();
        assertThat(append(new Commit(table.files(), "me"), NOTHING)).isNull();
        assertThat(table.paths("snapshot")).isEmpty();
        assertThat(table.paths("manifest")).isEmpty();
    }

    /** The change is asked for again, with the snapshot that was first. */
    @Test
    void aLostRaceIsRunAgainAndLeavesNoFile() {
        WrittenTable table = table();
        TableFiles files = table.files();
        List<Long> seen = new ArrayList<>();
        Commit commit = new Commit(files, "me");
        Snapshot made = commit.commit(Kinds.APPEND, 1, null, latest -> {
            seen.add(latest == null ? 0L : latest.id());
            if (seen.size() <= 2) {
                append(new Commit(files, "other"), adds("other" + seen.size()));
            }
            return adds("mine");
        });
        assertThat(seen).containsExactly(0L, 1L, 2L);
        assertThat(made.id()).isEqualTo(3);
        assertThat(made.totalRecordCount()).isEqualTo(30);
        assertThat(commit.lostRaces()).isEqualTo(2);
        assertThat(live(files)).containsExactly("mine", "other1", "other2");
        // Each snapshot has two lists and one manifest of its own.
        assertThat(table.paths("manifest")).hasSize(9);
    }

    @Test
    void aCommitThatLosesEachTimeGivesUp() {
        WrittenTable table = table("commit.max-retries", "2");
        TableFiles files = table.files();
        int[] tries = new int[1];
        Commit commit = new Commit(files, "me");
        assertThatThrownBy(() -> commit.commit(Kinds.APPEND, 1, null, latest -> {
                    append(new Commit(files, "other"), adds("other" + tries[0]++));
                    return adds("mine");
                }))
                .isInstanceOf(TableStoreException.class)
                .hasMessageContaining("Other writers created their snapshots first, 3 times in a row")
                .hasMessageContaining("commit.max-retries");
        assertThat(tries[0]).isEqualTo(3);
        assertThat(live(files)).containsExactly("other0", "other1", "other2");
    }

    /** A pause would end with the interruption, which comes with the last file that the attempt deletes. */
    @Test
    void nothingIsWaitedForAfterTheLastAttempt() {
        WrittenTable table =
                WrittenTable.create(directory, Schemas.keyed("commit.max-retries", "0"), new ForwardingFileSystem() {
                    @Override
                    public void delete(TablePath file) throws IOException {
                        super.delete(file);
                        Thread.currentThread().interrupt();
                    }
                });
        TableFiles files = table.files();
        assertThatThrownBy(() -> new Commit(files, "me").commit(Kinds.APPEND, 1, null, latest -> {
                    append(new Commit(files, "other"), adds("other"));
                    return adds("mine");
                }))
                .hasMessageContaining("Other writers created their snapshots first, 1 times in a row");
        assertThat(Thread.interrupted()).isTrue();
    }

    /** A store that carries out the creation of a snapshot, or does not, and does not say so. */
    private static final class SilentStore extends ForwardingFileSystem {

        private boolean isSilent = true;
        private boolean carriesOut;
        private boolean isReadable = true;
        private byte[] late;

        @Override
        public void create(TablePath path, byte[] content) throws IOException {
            if (!isSilent || !path.toString().contains("/snapshot/snapshot-")) {
                super.create(path, content);
                return;
            }
            isSilent = false;
            if (carriesOut) {
                super.create(path, content);
            } else {
                late = content;
            }
            throw new UnknownOutcomeException(path, new IOException("no answer"));
        }

        @Override
        public RangeReader open(TablePath path) throws IOException {
            if (!isReadable && path.toString().contains("/snapshot-")) {
                throw new IOException("still no answer");
            }
            return super.open(path);
        }
    }

    @Test
    void aSnapshotThatIsThereAfterALostAnswerIsCommitted() {
        SilentStore store = new SilentStore();
        store.carriesOut = true;
        TableFiles files =
                WrittenTable.create(directory, Schemas.keyed(), store).files();
        assertThat(append(new Commit(files, "me"), adds("a")).id()).isEqualTo(1);
        assertThat(live(files)).containsExactly("a");
    }

    /** The request is carried out after the commit has failed, so its files must be there. */
    @Test
    void aSnapshotThatIsMissingAfterALostAnswerMayStillCome() throws IOException {
        SilentStore store = new SilentStore();
        WrittenTable table = WrittenTable.create(directory, Schemas.keyed(), store);
        TableFiles files = table.files();
        assertThatThrownBy(() -> append(new Commit(files, "me"), adds("a")))
                .isInstanceOf(UnknownCommitException.class)
                .hasMessageStartingWith("snapshot/snapshot-1: It is not known whether this snapshot was created")
                .hasMessageContaining("no answer")
                .hasMessageContaining("commit user me and the identifier 1")
                .hasMessageNotContainingAny("nothing was committed", "Try again");
        store.create(new TablePath(files.root() + "/snapshot/snapshot-1"), store.late);
        assertThat(live(files)).containsExactly("a");
        assertThat(new Commit(files, "me").newestOfUser(Long.MAX_VALUE).commitIdentifier())
                .isEqualTo(1);
    }

    @Test
    void aSnapshotThatCannotBeReadAfterALostAnswerIsUnknown() {
        SilentStore store = new SilentStore();
        store.carriesOut = true;
        TableFiles files =
                WrittenTable.create(directory, Schemas.keyed(), store).files();
        store.isReadable = false;
        assertThatThrownBy(() -> append(new Commit(files, "me"), adds("a"))).isInstanceOf(UnknownCommitException.class);
        store.isReadable = true;
        assertThat(live(files)).containsExactly("a");
    }

    /** Another writer's snapshot took the id, so ours cannot come any more. */
    @Test
    void anotherSnapshotAfterALostAnswerIsALostRace() {
        SilentStore store = new SilentStore();
        TableFiles files =
                WrittenTable.create(directory, Schemas.keyed(), store).files();
        TableFiles elsewhere = WrittenTable.open(directory).files();
        Commit commit = new Commit(files, "me");
        Snapshot made = commit.commit(Kinds.APPEND, 1, null, latest -> {
            if (latest == null) {
                append(new Commit(elsewhere, "other"), adds("other"));
            }
            return adds("mine");
        });
        assertThat(made.id()).isEqualTo(2);
        assertThat(commit.lostRaces()).isEqualTo(1);
        assertThat(live(files)).containsExactly("mine", "other");
    }

    @Test
    void aChangeThatDoesNotFitAfterALostRaceIsAConflict() {
        TableFiles files = table().files();
        append(new Commit(files, "me"), adds("a"));
        boolean[] raced = new boolean[1];
        assertThatThrownBy(() -> new Commit(files, "me").commit(Kinds.COMPACT, 1, null, latest -> {
                    if (!raced[0]) {
                        raced[0] = true;
                        append(new Commit(files, "other"), deletes("a"));
                    }
                    return deletes("a");
                }))
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("At snapshot 2");
        assertThat(files.snapshots().ids()).containsOnlyKeys(1L, 2L);
    }

    /** The snapshot was made, and the connection broke before the store said so. */
    @Test
    void aCreateWhoseAnswerIsLostHasCommitted() {
        WrittenTable table = WrittenTable.create(directory, Schemas.keyed(), new ForwardingFileSystem() {
            @Override
            public void create(TablePath path, byte[] content) throws IOException {
                super.create(path, content);
                if (path.toString().contains("/snapshot/")) {
                    throw new IOException("connection reset");
                }
            }
        });
        Commit commit = new Commit(table.files(), "me");
        assertThat(append(commit, adds("a")).id()).isEqualTo(1);
        assertThat(append(commit, adds("b")).id()).isEqualTo(2);
        assertThat(commit.lostRaces()).isZero();
        assertThat(live(table.files())).containsExactly("a", "b");
    }

    /** The store tried it again by itself, and found what its first try had made. */
    @Test
    void aSnapshotThatIsThereAlreadyMayBeOurs() {
        WrittenTable table = WrittenTable.create(directory, Schemas.keyed(), new ForwardingFileSystem() {
            @Override
            public void create(TablePath path, byte[] content) throws IOException {
                super.create(path, content);
                if (path.toString().contains("/snapshot/")) {
                    super.create(path, content);
                }
            }
        });
        Commit commit = new Commit(table.files(), "me");
        assertThat(append(commit, adds("a")).id()).isEqualTo(1);
        assertThat(commit.lostRaces()).isZero();
        assertThat(live(table.files())).containsExactly("a");
        assertThat(table.paths("manifest")).hasSize(3);
    }

    /** The answer is lost, and the snapshot is of somebody else. */
    @Test
    void aCreateWhoseAnswerIsLostMayHaveLostTheRace() {
        boolean[] raced = new boolean[1];
        WrittenTable[] table = new WrittenTable[1];
        table[0] = WrittenTable.create(directory, Schemas.keyed(), new ForwardingFileSystem() {
            @Override
            public void create(TablePath path, byte[] content) throws IOException {
                if (path.toString().contains("/snapshot/") && !raced[0]) {
                    raced[0] = true;
                    append(new Commit(table[0].files(), "other"), adds("other"));
                    throw new IOException("connection reset");
                }
                super.create(path, content);
            }
        });
        Commit commit = new Commit(table[0].files(), "me");
        assertThat(append(commit, adds("mine")).id()).isEqualTo(2);
        assertThat(commit.lostRaces()).isEqualTo(1);
        assertThat(live(table[0].files())).containsExactly("mine", "other");
    }

    /** Nobody knows whether it is still to come, so the files stay. */
    @Test
    void aCreateThatFailsCommitsNothingAndDeletesNothing() {
        WrittenTable table = WrittenTable.create(directory, Schemas.keyed(), new ForwardingFileSystem() {
            @Override
            public void create(TablePath path, byte[] content) throws IOException {
                if (path.toString().contains("/snapshot/")) {
                    throw new IOException("no space left");
                }
                super.create(path, content);
            }
        });
        assertThatThrownBy(() -> append(new Commit(table.files(), "me"), adds("a")))
                .isInstanceOf(TableStoreException.class)
                .hasMessageContaining("no space left")
                .hasMessageContaining("nothing was committed");
        assertThat(table.paths("snapshot")).isEmpty();
        assertThat(table.paths("manifest")).hasSize(3);
    }

    @Test
    void aLostHintIsNoFailure() {
        WrittenTable table = WrittenTable.create(directory, Schemas.keyed(), new ForwardingFileSystem() {
            @Override
            public void overwrite(TablePath path, byte[] content) throws IOException {
                throw new IOException("forbidden");
            }
        });
        append(new Commit(table.files(), "me"), adds("a"));
        assertThat(append(new Commit(table.files(), "me"), adds("b")).id()).isEqualTo(2);
    }

    @Test
    void theWatermarkNeverFalls() {
        Commit commit = new Commit(table().files(), "me");
        assertThat(commit.commit(Kinds.APPEND, 1, null, latest -> adds("a")).watermark())
                .isNull();
        assertThat(commit.commit(Kinds.APPEND, 2, 50L, latest -> adds("b")).watermark())
                .isEqualTo(50);
        assertThat(commit.commit(Kinds.APPEND, 3, 40L, latest -> adds("c")).watermark())
                .isEqualTo(50);
        assertThat(commit.commit(Kinds.APPEND, 4, null, latest -> adds("d")).watermark())
                .isEqualTo(50);
        assertThat(commit.commit(Kinds.APPEND, 5, 51L, latest -> adds("e")).watermark())
                .isEqualTo(51);
    }

    @Test
    void theIndexOfABucketReplacesTheOneBefore() {
        WrittenTable table = table();
        Commit commit = new Commit(table.files(), "me");
        append(commit, index(0, "zero"));
        append(commit, index(1, "one"));
        assertThat(indexes(table.files())).containsExactly("one", "zero");
        append(commit, index(0, "new"));
        assertThat(indexes(table.files())).containsExactly("new", "one");
        String before = table.files().snapshots().latest().indexManifest();
        Snapshot same = append(commit, adds("a"));
        assertThat(same.indexManifest()).isEqualTo(before);
        Snapshot emptied = append(
                commit,
                new SnapshotChange(
                        List.of(entry(FileKind.DELETE, DataFiles.flushed("a", 100, 1))), List.of(), index -> true));
        assertThat(emptied.indexManifest()).isNull();
    }

    @Test
    void theNewestOfAUserIsFoundBehindOthers() {
        TableFiles files = table().files();
        assertThat(new Commit(files, "me").newestOfUser(Long.MAX_VALUE)).isNull();
        append(new Commit(files, "me"), adds("a"));
        new Commit(files, "me").commit(Kinds.APPEND, 12, null, latest -> adds("b"));
        append(new Commit(files, "other"), adds("c"));
        assertThat(new Commit(files, "me").newestOfUser(Long.MAX_VALUE).commitIdentifier())
                .isEqualTo(12);
        assertThat(new Commit(files, "third").newestOfUser(Long.MAX_VALUE)).isNull();
        assertThat(new Commit(files, "me").newestOfUser(12).commitIdentifier()).isEqualTo(1);
    }

    @Test
    void theFilesOfASnapshotAreCompleteBeforeItIsThere() throws Exception {
        List<String> order = new ArrayList<>();
        WrittenTable table = WrittenTable.create(directory, Schemas.keyed(), new ForwardingFileSystem() {
            @Override
            public void create(TablePath path, byte[] content) throws IOException {
                if (path.toString().contains("/snapshot/")) {
                    try (var files = Files.list(directory.resolve("manifest"))) {
                        order.add(files.count() + " files");
                    }
                }
                super.create(path, content);
            }
        });
        append(new Commit(table.files(), "me"), adds("a"));
        assertThat(order).containsExactly("3 files");
        Snapshot snapshot = table.files().snapshots().latest();
        assertThat(table.paths("manifest"))
                .contains("manifest/" + snapshot.baseManifestList(), "manifest/" + snapshot.deltaManifestList());
        assertThat(snapshot.deltaManifestListSize())
                .isEqualTo(Files.size(directory.resolve("manifest/" + snapshot.deltaManifestList())));
        assertThat(snapshot.baseManifestListSize())
                .isEqualTo(Files.size(directory.resolve("manifest/" + snapshot.baseManifestList())));
    }
}
