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
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import java.nio.file.Path;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One writer and many partitions: memory is that of the rows, not of the partitions. */
class ManyPartitionsTest {

    private static final int PARTITIONS = 400;
    private static final int ROUNDS = 10;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"1", "-1"})
    void bucketsThatAreNotWrittenAnyMoreAreForgotten(String buckets) throws Exception {
        WrittenTable table = WrittenTable.create(
                directory.resolve("t"),
                true,
                true,
                Map.of("bucket", buckets, "num-sorted-run.compaction-trigger", "2"));
        try (BufferAllocator allocator = ArrowMemory.newRoot(64L << 20);
                TableWrite write = TableWrite.of(table.table(), allocator).open()) {
            TableCommit commit = new TableCommit(table.table(), "job");
            int most = 0;
            for (int round = 1; round <= ROUNDS; round++) {
                for (int i = 0; i < PARTITIONS / ROUNDS; i++) {
                    int partition = (round - 1) * PARTITIONS / ROUNDS + i;
                    WrittenTable.put(write, "p" + partition, 1, "first");
                }
                WrittenTable.put(write, "p0", 1, "round " + round);
                assertThat(allocator.getAllocatedMemory()).isLessThan(8L << 20);
                commit.commit(round, write.prepareCommitWhenCompacted());
                most = Math.max(most, write.bucketsInMemory());
                assertThat(write.partitionsIndexed()).isEqualTo(buckets.equals("1") ? 0 : write.bucketsInMemory());
            }
            assertThat(most).isLessThan(PARTITIONS / 2);
            WrittenTable.put(write, "p7", 1, "again"); // forgotten, and found again
            commit.commit(ROUNDS + 1, write.prepareCommitWhenCompacted());
        }
        assertThat(table.rows())
                .hasSize(PARTITIONS)
                .contains(WrittenTable.row("p0", 1, "round " + ROUNDS), WrittenTable.row("p7", 1, "again"));
        TableInvariants.check(table.table());
    }
}
