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

import io.tablestore.error.CorruptFileException;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.Digest;
import io.tablestore.internal.format.manifest.FileKind;
import io.tablestore.internal.format.manifest.ManifestDecoder;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.format.manifest.ManifestFile;
import io.tablestore.internal.format.manifest.ManifestStatistics;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Determines which files are live at a snapshot, for plans, system tables, fallback branches, the writer and maintenance (format
 * reference, 4.5). First, the DELETE entries are read from the manifests that have any, and kept as digests. Then the ADD entries
 * are read group by group. Memory holds the deletes and one group, not the entire table.
 *
 * <p>A history that no writer produces is an error for every caller: a manifest whose entry counts differ from its list, an entry
 * of another kind of table, a file that is added twice, a DELETE of a file that was never added, and a snapshot whose row count
 * differs from that of its files.
 */
public final class ManifestReplay {

    /** The bucket, and the bucket count, of rows that no compaction has assigned to a bucket yet. */
    public static final int POSTPONED = -2;

    /** Which files are wanted. Called by several threads. */
    public interface Wanted extends ManifestDecoder.EntryFilter {

        /** Whether a manifest may have wanted entries. */
        boolean mayHave(ManifestFile manifest);

        /** Whether every file is wanted, so that the row count can be compared with the snapshot's. */
        boolean isEverything();
    }

    /** Receives the live files. */
    public interface Sink {

        /**
         * @param manifest the manifest of these files
         * @param live in manifest order, without deleted and unwanted files
         */
        void accept(ListedManifest manifest, List<ManifestEntry> live);

        /** Called after each group; returns whether more files are wanted. */
        default boolean wantsMore() {
            return true;
        }
    }

    private final TableFiles files;
    private final Snapshot snapshot;
    private final Wanted wanted;
    private final ManifestStatistics statistics;
    private final int partitionFields;
    private final boolean hasPrimaryKey;
    private final KeyOrder keyOrder;
    private final List<ListedManifest> listed;
    private final List<ListedManifest> read;
    private final boolean cached;
    private final boolean isObjectStore;

    private final Set<Digest> addedAndDeleted = ConcurrentHashMap.newKeySet();
    private volatile boolean hasPostponed;
    private long liveRows;

    /** @param schema of the table at the snapshot, or a later one */
    public ManifestReplay(
            TableFiles files, TableSchema schema, Snapshot snapshot, Wanted wanted, ManifestStatistics statistics) {
        this.files = files;
        this.snapshot = snapshot;
        this.wanted = wanted;
        this.statistics = statistics;
        this.partitionFields = schema.partitionKeys().size();
        this.hasPrimaryKey = schema.hasPrimaryKey();
        this.keyOrder = new KeyOrder(schema.trimmedPrimaryKey());
        this.listed = ListedManifest.of(files, snapshot);
        this.read = listed.stream()
                .filter(manifest -> wanted.mayHave(manifest.file()))
                .toList();
        this.isObjectStore = files.fileSystem().isObjectStore(files.root());
        this.cached = files.cache().fits(read.stream().map(ListedManifest::file).toList());
    }

    public int manifestCount() {
        return listed.size();
    }

    /** The manifests that may have wanted entries, in the order of the snapshot. */
    public List<ListedManifest> readManifests() {
        return read;
    }

    /** The net number of live files in the manifests that are not read; negative if they delete more than they add. */
    public long filesNotRead() {
        return count(listed) - count(read);
    }

    private static long count(List<ListedManifest> manifests) {
        return manifests.stream()
                .mapToLong(manifest ->
                        manifest.file().addedFiles() - manifest.file().deletedFiles())
                .sum();
    }

    /** The live files, in the order of the manifests. */
    public List<ManifestEntry> all() {
        List<ManifestEntry> all = new ArrayList<>();
        run(List.of(read), (manifest, live) -> all.addAll(live));
        return all;
    }

    /**
     * Passes on the live files, manifest by manifest.
     *
     * @param groups all manifests to read; those of a group are read in parallel, and it is an error if two of them add the same
     * file
     */
    public void run(List<List<ListedManifest>> groups, Sink sink) {
        boolean complete = true;
        try (ManifestReads reads = new ManifestReads(threads());
                ManifestsAhead ahead = new ManifestsAhead(files, isObjectStore ? order(groups) : List.of())) {
            Set<Digest> deleted = readDeleted(reads, ahead);
            for (List<ListedManifest> group : groups) {
                hand(group, readLive(reads, ahead, group, deleted), sink);
                if (!sink.wantsMore()) {
                    complete = false;
                    break;
                }
            }
            if (complete) {
                checkDeleted(deleted);
                checkTotal();
            }
        }
    }

