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
 * The changes that a snapshot makes.
 *
 * @param entries added and deleted files
 * @param indexes added index files; each replaces the current one of its bucket
 * @param droppedIndexes selects further index files to drop
 */
public record SnapshotChange(
        List<ManifestEntry> entries, List<IndexEntry> indexes, Predicate<IndexEntry> droppedIndexes) {

    @SuppressWarnings("UnnecessaryLambda") // it is recognized by its identity
    private static final Predicate<IndexEntry> NO_OTHERS = entry -> false;

    /** A change that drops no index files, apart from replaced ones. */
    public SnapshotChange(List<ManifestEntry> entries, List<IndexEntry> indexes) {
        this(entries, indexes, NO_OTHERS);
    }

    /** Whether the index files of the snapshot stay as they are, whichever there are. */
    boolean keepsIndexes() {
        return indexes.isEmpty() && droppedIndexes == NO_OTHERS;
    }

    /** Whether nothing changes. */
    public boolean isEmpty() {
        return entries.isEmpty() && indexes.isEmpty();
    }
}
