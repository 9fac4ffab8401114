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

    private final TableSchema schema;
    private final RowIntake intake;
    private final BucketAssigner assigner;
    private final @Nullable DynamicBuckets dynamicBuckets;
    private final @Nullable BucketIndexes indexes;
    private final BucketNumbers numbers;
    private final BufferAllocator allocator;
    private final MemTable memTable;
    private final MemTable.Sink sink = new Sink();
    private final BucketFiles bucketFiles;
    private final BucketCompactions compactions;
    private final BucketWriters buckets;
    private final int stopTrigger;
    private final boolean compacts;
    private final boolean waitsForCompaction;
    private final WriteMetrics metrics = new WriteMetrics();

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

    /**
     * The same of a table that is to be created.
     *
     * @throws InvalidTableException also if there cannot be such a table
     */
    public static void checkWritable(TableDefinition definition) {
        checkWritable(FirstSchema.of(definition));
    }

    /** @param allocator memory comes from a child of it */
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
        this.dynamicBuckets = dynamic
                ? new DynamicBuckets(StoredTable.of(table).files(), schema, builder.overwrites, KeyShares.ALONE, 0)
                : null;
        this.indexes = dynamic ? new BucketIndexes(StoredTable.of(table).files(), builder.overwrites) : null;
        this.numbers = new BucketNumbers(indexes);
        this.stopTrigger = CompactionPicker.stopTrigger(schema);
        // Several writers share the one bucket of a table that has none; a job of its own compacts it.
        boolean ownsBuckets = schema.hasPrimaryKey() || options.get(LayoutOptions.BUCKET) > 0;
        this.compacts = ownsBuckets && !options.get(WriteOptions.WRITE_ONLY);
        // What a first-row table holds in level 0 nobody sees.
        this.waitsForCompaction = options.get(CompactionOptions.FORCE_COMPACT)
                || options.get(MergeOptions.MERGE_ENGINE) == MergeEngineName.FIRST_ROW;
        this.allocator = builder.allocator.newChildAllocator("table write", 0, builder.allocator.getLimit());
        this.memTable = new MemTable(
                schema,
                allocator,
                options.get(WriteOptions.WRITE_BUFFER_SIZE),
                options.get(WriteOptions.WRITE_BUFFER_SPILLABLE) ? builder.spillDirectory : null);
        this.bucketFiles = new BucketFiles(StoredTable.of(table).files(), schema);
        this.compactions = new BucketCompactions(table, schema, bucketFiles, allocator, metrics);
        this.buckets =
                new BucketWriters(StoredTable.of(table).files(), schema, builder.overwrites, bucketFiles, compactions);
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
        write(given, intake.convert(row));
    }

    /**
     * Writes a row.
     *
     * @param values the columns of the schema; not kept
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
     * Writes a row of a table with dynamic buckets whose bucket somebody else has chosen ({@link BucketChooser}). Rows of a
     * writer are either all of this kind or none.
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

    /** Writes what is in memory to files. */
    private void flush() {
        if (memTable.isEmpty()) {
            return;
        }
        buckets.restore(numbers.ids());
        metrics.measureFlush(() -> memTable.flush(sink));
        numbers.clear();
    }

    /**
     * Compacts a bucket.
     *
     * @param all whether all files become one run; otherwise the table's triggers decide
     */
    public void compact(BinaryRow partition, int bucket, boolean all) {
        flush();
        BucketId id = new BucketId(partition, bucket);
        buckets.restoreWithFiles(id);
        BucketWriter writer = buckets.get(id);
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
        for (BucketWriter writer : buckets.all()) {
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

    private void forgetIdle() {
        if (dynamicBuckets != null) {
            dynamicBuckets.forgetIdle();
        }
        Set<BucketId> known = buckets.forgetIdle();
        if (indexes != null && known != null) {
            indexes.retain(known);
        }
    }

    /** Buckets whose state is in memory. */
    public int bucketsInMemory() {
        return buckets.size();
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
        buckets.abandon();
        compactions.close();
        memTable.close();
        allocator.close();
    }

    /** Where the memtable's rows go. */
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
            BucketWriter writer = buckets.get(numbers.id(owner));
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
}
