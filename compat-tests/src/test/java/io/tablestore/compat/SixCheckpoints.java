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

import io.tablestore.TableStore;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Table;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.schema.FirstSchema;
import io.tablestore.schema.TableDefinition;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.RowKind;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.CommitMessage;
import io.tablestore.writer.CommitMessageSerializer;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.maintenance.SnapshotExpiry;
import io.tablestore.writer.row.RowValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A streaming job of six checkpoints with compaction and expiry, which goes on from its last checkpoint when it is started
 * again, as an engine's jobs do. Also a process of its own: {@code <table> <keyed> <call> <fault>}, which ends at a call.
 */
final class SixCheckpoints {

    /** How a process ends at a fault. */
    static final int HALTED = 9;

    private static final int CHECKPOINTS = 6;
    private static final String USER = "job";

    private final Path root;
    private final boolean keyed;
    private final List<List<Change>> changes;

    SixCheckpoints(Path root, boolean keyed) {
        this.root = root;
        this.keyed = keyed;
        this.changes = changes(keyed);
    }

    /** A change of one checkpoint. */
    private record Change(RowKind kind, long key, String value) {}

    public static void main(String[] arguments) {
        int call = Integer.parseInt(arguments[2]);
        FaultyFileSystem.Fault fault = FaultyFileSystem.Fault.valueOf(arguments[3]);
        FaultyFileSystem faulty =
                new FaultyFileSystem(call, fault, () -> Runtime.getRuntime().halt(HALTED));
        new SixCheckpoints(Path.of(arguments[0]), Boolean.parseBoolean(arguments[1])).run(faulty);
    }

    private static List<List<Change>> changes(boolean keyed) {
        Random random = new Random(7);
        List<List<Change>> all = new ArrayList<>();
        for (int checkpoint = 1; checkpoint <= CHECKPOINTS; checkpoint++) {
            List<Change> changes = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                long key = keyed ? random.nextInt(15) : 100L * checkpoint + i;
                RowKind kind = keyed && random.nextInt(4) == 0 ? RowKind.DELETE : RowKind.INSERT;
                changes.add(new Change(kind, key, "v" + checkpoint + "-" + i));
            }
            all.add(changes);
        }
        return all;
    }

    /** Files beside the table: a checkpoint's number is the name, what it holds the content. They outlive a process. */
    private Path checkpoint(int number) {
        return root.resolveSibling(root.getFileName() + "-checkpoint-" + number);
    }

    private int newestCheckpoint() {
        int newest = 0;
        while (Files.exists(checkpoint(newest + 1))) {
            newest++;
        }
        return newest;
    }

    private void save(int number, List<CommitMessage> messages) {
        Path file = checkpoint(number);
        try {
            Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
            Files.write(unfinished, CommitMessageSerializer.serialize(messages));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private List<CommitMessage> restore(int number) {
        try {
            return CommitMessageSerializer.deserialize(Files.readAllBytes(checkpoint(number)));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** One attempt, from the last checkpoint. */
    void run(TableFileSystem fileSystem) {
        Table table = TableStore.openTable(fileSystem, TablePath.of(root.toString()));
        try (BufferAllocator allocator = ArrowMemory.newRoot(64L << 20)) {
            TableCommit commit = new TableCommit(table, USER);
            int done = newestCheckpoint();
            if (done > 0 && !commit.uncommitted(List.of((long) done)).isEmpty()) {
                commit.commit(done, restore(done));
            }
            try (TableWrite write = TableWrite.of(table, allocator).open()) {
                for (int next = done + 1; next <= CHECKPOINTS; next++) {
                    for (Change change : changes.get(next - 1)) {
                        write.write(change.kind(), RowValues.of(change.key(), change.value()));
                    }
                    List<CommitMessage> messages = write.prepareCommitWhenCompacted();
                    save(next, messages);
                    commit.commit(next, messages);
                    if (next % 2 == 0) {
                        new SnapshotExpiry(table).run(2, 3, Long.MAX_VALUE, 10);
                    }
                }
            }
        }
    }

    void create() {
        DataType key = DataType.of(TypeRoot.BIGINT);
        TableDefinition definition = new TableDefinition(
                List.of(new DataField(0, "k", keyed ? key.asNotNull() : key), new DataField(1, "v", DataType.string())),
                List.of(),
                keyed ? List.of("k") : List.of(),
                keyed ? Map.of("bucket", "2", "num-sorted-run.compaction-trigger", "2") : Map.of("bucket", "-1"),
                null);
        StoredTable.of(TableStore.openTable(new LocalFileSystem(), TablePath.of(root.toString())))
                .files()
                .schemas()
                .create(FirstSchema.of(definition));
    }

    /** Whether every row is there once. */
    void check() throws Exception {
        List<String> expected = new ArrayList<>();
        if (keyed) {
            Map<Long, String> model = new TreeMap<>();
            changes.forEach(checkpoint -> checkpoint.forEach(change -> {
                if (change.kind() == RowKind.DELETE) {
                    model.remove(change.key());
                } else {
                    model.put(change.key(), change.value());
                }
            }));
            model.forEach((key, value) -> expected.add("{\"k\":" + key + ",\"v\":\"" + value + "\"}"));
        } else {
            changes.forEach(checkpoint -> checkpoint.forEach(
                    change -> expected.add("{\"k\":" + change.key() + ",\"v\":\"" + change.value() + "\"}")));
        }
        expected.sort(null);
        assertThat(CommandLines.scan(root)).isEqualTo(expected);
        Table table = TableStore.openTable(new LocalFileSystem(), TablePath.of(root.toString()));
        TableInvariants.check(table);
        for (Long snapshot : StoredTable.of(table).files().snapshots().ids().keySet()) {
            CommandLines.scan(root, "--snapshot", snapshot.toString());
        }
    }

    /** Deletes the table and the checkpoints. */
    void delete() throws Exception {
        OursReadsPaimonTest.delete(root);
        for (int number = newestCheckpoint(); number > 0; number--) {
            Files.delete(checkpoint(number));
        }
    }
}
