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
import io.tablestore.catalog.TableCaches;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.predicate.Comparison;
import io.tablestore.predicate.Predicate;
import io.tablestore.read.ArrowBatch;
import io.tablestore.read.SplitReader;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.scan.Split;
import io.tablestore.schema.SchemaChange;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What merges and manifests are remembered by: a table read again is not merged again, one that has changed is. */
class SurvivorCacheTest {

    @TempDir
    Path warehouse;

    private final TableCaches caches = TableStore.newCaches(10 << 20, 10 << 20);

    private record Result(long rows, long merged, long dropped) {}

    private Result read(SmallTable small, Scan scan) {
        Table table = TableStore.openTable(
                new LocalFileSystem(), TablePath.of(small.path().toString()), caches);
        ScanPlan plan = table.plan(scan);
        long rows = 0;
        long merged = 0;
        long dropped = 0;
        try (BufferAllocator memory = ArrowMemory.newRoot(1 << 30)) {
            for (Split split : plan.splits()) {
                try (SplitReader reader = table.open(plan, split, memory)) {
                    for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                        rows += batch.selection().count();
                    }
                    merged += reader.metrics().rowsMerged();
                    dropped += reader.metrics().rowsDropped();
                }
            }
        }
        return new Result(rows, merged, dropped);
    }

    @Test
    void aTableThatIsReadAgainIsNotMergedAgain() throws Exception {
        try (SmallTable table = new SmallTable(warehouse)) {
            table.write(0, 1000, "a");
            table.write(500, 1500, "b");
            Result first = read(table, Scan.ALL);
            assertThat(first).isEqualTo(new Result(1500, 2000, 500));
            assertThat(read(table, Scan.ALL)).isEqualTo(new Result(1500, 0, 500));
            Scan some = Scan.ALL.where(Predicate.compare("v", Comparison.LESS, "b"));
            assertThat(read(table, some)).isEqualTo(new Result(500, 0, 500));
            table.write(1400, 1600, "c");
            assertThat(read(table, Scan.ALL)).isEqualTo(new Result(1600, 2200, 600));
            table.compact();
            assertThat(read(table, Scan.ALL)).isEqualTo(new Result(1600, 0, 0));
        }
    }

    /** The same files merge in another way when the table's options have changed. */
    @Test
    void anotherSchemaIsAnotherMerge() throws Exception {
        try (SmallTable table = new SmallTable(warehouse, Map.of("sequence.field", "d"))) {
            table.write(1, 100, "a");
            table.write(1, 100, "b");
            assertThat(read(table, Scan.ALL).merged()).isEqualTo(198);
            Table ours = TableStore.openTable(
                    new LocalFileSystem(), TablePath.of(table.path().toString()));
            ours.alter(List.of(new SchemaChange.SetOption("sequence.field.sort-order", "descending")));
            assertThat(read(table, Scan.ALL).merged()).isEqualTo(198);
            assertThat(read(table, Scan.ALL).merged()).isZero();
        }
    }
}
