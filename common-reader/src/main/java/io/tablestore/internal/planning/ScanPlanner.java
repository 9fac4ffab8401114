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

import io.tablestore.internal.file.FileFormat;
import io.tablestore.internal.format.AnalyzedStatistics;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.DeletionVectorRef;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.format.manifest.ManifestStatistics;
import io.tablestore.internal.metadata.BucketId;
import io.tablestore.internal.metadata.ExternalPaths;
import io.tablestore.internal.metadata.KeyOrder;
import io.tablestore.internal.metadata.ListedManifest;
import io.tablestore.internal.metadata.ManifestReplay;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.split.ReadMode;
import io.tablestore.internal.split.Section;
import io.tablestore.internal.split.SplitFile;
import io.tablestore.options.OptionSet;
import io.tablestore.options.ReadOptions;
import io.tablestore.predicate.Predicate;
import io.tablestore.scan.ColumnOrder;
import io.tablestore.scan.PlanMetrics;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.scan.ScanSummary;
import io.tablestore.scan.Split;
import io.tablestore.scan.SummarizedPlan;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans a snapshot into splits, in groups of manifests whose partition ranges overlap. Memory holds the files of the largest
 * group, never those of the entire table.
 */
public final class ScanPlanner {

    private static final Logger LOG = LoggerFactory.getLogger(ScanPlanner.class);

    private final TableFiles files;
    private final TableSchema schema;
    private final @Nullable Snapshot snapshot;
    private final Scan scan;
    private final List<DataField> fields;
    private final BoundPredicate predicate;

    private final EntryPruner pruner;
    private final KeyOrder keyOrder;
    private final BucketSections bucketSections;
    private DeletionVectors deletionVectors = DeletionVectors.NONE;
    private final Set<Integer> bucketCounts = new HashSet<>();
    private long liveFiles;
    private long liveBytes;
    private long sectionCount;
    private int overlapDepth;
    private long rowsToMerge;
    private long storedRows;
    private long splitCount;

    private ScanPlanner(TableFiles files, TableSchema schema, @Nullable Snapshot snapshot, Scan scan) {
        this.files = files;
        this.schema = schema;
        this.snapshot = snapshot;
        this.scan = scan;
        this.fields = schema.select(scan.columns());
        this.predicate = BoundPredicate.bind(scan.predicate(), schema.fields());
        this.pruner = new EntryPruner(schema, predicate);
        this.keyOrder = new KeyOrder(schema.trimmedPrimaryKey());
        this.bucketSections = scan.readOptimized()
                ? BucketSections.ofTopLevel(schema, predicate, this::schemaOfFiles)
                : BucketSections.ofVisibleLevels(schema, predicate, this::schemaOfFiles);
    }

    /** The schema that data files with this schema id were written with. */
    private TableSchema schemaOfFiles(long id) {
        return files.schemas().get(id, () -> "data files of " + (snapshot == null ? "the table" : snapshot.file()));
    }

    /** Resolves the snapshot and plans. */
    public static ScanPlan plan(TableFiles files, Scan scan) {
        List<Split> splits = new ArrayList<>();
        ScanPlan plan = plan(files, scan, splits::addAll);
        return plan.with(splits);
    }

    /**
     * Resolves the snapshot and plans. Splits are passed on as soon as no unread manifest can add to them.
     *
     * @param sink receives the splits; the returned plan has none
     */
    public static ScanPlan plan(TableFiles files, Scan scan, Consumer<List<Split>> sink) {
        long start = System.nanoTime();
        ScanPlanner planner = of(files, scan);
        return planner.complete(planner.plan(start, sink, null), sink);
    }

