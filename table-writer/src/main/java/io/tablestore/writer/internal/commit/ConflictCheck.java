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

import io.tablestore.error.CommitConflictException;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.Digest;
import io.tablestore.internal.format.manifest.FileKind;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.metadata.BucketId;
import io.tablestore.internal.metadata.KeyOrder;
import io.tablestore.internal.metadata.LiveFiles;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks whether a change is compatible with the newest snapshot (format reference, 3.4). */
final class ConflictCheck {

    private final TableSchema schema;
    private final LiveFiles live;

    ConflictCheck(TableSchema schema, LiveFiles live) {
        this.schema = schema;
        this.live = live;
    }

    /** @throws CommitConflictException if the change conflicts with the snapshot */
    void check(Snapshot latest, List<ManifestEntry> changes) {
        Collection<ManifestEntry> changed = apply(latest, changes);
        checkBucketCounts(latest, changed);
        checkLevelsIfDeleted(latest, changes, changed);
    }

    /** As {@link #check}, for a change that may alter the number of buckets of the partitions that it overwrites. */
    void checkOverwrite(Snapshot latest, List<ManifestEntry> changes) {
        checkLevelsIfDeleted(latest, changes, apply(latest, changes));
    }

    /** The live files of the changed partitions after the changes. */
    private Collection<ManifestEntry> apply(Snapshot latest, List<ManifestEntry> changes) {
        Set<BinaryRow> partitions =
                changes.stream().map(ManifestEntry::partition).collect(Collectors.toSet());
        List<ManifestEntry> present = live.of(latest, partitions);
        Map<Digest, ManifestEntry> entries = new LinkedHashMap<>();
        present.forEach(entry -> entries.put(Digest.of(entry), entry));
        for (ManifestEntry change : changes) {
            Digest identity = Digest.of(change);
            if (change.kind() == FileKind.DELETE) {
                if (entries.remove(identity) == null) {
                    throw conflict(latest, change, "is not in the table any more");
                }
            } else if (entries.put(identity, change) != null) {
                throw conflict(latest, change, "is in the table already");
            }
        }
        return entries.values();
    }

    private void checkLevelsIfDeleted(Snapshot latest, List<ManifestEntry> changes, Collection<ManifestEntry> changed) {
        if (schema.hasPrimaryKey() && changes.stream().anyMatch(change -> change.kind() == FileKind.DELETE)) {
            checkLevels(latest, changed);
        }
    }

    private static void checkBucketCounts(Snapshot latest, Iterable<ManifestEntry> entries) {
        Map<BinaryRow, ManifestEntry> first = new HashMap<>();
        for (ManifestEntry entry : entries) {
            if (entry.totalBuckets() > 0) {
                ManifestEntry other = first.putIfAbsent(entry.partition(), entry);
                if (other != null && other.totalBuckets() != entry.totalBuckets()) {
                    throw new CommitConflictException("Snapshot " + latest.id() + " has " + other.totalBuckets()
                            + " buckets in a partition where " + entry.totalBuckets()
                            + " were written: the number was changed in between. Start the job again.");
                }
            }
        }
    }

    /** Checks that the files of each level above 0 do not overlap. */
    private void checkLevels(Snapshot latest, Iterable<ManifestEntry> entries) {
        Map<BucketId, Map<Integer, List<DataFile>>> levels = new HashMap<>();
        for (ManifestEntry entry : entries) {
            if (entry.file().level() > 0) {
                levels.computeIfAbsent(new BucketId(entry.partition(), entry.bucket()), id -> new HashMap<>())
                        .computeIfAbsent(entry.file().level(), level -> new ArrayList<>())
                        .add(entry.file());
            }
        }
        KeyOrder order = new KeyOrder(schema.trimmedPrimaryKey());
        for (Map<Integer, List<DataFile>> bucket : levels.values()) {
            for (List<DataFile> level : bucket.values()) {
                level.sort(Comparator.comparing(DataFile::minKey, order));
                for (int i = 1; i < level.size(); i++) {
                    DataFile before = level.get(i - 1);
                    DataFile file = level.get(i);
                    if (order.compare(before.maxKey(), file.minKey()) >= 0) {
                        throw new CommitConflictException("At snapshot " + latest.id() + " the files " + before.name()
                                + " and " + file.name() + " of level " + file.level()
                                + " would overlap: two compactions ran at the same time. This one is dropped; start"
                                + " the job again.");
                    }
                }
            }
        }
    }

    private static CommitConflictException conflict(Snapshot latest, ManifestEntry change, String what) {
        return new CommitConflictException("At snapshot " + latest.id() + " the file "
                + change.file().name() + " of level " + change.file().level() + " in bucket " + change.bucket() + " "
                + what + ", which this commit builds on. Another job has compacted, overwritten or committed it; start"
                + " the job again, from its last checkpoint.");
    }
}
