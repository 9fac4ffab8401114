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
package io.tablestore.scan;

import io.tablestore.error.CorruptFileException;
import io.tablestore.error.TableStoreException;
import io.tablestore.file.FileFormat;
import io.tablestore.format.AnalyzedStatistics;
import io.tablestore.format.BinaryRow;
import io.tablestore.format.DataFile;
import io.tablestore.format.DeletionVectorRef;
import io.tablestore.format.Digest;
import io.tablestore.format.FileKind;
import io.tablestore.format.IndexEntry;
import io.tablestore.format.ManifestDecoder;
import io.tablestore.format.ManifestEntry;
import io.tablestore.format.ManifestFile;
import io.tablestore.format.Snapshot;
import io.tablestore.format.TableSchema;
import io.tablestore.options.OptionSet;
import io.tablestore.options.TableOptions;
import io.tablestore.predicate.BoundPredicate;
import io.tablestore.predicate.Predicate;
import io.tablestore.types.ColumnPath;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From a snapshot to splits, in two passes: first the DELETE entries of the manifests that have any, kept as digests;
 * then the ADD entries, in groups of manifests whose partition ranges overlap, so that memory holds the deletes and the
 * widest group, never the whole table.
 */
public final class ScanPlanner {

    /** The bucket, and the number of buckets, of rows that no compaction has put into a bucket yet. */
    private static final int POSTPONED = -2;

    private final TableFiles files;
    private final TableSchema schema;
    private final @Nullable Snapshot snapshot;
    private final Scan scan;
    private final List<DataField> fields;
    private final BoundPredicate predicate;

    private final BoundPredicate partitionPredicate;
    private final List<DataField> partitionFields;
    private final BucketPruner bucketPruner;
    private final KeyOrder keyOrder;
    private final BucketSections bucketSections;
    private Map<BucketId, Map<String, DeletionVectorRef>> deletionVectors = Map.of();

    /** Whether manifests come from the cache. */
    private boolean cached;

    private final AtomicLong filesByPartition = new AtomicLong();
    private final AtomicLong filesByBucket = new AtomicLong();
    private final AtomicLong postponedFiles = new AtomicLong();
    private final Set<Integer> bucketCounts = new HashSet<>();
    private final Set<Digest> addedAndDeleted = ConcurrentHashMap.newKeySet();
    private long liveFiles;
    private long liveBytes;
    private long liveRows;
    private long sectionCount;
    private int overlapDepth;
    private long rowsToMerge;
    private long storedRows;

    private ScanPlanner(TableFiles files, TableSchema schema, @Nullable Snapshot snapshot, Scan scan) {
        this(files, schema, snapshot, scan, BoundPredicate.bind(scan.predicate(), schema.fields()));
    }

    private ScanPlanner(
            TableFiles files, TableSchema schema, @Nullable Snapshot snapshot, Scan scan, BoundPredicate predicate) {
        this.files = files;
        this.schema = schema;
        this.snapshot = snapshot;
        this.scan = scan;
        this.fields = select(schema, scan.columns());
        this.predicate = predicate;
        this.partitionFields = schema.partitionFields();
        this.partitionPredicate = predicate.onlyOn(ids(partitionFields));
        this.keyOrder = new KeyOrder(schema.trimmedPrimaryKey());
        this.bucketPruner = BucketPruner.of(schema, predicate);
        this.bucketSections = new BucketSections(schema, predicate, files::schema, scan.readOptimized());
    }

    /** Resolves the snapshot and plans. */
    public static ScanPlan plan(TableFiles files, Scan scan) {
        List<Split> splits = new ArrayList<>();
        ScanPlan plan = plan(files, scan, splits::addAll);
        return plan.with(splits);
    }

    /**
     * Resolves the snapshot and plans, handing splits on as soon as no manifest that is still to be read can add to them.
     *
     * @param sink takes the splits, which the plan returned does not have
     */
    public static ScanPlan plan(TableFiles files, Scan scan, Consumer<List<Split>> sink) {
        long start = System.nanoTime();
        ScanPlanner planner = of(files, scan);
        return planner.complete(planner.plan(start, sink, null), sink);
    }

