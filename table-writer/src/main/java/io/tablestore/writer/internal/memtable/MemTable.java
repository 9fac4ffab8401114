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
package io.tablestore.writer.internal.memtable;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.internal.format.SystemColumns;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.merge.MergePlan;
import io.tablestore.internal.merge.column.VersionColumn;
import io.tablestore.internal.vector.VectorGather;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.writer.internal.file.RunWriter;
import io.tablestore.writer.row.InputValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Buffers the rows of all buckets of one task as columns in order of arrival, until they are written to files. A flush groups
 * them by bucket. With a primary key, it sorts the rows of a bucket by key and version, and the table's merge engine merges the
 * versions of a key. Without one, rows stay in order of arrival.
 *
 * <p>A single memtable for all buckets keeps memory constant, regardless of their number.
 *
 * <p><b>Ownership:</b> uses a child of the given allocator. <b>Threads:</b> one at a time.
 */
public final class MemTable implements AutoCloseable {

    /** Approximate number of chunks in a full memtable with large rows. */
    private static final int CHUNKS = 8;

    /** The final merge holds one block of each spill. At least this number of blocks fits in half of the buffer. */
    private static final int SPILLED_BLOCKS = 16;

    /** Number of versions merged at a time; more only if one key has more versions. */
    private static final int WINDOW = 32_768;

    /** As {@link #WINDOW}, in a spill. Each window becomes a block, which is read back as one piece. */
    private static final int SPILL_WINDOW = 8192;

    /** Minimum bytes for a window of merged rows, regardless of the buffer size. */
    private static final long LEAST_WINDOW_BYTES = 1 << 20;

    /** Minimum bytes for all blocks of spilled runs, regardless of the buffer size. */
    private static final long LEAST_SPILL_BYTES = 16 << 20;

    /** Heap bytes per row for sorting: two positions and two prefixes. */
    private static final int SORT_BYTES = 4 * Long.BYTES;

    /** Receives the rows of each owner. An owner is a bucket of a partition. */
    public interface Sink {

        /** Reserves sequence numbers for an owner's rows; returns the first. */
        long firstSequence(int owner, int rows);

        /** Opens the files of an owner. */
        RunWriter open(int owner);

        /** Called after all rows of the owner were written. */
        void written(int owner, RunWriter run);

        /** @param rows writes the rows of the owner; if it fails, the files that it wrote are deleted */
        default void writeRun(int owner, Consumer<RunWriter> rows) {
            RunWriter run = open(owner);
            try {
                rows.accept(run);
            } catch (RuntimeException failed) {
                run.abort();
                throw failed;
            }
            written(owner, run);
        }
    }

    private final TableSchema schema;
    private final RowLayout layout;
    private final BufferAllocator allocator;
    private final BufferPool pool;
    private final long maxBytes;
    private final List<Chunk> chunks = new ArrayList<>();
    private final List<Chunk> spare = new ArrayList<>();
    private final SpilledRows spills;

    /** Bytes in use when the newest chunk was opened. */
    private long bytesBeforeChunk;

    private int rows;
    private int ownerCount;

    /**
     * @param maxBytes approximate size at which the memtable is full
     * @param spillDirectory for rows that do not fit, or null
     */
    public MemTable(TableSchema schema, BufferAllocator parent, long maxBytes, @Nullable Path spillDirectory) {
        this.schema = schema;
        this.layout = RowLayout.of(schema);
        this.allocator = parent.newChildAllocator("memtable", 0, parent.getLimit());
        this.pool = new BufferPool(allocator);
        this.spills = new SpilledRows(schema, layout, allocator, pool, spillDirectory);
        this.maxBytes = maxBytes;
    }

    /**
     * Adds a row.
     *
     * @param owner the caller's number for the row's partition and bucket, which is not the bucket's id; numbers should be
     *     small and start at 0
     * @param kind code of the row kind
     */
    public void add(int owner, byte kind, InputValues row) {
        Chunk chunk = chunks.isEmpty() ? null : chunks.get(chunks.size() - 1);
        // A growing chunk ends early: vectors double, and doubling one chunk takes less memory than doubling them all.
        if (chunk == null || chunk.isFull() || allocator.getAllocatedMemory() - bytesBeforeChunk > maxBytes / CHUNKS) {
            chunk = spare.isEmpty()
                    ? new Chunk(layout, allocator, Chunk.capacity(layout, maxBytes))
                    : spare.remove(spare.size() - 1);
            chunks.add(chunk);
            bytesBeforeChunk = allocator.getAllocatedMemory();
        }
        chunk.add(owner, kind, row);
        rows++;
        ownerCount = Math.max(ownerCount, owner + 1);
    }

