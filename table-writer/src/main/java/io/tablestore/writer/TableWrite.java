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
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.internal.metadata.BucketId;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.internal.schema.FirstSchema;
import io.tablestore.options.CompactionOptions;
import io.tablestore.options.LayoutOptions;
import io.tablestore.options.MergeOptions;
import io.tablestore.options.MergeOptions.MergeEngineName;
import io.tablestore.options.OptionSet;
import io.tablestore.options.WriteOptions;
import io.tablestore.schema.TableDefinition;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.RowKind;
import io.tablestore.writer.internal.bucket.BucketIndexes;
import io.tablestore.writer.internal.bucket.DynamicBuckets;
import io.tablestore.writer.internal.compaction.CompactionPicker;
import io.tablestore.writer.internal.file.RunWriter;
import io.tablestore.writer.internal.memtable.MemTable;
import io.tablestore.writer.routing.BucketAssigner;
import io.tablestore.writer.routing.ExistingRows;
import io.tablestore.writer.routing.KeyShares;
import io.tablestore.writer.row.InputValues;
import io.tablestore.writer.row.RowValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows to a table. Rows are sorted in memory, and written to files when memory is full or a commit is prepared.
 * Compactions run in the background. Rows become visible once a {@link TableCommit} has committed the messages of
 * {@link #prepareCommit}.
 *
 * <p>Concurrent writers of one table must write to different buckets, unless the table is {@code write-only}.
 *
 * <p><b>Ownership:</b> uses a child of the given allocator. <b>Threads:</b> one at a time; the compactions of all buckets run one
 * after another in a thread of their own.
 */
public final class TableWrite implements AutoCloseable {

    private final TableSchema schema;
    private final RowIntake intake;
    private final BucketAssigner assigner;
    private final @Nullable DynamicBuckets dynamicBuckets;
    private final @Nullable BucketIndexes indexes;
    private final BucketNumbers numbers;
    private final BufferAllocator allocator;
    private final MemTable memTable;
    private final Sink sink = new Sink();
    private final RunCompletion runs;
    private final BucketFiles bucketFiles;
    private final BucketCompactions compactions;
    private final BucketWriters buckets;
    private final int stopTrigger;
    private final boolean compacts;
    private final boolean waitsForCompaction;
    private final WriteMetrics metrics = new WriteMetrics();

    /** Configures a writer. */
    public static final class Builder {

        private final Table table;
        private final BufferAllocator allocator;
        private @Nullable Path spillDirectory;
        private ExistingRows existing = ExistingRows.KEPT;
        private @Nullable TableSchema schema;

        private Builder(Table table, BufferAllocator allocator) {
            this.table = table;
            this.allocator = allocator;
        }

        /** The schema of the rows, which need not be the table's newest. The default is the newest. */
        public Builder schema(TableSchema ofRows) {
            schema = ofRows;
            return this;
        }

        /**
         * Spills rows that exceed the buffer to this local directory until the next commit. Without it they are written to
         * level 0 at once, as more and smaller files.
         */
        public Builder spillTo(Path directory) {
            spillDirectory = directory;
            return this;
        }

        /** Ignores the table's existing rows. {@link TableCommit#overwrite} will replace them with the written rows. */
        public Builder overwriting() {
            existing = ExistingRows.REPLACED;
            return this;
        }

        /** @throws InvalidTableException if the table cannot be written */
        public TableWrite open() {
            return new TableWrite(this);
        }
    }

    /**
     * Checks that tables with this schema can be written, before a job is started.
     *
     * @throws InvalidTableException if not; the message names what is not supported
     */
    public static void checkWritable(TableSchema schema) {
        WriterSupport.check(schema);
    }

    /**
     * Checks that a new table can be written.
     *
     * @throws InvalidTableException if not, or if the definition is invalid
     */
    public static void checkWritable(TableDefinition definition) {
        checkWritable(FirstSchema.of(definition));
    }

    /** @param allocator the writer allocates from a child of it */
    public static Builder of(Table table, BufferAllocator allocator) {
        return new Builder(table, allocator);
    }

    private TableWrite(Builder builder) {
        Table table = builder.table;
        this.schema = builder.schema == null ? table.schema() : builder.schema;
        WriterSupport.check(schema);
        OptionSet options = schema.optionSet();
        this.intake = new RowIntake(schema);
        this.assigner = new BucketAssigner(schema);
        boolean dynamic = DynamicBuckets.has(schema);
        TableFiles files = StoredTable.of(table).files();
        this.dynamicBuckets = dynamic ? new DynamicBuckets(files, schema, builder.existing, KeyShares.ALONE, 0) : null;
        this.indexes = dynamic ? new BucketIndexes(files, builder.existing) : null;
        this.numbers = new BucketNumbers(indexes);
        this.stopTrigger = CompactionPicker.stopTrigger(schema);
        // Without buckets, several writers share bucket 0, and a separate job compacts it.
        boolean ownsBuckets = schema.hasPrimaryKey() || options.get(LayoutOptions.BUCKET) > 0;
        this.compacts = ownsBuckets && !options.get(WriteOptions.WRITE_ONLY);
        // Rows in level 0 of a first-row table are not visible until they are compacted.
        this.waitsForCompaction = options.get(CompactionOptions.FORCE_COMPACT)
                || options.get(MergeOptions.MERGE_ENGINE) == MergeEngineName.FIRST_ROW;
        this.allocator = builder.allocator.newChildAllocator("table write", 0, builder.allocator.getLimit());
        this.memTable = new MemTable(
                schema,
                allocator,
                options.get(WriteOptions.WRITE_BUFFER_SIZE),
                options.get(WriteOptions.WRITE_BUFFER_SPILLABLE) ? builder.spillDirectory : null);
        this.bucketFiles = new BucketFiles(files, schema);
        this.runs = new RunCompletion(files, sink::completed);
        this.compactions = new BucketCompactions(table, schema, bucketFiles, allocator, metrics);
        this.buckets = new BucketWriters(files, schema, builder.existing, bucketFiles, compactions);
    }

    /** The schema of the written rows. */
    public TableSchema schema() {
        return schema;
    }

    /** Inserts a row. */
    public void write(InputValues row) {
        write(RowKind.INSERT, row);
    }

    /**
     * Inserts a row of Java objects.
     *
     * @throws io.tablestore.error.TableStoreException if a column's type cannot hold a value; the message names the column, and
     *     nothing is written
     */
    public void write(RowValues row) {
        write(RowKind.INSERT, row);
    }

    /**
     * Writes a row of Java objects.
     *
     * @throws io.tablestore.error.TableStoreException if a column's type cannot hold a value; the message names the column, and
     *     nothing is written
     */
    public void write(RowKind given, RowValues row) {
        write(given, intake.convert(row));
    }

    /**
     * Writes a row.
     *
     * @param values the values in schema order; not retained
     */
    public void write(RowKind given, InputValues values) {
        if (!intake.take(given, values)) {
            return;
        }
        BinaryRow partition = intake.partition();
        DynamicBuckets dynamic = dynamicBuckets;
        if (dynamic == null) {
            add(numbers.number(partition, assigner.bucket(intake.row())));
        } else {
            int hash = intake.keyHash();
            addIndexed(numbers.number(partition, dynamic.bucket(partition, hash)), hash);
        }
    }

    /**
     * Writes a row to a bucket that a {@link BucketChooser} chose, in a table with dynamic buckets. A writer must use this
     * method for all of its rows or for none.
     */
    public void write(RowKind given, InputValues values, int bucket) {
        if (intake.take(given, values)) {
            addIndexed(numbers.number(intake.partition(), bucket), intake.keyHash());
        }
    }

    private void addIndexed(int number, int hash) {
        numbers.index(number).add(hash);
        add(number);
    }

    private void add(int number) {
        memTable.add(number, intake.kind().code(), intake.row());
        if (memTable.isFull()) {
            if (memTable.canSpill()) {
                buckets.restore(numbers.ids());
                metrics.measureFlush(() -> memTable.spill(sink));
            } else {
                flush();
            }
        }
    }

    /** Writes the rows in memory to files. */
    private void flush() {
        if (memTable.isEmpty()) {
            return;
        }
        buckets.restore(numbers.ids());
        metrics.measureFlush(() -> runs.during(() -> memTable.flush(sink)));
        numbers.clear();
    }

    /** Compacts a bucket once if the table's triggers ask for it, and waits for the end. */
    public void compact(BinaryRow partition, int bucket) {
        BucketWriter writer = restored(partition, bucket);
        writer.compact();
        writer.awaitCompaction();
    }

    /** Compacts all files of a bucket into one run, and waits for the end. */
    public void compactFully(BinaryRow partition, int bucket) {
        BucketWriter writer = restored(partition, bucket);
        writer.compactFully();
        writer.awaitCompaction();
    }

    /** A bucket with all of its files, whose compaction has ended. */
    private BucketWriter restored(BinaryRow partition, int bucket) {
        flush();
        BucketId id = new BucketId(partition, bucket);
        buckets.restoreWithFiles(id);
        BucketWriter writer = buckets.get(id);
        writer.awaitCompaction();
        return writer;
    }

    /**
     * Writes all rows to files and returns the changes since the last call. Waits for running compactions only if readers would
     * not see all rows otherwise (first-row), or if {@code commit.force-compact} is set.
     */
    public List<CommitMessage> prepareCommit() {
        flush();
        if (waitsForCompaction) {
            finishCompactions();
        }
        return drain();
    }

    /** As {@link #prepareCommit}, but always waits until no compaction is due. */
    public List<CommitMessage> prepareCommitWhenCompacted() {
        flush();
        finishCompactions();
        return drain();
    }

    private void finishCompactions() {
        if (compacts) {
            buckets.all().forEach(writer -> metrics.measureWait(writer::compactUntilNoneIsDue));
        }
    }

    private List<CommitMessage> drain() {
        List<CommitMessage> messages = new ArrayList<>();
        BucketIndexes ofBuckets = indexes;
        Map<BucketId, IndexEntry> changed = ofBuckets == null ? Map.of() : ofBuckets.writeChanged();
        for (BucketWriter writer : buckets.all()) {
            writer.collectFinished();
            CommitMessage message = writer.drain(changed.get(writer.id()));
            if (!message.isEmpty()) {
                messages.add(message);
            }
        }
        forgetIdle();
        return messages;
    }

    private void forgetIdle() {
        if (dynamicBuckets != null) {
            dynamicBuckets.forgetIdle();
        }
        Set<BucketId> known = buckets.forgetIdle();
        if (indexes != null && known != null) {
            indexes.retain(known);
        }
    }

    /** Number of buckets whose state is in memory. */
    public int bucketsInMemory() {
        return buckets.size();
    }

    /** Counters of this writer. */
    public WriteMetrics metrics() {
        return metrics;
    }

    /** Number of partitions whose key index is in memory; 0 without dynamic buckets. */
    public int partitionsIndexed() {
        DynamicBuckets dynamic = dynamicBuckets;
        return dynamic == null ? 0 : dynamic.partitionsInMemory();
    }

    /** Bytes of the rows that are not in files yet. */
    public long memTableBytes() {
        return memTable.bytes();
    }

    /** Cancels compactions and deletes files that no commit was prepared for. */
    @Override
    public void close() {
        buckets.abandon();
        compactions.close();
        memTable.close();
        allocator.close();
    }

    /** Receives the memtable's rows. */
    private final class Sink implements MemTable.Sink {

        @Override
        public long firstSequence(int owner, int rows) {
            return buckets.get(numbers.id(owner)).takeSequences(rows);
        }

        @Override
        public RunWriter open(int owner) {
            return bucketFiles.openAppended(numbers.id(owner));
        }

        @Override
        public void written(int owner, RunWriter run) {
            runs.complete(owner, run);
        }

        private void completed(int owner, List<DataFile> made) {
            BucketWriter writer = buckets.get(numbers.id(owner));
            metrics.flushed(made);
            writer.addFlushed(made);
            if (compacts) {
                writer.compact();
                if (writer.runCount() >= stopTrigger) {
                    metrics.measureWait(() -> writer.awaitCompaction());
                }
            }
        }
    }
}