    /**
     * As {@link #plan(TableFiles, Scan, Consumer)}, adding up in the same pass what the metadata says of the rows of the
     * files that are planned.
     */
    public static SummarizedPlan planAndSummarize(TableFiles files, Scan scan, Consumer<List<Split>> sink) {
        long start = System.nanoTime();
        ScanPlanner planner = of(files, scan);
        SummaryBuilder summary = planner.summaryBuilder();
        ScanPlan plan = planner.complete(planner.plan(start, sink, summary), sink);
        return new SummarizedPlan(plan, planner.summary(summary));
    }

    private static ScanPlanner of(TableFiles files, Scan scan) {
        Snapshot snapshot = files.resolve(scan.snapshot());
        TableSchema schema = files.schemaFor(scan.snapshot(), snapshot);
        TableSupport.check(schema);
        return new ScanPlanner(files, schema, snapshot, scan);
    }

    private ScanPlan complete(PlanMetrics metrics, Consumer<List<Split>> sink) {
        ScanPlan plan = new ScanPlan(scan, snapshot, schema, fields, predicate, List.of(), metrics);
        return FallbackBranch.complete(plan, files, sink);
    }

    /** The partitions that have files in a snapshot, of those that the scan wants. */
    static Set<BinaryRow> partitions(TableFiles files, TableSchema schema, @Nullable Snapshot of, Scan scan) {
        if (of == null) {
            return Set.of();
        }
        BoundPredicate all = BoundPredicate.bind(scan.predicate(), schema.fields());
        BoundPredicate onPartition = all.onlyOn(ids(schema.partitionFields()));
        return new ScanPlanner(files, schema, of, Scan.ALL, onPartition)
                .live().stream().map(ManifestEntry::partition).collect(Collectors.toSet());
    }

