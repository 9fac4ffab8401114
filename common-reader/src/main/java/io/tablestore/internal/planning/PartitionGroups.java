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

import io.tablestore.internal.metadata.KeyOrder;
import io.tablestore.internal.metadata.ListedManifest;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.List;

/** Groups manifests by their partition ranges, so that a scan can be planned group by group. */
final class PartitionGroups {

    private PartitionGroups() {}

    /** Groups of manifests such that no partition has entries in two groups. */
    static List<List<ListedManifest>> of(List<ListedManifest> manifests, List<DataField> partitionFields) {
        if (partitionFields.isEmpty() || manifests.size() < 2) {
            return manifests.isEmpty() ? List.of() : List.of(manifests);
        }
        DataField first = partitionFields.get(0);
        boolean comparable = manifests.stream().allMatch(manifest -> {
            var statistics = manifest.file().partitionStats().column(0, first.type());
            return statistics.min() != null && statistics.max() != null && statistics.nullCount() == 0;
        });
        return comparable ? disjoint(manifests, new KeyOrder(List.of(first))) : List.of(manifests);
    }

    private static List<List<ListedManifest>> disjoint(List<ListedManifest> manifests, KeyOrder order) {
        List<ListedManifest> sorted = new ArrayList<>(manifests);
        sorted.sort((a, b) -> order.compare(min(a), min(b)));
        List<List<ListedManifest>> groups = new ArrayList<>();
        List<ListedManifest> open = new ArrayList<>();
        BinaryRow last = BinaryRow.EMPTY;
        for (ListedManifest manifest : sorted) {
            if (!open.isEmpty() && order.compare(min(manifest), last) > 0) {
                groups.add(open);
                open = new ArrayList<>();
            }
            if (open.isEmpty() || order.compare(max(manifest), last) > 0) {
                last = max(manifest);
            }
            open.add(manifest);
        }
        groups.add(open);
        return groups;
    }

    private static BinaryRow min(ListedManifest manifest) {
        return manifest.file().partitionStats().min();
    }

    private static BinaryRow max(ListedManifest manifest) {
        return manifest.file().partitionStats().max();
    }
}