    public int rowCount() {
        return rows;
    }

    /** Approximate number of bytes in use. */
    public long bytes() {
        return allocator.getAllocatedMemory() + (long) rows * SORT_BYTES;
    }

    public boolean isFull() {
        return bytes() >= maxBytes;
    }

    /** Writes all rows to files and discards them. */
    public void flush(Sink sink) {
        if (!spills.isEmpty()) {
            spill(sink);
            spills.writeTo(sink);
            dropSpills();
            return;
        }
        sort(sink, (sorter, owner, start, end, sequence) -> {
            sink.writeRun(owner, run -> {
                if (schema.hasPrimaryKey()) {
                    merge(sorter, start, end, windowRows(WINDOW, CHUNKS), rows -> rows.writeTo(run));
                } else {
                    append(sorter, start, end, sequence, run);
                }
            });
        });
    }

    /** Whether rows that do not fit can be spilled to local disk, to be merged with later rows in the flush. */
    public boolean canSpill() {
        // The final merge keeps one block per spilled run in memory. With large rows these could exceed the buffer.
        return spills.hasDirectory()
                && schema.hasPrimaryKey()
                && spills.largestBlockBytes() + windowRows(SPILL_WINDOW, 2 * SPILLED_BLOCKS) * bytesPerRow()
                        <= Math.max(LEAST_SPILL_BYTES, maxBytes / 2);
    }

    private long bytesPerRow() {
        return allocator.getAllocatedMemory() / Math.max(1, rows);
    }

    /** Number of rows of a window: at most {@code limit}, and about {@code 1/parts} of the buffer. */
    private int windowRows(int limit, int parts) {
        long bytes = Math.max(LEAST_WINDOW_BYTES, maxBytes / parts);
        return (int) Math.max(1, Math.min(limit, bytes / Math.max(1, bytesPerRow())));
    }

    /**
     * Writes all rows to local disk, sorted and merged, and discards them in memory.
     *
     * @throws IllegalStateException if there is no directory for spilled rows
     */
    public void spill(Sink sink) {
        if (!spills.hasDirectory()) {
            throw new IllegalStateException("there is no directory to spill to");
        }
        if (rows == 0) {
            return;
        }
        SpillFile file = spills.begin(ownerCount);
        sort(
                sink,
                (sorter, owner, start, end, sequence) -> merge(
                        sorter,
                        start,
                        end,
                        windowRows(SPILL_WINDOW, 2 * SPILLED_BLOCKS),
                        merged -> file.write(owner, merged)));
    }

    /** Receives the sorted rows of one owner. */
    private interface OwnerSink {
        void accept(RowSorter sorter, int owner, int start, int end, long firstSequence);
    }

    private void sort(Sink sink, OwnerSink owners) {
        chunks.forEach(Chunk::seal);
        RowSorter sorter = new RowSorter(layout, chunks, rows, ownerCount);
        sorter.groupByOwner();
        for (int owner = 0; owner < ownerCount; owner++) {
            int start = sorter.starts[owner];
            int end = sorter.starts[owner + 1];
            if (start == end) {
                continue;
            }
            long sequence = sink.firstSequence(owner, end - start);
            if (schema.hasPrimaryKey()) {
                for (int i = start; i < end; i++) {
                    chunk(sorter.refs[i]).setSequence((int) sorter.refs[i], sequence + i - start);
                }
                sorter.sort(owner);
            }
            owners.accept(sorter, owner, start, end, sequence);
        }
        clear();
    }

    private Chunk chunk(long ref) {
        return chunks.get((int) (ref >>> 32));
    }