    /**
     * The wanted columns of a schema, in the order wanted. Of a column of rows, of which only fields are named, the others
     * are left out.
     *
     * @throws TableStoreException if a column is not there, or named twice
     */
    public static List<DataField> select(TableSchema schema, @Nullable List<String> columns) {
        if (columns == null) {
            return schema.fields();
        }
        List<DataField> selected = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String name : columns) {
            if (!names.add(name)) {
                throw new TableStoreException("Column " + name + " is named twice among the columns to read.");
            }
            DataField column = ColumnPath.of(name, schema.fields()).column();
            int known = ColumnPath.position(selected, column.id());
            if (known < 0) {
                selected.add(column);
            } else if (schema.fields().contains(column)) {
                selected.set(known, column); // all of it, and some of its fields
            } else {
                selected.set(known, ColumnPath.union(selected.get(known), column));
            }
        }
        return selected;
    }

    private static Set<Integer> ids(List<DataField> fields) {
        return fields.stream().map(DataField::id).collect(Collectors.toSet());
    }

    /** Takes the buckets of a scan, each with the sections that are read. */
    interface BucketSink {

        void accept(BinaryRow partition, int bucket, List<Section> sections);
    }

    /** @param summary takes what is planned as well, or null */
    private PlanMetrics plan(long startNanos, Consumer<List<Split>> sink, @Nullable SummaryBuilder summary) {
        TableSupport.checkColumns(schema, fields);
        TableSupport.checkColumns(
                schema,
                predicate.leaves().stream().map(BoundPredicate.Leaf::column).toList());
        SplitPacker packer = packer();
        List<Split> splits = new ArrayList<>();
        return run(
                startNanos,
                summary != null || !predicate.equals(BoundPredicate.Constant.TRUE),
                (partition, bucket, sections) -> {
                    if (summary != null) {
                        summary.accept(partition, bucket, sections);
                    }
                    splits.addAll(packer.pack(
                            partition,
                            bucket,
                            sections.stream().map(Section::withoutStatistics).toList()));
                },
                () -> {
                    sink.accept(List.copyOf(splits));
                    splits.clear();
                });
    }

    /** Adds up what the metadata says of the rows of a scan. */
    public static ScanSummary summarize(TableFiles files, Scan scan) {
        ScanPlanner planner = of(files, scan.limit(Long.MAX_VALUE));
        SummaryBuilder summary = planner.summaryBuilder();
        planner.run(System.nanoTime(), true, summary, () -> {});
        return planner.summary(summary);
    }

    private SummaryBuilder summaryBuilder() {
        boolean exact = predicate.equals(partitionPredicate) && scan.limit() == Long.MAX_VALUE;
        return new SummaryBuilder(schema, fields, files::schema, exact);
    }

    private ScanSummary summary(SummaryBuilder built) {
        AnalyzedStatistics analyzed =
                snapshot == null || snapshot.statistics() == null ? null : files.analyzed(snapshot.statistics());
        boolean ofTheseRows = analyzed != null
                && snapshot != null
                && analyzed.snapshotId() == snapshot.id()
                && predicate.equals(BoundPredicate.Constant.TRUE);
        ScanSummary ours = built.build(bucketCounts, analyzed, ofTheseRows);
        return FallbackBranch.snapshot(files, schema, scan.snapshot(), snapshot) == null ? ours : ours.asEstimate();
    }

    /**
     * A condition that the rows which come first in an order must meet, as far as metadata tells, or TRUE.
     *
     * @param rows how many come first; fewer if the scan has fewer
     */
    public static Predicate first(TableFiles files, Scan scan, FirstRows.Order order, long rows) {
        ScanPlanner planner = of(files, scan.select(List.of(order.column())).limit(Long.MAX_VALUE));
        FirstRows first = FirstRows.of(order, planner.schema, files::schema);
        if (first == null
                || !planner.predicate.equals(planner.partitionPredicate)
                || FallbackBranch.snapshot(files, planner.schema, scan.snapshot(), planner.snapshot) != null) {
            return Predicate.TRUE;
        }
        planner.run(System.nanoTime(), true, first, () -> {});
        return first.condition(rows);
    }

    /**
     * Hands the buckets on, group by group.
     *
     * @param afterGroup called when no manifest that is still to be read can touch a partition met so far
     */
    private PlanMetrics run(long startNanos, boolean withStatistics, BucketSink sink, Runnable afterGroup) {
        List<ManifestFile> all = List.of();
        List<ManifestFile> kept = List.of();
        if (snapshot != null && !predicate.equals(BoundPredicate.Constant.FALSE)) {
            deletionVectors = deletionVectors(snapshot);
            all = manifests(files, snapshot);
            kept = all.stream().filter(this::canMatch).toList();
            cached = files.cache().fits(kept);
            boolean enough = false;
            try (ManifestReads reads = new ManifestReads(threads(kept))) {
                Set<Digest> deleted = readDeletes(reads, kept);
                for (List<ManifestFile> group : groups(kept)) {
                    addBuckets(readLive(reads, group, deleted, withStatistics), sink);
                    afterGroup.run();
                    enough = isEnough();
                    if (enough) {
                        break;
                    }
                }
                if (!enough) {
                    checkDeletes(snapshot, deleted);
                }
            }
            checkTotal(snapshot, all.size() == kept.size() && !enough);
        }
        return new PlanMetrics(
                all.size(),
                all.size() - kept.size(),
                liveFiles + filesByPartition.get() + filesByBucket.get(),
                liveBytes,
                filesByPartition.get(),
                filesByBucket.get(),
                bucketSections.filesByKey,
                bucketSections.filesByValue,
                bucketSections.bytesSkipped,
                sectionCount,
                overlapDepth,
                rowsToMerge,
                storedRows,
                System.nanoTime() - startNanos);
    }

    /** With a limit and no condition, append files planned so far may already hold enough rows. */
    private boolean isEnough() {
        return scan.limit() < Long.MAX_VALUE
                && !schema.hasPrimaryKey()
                && deletionVectors.isEmpty()
                && predicate.equals(BoundPredicate.Constant.TRUE)
                && storedRows >= scan.limit();
    }

    /** The deletion vectors of a snapshot, by the bucket and the name of the data file. */
    private Map<BucketId, Map<String, DeletionVectorRef>> deletionVectors(Snapshot from) {
        Map<BucketId, Map<String, DeletionVectorRef>> vectors = new HashMap<>();
        for (IndexEntry entry : files.indexEntries(from)) {
            if (!entry.type().equals(IndexEntry.DELETION_VECTORS) || !matchesPartition(entry.partition())) {
                continue;
            }
            String file = IndexPath.of(schema, entry);
            Map<String, DeletionVectorRef> ofBucket =
                    vectors.computeIfAbsent(new BucketId(entry.partition(), entry.bucket()), id -> new HashMap<>());
            entry.vectors().forEach((dataFile, vector) -> ofBucket.put(dataFile, vector.in(file)));
        }
        return vectors;
    }

    /** The manifests of a snapshot: those of everything before it, then those of its own changes. */
    static List<ManifestFile> manifests(TableFiles files, Snapshot from) {
        List<ManifestFile> manifests = new ArrayList<>();
        manifests.addAll(files.manifestList(from.baseManifestList(), from.baseManifestListSize(), from.file()));
        manifests.addAll(files.manifestList(from.deltaManifestList(), from.deltaManifestListSize(), from.file()));
        return manifests;
    }

    /** The live files of the latest snapshot, without statistics. */
    static List<ManifestEntry> liveEntries(TableFiles files) {
        Snapshot latest = files.latestSnapshot();
        if (latest == null) {
            return List.of();
        }
        return new ScanPlanner(files, files.latestSchema(), latest, Scan.ALL).live();
    }

    private List<ManifestEntry> live() {
        List<ManifestFile> manifests = snapshot == null
                ? List.of()
                : manifests(files, snapshot).stream().filter(this::canMatch).toList();
        try (ManifestReads reads = new ManifestReads(threads(manifests))) {
            boolean withStatistics = !predicate.equals(BoundPredicate.Constant.TRUE);
            return readLive(reads, manifests, readDeletes(reads, manifests), withStatistics);
        }
    }

    private static int threads(List<ManifestFile> manifests) {
        return Math.max(1, Math.min(2 * Runtime.getRuntime().availableProcessors(), manifests.size()));
    }

    /** Whether the manifest can have entries of wanted partitions. */
    private boolean canMatch(ManifestFile manifest) {
        return partitionPredicate.canMatch(
                leaf -> manifest.partitionStats()
                        .column(
                                partitionPosition(leaf.column().id()),
                                leaf.column().type()),
                manifest.addedFiles() + manifest.deletedFiles());
    }

    private Set<Digest> readDeletes(ManifestReads reads, List<ManifestFile> manifests) {
        List<Callable<Set<Digest>>> tasks = new ArrayList<>();
        for (ManifestFile manifest : manifests) {
            if (manifest.deletedFiles() > 0) {
                tasks.add(() -> {
                    Set<Digest> digests = new HashSet<>();
                    decode(
                            manifest,
                            (kind, partition, bucket, total, entries) ->
                                    kind == FileKind.DELETE && wants(partition, bucket, total),
                            false,
                            entry -> digests.add(Digest.of(entry)));
                    return digests;
                });
            }
        }
        Set<Digest> deleted = new HashSet<>();
        reads.all(tasks).forEach(deleted::addAll);
        return deleted;
    }

    private List<ManifestEntry> readLive(
            ManifestReads reads, List<ManifestFile> group, Set<Digest> deleted, boolean withStatistics) {
        List<Callable<List<ManifestEntry>>> tasks = new ArrayList<>();
        for (ManifestFile manifest : group) {
            if (manifest.addedFiles() > 0) {
                tasks.add(() -> {
                    List<ManifestEntry> live = new ArrayList<>();
                    decode(manifest, this::wantsAdded, withStatistics, entry -> {
                        Digest digest = deleted.isEmpty() ? null : Digest.of(entry);
                        if (digest != null && deleted.contains(digest)) {
                            addedAndDeleted.add(digest);
                        } else {
                            live.add(entry);
                        }
                    });
                    return live;
                });
            }
        }
        return reads.all(tasks).stream().flatMap(List::stream).toList();
    }

    private void decode(
            ManifestFile manifest,
            ManifestDecoder.EntryFilter filter,
            boolean withStatistics,
            Consumer<ManifestEntry> sink) {
        String file = "manifest/" + manifest.name();
        ManifestDecoder.Counts counts;
        if (cached) {
            ManifestCache.Entries entries = files.cache().get(files, manifest);
            try {
                entries.forEach(filter, sink);
            } catch (IndexOutOfBoundsException damaged) { // what the filter finds, as while decoding
                throw new CorruptFileException(file, "an entry", "as the table's", damaged.getMessage() + "", damaged);
            }
            counts = entries.counts();
        } else {
            counts = new ManifestDecoder(file, filter, withStatistics).decode(files.manifest(manifest), sink);
        }
        if (counts.added() != manifest.addedFiles() || counts.deleted() != manifest.deletedFiles()) {
            throw new CorruptFileException(
                    file,
                    "the number of entries",
                    manifest.addedFiles() + " ADD and " + manifest.deletedFiles() + " DELETE by the manifest list",
                    counts.added() + " and " + counts.deleted());
        }
    }

    private boolean wants(BinaryRow partition, int bucket, int totalBuckets) {
        return bucket >= 0 && matchesPartition(partition) && bucketPruner.test(bucket, totalBuckets);
    }

    private boolean wantsAdded(FileKind kind, BinaryRow partition, int bucket, int totalBuckets, int entries) {
        if (kind != FileKind.ADD) {
            return false;
        }
        if (bucket < 0) {
            if (bucket != POSTPONED || totalBuckets != POSTPONED) {
                throw new IndexOutOfBoundsException("_BUCKET is " + bucket + " of " + totalBuckets);
            }
            postponedFiles.addAndGet(entries); // rows that batch reads do not see yet
            return false;
        }
        if (!matchesPartition(partition)) {
            filesByPartition.addAndGet(entries);
            return false;
        }
        if (!bucketPruner.test(bucket, totalBuckets)) {
            filesByBucket.addAndGet(entries);
            return false;
        }
        return true;
    }

    private boolean matchesPartition(BinaryRow partition) {
        if (partition.arity() != partitionFields.size()) {
            throw new IndexOutOfBoundsException(
                    "_PARTITION has " + partition.arity() + " fields where the table has " + partitionFields.size());
        }
        return partitionPredicate.test(leaf -> partition.value(
                partitionPosition(leaf.column().id()), leaf.column().type()));
    }

    private int partitionPosition(int columnId) {
        int position = ColumnPath.position(partitionFields, columnId);
        if (position < 0) {
            throw new IllegalStateException("no partition column has id " + columnId);
        }
        return position;
    }

    /** Groups of manifests such that no partition is touched by two groups. */
    private List<List<ManifestFile>> groups(List<ManifestFile> manifests) {
        if (partitionFields.isEmpty() || manifests.size() < 2) {
            return manifests.isEmpty() ? List.of() : List.of(manifests);
        }
        DataField first = partitionFields.get(0);
        boolean comparable = manifests.stream().allMatch(manifest -> {
            var statistics = manifest.partitionStats().column(0, first.type());
            return statistics.min() != null && statistics.max() != null && statistics.nullCount() == 0;
        });
        if (!comparable) {
            return List.of(manifests);
        }
        List<ManifestFile> sorted = new ArrayList<>(manifests);
        KeyOrder order = new KeyOrder(List.of(first));
        sorted.sort((a, b) ->
                order.compare(a.partitionStats().min(), b.partitionStats().min()));
        List<List<ManifestFile>> groups = new ArrayList<>();
        List<ManifestFile> open = new ArrayList<>();
        BinaryRow last = BinaryRow.EMPTY;
        for (ManifestFile manifest : sorted) {
            if (!open.isEmpty() && order.compare(manifest.partitionStats().min(), last) > 0) {
                groups.add(open);
                open = new ArrayList<>();
            }
            if (open.isEmpty() || order.compare(manifest.partitionStats().max(), last) > 0) {
                last = manifest.partitionStats().max();
            }
            open.add(manifest);
        }
        groups.add(open);
        return groups;
    }

    private SplitPacker packer() {
        OptionSet options = schema.optionSet();
        return new SplitPacker(
                snapshot == null ? 0 : snapshot.id(),
                schema.id(),
                schema.hasPrimaryKey() ? ReadMode.MERGE : ReadMode.APPEND,
                keyOrder,
                options.get(TableOptions.SPLIT_TARGET_SIZE),
                options.get(TableOptions.SPLIT_OPEN_FILE_COST));
    }

    private void addBuckets(List<ManifestEntry> entries, BucketSink sink) {
        Map<BucketId, List<SplitFile>> buckets = new LinkedHashMap<>();
        for (ManifestEntry entry : entries) {
            checkReadable(entry);
            liveFiles++;
            liveBytes += entry.file().sizeInBytes();
            liveRows += entry.file().rowCount();
            BucketId id = new BucketId(entry.partition(), entry.bucket());
            DeletionVectorRef deletions =
                    deletionVectors.getOrDefault(id, Map.of()).get(entry.file().name());
            buckets.computeIfAbsent(id, key -> new ArrayList<>()).add(SplitFile.whole(entry.file(), deletions));
            bucketCounts.add(entry.totalBuckets());
        }
        buckets.forEach((id, bucketFiles) -> {
            checkVectors(id, bucketFiles);
            List<Section> sections = bucketSections.of(bucketFiles);
            for (Section section : sections) {
                sectionCount++;
                overlapDepth = Math.max(overlapDepth, section.runs().size());
                storedRows += section.storedRows();
                rowsToMerge += section.needsMerge() ? section.storedRows() : 0;
            }
            sink.accept(id.partition(), id.bucket(), sections);
        });
    }

    /** Deletion vectors go with their files; one of a file that is not there was meant for another, whose rows came back. */
    private void checkVectors(BucketId bucket, List<SplitFile> bucketFiles) {
        Map<String, DeletionVectorRef> vectors = deletionVectors.getOrDefault(bucket, Map.of());
        long met = bucketFiles.stream().filter(file -> file.deletions() != null).count();
        if (met == vectors.size()) {
            return;
        }
        Set<String> names = bucketFiles.stream().map(file -> file.file().name()).collect(Collectors.toSet());
        vectors.forEach((name, vector) -> {
            if (!names.contains(name)) {
                throw new CorruptFileException(
                        vector.file(),
                        "the file of a deletion vector",
                        "a data file of bucket " + bucket.bucket(),
                        name);
            }
        });
    }

    private void checkReadable(ManifestEntry entry) {
        DataFile file = entry.file();
        String path = "bucket-" + entry.bucket() + "/" + file.name();
        if (file.externalPath() != null) {
            ExternalPaths.check(schema, files.root(), file.externalPath());
        }
        FileFormat.ofFile(path);
        if (keyOrder.compare(file.minKey(), file.maxKey()) > 0) {
            throw new CorruptFileException(path, "_MIN_KEY in the manifest", "at most _MAX_KEY", "a greater one");
        }
        if (schema.hasPrimaryKey() && file.minSequence() > file.maxSequence()) {
            throw new CorruptFileException(
                    path,
                    "_MIN_SEQUENCE_NUMBER in the manifest",
                    "at most " + file.maxSequence(),
                    Long.toString(file.minSequence()));
        }
    }

    /** Every file that an entry deletes was added by another; if not, the entry means another file, which lives on. */
    private void checkDeletes(Snapshot from, Set<Digest> deleted) {
        int strays = deleted.size() - addedAndDeleted.size();
        if (strays > 0) {
            throw new CorruptFileException(
                    from.file(),
                    "the DELETE entries of its manifests",
                    "each of a file that an ADD entry names",
                    strays + " of others");
        }
    }

    /**
     * The snapshot counts the stored rows of all live files; a different sum means that a file was lost or doubled. Up to
     * 0.5 compactions were not counted; the sizes of the lists are recorded since 1.1.
     */
    private void checkTotal(Snapshot from, boolean everythingRead) {
        Long total = from.totalRecordCount();
        if (everythingRead
                && total != null
                && from.baseManifestListSize() != null
                && predicate.equals(BoundPredicate.Constant.TRUE)
                && total != liveRows
                && postponedFiles.get() == 0) {
            throw new CorruptFileException(
                    from.file(), "totalRecordCount", liveRows + ", the rows of all live files", total.toString());
        }
    }
}
