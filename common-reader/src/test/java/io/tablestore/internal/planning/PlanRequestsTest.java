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

import io.tablestore.fs.CountedStore;
import io.tablestore.internal.metadata.ManifestCache;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.internal.metadata.TestFile;
import io.tablestore.internal.metadata.TestTable;
import io.tablestore.predicate.Comparison;
import io.tablestore.predicate.Predicate;
import io.tablestore.scan.Scan;
import io.tablestore.types.BinaryRow;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The requests that a plan sends to an object store. */
class PlanRequestsTest {

    /** The newest snapshot and schema, each by a listing and a read, and the lists of manifests. */
    private static final int FIXED_READS = 4;

    private final TestTable table = TestTable.of("p INT, a INT", "p", "", Map.of("bucket", "-1"));
    private final CountedStore store = new CountedStore(table.fileSystem);

    /** One manifest per partition, so that each is a group of its own. */
    private void commitPartitions(int count) {
        for (long p = 0; p < count; p++) {
            BinaryRow partition = table.partition(p);
            table.commit(table.add(partition, 0, TestFile.of("f" + p + ".parquet")));
        }
    }

    private int plannedFiles(ManifestCache cache) {
        return ScanPlanner.plan(new TableFiles(store, TestTable.ROOT, cache), Scan.ALL)
                .splits()
                .size();
    }

    @Test
    void eachFileOfTheMetadataIsReadOnceAndNoneIsLookedFor() {
        commitPartitions(10);
        assertThat(plannedFiles(ManifestCache.NONE)).isEqualTo(10);
        assertThat(store.requests()).isEqualTo("{GET=" + (FIXED_READS + 10) + ", LIST=2}");
    }

    /** They are decoded twice: for their DELETE entries, then for their ADD entries. */
    @Test
    void manifestsWithDeletionsAreReadOnceToo() {
        commitPartitions(5);
        for (long p = 0; p < 10; p++) {
            BinaryRow partition = table.partition(p);
            table.commit(
                    table.add(partition, 0, TestFile.of("new" + p + ".parquet")),
                    table.add(partition, 0, TestFile.of("old" + p + ".parquet")),
                    table.delete(partition, 0, TestFile.of("old" + p + ".parquet")));
        }
        for (ManifestCache cache : new ManifestCache[] {ManifestCache.NONE, new ManifestCache(1 << 20)}) {
            plannedFiles(cache);
            assertThat(store.requests()).isEqualTo("{GET=" + (FIXED_READS + 15) + ", LIST=2}");
        }
    }

    @Test
    void manifestsAreFetchedSideBySide() {
        commitPartitions(20);
        for (ManifestCache cache : new ManifestCache[] {ManifestCache.NONE, new ManifestCache(1 << 20)}) {
            store.meet(16, "/manifest-");
            assertThat(plannedFiles(cache)).isEqualTo(20);
        }
    }

    @Test
    void aCacheSavesTheManifests() {
        commitPartitions(10);
        ManifestCache cache = new ManifestCache(1 << 20);
        plannedFiles(cache);
        store.requests();
        assertThat(plannedFiles(cache)).isEqualTo(10);
        assertThat(store.requests()).isEqualTo("{GET=" + FIXED_READS + ", LIST=2}");
    }

    @Test
    void unwantedPartitionsAreNotFetched() {
        commitPartitions(10);
        Scan scan = Scan.ALL.where(Predicate.compare("p", Comparison.LESS, 3L));
        ScanPlanner.plan(new TableFiles(store, TestTable.ROOT), scan);
        assertThat(store.requests()).isEqualTo("{GET=" + (FIXED_READS + 3) + ", LIST=2}");
    }

    @Test
    void aLimitFetchesNoMoreThanTheWindow() {
        commitPartitions(40);
        ScanPlanner.plan(new TableFiles(store, TestTable.ROOT), Scan.ALL.limit(1));
        assertThat(store.reads()).isBetween(FIXED_READS + 1, FIXED_READS + 17);
    }
}
