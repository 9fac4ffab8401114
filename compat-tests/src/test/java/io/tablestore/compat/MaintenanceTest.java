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

import static io.tablestore.compat.WrittenTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.error.CommitConflictException;
import io.tablestore.error.InvalidTableException;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.schema.SchemaChange;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataType;
import io.tablestore.writer.CommitMessage;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.maintenance.OrphanFiles;
import io.tablestore.writer.maintenance.Rollback;
import io.tablestore.writer.maintenance.SnapshotExpiry;
import io.tablestore.writer.maintenance.Tags;
import io.tablestore.writer.row.RowValues;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Expiry, tags, rollback, orphans, overwrites, and what happens when two jobs get in each other's way. */
class MaintenanceTest {

    @TempDir
    Path directory;

    private WrittenTable keyed() {
        return WrittenTable.create(directory.resolve("t"), true, false, Map.of("bucket", "1"));
    }

    private static void compact(WrittenTable table) {
        table.commit(write -> write.compactFully(BinaryRow.EMPTY, 0));
    }

    private static int expireAllButOne(WrittenTable table) {
        return new SnapshotExpiry(table.table()).run(1, 1, Long.MAX_VALUE, 100);
    }

    @Test
    void aFileThatOnlyMovedToAnotherLevelOutlivesTheSnapshotOfItsOldPlace() throws Exception {
        WrittenTable table = keyed();
        table.put("x", 1, "a");
        compact(table); // one file: it moves
        assertThat(table.files("bucket-0")).isEqualTo(1);
        assertThat(expireAllButOne(table)).isEqualTo(1);
        assertThat(table.rows()).containsExactly(row("x", 1, "a"));
    }

    @Test
    void expiryDeletesWhatNoSnapshotNeeds() throws Exception {
        WrittenTable table = keyed();
        for (int i = 0; i < 4; i++) {
            table.put("x", 1, "v" + i);
        }
        compact(table);
        assertThat(table.files("bucket-0")).isEqualTo(5);
        assertThat(expireAllButOne(table)).isEqualTo(4);
        assertThat(table.files("bucket-0")).isEqualTo(1);
        assertThat(table.files("snapshot")).isEqualTo(3); // with its hints
        assertThat(table.rows()).containsExactly(row("x", 1, "v3"));
        assertThat(new OrphanFiles(table.table()).find(Long.MAX_VALUE)).isEmpty();
        TableInvariants.check(table.table());
    }

    @Test
    void optionsAndConsumersLimitExpiry() throws Exception {
        WrittenTable table = keyed();
        for (int i = 1; i <= 6; i++) {
            table.put("x", i, "a");
        }
        assertThat(new SnapshotExpiry(table.table()).run())
                .as("they are young, and few")
                .isZero();
        assertThat(new SnapshotExpiry(table.table()).run(1, 3, 0, 2))
                .as("at most two at a time")
                .isEqualTo(2);
        Files.createDirectories(table.root().resolve("consumer"));
        Files.writeString(table.root().resolve("consumer/consumer-c"), "{\"nextSnapshot\" : 4}");
        assertThat(new SnapshotExpiry(table.table()).run(1, 1, Long.MAX_VALUE, 50))
                .isEqualTo(1);
        assertThat(StoredTable.of(table.table()).files().snapshots().ids())
                .containsKeys(4L, 5L, 6L)
                .doesNotContainKey(3L);
    }

    @Test
    void aTagKeepsItsFilesUntilItIsDeleted() throws Exception {
        WrittenTable table = keyed();
        table.put("x", 1, "old");
        new Tags(table.table()).create("first", null);
        table.put("x", 1, "new");
        compact(table);
        expireAllButOne(table);
        assertThat(OursReadsPaimonTest.differences(List.of(row("x", 1, "new")), table.rows()))
                .isEmpty();
        assertThat(tagged(table, "first")).containsExactly(row("x", 1, "old"));
        assertThat(new OrphanFiles(table.table()).find(Long.MAX_VALUE)).isEmpty();
        assertThatThrownBy(() -> new Tags(table.table()).create("first", null))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("'first' already");
        assertThatThrownBy(() -> new Tags(table.table()).create("12", null)).hasMessageContaining("a number");
        for (String name : List.of("a/b", "..\\b", "a\nb")) {
            assertThatThrownBy(() -> new Tags(table.table()).create(name, null))
                    .isInstanceOf(InvalidTableException.class)
                    .hasMessageContaining("must not have a slash, a colon or a control character");
        }
        long files = table.files("bucket-0");
        new Tags(table.table()).delete("first");
        assertThat(table.files("bucket-0")).isEqualTo(files - 1);
        assertThat(table.rows()).containsExactly(row("x", 1, "new"));
        assertThat(new OrphanFiles(table.table()).find(Long.MAX_VALUE)).isEmpty();
    }