    /** @param target receives merged rows in key order */
    private void merge(RowSorter sorter, int start, int end, int window, Consumer<VersionMerger.MergedRows> target) {
        VersionMerger merger = new VersionMerger(schema, pool);
        boolean mayRetract = chunks.stream().anyMatch(Chunk::mayRetract);
        MergePlan plan = new MergePlan();
        int from = start;
        while (from < end) {
            int to = Math.min(from + window, end);
            while (to < end && sorter.sameKey(to - 1, to)) {
                to++; // all versions of a key are merged together
            }
            plan.reset(sorter.refs, from, to - from);
            for (int i = from; i < to; i++) {
                if (i == from || !sorter.sameKey(i - 1, i)) {
                    plan.startGroup(i - from);
                }
            }
            plan.finish(to - from);
            Map<Integer, VersionColumn> columns = new HashMap<>();
            try (VersionMerger.MergedRows merged = merger.merge(
                    plan,
                    mayRetract ? kinds(plan) : null,
                    field -> columns.computeIfAbsent(field.id(), id -> versions(plan, field)))) {
                target.accept(merged);
            }
            from = to;
        }
    }

    private void dropSpills() {
        spills.close();
        releaseSpare();
    }

    /** Whether there are no rows in memory or on local disk. */
    public boolean isEmpty() {
        return rows == 0 && spills.isEmpty();
    }

    private byte[] kinds(MergePlan plan) {
        byte[] kinds = new byte[plan.entryCount()];
        for (int entry = 0; entry < kinds.length; entry++) {
            kinds[entry] = chunks.get(plan.run(entry)).kinds().getDataBuffer().getByte(plan.row(entry));
        }
        return kinds;
    }

    private VersionColumn versions(MergePlan plan, DataField field) {
        int position = schema.fields().indexOf(field);
        @Nullable FieldVector[] vectors = new FieldVector[chunks.size()];
        for (int i = 0; i < vectors.length; i++) {
            Chunk chunk = chunks.get(i);
            vectors[i] = field.equals(SystemColumns.SEQUENCE)
                    ? chunk.sequences()
                    : chunk.vectors().get(position);
        }
        return new VersionColumn(plan, vectors, new int[vectors.length]);
    }

    private void append(RowSorter sorter, int start, int end, long firstSequence, RunWriter run) {
        long sequence = firstSequence;
        if (end - start == rows) {
            for (Chunk chunk : chunks) { // rows of a single owner are in order of arrival
                run.append(chunk.vectors(), sequence, sequence + chunk.rowCount() - 1, chunk.rowCount());
                sequence += chunk.rowCount();
            }
            return;
        }
        int window = windowRows(WINDOW, CHUNKS);
        for (int from = start; from < end; from += window) {
            int count = Math.min(window, end - from);
            List<ArrowColumn> gathered = new ArrayList<>();
            try {
                for (int i = 0; i < schema.fields().size(); i++) {
                    gathered.add(gather(sorter, from, count, i));
                }
                run.append(gathered.stream().map(ArrowColumn::vector).toList(), sequence, sequence + count - 1, count);
            } finally {
                gathered.forEach(ArrowColumn::close);
            }
            sequence += count;
        }
    }

    private ArrowColumn gather(RowSorter sorter, int start, int count, int column) {
        FieldVector[] sources =
                chunks.stream().map(chunk -> chunk.vectors().get(column)).toArray(FieldVector[]::new);
        int[] from = new int[count];
        int[] rowsOfSlots = new int[count];
        for (int i = 0; i < count; i++) {
            long ref = sorter.refs[start + i];
            from[i] = (int) (ref >>> 32);
            boolean isNull = sources[from[i]].isNull((int) ref);
            rowsOfSlots[i] = isNull ? -1 : (int) ref;
        }
        DataField field = schema.fields().get(column).asNullable();
        return new VectorGather(pool).gather(ArrowTypes.field(field), sources, from, rowsOfSlots, count);
    }

    /** Discards the rows in memory; spilled rows stay. */
    public void clear() {
        for (Chunk chunk : chunks) {
            chunk.reset();
            spare.add(chunk);
        }
        chunks.clear();
        rows = 0;
        ownerCount = 0;
        releaseSpare();
    }

    /** Frees spare chunks that the next rows are unlikely to need. */
    private void releaseSpare() {
        if (allocator.getAllocatedMemory() > maxBytes / 2) {
            pool.close(); // frees idle buffers, because those of large rows would count as row memory forever
        }
        while (!spare.isEmpty() && allocator.getAllocatedMemory() > (spare.size() > 1 ? maxBytes / 2 : maxBytes)) {
            spare.remove(spare.size() - 1).close();
        }
    }

    @Override
    public void close() {
        dropSpills();
        chunks.forEach(Chunk::close);
        spare.forEach(Chunk::close);
        chunks.clear();
        spare.clear();
        pool.close();
        allocator.close();
    }
}
