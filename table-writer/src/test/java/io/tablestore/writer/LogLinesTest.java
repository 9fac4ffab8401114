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

import io.tablestore.TableStore;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Table;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.internal.schema.FirstSchema;
import io.tablestore.read.SplitReader;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.schema.TableDefinition;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.internal.commit.Commit;
import io.tablestore.writer.internal.commit.Kinds;
import io.tablestore.writer.internal.commit.SnapshotChange;
import io.tablestore.writer.maintenance.OrphanFiles;
import io.tablestore.writer.maintenance.Rollback;
import io.tablestore.writer.maintenance.SnapshotExpiry;
import io.tablestore.writer.maintenance.Tags;
import io.tablestore.writer.row.RowValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

/** The lines that an operator finds in the log, as docs/OPERATIONS.md lists them. */
class LogLinesTest {

    @TempDir
    private Path root;

    private Table table;

    @BeforeEach
    void createTable() {
        table = TableStore.openTable(new LocalFileSystem(), TablePath.of(root.toString()));
        TableDefinition definition = new TableDefinition(
                List.of(new DataField(0, "k", DataType.of(TypeRoot.BIGINT)), new DataField(1, "v", DataType.string())),
                List.of(),
                List.of("k"),
                Map.of("bucket", "1", "file.format", "avro", "commit.max-retries", "1"),
                null);
        files().schemas().create(FirstSchema.of(definition));
        CapturedLog.clear();
    }

    private TableFiles files() {
        return StoredTable.of(table).files();
    }

    private List<CommitMessage> prepare(long key, boolean compacts) {
        try (BufferAllocator allocator = ArrowMemory.newRoot(64L << 20);
                TableWrite write = TableWrite.of(table, allocator).open()) {
            write.write(RowValues.of(key, "a"));
            if (compacts) {
                write.prepareCommit().forEach(this::commit);
                write.compactFully(BinaryRow.EMPTY, 0);
            }
            return write.prepareCommitWhenCompacted();
        }
    }

    private void commit(CommitMessage message) {
        new TableCommit(table, "test").commit(TableCommit.BATCH, List.of(message));
    }

    private void put(long key) {
        prepare(key, false).forEach(this::commit);
    }

    @Test
    void aCommitSaysWhatItAdded() {
        put(1);
        assertThat(CapturedLog.messages(Level.INFO))
                .singleElement()
                .asString()
                .matches("Commit: " + at()
                        + ": committed snapshot 1 \\(APPEND\\): 1 files added with 1 rows and \\d{3,} bytes, 0 files"
                        + " deleted; 1 attempts, \\d+ ms\\.");
        assertThat(CapturedLog.lines(Level.WARN)).isEmpty();
    }

    @Test
    void aCompactionSaysWhatItMadeOfWhat() {
        put(1);
        CapturedLog.clear();
        prepare(1, true).forEach(this::commit);
        assertThat(CapturedLog.messages(Level.INFO))
                .satisfiesExactly(
                        append -> assertThat(append).contains("committed snapshot 2 (APPEND)"),
                        compaction -> assertThat(compaction)
                                .matches("BucketCompactions: " + at()
                                        + "/bucket-0/: compacted 2 files with \\d{3,} bytes into 1 files with \\d{3,}"
                                        + " bytes at level 5; \\d+ ms\\."),
                        compact -> assertThat(compact)
                                .matches("Commit: " + at()
                                        + ": committed snapshot 3 \\(COMPACT\\): 1 files added with 1 rows and"
                                        + " \\d+ bytes, 2 files deleted; 1 attempts, \\d+ ms\\."));
    }

    @Test
    void anExpirySaysWhichSnapshotsAndHowMuchItDeleted() {
        put(1);
        prepare(1, true).forEach(this::commit);
        CapturedLog.clear();
        new SnapshotExpiry(table).run(1, 1, Long.MAX_VALUE, 10);
        assertThat(CapturedLog.messages(Level.INFO))
                .singleElement()
                .asString()
                .matches("SnapshotExpiry: " + at()
                        + ": expired 2 snapshots, 1 to 2; \\d files deleted, \\d{3,} bytes of data, \\d+ ms\\.");
    }

