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
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The hash indexes in the table, by partition: which hashes of keys are in which bucket. */
final class KeyIndexes {

    private final TableFiles files;
    private final boolean startsEmpty;

    /** Those of a snapshot, and that snapshot: partitions are met one by one, often many of them. */
    private Map<BinaryRow, List<IndexEntry>> byPartition = Map.of();

    private @Nullable Snapshot ofSnapshot;

    /** @param startsEmpty whether what is in the table counts as gone, for it is overwritten */
    KeyIndexes(TableFiles files, boolean startsEmpty) {
        this.files = files;
        this.startsEmpty = startsEmpty;
    }

    /** What the newest snapshot has. */
    List<IndexEntry> of(BinaryRow partition) {
        Snapshot latest = startsEmpty ? null : files.snapshots().latest();
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

    /** The hashes in an index file, as {@link #of} last returned it. */
    int[] hashes(IndexEntry entry) {
        Snapshot snapshot = ofSnapshot;
        if (snapshot == null) {
            throw new IllegalStateException("index " + entry.fileName() + " is of no snapshot");
        }
        return files.contents().hashIndex(files.schemas().get(snapshot.schemaId(), snapshot::file), snapshot, entry);
    }
}