    private List<String> tagged(WrittenTable table, String tag) throws Exception {
        return CommandLines.scan(table.root(), "--tag", tag);
    }

    @Test
    void rollbackForgetsWhatCameLater() throws Exception {
        WrittenTable table = keyed();
        table.put("x", 1, "a");
        table.put("x", 1, "b");
        table.put("x", 2, "c");
        new Tags(table.table()).create("late", 3L);
        new Rollback(table.table()).toSnapshot(1);
        assertThat(table.rows()).containsExactly(row("x", 1, "a"));
        assertThat(StoredTable.of(table.table()).files().tags().names()).isEmpty();
        assertThat(table.files("bucket-0")).isEqualTo(1);
        table.put("x", 1, "d");
        assertThat(table.rows()).containsExactly(row("x", 1, "d"));
        TableInvariants.check(table.table());
    }

    @Test
    void rollbackToATagWhoseSnapshotHasExpired() throws Exception {
        WrittenTable table = keyed();
        table.put("x", 1, "a");
        new Tags(table.table()).create("good", null);
        table.put("x", 1, "b");
        compact(table);
        expireAllButOne(table);
        new Rollback(table.table()).toTag("good");
        assertThat(table.rows()).containsExactly(row("x", 1, "a"));
        table.put("x", 2, "c");
        assertThat(table.rows()).containsExactly(row("x", 1, "a"), row("x", 2, "c"));
    }

    @Test
    void orphansAreDeletedWhenTheyAreOldEnough() throws Exception {
        WrittenTable table = keyed();
        table.put("x", 1, "a");
        List<CommitMessage> prepared = table.prepare(write -> WrittenTable.put(write, "x", 2, "b"));
        Files.writeString(table.root().resolve("bucket-0/data-lost-0.parquet"), "lost");
        Files.writeString(table.root().resolve("manifest/manifest-lost-0"), "lost");
        assertThat(new OrphanFiles(table.table()).delete(0))
                .as("nothing is that old")
                .isEmpty();
        new TableCommit(table.table(), "test").commit(TableCommit.BATCH, prepared);
        assertThat(new OrphanFiles(table.table()).delete(Long.MAX_VALUE))
                .containsExactlyInAnyOrder("bucket-0/data-lost-0.parquet", "manifest/manifest-lost-0");
        assertThat(table.rows()).containsExactly(row("x", 1, "a"), row("x", 2, "b"));
    }

    @Test
    void twoCompactionsOfOneBucketDoNotBothCommit() throws Exception {
        WrittenTable table = keyed();
        table.put("x", 1, "a");
        table.put("x", 1, "b");
        List<CommitMessage> first = table.prepare(write -> write.compactFully(BinaryRow.EMPTY, 0));
        List<CommitMessage> second = table.prepare(write -> write.compactFully(BinaryRow.EMPTY, 0));
        new TableCommit(table.table(), "one").commit(TableCommit.BATCH, first);
        assertThatThrownBy(() -> new TableCommit(table.table(), "two").commit(TableCommit.BATCH, second))
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("is not in the table any more");
        assertThat(table.rows()).containsExactly(row("x", 1, "b"));
        TableInvariants.check(table.table());
    }

    @Test
    void rowsOfAnotherNumberOfBucketsAreNotCommitted() throws Exception {
        WrittenTable table = WrittenTable.create(directory.resolve("t"), true, false, Map.of("bucket", "2"));
        table.put("x", 1, "a");
        List<CommitMessage> stale = table.prepare(write -> WrittenTable.put(write, "x", 2, "b"));
        table.table().alter(List.of(new SchemaChange.SetOption("bucket", "4")));
        assertThatThrownBy(() -> table.put("x", 3, "c")).hasMessageContaining("has 2 buckets");
        overwrite(table);
        assertThatThrownBy(() -> new TableCommit(table.table(), "stale").commit(TableCommit.BATCH, stale))
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("the number was changed");
        assertThat(table.rows()).containsExactly(row("y", 9, "z"));
    }