    /**
     * As {@link #plan(TableFiles, Scan, Consumer)}; in the same pass, sums up what the metadata says about the rows of the
     * planned files.
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
        FallbackBranch.checkPresent(files, schema);
        return new ScanPlanner(files, schema, snapshot, scan);
    }

    private ScanPlan complete(PlanMetrics metrics, Consumer<List<Split>> sink) {
        LOG.debug(
                "{}: planned snapshot {}: {} of {} manifests read, {} of {} files left out ({} by"
                        + " partition, {} by bucket,"
                        + " {} by key, {} by value), {} splits of {} sections with {} stored rows, {} of them to"
                        + " merge; {} ms.",
                files.root(),
                snapshot == null ? 0 : snapshot.id(),
                metrics.manifests() - metrics.manifestsSkipped(),
                metrics.manifests(),
                metrics.filesByPartition() + metrics.filesByBucket() + metrics.filesByKey() + metrics.filesByValue(),
                metrics.files(),
                metrics.filesByPartition(),
                metrics.filesByBucket(),
                metrics.filesByKey(),
                metrics.filesByValue(),
                splitCount,
                metrics.sections(),
                metrics.storedRows(),
                metrics.rowsToMerge(),
                TimeUnit.NANOSECONDS.toMillis(metrics.planNanos()));
        ScanPlan plan = new ScanPlan(scan, snapshot == null ? 0 : snapshot.id(), schema, fields, List.of(), metrics);
        return FallbackBranch.complete(plan, snapshot, files, sink);
    }

    /** The partitions wanted by the scan that have files in a snapshot. */
    static Set<BinaryRow> partitions(TableFiles files, TableSchema schema, @Nullable Snapshot of, Scan scan) {
        if (of == null) {
            return Set.of();
        }
        BoundPredicate all = BoundPredicate.bind(scan.predicate(), schema.fields());
        EntryPruner onPartition = new EntryPruner(schema, EntryPruner.onPartition(schema, all));
        return new ManifestReplay(files, schema, of, onPartition, ManifestStatistics.SKIPPED)
                .all().stream().map(ManifestEntry::partition).collect(Collectors.toSet());
    }

    /** Receives the buckets of a scan, each with the sections to read. */
    interface BucketSink {

        void accept(BinaryRow partition, int bucket, List<Section> sections);
    }