    /**
     * The manifests in the order in which they are read. Those with DELETE entries come first, and once more unless they are
     * cached.
     */
    private List<ListedManifest> order(List<List<ListedManifest>> groups) {
        List<ListedManifest> order = new ArrayList<>();
        read.stream().filter(manifest -> manifest.file().deletedFiles() > 0).forEach(order::add);
        groups.forEach(group -> group.stream()
                .filter(manifest -> manifest.file().addedFiles() > 0)
                .forEach(order::add));
        return cached
                ? order.stream()
                        .distinct()
                        .filter(manifest -> !files.cache().holds(files, manifest))
                        .toList()
                : order;
    }

    private int threads() {
        int most = isObjectStore
                ? ManifestsAhead.MOST_AHEAD
                : 2 * Runtime.getRuntime().availableProcessors();
        return Math.max(1, Math.min(most, read.size()));
    }

    private Set<Digest> readDeleted(ManifestReads reads, ManifestsAhead ahead) {
        List<Callable<Set<Digest>>> tasks = new ArrayList<>();
        for (ListedManifest manifest : read) {
            if (manifest.file().deletedFiles() > 0) {
                tasks.add(() -> {
                    Set<Digest> digests = new HashSet<>();
                    decode(
                            ahead,
                            manifest,
                            FileKind.DELETE,
                            ManifestStatistics.SKIPPED,
                            entry -> digests.add(Digest.of(entry)));
                    return digests;
                });
            }
        }
        Set<Digest> deleted = new HashSet<>();
        reads.all(tasks).forEach(deleted::addAll);
        return deleted;
    }

    private List<List<ManifestEntry>> readLive(
            ManifestReads reads, ManifestsAhead ahead, List<ListedManifest> group, Set<Digest> deleted) {
        List<Callable<List<ManifestEntry>>> tasks = new ArrayList<>();
        for (ListedManifest manifest : group) {
            tasks.add(() -> {
                List<ManifestEntry> live = new ArrayList<>();
                if (manifest.file().addedFiles() > 0) {
                    decode(ahead, manifest, FileKind.ADD, statistics, entry -> {
                        Digest digest = deleted.isEmpty() ? null : Digest.of(entry);
                        if (digest == null || !deleted.contains(digest)) {
                            live.add(entry);
                        } else if (!addedAndDeleted.add(digest)) {
                            throw namedTwice(manifest, entry);
                        }
                    });
                }
                return live;
            });
        }
        return reads.all(tasks);
    }

    /** Finds a file that is added twice only if both entries are in one group. */
    private void hand(List<ListedManifest> group, List<List<ManifestEntry>> live, Sink sink) {
        Set<String> names = new HashSet<>();
        boolean sharesNames = false;
        for (int i = 0; i < group.size(); i++) {
            for (ManifestEntry entry : live.get(i)) {
                checkFile(group.get(i), entry);
                liveRows += entry.file().rowCount();
                sharesNames |= !names.add(entry.file().name());
            }
        }
        if (sharesNames) { // names are unique in a bucket; writers make them unique in the table
            checkAddedOnce(group, live);
        }
        for (int i = 0; i < group.size(); i++) {
            sink.accept(group.get(i), live.get(i));
        }
    }

    /** The location of a file, whatever its level. */
    private record Place(
            BinaryRow partition,
            int bucket,
            String name,
            @Nullable String externalPath) {}

    private static void checkAddedOnce(List<ListedManifest> group, List<List<ManifestEntry>> live) {
        Set<Place> places = new HashSet<>();
        for (int i = 0; i < group.size(); i++) {
            for (ManifestEntry entry : live.get(i)) {
                DataFile file = entry.file();
                if (!places.add(new Place(entry.partition(), entry.bucket(), file.name(), file.externalPath()))) {
                    throw namedTwice(group.get(i), entry);
                }
            }
        }
    }

    /** The error for an entry whose file another entry has already added or deleted. */
    static CorruptFileException namedTwice(ListedManifest manifest, ManifestEntry entry) {
        return new CorruptFileException(
                manifest.origin(),
                "The " + entry.kind() + " entry of " + entry.file().name() + " in bucket " + entry.bucket()
                        + " follows another entry that has added or deleted the file.");
    }

