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
package io.tablestore.writer;

import io.tablestore.catalog.Table;
import io.tablestore.error.InvalidTableException;
import io.tablestore.format.BinaryRow;
import io.tablestore.format.DataFile;
import io.tablestore.format.IndexEntry;
import io.tablestore.format.ManifestEntry;
import io.tablestore.format.PartitionPath;
import io.tablestore.format.Snapshot;
import io.tablestore.format.TableSchema;
import io.tablestore.fs.TablePath;
import io.tablestore.metadata.BucketId;
import io.tablestore.metadata.LiveFiles;
import io.tablestore.metadata.TableFiles;
import io.tablestore.options.OptionSet;
import io.tablestore.options.TableOptions;
import io.tablestore.options.TableOptions.MergeEngineName;
import io.tablestore.planning.CountedRows;
import io.tablestore.types.RowKind;
import io.tablestore.writer.bucket.BucketAssigner;
import io.tablestore.writer.bucket.BucketIndexes;
import io.tablestore.writer.bucket.DynamicBuckets;
import io.tablestore.writer.bucket.KeyExtractor;
import io.tablestore.writer.bucket.KeyShares;
import io.tablestore.writer.compaction.AppendCompaction;
import io.tablestore.writer.compaction.BucketCompaction;
import io.tablestore.writer.compaction.Compaction;
import io.tablestore.writer.compaction.CompactionPicker;
import io.tablestore.writer.compaction.CompactionResult;
import io.tablestore.writer.compaction.CompactionUnit;
import io.tablestore.writer.compaction.Levels;
import io.tablestore.writer.file.FileNamer;
import io.tablestore.writer.file.RunWriter;
import io.tablestore.writer.memtable.MemTable;
import io.tablestore.writer.row.ColumnDefaults;
import io.tablestore.writer.row.InputValues;
import io.tablestore.writer.row.JavaValues;
import io.tablestore.writer.row.RowFilter;
import io.tablestore.writer.row.RowValues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of a table. They are sorted in memory, written to files when memory is full or a commit is prepared, and
 * compacted beside. What was written becomes visible when a {@link TableCommit} has committed the messages of {@link
 * #prepareCommit}.
 *
 * <p>Of several writers of one table at the same time each needs buckets of its own, unless the table is {@code write-only}.
 *
 * <p><b>Ownership:</b> memory comes from a child of the allocator given. <b>Threads:</b> one at a time; compactions run in
 * threads of their own.
 */
public final class TableWrite implements AutoCloseable {

    /** Idle buckets that are looked up together before they are forgotten. */
    private static final int IDLE_AT_ONCE = 64;

    private final Table table;
    private final TableFiles files;
    private final boolean overwrites;
    private final TableSchema schema;
    private final BufferAllocator allocator;
    private final JavaValues javaValues;
    private final ColumnDefaults defaults;
    private final RowFilter filter;
    private final KeyExtractor partitions;
    private final BucketAssigner assigner;
    private final KeyExtractor keys;
    private final @Nullable DynamicBuckets dynamicBuckets;
    private final @Nullable BucketIndexes indexes;
    private final MemTable memTable;
    private final FileNamer names;
    private final CompactionPicker picker;
    private final int totalBuckets;
    private final int stopTrigger;
    private final boolean compacts;
    private final boolean waitsForCompaction;
    private final ExecutorService compactions;
    private final WriteMetrics metrics = new WriteMetrics();
    private final BucketWriter.Task task = new Task();
    private final MemTable.Sink sink = new Sink();

    /** By partition and bucket, what the memtable knows a bucket by. */
    private final Map<BinaryRow, int[]> owners = new HashMap<>();

    private final List<BucketId> ownerIds = new ArrayList<>();

    /** By owner, of dynamic buckets. */
    private final List<BucketIndexes.Index> ownerIndexes = new ArrayList<>();

    private final Map<BucketId, BucketWriter> writers = new HashMap<>();
    private BinaryRow lastPartition = BinaryRow.EMPTY;
    private int @Nullable [] lastOwners;

    /** How a table is written. */
    public static final class Builder {

        private final Table table;
        private final BufferAllocator allocator;
        private @Nullable Path spillDirectory;
        private boolean overwrites;
        private @Nullable TableSchema schema;

        private Builder(Table table, BufferAllocator allocator) {
            this.table = table;
            this.allocator = allocator;
        }

        /** Rows come in this schema of the table, whatever its newest is; the newest where none is given. */
        public Builder schema(TableSchema ofRows) {
            schema = ofRows;
            return this;
        }

        /**
         * Rows that do not fit in the buffer go to this directory of the machine until the next commit. Without one they
         * become files of level 0 at once, which are smaller and more.
         */
        public Builder spillTo(Path directory) {
            spillDirectory = directory;
            return this;
        }

        /** What is in the table counts as gone: the rows will be committed in its place, by {@link TableCommit#overwrite}. */
        public Builder overwriting() {
            overwrites = true;
            return this;
        }

        /** @throws InvalidTableException for a table that is not written */
        public TableWrite open() {
            return new TableWrite(this);
        }
    }

    /**
     * Checks, before a job is started, that tables like this are written.
     *
     * @throws InvalidTableException naming what is not supported
     */
    public static void checkWritable(TableSchema schema) {
        WriterSupport.check(schema);
    }

    /** @param allocator memory comes from a child of it */
    public static Builder of(Table table, BufferAllocator allocator) {
        return new Builder(table, allocator);
    }

    private TableWrite(Builder builder) {
        this.overwrites = builder.overwrites;
        this.table = builder.table;
        this.files = table.files();
        this.schema = builder.schema == null ? table.schema() : builder.schema;
        WriterSupport.check(schema);
        OptionSet options = schema.optionSet();
        this.javaValues = new JavaValues(schema.fields());
        this.defaults = new ColumnDefaults(schema);
        this.filter = new RowFilter(schema);
        this.partitions = new KeyExtractor(schema, schema.partitionFields());
        this.assigner = new BucketAssigner(schema);
        this.keys = new KeyExtractor(schema, schema.trimmedPrimaryKey());
        boolean dynamic = DynamicBuckets.has(schema);
        this.dynamicBuckets = dynamic ? new DynamicBuckets(files, schema, overwrites, KeyShares.ALONE, 0) : null;
        this.indexes = dynamic ? new BucketIndexes(files, overwrites) : null;
        this.names = new FileNamer(schema);
        this.picker = new CompactionPicker(schema);
        this.totalBuckets = options.get(TableOptions.BUCKET);
        this.stopTrigger = CompactionPicker.stopTrigger(schema);
        // Several writers share the one bucket of a table that has none; a job of its own compacts it.
        boolean ownsBuckets = schema.hasPrimaryKey() || totalBuckets > 0;
        this.compacts = ownsBuckets && !options.get(TableOptions.WRITE_ONLY);
        // What a first-row table holds in level 0 nobody sees.
        this.waitsForCompaction = options.get(TableOptions.FORCE_COMPACT)
                || options.get(TableOptions.MERGE_ENGINE) == MergeEngineName.FIRST_ROW;
        this.allocator = builder.allocator.newChildAllocator("table write", 0, builder.allocator.getLimit());
        this.memTable = new MemTable(
                schema,
                allocator,
                options.get(TableOptions.WRITE_BUFFER_SIZE),
                options.get(TableOptions.WRITE_BUFFER_SPILLABLE) ? builder.spillDirectory : null);
        this.compactions = Executors.newSingleThreadExecutor(runnable -> {
            Thread thread = new Thread(runnable, "tablestore-compaction");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The schema that rows are written in. */
    public TableSchema schema() {
        return schema;
    }

    /** Writes an insertion. */
    public void write(InputValues row) {
        write(RowKind.INSERT, row);
    }

    /**
     * Writes an insertion of Java objects.
     *
     * @throws io.tablestore.error.TableStoreException naming the column whose type cannot hold its value; nothing is written
     */
    public void write(RowValues row) {
        write(RowKind.INSERT, row);
    }

    /**
     * Writes a row of Java objects.
     *
     * @throws io.tablestore.error.TableStoreException naming the column whose type cannot hold its value; nothing is written
     */
    public void write(RowKind given, RowValues row) {
        write(given, javaValues.convert(row));
    }

    /**
     * Writes a row.
     *
     * @param values the columns of the schema; not kept
     */
    public void write(RowKind given, InputValues values) {
        InputValues row = defaults.fill(values);
        RowKind kind = filter.kind(given, values, row);
        if (kind == null) {
            return;
        }
        BinaryRow partition = partitions.row(row);
        DynamicBuckets dynamic = dynamicBuckets;
        if (dynamic == null) {
            add(kind, row, owner(partition, assigner.bucket(row)));
        } else {
            int hash = keys.hash(row);
            addIndexed(kind, row, owner(partition, dynamic.bucket(partition, hash)), hash);
        }
    }

    /**
     * Writes a row of a table with dynamic buckets whose bucket somebody else has chosen ({@link BucketChooser}). Rows of a
     * writer are either all of this kind or none.
     */
    public void write(RowKind given, InputValues values, int bucket) {
        InputValues row = defaults.fill(values);
        RowKind kind = filter.kind(given, values, row);
        if (kind != null) {
            addIndexed(kind, row, owner(partitions.row(row), bucket), keys.hash(row));
        }
    }

    private void addIndexed(RowKind kind, InputValues row, int owner, int hash) {
        ownerIndexes.get(owner).add(hash);
        add(kind, row, owner);
    }

    private void add(RowKind kind, InputValues row, int owner) {
        memTable.add(owner, kind.code(), row);
        if (memTable.isFull()) {
            if (memTable.canSpill()) {
                restore(ownerIds);
                metrics.measureFlush(() -> memTable.spill(sink));
            } else {
                flush();
            }
        }
    }

    private int owner(BinaryRow partition, int bucket) {
        int[] ofPartition = lastOwners;
        if (ofPartition == null || !partition.equals(lastPartition)) {
            ofPartition = owners.computeIfAbsent(partition, key -> new int[0]);
            lastPartition = partition;
        }
        if (bucket >= ofPartition.length) {
            int known = ofPartition.length;
            ofPartition = Arrays.copyOf(ofPartition, bucket + 1);
            Arrays.fill(ofPartition, known, bucket + 1, -1);
            owners.put(partition, ofPartition);
        }
        lastOwners = ofPartition;
        if (ofPartition[bucket] < 0) {
            ofPartition[bucket] = ownerIds.size();
            BucketId id = new BucketId(partition, bucket);
            ownerIds.add(id);
            if (indexes != null) {
                ownerIndexes.add(indexes.of(id));
            }
        }
        return ofPartition[bucket];
    }

    /** Writes what is in memory to files. */
    private void flush() {
        if (memTable.isEmpty()) {
            return;
        }
        restore(ownerIds);
        metrics.measureFlush(() -> memTable.flush(sink));
        forgetOwners();
    }

    /** No row is left that is known by a number, so numbers are given anew. */
    private void forgetOwners() {
        owners.clear();
        ownerIds.clear();
        ownerIndexes.clear();
        lastOwners = null;
    }

    private RunWriter run(TableSchema in, BucketId id, int level, int source) {
        String directory = PartitionPath.bucketDirectory(in, id.partition(), id.bucket());
        return new RunWriter(files.fileSystem(), files.root(), in, directory, names, level, source);
    }

    /** The schema that files are compacted in: others may have written some after the table was altered. */
    private TableSchema newest(List<DataFile> compacted) {
        long newest = compacted.stream().mapToLong(DataFile::schemaId).max().orElse(0);
        return newest > schema.id() ? files.schemas().get(newest) : schema;
    }

    private BucketWriter writer(BucketId id) {
        BucketWriter writer = writers.get(id);
        if (writer == null) {
            throw new IllegalStateException("bucket " + id + " was not restored");
        }
        return writer;
    }

    /** Finds out, of all buckets that are new to this writer at once, what they hold. */
    private void restore(List<BucketId> ids) {
        boolean numbered = schema.hasPrimaryKey() || totalBuckets > 0;
        restore(ids, numbered);
    }

    /** @param withFiles whether it matters what they hold */
    private void restore(List<BucketId> ids, boolean withFiles) {
        Set<BinaryRow> wanted = new HashSet<>();
        List<BucketId> unknown = new ArrayList<>();
        for (BucketId id : ids) {
            if (!writers.containsKey(id)) {
                unknown.add(id);
                wanted.add(id.partition());
            }
        }
        if (unknown.isEmpty()) {
            return;
        }
        Map<BucketId, List<DataFile>> live = withFiles ? live(wanted) : Map.of();
        for (BucketId id : unknown) {
            Levels levels = new Levels(schema, live.getOrDefault(id, List.of()));
            writers.put(id, new BucketWriter(id, totalBuckets, task, levels));
        }
    }

    /** A partition is written with one number of buckets (format reference, 11.3). */
    private void checkBuckets(ManifestEntry entry) {
        if (totalBuckets > 0 && entry.totalBuckets() > 0 && entry.totalBuckets() != totalBuckets) {
            String partition = new PartitionPath(schema.partitionFields(), schema.optionSet()).of(entry.partition());
            throw new InvalidTableException((partition.isEmpty() ? "The table" : "Partition " + partition) + " has "
                    + entry.totalBuckets() + " buckets, and the table's option 'bucket' is now " + totalBuckets
                    + ". Overwrite it to change the number.");
        }
    }

    /**
     * Compacts a bucket.
     *
     * @param all whether all files become one run; otherwise the table's triggers decide
     */
    public void compact(BinaryRow partition, int bucket, boolean all) {
        flush();
        BucketId id = new BucketId(partition, bucket);
        restore(List.of(id), true);
        BucketWriter writer = writer(id);
        writer.collect(true);
        writer.compact(all);
        writer.collect(true);
    }

    /**
     * Writes everything to files and tells what was done since the last call.
     *
     * @param wait whether to wait until nothing is left to compact
     */
    public List<CommitMessage> prepareCommit(boolean wait) {
        flush();
        List<CommitMessage> messages = new ArrayList<>();
        BucketIndexes ofBuckets = indexes;
        Map<BucketId, IndexEntry> changed = ofBuckets == null ? Map.of() : ofBuckets.writeChanged();
        for (BucketWriter writer : writers.values()) {
            writer.collect(false);
            if (compacts && (wait || waitsForCompaction)) {
                metrics.measureWait(() -> compactAll(writer));
            }
            CommitMessage message = writer.drain(changed.get(writer.id()));
            if (!message.isEmpty()) {
                messages.add(message);
            }
        }
        forgetIdle();
        return messages;
    }

    private static void compactAll(BucketWriter writer) {
        do {
            writer.collect(true);
            writer.compact(false);
        } while (writer.isCompacting());
    }

    /**
     * Buckets that have not been written for a while are forgotten, so that memory does not grow with the partitions ever
     * met. Not before the table has all that was done to them: whatever is committed late would be missed otherwise.
     */
    private void forgetIdle() {
        if (dynamicBuckets != null) {
            dynamicBuckets.forgetIdle();
        }
        List<BucketWriter> idle =
                writers.values().stream().filter(BucketWriter::isIdle).toList();
        if (idle.size() < IDLE_AT_ONCE) {
            return;
        }
        Set<BinaryRow> partitionsOfIdle = new HashSet<>();
        idle.forEach(writer -> partitionsOfIdle.add(writer.id().partition()));
        Map<BucketId, List<DataFile>> live = live(partitionsOfIdle);
        for (BucketWriter writer : idle) {
            if (writer.hasFiles(live.getOrDefault(writer.id(), List.of()))) {
                writers.remove(writer.id());
            }
        }
        if (indexes != null) {
            indexes.retain(writers.keySet());
        }
    }

    private Map<BucketId, List<DataFile>> live(Set<BinaryRow> ofPartitions) {
        Map<BucketId, List<DataFile>> live = new HashMap<>();
        Snapshot latest = files.snapshots().latest();
        if (latest != null && !overwrites) {
            for (ManifestEntry entry : new LiveFiles(files, schema).of(latest, ofPartitions)) {
                checkBuckets(entry);
                CountedRows.refuse(schema, entry.bucket(), entry.file());
                live.computeIfAbsent(new BucketId(entry.partition(), entry.bucket()), id -> new ArrayList<>())
                        .add(entry.file());
            }
        }
        return live;
    }

    /** Buckets whose state is in memory. */
    public int bucketsInMemory() {
        return writers.size();
    }

    /** What was done so far. */
    public WriteMetrics metrics() {
        return metrics;
    }

    /** Partitions of which it is known in memory which bucket each key is in: none but with dynamic buckets. */
    public int partitionsIndexed() {
        DynamicBuckets dynamic = dynamicBuckets;
        return dynamic == null ? 0 : dynamic.partitionsInMemory();
    }

    /** Memory of the rows that are not in files yet. */
    public long memTableBytes() {
        return memTable.bytes();
    }

    /** Stops compactions and deletes what no commit was prepared for. */
    @Override
    public void close() {
        for (BucketWriter writer : writers.values()) {
            writer.cancel();
            CommitMessage left = writer.drain(null);
            left.newFiles().forEach(file -> task.delete(writer.id(), file));
            left.compactAfter().stream()
                    .filter(after -> left.compactBefore().stream()
                            .noneMatch(before -> before.name().equals(after.name())))
                    .forEach(file -> task.delete(writer.id(), file));
        }
        writers.clear();
        compactions.shutdownNow();
        memTable.close();
        allocator.close();
    }

    /** Where the memtable's rows go. */
    private final class Sink implements MemTable.Sink {

        @Override
        public long firstSequence(int owner, int rows) {
            return writer(ownerIds.get(owner)).takeSequences(rows);
        }

        @Override
        public RunWriter open(int owner) {
            return run(schema, ownerIds.get(owner), 0, DataFile.APPENDED);
        }

        @Override
        public void written(int owner, RunWriter run) {
            BucketWriter writer = writer(ownerIds.get(owner));
            List<DataFile> made = run.finish();
            metrics.flushed(made);
            writer.addFlushed(made);
            if (compacts) {
                writer.compact(false);
                if (writer.runCount() >= stopTrigger) {
                    metrics.measureWait(() -> writer.collect(true));
                }
            }
        }
    }

    private final class Task implements BucketWriter.Task {

        @Override
        public @Nullable BucketCompaction next(BucketId id, Levels levels, boolean all) {
            return schema.hasPrimaryKey() ? keyed(id, levels, all) : joined(id, levels, all);
        }

        private @Nullable BucketCompaction keyed(BucketId id, Levels levels, boolean all) {
            CompactionUnit unit = all ? picker.all(levels) : picker.next(levels);
            if (unit == null) {
                return null;
            }
            TableSchema in = newest(unit.files());
            return new Compaction(
                    files,
                    in,
                    id.partition(),
                    id.bucket(),
                    unit,
                    level -> run(in, id, level, DataFile.COMPACTED),
                    allocator);
        }

        private @Nullable BucketCompaction joined(BucketId id, Levels levels, boolean all) {
            List<DataFile> picked = AppendCompaction.pick(schema, levels.files(), all);
            if (picked.isEmpty()) {
                return null;
            }
            TableSchema in = newest(picked);
            return new AppendCompaction(
                    table,
                    in,
                    id.partition(),
                    id.bucket(),
                    picked,
                    () -> run(in, id, 0, DataFile.COMPACTED),
                    allocator);
        }

        @Override
        public Future<CompactionResult> submit(BucketCompaction compaction) {
            metrics.submitted();
            return compactions.submit(() -> metrics.measure(compaction));
        }

        @Override
        public void delete(BucketId id, DataFile file) {
            String directory = PartitionPath.bucketDirectory(schema, id.partition(), id.bucket());
            try {
                files.fileSystem().delete(new TablePath(files.root().location() + "/" + directory + file.name()));
            } catch (IOException left) {
                // A file that nobody refers to is found again when orphans are cleaned.
            }
        }
    }
}
