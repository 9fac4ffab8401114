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
package io.tablestore.internal.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.fs.CountedStore;
import io.tablestore.internal.format.manifest.ManifestFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestsAheadTest {

    private static final int MIB = 1 << 20;

    private final TestTable table = TestTable.of("a INT", "", "", Map.of("bucket", "-1"));
    private final CountedStore store = new CountedStore(table.fileSystem);
    private final TableFiles files = new TableFiles(store, TestTable.ROOT);

    /** Manifests m0, m1 and so on, of which nothing but the size matters. */
    private List<ListedManifest> manifests(int count, int bytes) {
        ManifestFile empty = table.manifest("empty", List.of());
        List<ListedManifest> manifests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            table.write("manifest/m" + i, new byte[bytes]);
            ManifestFile file = new ManifestFile(
                    "m" + i, bytes, 1, 0, empty.partitionStats(), 0, null, null, null, null, null, null);
            manifests.add(new ListedManifest(file, "list", "snapshot-1", List.of()));
        }
        return manifests;
    }

    private int readsAfterTaking(List<ListedManifest> order, List<ListedManifest> taken) {
        try (ManifestsAhead ahead = new ManifestsAhead(files, order)) {
            for (ListedManifest manifest : taken) {
                assertThat(ahead.take(manifest)).hasSize((int) manifest.file().sizeInBytes());
            }
        }
        return store.reads();
    }

    private static List<ListedManifest> twice(List<ListedManifest> manifests) {
        List<ListedManifest> order = new ArrayList<>(manifests);
        order.addAll(manifests);
        return order;
    }

    @Test
    void aManifestThatIsTakenTwiceIsFetchedOnce() {
        List<ListedManifest> order = twice(manifests(40, 100));
        assertThat(readsAfterTaking(order, order)).isEqualTo(40);
    }

    @Test
    void manifestsThatAreTakenOutOfOrderAreFetchedOnceToo() {
        List<ListedManifest> manifests = manifests(40, 100);
        List<ListedManifest> taken = new ArrayList<>();
        for (int i = 39; i >= 0; i--) {
            taken.add(manifests.get(i));
            taken.add(manifests.get(i));
        }
        assertThat(readsAfterTaking(twice(manifests), taken)).isEqualTo(40);
    }

    @Test
    void theRoomOfAManifestIsFreeWhenItIsTakenForTheLastTime() {
        List<ListedManifest> order = new ArrayList<>();
        manifests(4, 20 * MIB).forEach(manifest -> order.addAll(List.of(manifest, manifest)));
        assertThat(readsAfterTaking(order, order)).isEqualTo(4);
    }

    @Test
    void manifestsForWhichThereIsNoRoomAreFetchedAgain() {
        List<ListedManifest> order = twice(manifests(2, 20 * MIB));
        assertThat(readsAfterTaking(order, order)).isEqualTo(3);
    }

    @Test
    void asManyAreFetchedAheadAsThereIsRoomFor() {
        List<ListedManifest> order = manifests(10, 4 * MIB);
        try (ManifestsAhead ahead = new ManifestsAhead(files, order)) {
            ahead.take(order.get(0)); // 32 MiB hold 8, and now those from the second on
            store.awaitReads(9);
            assertThat(store.reads()).isEqualTo(9);
            ahead.take(order.get(1));
            store.awaitReads(10);
            assertThat(store.reads()).isEqualTo(10);
        }
    }

    @Test
    void aManifestThatNobodyAnnouncedIsFetchedAsOftenAsItIsTaken() {
        assertThat(readsAfterTaking(List.of(), twice(manifests(2, 100)))).isEqualTo(4);
    }
}