    private static void overwrite(WrittenTable table) {
        try (var allocator = ArrowMemory.newRoot(128L << 20);
                var write =
                        TableWrite.of(table.table(), allocator).overwriting().open()) {
            WrittenTable.put(write, "y", 9, "z");
            new TableCommit(table.table(), "over")
                    .overwrite(TableCommit.BATCH, write.prepareCommitWhenCompacted(), partition -> true);
        }
    }

    @Test
    void partitionsAreDroppedAndTheTableIsEmptied() throws Exception {
        WrittenTable table = WrittenTable.create(directory.resolve("t"), true, true, Map.of("bucket", "-1"));
        table.put("x", 1, "a");
        table.put("y", 1, "b");
        TableCommit commit = new TableCommit(table.table(), "test");
        commit.dropPartitions(
                TableCommit.BATCH,
                partition ->
                        new String((byte[]) partition.value(0, DataType.string()), StandardCharsets.UTF_8).equals("x"));
        assertThat(table.rows()).containsExactly(row("y", 1, "b"));
        table.put("x", 1, "again");
        assertThat(table.rows()).containsExactly(row("x", 1, "again"), row("y", 1, "b"));
        commit.truncate(TableCommit.BATCH);
        assertThat(table.rows()).isEmpty();
        TableInvariants.check(table.table());
    }

    @Test
    void aBatchOfTheSameNumberIsCommittedOnce() throws Exception {
        WrittenTable table = keyed();
        List<CommitMessage> prepared = table.prepare(write -> WrittenTable.put(write, "x", 1, "a"));
        TableCommit commit = new TableCommit(table.table(), "job");
        commit.commit(7, prepared);
        assertThat(commit.uncommitted(List.of(6L, 7L, 8L))).containsExactly(8L);
        assertThat(new TableCommit(table.table(), "other").uncommitted(List.of(7L)))
                .containsExactly(7L);
    }

    @Test
    void aStatementOfAJobsUserDoesNotEndItsNumbers() throws Exception {
        WrittenTable table = keyed();
        TableCommit commit = new TableCommit(table.table(), "job");
        commit.commit(7, table.prepare(write -> WrittenTable.put(write, "x", 1, "a")));
        commit.truncate(TableCommit.BATCH);
        assertThat(commit.newestIdentifier()).isEqualTo(7);
        assertThat(commit.uncommitted(List.of(7L, 8L))).containsExactly(8L);
    }

    @Test
    void whatIsNotUnderstoodWholeIsNotCleaned() throws Exception {
        WrittenTable table = keyed();
        table.put("x", 1, "a");
        Path branch = Files.createDirectories(table.root().resolve("branch/branch-b/schema"));
        Files.copy(table.root().resolve("schema/schema-0"), branch.resolve("schema-0"));
        assertThatThrownBy(() -> new OrphanFiles(table.table().branch("b")))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("A branch shares its files");
        Files.writeString(
                Files.createDirectories(table.root().resolve("changelog")).resolve("changelog-1"), "{}");
        assertThatThrownBy(() -> new SnapshotExpiry(table.table()))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("changelogs that outlive");
    }

    @Test
    void whatIsNotWrittenIsRefusedByName() {
        WrittenTable postponed = WrittenTable.create(directory.resolve("-2"), true, false, Map.of("bucket", "-2"));
        assertThatThrownBy(() -> postponed.put("x", 1, "a")).hasMessageContaining("'bucket' = '-2'");
        WrittenTable avro = WrittenTable.create(
                directory.resolve("lz4"),
                true,
                false,
                Map.of("bucket", "1", "file.format", "avro", "file.compression", "lz4"));
        assertThatThrownBy(() -> avro.put("x", 1, "a")).hasMessageContaining("cannot be compressed with lz4");
        WrittenTable append = WrittenTable.create(directory.resolve("append"), false, false, Map.of("bucket", "-1"));
        assertThatThrownBy(() -> append.put("x", 1, null)).hasMessageContaining("insertions only");
        WrittenTable keyed = WrittenTable.create(directory.resolve("null"), true, false, Map.of("bucket", "1"));
        assertThatThrownBy(() -> keyed.commit(write -> write.write(RowValues.of("x", null, "v"))))
                .hasMessageContaining("Column k");
    }
}