    /** @param summary also receives what is planned; may be null */
    private PlanMetrics plan(long startNanos, Consumer<List<Split>> sink, @Nullable SummaryBuilder summary) {
        TableSupport.checkColumns(schema, fields);
        TableSupport.checkColumns(
                schema,
                predicate.leaves().stream().map(BoundPredicate.Leaf::column).toList());
        SplitPacker packer = packer();
        List<Split> splits = new ArrayList<>();
        boolean needsStatistics = summary != null || !predicate.equals(BoundPredicate.Constant.TRUE);
        return run(
                startNanos,
                needsStatistics ? ManifestStatistics.DECODED : ManifestStatistics.SKIPPED,
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
                    splitCount += splits.size();
                    sink.accept(List.copyOf(splits));
                    splits.clear();
                });
    }

    /** Sums up what the metadata says about the rows of a scan. */
    public static ScanSummary summarize(TableFiles files, Scan scan) {
        ScanPlanner planner = of(files, scan.limit(Long.MAX_VALUE));
        SummaryBuilder summary = planner.summaryBuilder();
        planner.run(System.nanoTime(), ManifestStatistics.DECODED, summary, () -> {});
        return planner.summary(summary);
    }

    /** Whether the condition depends on partition columns only. */
    private boolean isOnPartitions() {
        return predicate.equals(EntryPruner.onPartition(schema, predicate));
    }

    private SummaryBuilder summaryBuilder() {
        SummaryBuilder builder = new SummaryBuilder(schema, fields, this::schemaOfFiles);
        if (!isOnPartitions() || scan.limit() < Long.MAX_VALUE) {
            builder.markFiltered();
        }
        return builder;
    }

    private ScanSummary summary(SummaryBuilder built) {
        AnalyzedStatistics analyzed = snapshot == null ? null : files.contents().analyzed(snapshot);
        ScanSummary ours = built.build(
                bucketCounts, analyzed == null ? Map.of() : analyzed.distinctCounts(), analyzedRows(analyzed));
        return FallbackBranch.snapshot(files, schema, scan.snapshot(), snapshot) == null ? ours : ours.asEstimate();
    }

    /** The number of rows that an ANALYZE has found, if it counted exactly the rows of this scan; otherwise null. */
    private @Nullable Long analyzedRows(@Nullable AnalyzedStatistics analyzed) {
        if (analyzed == null
                || snapshot == null
                || analyzed.snapshotId() != snapshot.id()
                || !predicate.equals(BoundPredicate.Constant.TRUE)) {
            return null;
        }
        return analyzed.mergedRecordCount();
    }

    /**
     * A condition that the first rows of an ordering satisfy, as far as metadata shows, or TRUE.
     *
     * @param rows the number of first rows; fewer if the scan has fewer
     */
    public static Predicate first(TableFiles files, Scan scan, ColumnOrder order, long rows) {
        ScanPlanner planner = of(files, scan.select(List.of(order.column())).limit(Long.MAX_VALUE));
        FirstRows first = FirstRows.of(order, planner.schema, planner::schemaOfFiles);
        if (first == null
                || !planner.isOnPartitions()
                || FallbackBranch.snapshot(files, planner.schema, scan.snapshot(), planner.snapshot) != null) {
            return Predicate.TRUE;
        }
        planner.run(System.nanoTime(), ManifestStatistics.DECODED, first, () -> {});
        return first.condition(rows);
    }

    /**
     * Passes the buckets on, group by group.
     *
     * @param afterGroup called when no unread manifest can touch a partition seen so far
     */
    private PlanMetrics run(long startNanos, ManifestStatistics statistics, BucketSink sink, Runnable afterGroup) {
        int manifests = 0;
        int read = 0;
        long byPartition = 0;
        if (snapshot != null && !predicate.equals(BoundPredicate.Constant.FALSE)) {
            deletionVectors = DeletionVectors.of(files, schema, snapshot, entry -> pruner.matches(entry.partition()));
            ManifestReplay replay = new ManifestReplay(files, schema, snapshot, pruner, statistics);
            manifests = replay.manifestCount();
            read = replay.readManifests().size();
            replay.run(
                    PartitionGroups.of(replay.readManifests(), schema.partitionFields()),
                    new Buckets(sink, afterGroup));
            byPartition = pruner.filesByPartition() + replay.filesNotRead();
        }
        return new PlanMetrics(
                manifests,
                manifests - read,
                liveFiles + byPartition + pruner.filesByBucket(),
                liveBytes,
                byPartition,
                pruner.filesByBucket(),
                bucketSections.filesByKey,
                bucketSections.filesByValue,
                bucketSections.bytesSkipped,
                sectionCount,
                overlapDepth,
                rowsToMerge,
                storedRows,
                System.nanoTime() - startNanos);
    }

    /** Whether the append files planned so far already hold enough rows. Applies to scans with a limit and no condition. */
    private boolean isEnough() {
        return scan.limit() < Long.MAX_VALUE
                && !schema.hasPrimaryKey()
                && deletionVectors.isEmpty()
                && predicate.equals(BoundPredicate.Constant.TRUE)
                && storedRows >= scan.limit();
    }

    private SplitPacker packer() {
        OptionSet options = schema.optionSet();
        return new SplitPacker(
                snapshot == null ? 0 : snapshot.id(),
                schema.id(),
                schema.hasPrimaryKey() ? ReadMode.MERGE : ReadMode.APPEND,
                keyOrder,
                options.get(ReadOptions.SPLIT_TARGET_SIZE),
                options.get(ReadOptions.SPLIT_OPEN_FILE_COST));
    }

    /** Collects the files of a group of manifests by bucket. */
    private final class Buckets implements ManifestReplay.Sink {

        private final BucketSink sink;
        private final Runnable afterGroup;
        private final Map<BucketId, List<SplitFile>> buckets = new LinkedHashMap<>();

        Buckets(BucketSink sink, Runnable afterGroup) {
            this.sink = sink;
            this.afterGroup = afterGroup;
        }

        @Override
        public void accept(ListedManifest manifest, List<ManifestEntry> live) {
            for (ManifestEntry entry : live) {
                checkReadable(entry);
                liveFiles++;
                liveBytes += entry.file().sizeInBytes();
                BucketId id = new BucketId(entry.partition(), entry.bucket());
                DeletionVectorRef deletions =
                        deletionVectors.of(id, entry.file().name());
                buckets.computeIfAbsent(id, key -> new ArrayList<>()).add(SplitFile.whole(entry.file(), deletions));
                bucketCounts.add(entry.totalBuckets());
            }
        }

        @Override
        public boolean wantsMore() {
            buckets.forEach((id, bucketFiles) -> addBucket(id, bucketFiles, sink));
            buckets.clear();
            afterGroup.run();
            return !isEnough();
        }
    }

    private void addBucket(BucketId id, List<SplitFile> bucketFiles, BucketSink sink) {
        deletionVectors.checkAllUsed(id, bucketFiles);
        List<Section> sections = bucketSections.of(bucketFiles);
        for (Section section : sections) {
            sectionCount++;
            overlapDepth = Math.max(overlapDepth, section.runs().size());
            storedRows += section.storedRows();
            rowsToMerge += section.needsMerge() ? section.storedRows() : 0;
        }
        sink.accept(id.partition(), id.bucket(), sections);
    }

    private void checkReadable(ManifestEntry entry) {
        DataFile file = entry.file();
        if (file.externalPath() != null) {
            ExternalPaths.check(schema, files.root(), file.externalPath());
        }
        FileFormat.ofFile("bucket-" + entry.bucket() + "/" + file.name());
        CountedRows.refuse(schema, entry.bucket(), file);
    }
}
