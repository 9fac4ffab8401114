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
package io.tablestore.writer.maintenance;

import io.tablestore.catalog.Table;
import io.tablestore.error.InvalidTableException;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.FileKind;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.metadata.ListedManifest;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.options.CommitOptions;
import io.tablestore.options.OptionSet;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.writer.internal.maintenance.Deletion;
import io.tablestore.writer.internal.maintenance.UsedFiles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Expires old snapshots and deletes the files that only they used (format reference, 3.5). Snapshots are deleted before their
 * files, so that no snapshot ever lacks a file. After a failure, files may remain as orphans.
 */
public final class SnapshotExpiry {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotExpiry.class);

    private static final List<String> UNSUPPORTED =
            List.of("changelog.num-retained.min", "changelog.num-retained.max", "changelog.time-retained");

    private final TableFiles files;
    private final TableSchema schema;
    private final UsedFiles used;

    public SnapshotExpiry(Table table) {
        this.files = StoredTable.of(table).files();
        this.schema = table.schema();
        this.used = new UsedFiles(files, schema);
        for (String key : UNSUPPORTED) {
            if (schema.options().containsKey(key)) {
                throw new InvalidTableException(schema.file() + ": A table with option '" + key
                        + "', whose changelogs outlive its snapshots, is not expired yet. Expire it with Apache"
                        + " Paimon.");
            }
        }
    }

    /** Expires snapshots according to the table's options; returns the number of expired snapshots. */
    public int run() {
        OptionSet options = schema.optionSet();
        return run(
                options.get(CommitOptions.SNAPSHOTS_RETAINED_MIN),
                options.get(CommitOptions.SNAPSHOTS_RETAINED_MAX),
                System.currentTimeMillis()
                        - options.get(CommitOptions.SNAPSHOT_TIME_RETAINED).toMillis(),
                options.get(CommitOptions.SNAPSHOT_EXPIRE_LIMIT));
    }

    /**
     * @param retainMin minimum number of snapshots to retain, regardless of age
     * @param retainMax maximum number of snapshots to retain
     * @param olderThanMillis milliseconds since the epoch; older snapshots may expire
     * @param limit maximum number of snapshots to expire
     */
    public int run(int retainMin, int retainMax, long olderThanMillis, int limit) {
        NavigableMap<Long, String> ids = files.snapshots().ids();
        if (ids.isEmpty()) {
            return 0;
        }
        long latest = ids.lastKey();
        long most = Math.min(latest - Math.max(1, retainMin) + 1, afterFirst(ids, limit));
        for (Long position : files.snapshots().consumers().values()) {
            most = Math.min(most, position);
        }
        long end = ids.ceilingKey(latest - Math.max(1, retainMax) + 1);
        while (end < most) {
            Snapshot snapshot = files.snapshots().find(end);
            if (snapshot != null && snapshot.timeMillis() >= olderThanMillis) {
                break;
            }
            end = ids.higherKey(end);
        }
        end = ids.ceilingKey(Math.min(end, most));
        return end == ids.firstKey() ? 0 : expire(end);
    }

    /** The oldest snapshot that stays if so many are expired. */
    private static long afterFirst(NavigableMap<Long, String> ids, int limit) {
        return ids.keySet().stream().skip(Math.max(0, limit)).findFirst().orElse(ids.lastKey());
    }

    /** @param end the oldest snapshot to retain */
    private int expire(long end) {
        long start = System.nanoTime();
        NavigableMap<Long, String> ids = files.snapshots().ids();
        List<Snapshot> retained =
                files.snapshots().findAll(ids.tailMap(end, true).keySet());
        if (retained.isEmpty() || retained.get(0).id() != end) {
            LOG.warn(
                    "{}: snapshot {} is gone, so another expiry is at work; this one does nothing.", files.root(), end);
            return 0;
        }
        NavigableSet<Long> old = ids.headMap(end, false).navigableKeySet();
        Snapshot oldest = retained.get(0);
        List<Snapshot> expired =
                files.snapshots().findAll(ids.subMap(firstBefore(end, old), end).keySet());
        List<Snapshot> kept = new ArrayList<>(used.keptBeside());
        kept.addAll(retained);
        used.readLists(expired);
        used.readLists(kept);
        List<Snapshot> steps = new ArrayList<>(expired.subList(Math.min(1, expired.size()), expired.size()));
        if (!expired.isEmpty()) {
            steps.add(oldest);
        }
        List<ManifestEntry> gone = deletedBy(steps);
        Set<String> usedData = usedData(gone, ids.tailMap(end, true).navigableKeySet(), kept);
        Set<String> usedMetadata = new HashSet<>();
        kept.forEach(snapshot -> usedMetadata.addAll(used.metadata(snapshot)));
        Set<String> metadata = new HashSet<>();
        expired.forEach(snapshot -> metadata.addAll(used.metadata(snapshot)));

        files.snapshots().hintEarliest(end);
        files.snapshots().deleteOldest(old);
        Deletion deletion = new Deletion(files, schema);
        deletion.dataFiles(gone, usedData);
        deletion.metadata(metadata, usedMetadata);
        LOG.info(
                "{}: expired {} snapshots, {} to {}; {} files deleted, {} bytes of data, {} ms.",
                files.root(),
                old.size(),
                old.isEmpty() ? end : old.first(),
                end - 1,
                deletion.count(),
                deletion.dataBytes(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        return old.size();
    }

    /**
     * The first of the old snapshots that follow each other up to the end. What is older was left by a failure: by an expiry that
     * may have deleted its files, or by a commit that no other has built on. Its files stay as orphans.
     */
    private static long firstBefore(long end, NavigableSet<Long> old) {
        long first = end;
        while (old.contains(first - 1)) {
            first--;
        }
        return first;
    }

    /** The files that some snapshots deleted. */
    private List<ManifestEntry> deletedBy(List<Snapshot> snapshots) {
        List<ListedManifest> manifests = snapshots.stream()
                .flatMap(snapshot -> used.changes(snapshot).stream())
                .filter(manifest -> manifest.file().deletedFiles() > 0)
                .toList();
        return used.entries(manifests, FileKind.DELETE);
    }

    /**
     * Names of deleted files that are still in use: at another level, or by a tag or branch.
     *
     * @param retained the snapshots that stay, the oldest first
     */
    private Set<String> usedData(List<ManifestEntry> gone, NavigableSet<Long> retained, List<Snapshot> kept) {
        if (gone.isEmpty()) {
            return Set.of();
        }
        @Nullable
        Set<BinaryRow> partitions = gone.stream().map(ManifestEntry::partition).collect(Collectors.toSet());
        Set<String> names = new HashSet<>();
        for (Snapshot snapshot : kept) {
            boolean follows = snapshot.file().equals(files.snapshots().file(snapshot.id()))
                    && retained.contains(snapshot.id() - 1);
            if (!follows) { // of the older files, a snapshot uses only those of the one before
                names.addAll(used.dataFiles(snapshot, partitions));
            }
        }
        return names;
    }
}
