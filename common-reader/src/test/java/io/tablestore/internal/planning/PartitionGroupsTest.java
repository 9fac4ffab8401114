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

import io.tablestore.internal.format.manifest.ManifestFile;
import io.tablestore.internal.format.manifest.SimpleStats;
import io.tablestore.internal.metadata.ListedManifest;
import io.tablestore.internal.metadata.TestTable;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Groups of manifests whose partitions overlap; a manifest is written as its least and greatest partition. */
class PartitionGroupsTest {

    private static final List<DataField> FIELDS = TestTable.fields("p INT, q INT");

    private static ListedManifest manifest(String name, @Nullable Long min, @Nullable Long max, long nulls) {
        SimpleStats stats =
                new SimpleStats(TestTable.row(FIELDS, min, 0L), TestTable.row(FIELDS, max, 0L), new long[] {nulls, 0});
        ManifestFile file = new ManifestFile(name, 1, 1, 0, stats, 0, null, null, null, null, null, null);
        return new ListedManifest(file, "list", "snapshot", List.of());
    }

    private static List<String> groups(List<ListedManifest> manifests, List<DataField> fields) {
        List<String> groups = new ArrayList<>();
        for (List<ListedManifest> group : PartitionGroups.of(manifests, fields)) {
            groups.add(String.join(
                    " ", group.stream().map(manifest -> manifest.file().name()).toList()));
        }
        return groups;
    }

    private static List<String> groups(String... ranges) {
        List<ListedManifest> manifests = new ArrayList<>();
        for (String range : ranges) {
            String[] ends = range.split("-", -1);
            manifests.add(manifest(range, Long.valueOf(ends[0]), Long.valueOf(ends[1]), 0));
        }
        return groups(manifests, FIELDS);
    }

    @Test
    void manifestsOfDistinctPartitionsAreGroupsInTheirOrder() {
        assertThat(groups("5-6", "1-2", "3-4")).containsExactly("1-2", "3-4", "5-6");
    }

    @Test
    void aPartitionInTwoManifestsJoinsThem() {
        assertThat(groups("1-2", "2-3")).containsExactly("1-2 2-3");
        assertThat(groups("1-9", "2-3", "8-10", "11-11")).containsExactly("1-9 2-3 8-10", "11-11");
    }

    @Test
    void oneManifestOrNoneNeedsNoOrder() {
        assertThat(groups()).isEmpty();
        assertThat(groups("1-2")).containsExactly("1-2");
    }

    @Test
    void withoutPartitionsOrWithoutKnownRangesThereIsOneGroup() {
        List<ListedManifest> known = List.of(manifest("a", 1L, 1L, 0), manifest("b", 2L, 2L, 0));
        assertThat(groups(known, FIELDS)).containsExactly("a", "b");
        assertThat(groups(known, List.of())).containsExactly("a b");
        for (ListedManifest odd :
                List.of(manifest("c", null, 3L, 0), manifest("c", 3L, null, 0), manifest("c", 3L, 3L, 1))) {
            assertThat(groups(List.of(known.get(0), known.get(1), odd), FIELDS)).containsExactly("a b c");
        }
    }
}
