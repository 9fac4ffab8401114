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
package io.tablestore.internal.planning;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.internal.format.manifest.FileKind;
import io.tablestore.internal.format.manifest.ManifestFile;
import io.tablestore.internal.metadata.TestFile;
import io.tablestore.internal.metadata.TestTable;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.predicate.Comparison;
import io.tablestore.predicate.Predicate;
import io.tablestore.types.BinaryRow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which manifests and entries the partition and the bucket leave out. */
class EntryPrunerTest {

    private final TestTable table = TestTable.of("p INT, k BIGINT, v STRING", "p", "p,k", Map.of("bucket", "4"));

    private EntryPruner pruner(Predicate predicate) {
        return new EntryPruner(
                table.schema(), BoundPredicate.bind(predicate, table.schema().fields()));
    }

    private static Predicate compare(String column, Comparison comparison, Object literal) {
        return Predicate.compare(column, comparison, literal);
    }

    private boolean mayHave(Predicate predicate, BinaryRow... partitions) {
        ManifestFile manifest = table.manifest(
                "m",
                java.util.Arrays.stream(partitions)
                        .map(partition -> table.add(partition, 0, TestFile.of("a.parquet")))
                        .toList());
        return pruner(predicate).mayHave(manifest);
    }

    @Test
    void aManifestIsLeftOutWhereNoPartitionOfItsRangeIsWanted() {
        BinaryRow[] range = {table.partition(3L), table.partition(5L)};
        for (long p = 1; p <= 7; p++) {
            assertThat(mayHave(compare("p", Comparison.EQUAL, p), range)).isEqualTo(p >= 3 && p <= 5);
            assertThat(mayHave(compare("p", Comparison.LESS, p), range)).isEqualTo(p > 3);
            assertThat(mayHave(compare("p", Comparison.LESS_OR_EQUAL, p), range))
                    .isEqualTo(p >= 3);
            assertThat(mayHave(compare("p", Comparison.GREATER, p), range)).isEqualTo(p < 5);
            assertThat(mayHave(compare("p", Comparison.GREATER_OR_EQUAL, p), range))
                    .isEqualTo(p <= 5);
        }
    }

    @Test
    void nullPartitionsAreFoundByIsNullOnly() {
        BinaryRow none = table.partition((Object) null);
        assertThat(mayHave(Predicate.isNull("p"), none)).isTrue();
        assertThat(mayHave(Predicate.not(Predicate.isNull("p")), none)).isFalse();
        assertThat(mayHave(Predicate.isNull("p"), table.partition(1L))).isFalse();
        EntryPruner pruner = pruner(Predicate.isNull("p"));
        assertThat(pruner.matches(none)).isTrue();
        assertThat(pruner.matches(table.partition(1L))).isFalse();
    }

    @Test
    void conditionsOnOtherColumnsLeaveNoPartitionOut() {
        Predicate either = Predicate.or(compare("p", Comparison.EQUAL, 1L), compare("v", Comparison.EQUAL, "x"));
        assertThat(pruner(either).matches(table.partition(2L))).isTrue();
        Predicate both = Predicate.and(compare("p", Comparison.EQUAL, 1L), compare("v", Comparison.EQUAL, "x"));
        assertThat(pruner(both).matches(table.partition(2L))).isFalse();
        assertThat(pruner(both).matches(table.partition(1L))).isTrue();
    }

    @Test
    void entriesLeftOutAreCountedByTheirReason() {
        EntryPruner pruner =
                pruner(Predicate.and(compare("p", Comparison.EQUAL, 1L), compare("k", Comparison.EQUAL, 7L)));
        BinaryRow wanted = table.partition(1L);
        int passed = 0;
        for (int bucket = 0; bucket < 4; bucket++) {
            passed += pruner.test(FileKind.ADD, wanted, bucket, 4, 1) ? 1 : 0;
        }
        assertThat(passed).isEqualTo(1);
        assertThat(pruner.filesByBucket()).isEqualTo(3);
        assertThat(pruner.test(FileKind.ADD, table.partition(2L), 0, 4, 5)).isFalse();
        assertThat(pruner.test(FileKind.DELETE, table.partition(2L), 0, 4, 2)).isFalse();
        assertThat(pruner.filesByPartition()).isEqualTo(3);
    }

    @Test
    void filesWithoutABucketAreNeverWantedAndNotCounted() {
        EntryPruner pruner = pruner(Predicate.TRUE);
        assertThat(pruner.test(FileKind.ADD, table.partition(1L), -2, -2, 1)).isFalse();
        assertThat(pruner.test(FileKind.ADD, table.partition(1L), 0, 4, 1)).isTrue();
        assertThat(List.of(pruner.filesByBucket(), pruner.filesByPartition())).containsExactly(0L, 0L);
    }

    @Test
    void onlyWithoutAConditionIsEverythingWanted() {
        assertThat(pruner(Predicate.TRUE).isEverything()).isTrue();
        assertThat(pruner(compare("v", Comparison.EQUAL, "x")).isEverything()).isFalse();
    }
}
