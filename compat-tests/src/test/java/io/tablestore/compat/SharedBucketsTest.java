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

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.RowKind;
import io.tablestore.writer.BucketChooser;
import io.tablestore.writer.CommitMessage;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.internal.row.JavaValues;
import io.tablestore.writer.routing.ExistingRows;
import io.tablestore.writer.routing.KeyExtractor;
import io.tablestore.writer.routing.KeyShares;
import io.tablestore.writer.row.InputValues;
import io.tablestore.writer.row.RowValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several tasks share the dynamic buckets of one table, and their number changes from one run to the next. */
class SharedBucketsTest {

    private static final int RUNS = 8;

    @TempDir
    Path directory;

    private final Map<String, String> expected = new TreeMap<>();

    @ParameterizedTest(name = "seed {0}, initial {1}, max {2}, {3} partitions")
    @CsvSource({"1, 0, -1, 1", "2, 0, -1, 3", "3, 2, -1, 2", "4, 5, -1, 1", "5, 0, 3, 2", "6, 0, 1, 4", "7, 0, -1, 100"
    })
    void everyKeyStaysInItsBucket(long seed, int initial, int max, int partitions) throws Exception {
        WrittenTable table = WrittenTable.create(
                directory.resolve("t"),
                true,
                true,
                Map.of(
                        "bucket", "-1",
                        "dynamic-bucket.target-row-num", "20",
                        "dynamic-bucket.initial-buckets", Integer.toString(initial),
                        "dynamic-bucket.max-buckets", Integer.toString(max),
                        "num-sorted-run.compaction-trigger", "3"));
        Random random = new Random(seed);
        long number = 0;
        for (int run = 0; run < RUNS; run++) {
            try (Job job = new Job(table, 1 + random.nextInt(4))) {
                for (int commit = 0; commit < 4; commit++) {
                    for (int i = 0; i < 60; i++) {
                        String partition = "p" + random.nextInt(partitions);
                        long key = random.nextInt(150);
                        boolean deletes = random.nextInt(5) == 0;
                        String value = "v" + number;
                        job.write(deletes ? RowKind.DELETE : RowKind.INSERT, partition, key, value);
                        String id = partition + "/" + key;
                        if (deletes) {
                            expected.remove(id);
                        } else {
                            expected.put(id, WrittenTable.row(partition, key, value));
                        }
                        number++;
                    }
                    job.commit();
                }
            }
            assertThat(table.rows())
                    .isEqualTo(expected.values().stream().sorted().toList());
            checkIndexes(table, max);
        }
        TableInvariants.check(table.table());
    }

    /** A hash is in one bucket only. */
    private static void checkIndexes(WrittenTable table, int max) {
        TableFiles files = StoredTable.of(table.table()).files();
        Snapshot latest = files.snapshots().latest();
        Map<Object, Set<Integer>> seen = new HashMap<>();
        int greatest = 0;
        for (IndexEntry entry : files.contents().indexEntries(latest)) {
            greatest = Math.max(greatest, entry.bucket());
            for (int hash : files.contents().hashIndex(table.table().schema(), latest, entry)) {
                assertThat(seen.computeIfAbsent(entry.partition(), key -> new HashSet<>())
                                .add(hash))
                        .as("hash %d in a second bucket", hash)
                        .isTrue();
            }
        }
        assertThat(greatest).isLessThan(max > 0 ? max : 40);
    }

    /** Tasks that choose buckets, and as many that write. */
    private static final class Job implements AutoCloseable {

        private final WrittenTable table;
        private final List<DataField> columns;
        private final KeyShares shares;
        private final KeyExtractor partitions;
        private final KeyExtractor keys;
        private final BufferAllocator allocator = ArrowMemory.newRoot(256L << 20);
        private final List<BucketChooser> choosers = new ArrayList<>();
        private final List<TableWrite> writers = new ArrayList<>();

        Job(WrittenTable table, int tasks) {
            this.table = table;
            TableSchema schema = table.table().schema();
            this.columns = schema.fields();
            this.shares = KeyShares.of(schema, tasks);
            this.partitions = new KeyExtractor(schema, schema.partitionFields());
            this.keys = new KeyExtractor(schema, schema.trimmedPrimaryKey());
            for (int task = 0; task < tasks; task++) {
                choosers.add(new BucketChooser(table.table(), schema, ExistingRows.KEPT, task, tasks));
                writers.add(TableWrite.of(table.table(), allocator).open());
            }
        }

        void write(RowKind kind, String partition, long key, String value) {
            InputValues row = new JavaValues(columns).convert(RowValues.of(partition, key, value));
            int partitionHash = partitions.hash(row);
            int task = shares.task(partitionHash, keys.hash(row));
            int bucket = choosers.get(task).bucket(kind, row);
            writers.get(Math.floorMod(partitionHash + bucket, writers.size())).write(kind, row, bucket);
        }

        void commit() {
            List<CommitMessage> messages = new ArrayList<>();
            writers.forEach(writer -> messages.addAll(writer.prepareCommit()));
            choosers.forEach(BucketChooser::forgetIdle);
            new TableCommit(table.table(), "test").commit(TableCommit.BATCH, messages);
        }

        @Override
        public void close() {
            writers.forEach(TableWrite::close);
            allocator.close();
        }
    }
}