    /** The other commit happens between the look at the newest snapshot and the creation of the next. */
    @Test
    void aLostRaceIsAWarningUntilItIsAnError() {
        List<CommitMessage> prepared = prepare(1, false);
        AtomicInteger others = new AtomicInteger();
        assertThatThrownBy(() -> new Commit(files(), "test").commit(Kinds.APPEND, 1, null, latest -> {
                    put(10 + others.incrementAndGet());
                    return change(prepared);
                }))
                .isInstanceOf(TableStoreException.class)
                .hasMessageContaining("Other writers created their snapshots first, 2 times in a row");
        assertThat(CapturedLog.messages(Level.WARN))
                .singleElement()
                .asString()
                .matches("Commit: " + at()
                        + ": attempt 1 of 2 lost the race for snapshot 1, which another writer created first\\. The"
                        + " commit is tried again on top of it\\.");
    }

    @Test
    void aCommitThatLostARaceCountsItsAttempts() {
        List<CommitMessage> prepared = prepare(1, false);
        AtomicInteger others = new AtomicInteger();
        new Commit(files(), "test").commit(Kinds.APPEND, 1, null, latest -> {
            if (others.getAndIncrement() == 0) {
                put(2);
            }
            return change(prepared);
        });
        assertThat(CapturedLog.lines(Level.WARN)).hasSize(1);
        assertThat(CapturedLog.messages(Level.INFO))
                .last()
                .asString()
                .contains("committed snapshot 2 (APPEND)", "; 2 attempts, ");
    }

    private static SnapshotChange change(List<CommitMessage> messages) {
        return new SnapshotChange(TableCommit.newFiles(messages), List.of());
    }

    @Test
    void tagsRollbacksAndOrphansSayWhatTheyDid() throws IOException {
        put(1);
        put(2);
        new Tags(table).create("first", 1L);
        new Tags(table).delete("first");
        Files.writeString(root.resolve("bucket-0/data-lost-0.avro"), "lost");
        CapturedLog.clear();
        new Tags(table).create("second", 2L);
        new OrphanFiles(table).delete(Long.MAX_VALUE);
        new Rollback(table).toSnapshot(1);
        assertThat(CapturedLog.messages(Level.INFO))
                .satisfiesExactly(
                        tag -> assertThat(tag).isEqualTo("Tags: " + root + ": created tag second of snapshot 2."),
                        orphans -> assertThat(orphans)
                                .matches("OrphanFiles: " + at() + ": deleted 1 orphan files, 4 bytes, \\d+ ms\\."),
                        dropped -> assertThat(dropped)
                                .isEqualTo("Rollback: " + root
                                        + ": deleted tag second of a snapshot that is rolled back."),
                        rollback -> assertThat(rollback)
                                .matches("Rollback: " + at()
                                        + ": rolled back to snapshot 1: 1 snapshots and \\d files deleted,"
                                        + " \\d{3,} bytes of data, \\d+ ms\\."));
    }

    @Test
    void aPlanAndASplitAreALineOfDebugEach() {
        put(1);
        CapturedLog.clear();
        ScanPlan plan = table.plan(Scan.ALL);
        try (BufferAllocator allocator = ArrowMemory.newRoot(64L << 20);
                SplitReader reader = table.open(plan, plan.splits().get(0), allocator)) {
            while (reader.next() != null) {
                assertThat(CapturedLog.lines(Level.DEBUG)).hasSize(1);
            }
        }
        assertThat(CapturedLog.messages(Level.DEBUG))
                .satisfiesExactly(
                        planned -> assertThat(planned)
                                .matches("ScanPlanner: " + at()
                                        + ": planned snapshot 1: 1 of 1 manifests read, 0 of 1 files left out \\(0 by"
                                        + " partition, 0 by bucket, 0 by key, 0 by value\\), 1 splits of 1 sections"
                                        + " with 1 stored rows, 0 of them to merge; \\d+ ms\\."),
                        read -> assertThat(read)
                                .matches("SectionSplitReader: " + at()
                                        + ": read a split of bucket 0: 1 rows and \\d+ bytes of 1 files, 0 rows"
                                        + " merged, 0 dropped, 0 skipped, 0 filtered; open for \\d+ ms\\."));
        assertThat(CapturedLog.lines(Level.INFO)).isEmpty();
    }

    /** The location of the table in a regular expression. */
    private String at() {
        return "\\Q" + root + "\\E";
    }
}
