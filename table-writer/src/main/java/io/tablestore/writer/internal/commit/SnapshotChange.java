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
package io.tablestore.writer.internal.commit;

import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.internal.format.manifest.ManifestEntry;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a snapshot changes.
 *
 * @param entries files added and deleted
 * @param indexes index files added; each takes the place of that of its bucket
 * @param droppedIndexes which index files of before go away, those replaced aside
 */
public record SnapshotChange(
        List<ManifestEntry> entries, List<IndexEntry> indexes, Predicate<IndexEntry> droppedIndexes) {

    /** Without an index file that goes away. */
    public SnapshotChange(List<ManifestEntry> entries, List<IndexEntry> indexes) {
        this(entries, indexes, entry -> false);
    }

    /** Whether nothing changes. */
    public boolean isEmpty() {
        return entries.isEmpty() && indexes.isEmpty();
    }
}
