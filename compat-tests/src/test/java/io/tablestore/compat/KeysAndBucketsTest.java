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

import static io.tablestore.compat.CommandLines.scan;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.TableStore;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.predicate.Comparison;
import io.tablestore.predicate.Predicate;
import io.tablestore.scan.PlanMetrics;
import io.tablestore.scan.Scan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Key columns that were renamed, and partitions that differ in their number of buckets. */
class KeysAndBucketsTest {

    private static final Path RESCALED = Path.of("..", "golden", "paimon-1.4.2", "g.db", "rescaled");

    @TempDir
    Path directory;

    @Test
    void aRenamedKeyColumnStillMerges() throws Exception {
        try (SmallTable table = new SmallTable(directory)) {
            table.write(1, 20, "before-");
            table.rename("k", "id");
            table.write(10, 30, "after-");
            List<String> expected = PaimonRows.read(table.table(), null);
            assertThat(scan(table.path())).isEqualTo(expected).hasSize(29);
            for (int id = 1; id < 30; id++) {
                String row = "{\"id\":" + id + ",";
                assertThat(scan(table.path(), "--where", "id = " + id))
                        .containsExactly(expected.stream()
                                .filter(line -> line.startsWith(row))
                                .findFirst()
                                .orElseThrow());
            }
        }
    }

    /** With the bucket count of the other partition, half of the keys would be looked for where they are not. */
    @Test
    void eachPartitionIsPrunedByItsOwnBuckets() throws Exception {
        List<String> rows = Files.readAllLines(Path.of("..", "golden", "paimon-1.4.2", "rescaled.jsonl"));
        assertThat(rows).anyMatch(row -> row.contains("\"old\"")).anyMatch(row -> row.contains("\"new\""));
        for (String row : rows) {
            String key = row.replaceAll(".*\"k\":(\\d+),.*", "$1");
            assertThat(scan(RESCALED, "--where", "k = " + key)).contains(row);
        }
        PlanMetrics metrics = TableStore.openTable(new LocalFileSystem(), TablePath.of(RESCALED.toString()))
                .plan(Scan.ALL.where(Predicate.compare("k", Comparison.EQUAL, 7L)))
                .metrics();
        assertThat(metrics.filesByBucket()).isEqualTo(1 + 3);
    }
}
