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

import io.tablestore.catalog.SystemTableName;
import io.tablestore.error.CorruptFileException;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.FileKind;
import io.tablestore.internal.format.manifest.ManifestEncoder;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.format.manifest.ManifestFile;
import io.tablestore.internal.format.manifest.ManifestListEncoder;
import io.tablestore.internal.format.manifest.SimpleStats;
import io.tablestore.internal.metadata.ListedManifest;
import io.tablestore.internal.metadata.LiveFiles;
import io.tablestore.internal.metadata.ManifestCache;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.internal.systemtable.SystemTables;
import io.tablestore.scan.Scan;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.RowKind;
import io.tablestore.writer.CommitMessage;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.maintenance.Tags;
import io.tablestore.writer.row.RowValues;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A history that no writer makes is refused by everybody who asks which files are live, with the files that say so. */
class BrokenHistoryTest {

    private static final String CHAIN =
            "manifest/manifest-broken (listed in manifest/manifest-list-broken-base of snapshot/snapshot-3)";

    @TempDir
    Path directory;

    private WrittenTable written;
    private TableFiles files;
    private Snapshot before;
    private List<CommitMessage> prepared;

    /** The three files of the table, which tests change. */
    private List<ManifestEntry> entries;

    @BeforeEach
    void writeTable() {
        written = WrittenTable.create(directory.resolve("t"), true, true, Map.of("bucket", "1", "write-only", "true"));
        written.put("a", 1, "x");
        written.put("a", 2, "y");
        written.put("b", 3, "z");
        prepared = written.prepare(write -> write.write(RowKind.INSERT, RowValues.of("a", 9L, "w")));
        files = StoredTable.of(written.table()).files();
        before = files.snapshots().latest();
        entries = new ArrayList<>(new LiveFiles(files, written.table().schema()).of(before, null));
    }

    private static ManifestEntry deleted(ManifestEntry entry) {
        return new ManifestEntry(
                FileKind.DELETE, entry.partition(), entry.bucket(), entry.totalBuckets(), entry.file());
    }

    private static ManifestEntry with(ManifestEntry entry, DataFile file) {
        return new ManifestEntry(entry.kind(), entry.partition(), entry.bucket(), entry.totalBuckets(), file);
    }

    private static DataFile file(DataFile of, String name, BinaryRow minKey, BinaryRow maxKey, long minSequence) {
        return new DataFile(
                name,
                of.sizeInBytes(),
                of.rowCount(),
                minKey,
                maxKey,
                of.keyStats(),
                of.valueStats(),
                minSequence,
                of.maxSequence(),
                of.schemaId(),
                of.level(),
                of.extraFiles(),
                of.creationMillis(),
                of.deleteRowCount(),
                of.embeddedIndex(),
                of.source(),
                of.valueStatsColumns(),
                of.externalPath(),
                of.firstRowId(),
                of.writeColumns(),
                of.unknownFields());
    }

    /** Replaces the history of the newest snapshot. The ranges of partitions are unknown, so every caller reads it. */
    private void become(long announcedAdds, long totalRecords) throws Exception {
        Path manifests = written.root().resolve("manifest");
        ManifestFile some = ListedManifest.of(files, before).get(0).file();
        byte[] manifest = ManifestEncoder.encode(entries);
        Files.write(manifests.resolve("manifest-broken"), manifest);
        long deletes = entries.stream()
                .filter(entry -> entry.kind() == FileKind.DELETE)
                .count();
        ManifestFile listed = new ManifestFile(
                "manifest-broken",
                manifest.length,
                announcedAdds,
                deletes,
                SimpleStats.NONE,
                some.schemaId(),
                null,
                null,
                null,
                null,
                null,
                null);
        byte[] base = ManifestListEncoder.encode(List.of(listed));
        byte[] delta = ManifestListEncoder.encode(List.of());
        Files.write(manifests.resolve("manifest-list-broken-base"), base);
        Files.write(manifests.resolve("manifest-list-broken-delta"), delta);
        Snapshot broken = new Snapshot(
                before.file(),
                before.version(),
                before.id(),
                before.schemaId(),
                "manifest-list-broken-base",
                (long) base.length,
                "manifest-list-broken-delta",
                (long) delta.length,
                null,
                null,
                before.commitUser(),
                before.commitIdentifier(),
                before.commitKind(),
                before.timeMillis(),
                totalRecords,
                0L,
                null,
                null,
                null,
                null);
        Files.write(written.root().resolve(before.file()), broken.toJson());
    }

    private void become() throws Exception {
        long adds =
                entries.stream().filter(entry -> entry.kind() == FileKind.ADD).count();
        become(adds, 3);
    }

    private static void refuses(ThrowingCallable caller, String... parts) {
        assertThatThrownBy(caller).isInstanceOf(CorruptFileException.class).hasMessageContainingAll(parts);
    }

    /** Plans, live files of all partitions and of one, system tables, tags, and a commit on top. */
    private void everybodyRefuses(String... parts) throws Exception {
        wholeTablesAreRefused(parts);
        Snapshot broken = files.snapshots().get(before.id());
        BinaryRow partition = entries.get(1).partition();
        LiveFiles live = new LiveFiles(files, written.table().schema());
        refuses(() -> live.of(broken, Set.of(partition)), parts);
        refuses(() -> written.prepare(write -> WrittenTable.put(write, "a", 1, "again")), parts);
        refuses(() -> new TableCommit(written.table(), "test").commit(TableCommit.BATCH, prepared), parts);
        assertThat(files.snapshots().latest().id()).isEqualTo(before.id());
    }

