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
package io.tablestore.writer.internal.bucket;

import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.types.BinaryRow;
import io.tablestore.writer.routing.ExistingRows;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the table's hash indexes by partition: which key hashes each bucket contains. */
final class KeyIndexes {

    private final TableFiles files;
    private final ExistingRows existing;

    /** Index entries, cached per snapshot because partitions are often requested one at a time. */
    private Map<BinaryRow, List<IndexEntry>> byPartition = Map.of();

    private @Nullable Snapshot ofSnapshot;

    KeyIndexes(TableFiles files, ExistingRows existing) {
        this.files = files;
        this.existing = existing;
    }

    /** The index entries of a partition in the newest snapshot. */
    List<IndexEntry> of(BinaryRow partition) {
        Snapshot latest =
                existing == ExistingRows.REPLACED ? null : files.snapshots().latest();
        if (latest == null) {
            return List.of();
        }
        if (ofSnapshot == null || ofSnapshot.id() != latest.id()) {
            byPartition = files.contents().indexEntries(latest).stream()
                    .filter(entry -> entry.type().equals(IndexEntry.HASH))
                    .collect(Collectors.groupingBy(IndexEntry::partition));
            ofSnapshot = latest;
        }
        return byPartition.getOrDefault(partition, List.of());
    }

    /** The hashes in an index file that {@link #of} returned last. */
    int[] hashes(IndexEntry entry) {
        Snapshot snapshot = ofSnapshot;
        if (snapshot == null) {
            throw new IllegalStateException("index " + entry.fileName() + " is of no snapshot");
        }
        return files.contents().hashIndex(files.schemas().get(snapshot.schemaId(), snapshot::file), snapshot, entry);
    }
}