    private void decode(
            ManifestsAhead ahead,
            ListedManifest manifest,
            FileKind kind,
            ManifestStatistics decoded,
            Consumer<ManifestEntry> sink) {
        ManifestDecoder.EntryFilter filter = (of, partition, bucket, totalBuckets, entries) -> {
            if (of != kind) {
                return false;
            }
            checkPlace(manifest, partition, bucket, totalBuckets);
            return wanted.test(of, partition, bucket, totalBuckets, entries);
        };
        if (cached) {
            ManifestCache.Entries entries = files.cache().get(files, manifest, ahead::take);
            entries.forEach(filter, sink);
            checkCounts(manifest, entries.counts());
        } else {
            decode(manifest, ahead.take(manifest), filter, decoded, sink);
        }
    }

    /** Decodes the entries of one manifest, and checks their number against its list. */
    static void decode(
            ListedManifest manifest,
            byte[] content,
            ManifestDecoder.EntryFilter filter,
            ManifestStatistics statistics,
            Consumer<ManifestEntry> sink) {
        ManifestDecoder decoder = new ManifestDecoder(manifest.origin(), filter, statistics);
        checkCounts(manifest, decoder.decode(content, sink));
    }

    private static void checkCounts(ListedManifest manifest, ManifestDecoder.Counts counts) {
        long added = manifest.file().addedFiles();
        long deleted = manifest.file().deletedFiles();
        if (counts.added() != added || counts.deleted() != deleted) {
            throw new CorruptFileException(
                    manifest.origin(),
                    "The manifest has " + counts.added() + " ADD and " + counts.deleted()
                            + " DELETE entries, but its list counts " + added + " and " + deleted + ".");
        }
    }

    /** Checks that an entry has this many partition columns. */
    public static void checkPartition(String origin, BinaryRow partition, int columns) {
        if (partition.arity() != columns) {
            throw new CorruptFileException(
                    origin,
                    "The _PARTITION of an entry has " + partition.arity() + " columns, but the table is partitioned by "
                            + columns + ".");
        }
    }

    private void checkPlace(ListedManifest manifest, BinaryRow partition, int bucket, int totalBuckets) {
        checkPartition(manifest.origin(), partition, partitionFields);
        if (bucket < 0) {
            if (bucket != POSTPONED || totalBuckets != POSTPONED) {
                throw new CorruptFileException(
                        manifest.origin(),
                        "The _BUCKET of an entry is " + bucket + " of " + totalBuckets
                                + " buckets; below 0 there is only " + POSTPONED + " of " + POSTPONED + ".");
            }
            hasPostponed = true;
        }
    }

    private void checkFile(ListedManifest manifest, ManifestEntry entry) {
        DataFile file = entry.file();
        if (!hasPrimaryKey || entry.bucket() == POSTPONED) {
            return;
        }
        if (keyOrder.compare(file.minKey(), file.maxKey()) > 0) {
            throw new CorruptFileException(
                    manifest.origin(), "The _MIN_KEY of " + file.name() + " is greater than its _MAX_KEY.");
        }
        if (file.minSequence() > file.maxSequence()) {
            throw new CorruptFileException(
                    manifest.origin(),
                    "The _MIN_SEQUENCE_NUMBER of " + file.name() + " is " + file.minSequence()
                            + ", which is greater than its _MAX_SEQUENCE_NUMBER " + file.maxSequence() + ".");
        }
    }

    /** A DELETE of a file that was never added was written for another file, which would wrongly stay live. */
    private void checkDeleted(Set<Digest> deleted) {
        int strays = deleted.size() - addedAndDeleted.size();
        if (strays > 0) {
            throw new CorruptFileException(
                    snapshot.file(),
                    strays == 1
                            ? "1 DELETE entry of its manifests names a file that no ADD entry names."
                            : strays + " DELETE entries of its manifests name files that no ADD entry names.");
        }
    }

    /**
     * A different total than the snapshot's means that a file was lost or duplicated. Releases up to 0.5 did not count
     * compactions; the sizes of the lists are recorded since 1.1.
     */
    private void checkTotal() {
        Long total = snapshot.totalRecordCount();
        if (total != null
                && total != liveRows
                && read.size() == listed.size()
                && wanted.isEverything()
                && !hasPostponed
                && snapshot.baseManifestListSize() != null) {
            throw new CorruptFileException(
                    snapshot.file(),
                    "The snapshot counts " + total + " rows (totalRecordCount), but its live files have " + liveRows
                            + ".");
        }
    }
}