    private void wholeTablesAreRefused(String... parts) throws Exception {
        Snapshot broken = files.snapshots().get(before.id());
        TableFiles caching = new TableFiles(files.fileSystem(), files.root(), new ManifestCache(1 << 20));
        refuses(() -> new LiveFiles(caching, written.table().schema()).of(broken, null), parts);
        LiveFiles live = new LiveFiles(files, written.table().schema());
        refuses(() -> written.table().plan(Scan.ALL), parts);
        refuses(() -> written.table().summarize(Scan.ALL), parts);
        refuses(() -> live.of(broken, null), parts);
        refuses(() -> live.forEachManifest(broken, (manifest, of) -> {}), parts);
        for (SystemTableName view :
                List.of(SystemTableName.FILES, SystemTableName.PARTITIONS, SystemTableName.BUCKETS)) {
            refuses(() -> SystemTables.read(view, files), parts);
        }
        Tags tags = new Tags(written.table());
        tags.create("kept", broken.id());
        String[] ofTag = Stream.of(parts)
                .map(part -> part.replace("snapshot/snapshot-3", "tag/tag-kept"))
                .toArray(String[]::new);
        refuses(() -> tags.delete("kept"), ofTag);
        assertThat(files.tags().names()).containsKey("kept");
    }

    @Test
    void theSameHistoryWrittenAgainIsRead() throws Exception {
        List<String> rows = written.rows();
        become();
        assertThat(written.rows()).hasSize(3).isEqualTo(rows);
        new TableCommit(written.table(), "test").commit(TableCommit.BATCH, prepared);
        assertThat(written.rows()).hasSize(4);
    }

    @Test
    void moreEntriesThanTheListSays() throws Exception {
        become(4, 3);
        everybodyRefuses(CHAIN, "The manifest has 3 ADD and 0 DELETE entries, but its list counts 4 and 0.");
    }

    @Test
    void aPartitionOfAnotherTable() throws Exception {
        ManifestEntry first = entries.get(0);
        entries.set(0, new ManifestEntry(FileKind.ADD, BinaryRow.EMPTY, 0, 1, first.file()));
        become();
        everybodyRefuses(CHAIN, "The _PARTITION of an entry has 0 columns, but the table is partitioned by 1.");
    }

    @Test
    void aNegativeBucket() throws Exception {
        ManifestEntry first = entries.get(0);
        entries.set(0, new ManifestEntry(FileKind.ADD, first.partition(), -7, 1, first.file()));
        become();
        everybodyRefuses(CHAIN, "The _BUCKET of an entry is -7 of 1 buckets");
    }

    @Test
    void aFileAddedTwice() throws Exception {
        ManifestEntry first = entries.get(0);
        entries.add(first);
        become(4, 4);
        everybodyRefuses(CHAIN, "The ADD entry of " + first.file().name() + " in bucket 0 follows another");
    }

    @Test
    void aFileAtTwoLevels() throws Exception {
        ManifestEntry first = entries.get(0);
        entries.add(with(first, first.file().atLevel(5)));
        become(4, 4);
        everybodyRefuses(CHAIN, "The ADD entry of " + first.file().name() + " in bucket 0 follows another");
    }

    @Test
    void aFileAddedTwiceAndDeletedOnce() throws Exception {
        ManifestEntry first = entries.get(0);
        entries.add(first);
        entries.add(deleted(first));
        become(4, 2);
        everybodyRefuses(CHAIN, "The ADD entry of " + first.file().name() + " in bucket 0 follows another");
    }

    @Test
    void aDeleteOfAFileThatWasNeverAdded() throws Exception {
        ManifestEntry first = entries.get(0);
        DataFile other = file(
                first.file(),
                "data-other-0.parquet",
                first.file().minKey(),
                first.file().maxKey(),
                first.file().minSequence());
        entries.add(deleted(with(first, other)));
        become();
        everybodyRefuses("snapshot/snapshot-3: 1 DELETE entry of its manifests names a file that no ADD entry names");
    }

    @Test
    void keysInTheWrongOrder() throws Exception {
        ManifestEntry first = entries.get(0);
        DataFile swapped = file(
                first.file(),
                first.file().name(),
                entries.get(2).file().minKey(),
                first.file().minKey(),
                first.file().minSequence());
        entries.set(0, with(first, swapped));
        become();
        everybodyRefuses(CHAIN, "The _MIN_KEY of " + swapped.name() + " is greater than its _MAX_KEY.");
    }

    @Test
    void sequenceNumbersInTheWrongOrder() throws Exception {
        ManifestEntry first = entries.get(0);
        DataFile swapped = file(
                first.file(),
                first.file().name(),
                first.file().minKey(),
                first.file().maxKey(),
                first.file().maxSequence() + 1);
        entries.set(0, with(first, swapped));
        become();
        everybodyRefuses(CHAIN, "_MIN_SEQUENCE_NUMBER of " + swapped.name());
    }

    @Test
    void aSnapshotThatCountsOtherRows() throws Exception {
        become(3, 30);
        wholeTablesAreRefused(
                "snapshot/snapshot-3: The snapshot counts 30 rows (totalRecordCount), but its live files have 3.");
    }
}
