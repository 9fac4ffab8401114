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

import io.tablestore.catalog.Table;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.schema.TableDefinition;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.RowKind;
import io.tablestore.types.TypeRoot;
import io.tablestore.vector.ArrowMemory;
import io.tablestore.writer.CommitMessage;
import io.tablestore.writer.RowValues;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.maintenance.SnapshotExpiry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every call to the file system of a streaming job with six checkpoints goes wrong, one at a time, in every way. The job is
 * started again from its last checkpoint, as an engine does, and in the end the table holds every row once.
 */
class FaultsTest {

    private static final int CHECKPOINTS = 6;
    private static final String USER = "job";

    @TempDir
    Path directory;

    /** A change of one checkpoint. */
    private record Change(RowKind kind, long key, String value) {}

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noRowIsLostOrDoubled(boolean keyed) throws Exception {
        int every = Integer.getInteger("faults.every", 7);
        int runs = 0;
        Map<String, Integer> met = new TreeMap<>();
        List<List<Change>> changes = changes(keyed);
        for (FaultyFileSystem.Fault fault : FaultyFileSystem.Fault.values()) {
            for (int call = 1 + Math.floorMod(fault.name().hashCode(), every); ; call += every) {
                Path root = directory.resolve(fault + "-" + call);
                FaultyFileSystem faulty = new FaultyFileSystem(call, fault);
                try {
                    run(root, faulty, keyed, changes);
                    check(root, keyed, changes);
                } catch (Throwable failed) {
                    throw new AssertionError(
                            fault + " call " + call + ", " + faulty.met() + ": " + failed.getMessage(), failed);
                }
                OursReadsPaimonTest.delete(root);
                if (faulty.met().isEmpty()) {
                    break;
                }
                met.merge(faulty.met().replaceAll("[0-9a-f]{8}-.*|[0-9].*", ""), 1, Integer::sum);
                runs++;
            }
        }
        assertThat(runs).isGreaterThan(50);
        System.out.println("faults, " + (keyed ? "with" : "without") + " a key: " + runs
                + " runs, each of them with one" + " of " + met + ": every row once");
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

    /** The job: what a checkpoint holds survives a failure, the rest is done again. */
    private static void run(Path root, FaultyFileSystem faulty, boolean keyed, List<List<Change>> changes) {
        create(root, keyed);
        TableFileSystem fileSystem = faulty;
        Map<Long, List<CommitMessage>> checkpointed = new HashMap<>();
        int next = 1;
        for (int attempt = 0; ; attempt++) {
            assertThat(attempt).as("attempts of the job").isLessThan(4);
            Table table = Table.open(fileSystem, TablePath.of(root.toString()));
            try (BufferAllocator allocator = ArrowMemory.newRoot(64L << 20)) {
                TableCommit commit = new TableCommit(table, USER);
                for (Long identifier : commit.uncommitted(checkpointed.keySet())) {
                    commit.commit(identifier, checkpointed.get(identifier));
                }
                checkpointed.clear();
                try (TableWrite write = TableWrite.of(table, allocator).open()) {
                    while (next <= CHECKPOINTS) {
                        for (Change change : changes.get(next - 1)) {
                            write.write(change.kind(), RowValues.of(change.key(), change.value()));
                        }
                        checkpointed.put((long) next, write.prepareCommit(true));
                        next++;
                        commit.commit(next - 1, checkpointed.get((long) next - 1));
                        checkpointed.clear();
                        if (next % 2 == 1) {
                            new SnapshotExpiry(table).run(2, 3, Long.MAX_VALUE, 10);
                        }
                    }
                }
                return;
            } catch (RuntimeException failed) {
                fileSystem = new LocalFileSystem(); // one fault at a time
            }
        }
    }

    private static void create(Path root, boolean keyed) {
        TableDefinition definition = new TableDefinition(
                List.of(
                        new DataField(0, "k", DataType.of(TypeRoot.BIGINT).withNullable(!keyed)),
                        new DataField(1, "v", DataType.string())),
                List.of(),
                keyed ? List.of("k") : List.of(),
                keyed ? Map.of("bucket", "2", "num-sorted-run.compaction-trigger", "2") : Map.of("bucket", "-1"),
                null);
        Table.open(new LocalFileSystem(), TablePath.of(root.toString())).files().create(definition.schema());
    }

    private static void check(Path root, boolean keyed, List<List<Change>> changes) throws Exception {
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
        assertThat(OursReadsPaimonTest.scan(root, null, root)).isEqualTo(expected);
        Table table = Table.open(new LocalFileSystem(), TablePath.of(root.toString()));
        TableInvariants.check(table);
        for (Long snapshot : table.files().snapshotNames().keySet()) {
            OursReadsPaimonTest.scan(root, snapshot, root);
        }
        Files.deleteIfExists(root.resolve("ours.jsonl"));
    }
}
