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

import io.tablestore.arrow.ArrowTypes;
import io.tablestore.error.TableStoreException;
import io.tablestore.internal.format.SystemColumns;
import io.tablestore.internal.merge.KeyBlock;
import io.tablestore.internal.merge.KeyRun;
import io.tablestore.types.DataField;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of one spill in a local file: for each owner (a bucket of a partition) one sorted run of Arrow record batches, with
 * one version per key.
 *
 * <p><b>Ownership:</b> close the runs first; closing this deletes the file.
 *
 * <p><b>Threads:</b> one at a time.
 */
final class SpillFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SpillFile.class);

    private final RowLayout layout;
    private final BufferAllocator allocator;
    private final Path path;
    private final FileChannel channel;
    private final WriteChannel out;
    private final List<Field> fields = new ArrayList<>();
    private final Map<Integer, Segment> segments = new HashMap<>();
    private long largestBlockBytes;

    /** The rows of one owner. */
    private static final class Segment {

        private final List<ArrowBlock> blocks = new ArrayList<>();
        private long rows;
        private boolean mayRetract;
    }

    SpillFile(RowLayout layout, BufferAllocator allocator, Path directory) {
        this.layout = layout;
        this.allocator = allocator;
        try {
            Files.createDirectories(directory);
            this.path = Files.createTempFile(directory, "memtable-", ".spill");
            this.channel = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException failed) {
            throw new TableStoreException(
                    directory + ": Rows cannot be spilled to this directory: " + failed.getMessage()
                            + ". Check that this user may write there and that there is room, and try again.",
                    failed);
        }
        this.out = new WriteChannel(channel);
        for (DataField field : layout.fields()) {
            fields.add(ArrowTypes.field(field.asNullable()));
        }
        fields.add(ArrowTypes.field(SystemColumns.SEQUENCE));
        fields.add(ArrowTypes.field(SystemColumns.KIND));
    }

    /** Appends rows of an owner, whose keys must be greater than its earlier ones. All rows must be written before the first run
     * is read, because runs move the position of the file. */
    void write(int owner, VersionMerger.MergedRows rows) {
        List<FieldVector> vectors = new ArrayList<>(rows.columns());
        vectors.add(rows.sequences());
        vectors.add(rows.kinds());
        Segment segment = segments.computeIfAbsent(owner, key -> new Segment());
        VectorSchemaRoot root = new VectorSchemaRoot(fields, vectors, rows.rowCount()); // borrowed, so not closed
        try (ArrowRecordBatch batch = new VectorUnloader(root).getRecordBatch()) {
            ArrowBlock block = MessageSerializer.serialize(out, batch);
            segment.blocks.add(block);
            largestBlockBytes = Math.max(largestBlockBytes, block.getBodyLength());
        } catch (IOException failed) {
            throw new TableStoreException(
                    path + ": The file cannot be written: " + failed.getMessage()
                            + ". Check that this user may write there and that there is room, and try again.",
                    failed);
        }
        segment.rows += rows.rowCount();
        segment.mayRetract |= rows.mayRetract();
    }

    /** The run of an owner, or null if it has none. The caller closes it. */
    @Nullable
    Run run(int owner) {
        Segment segment = segments.get(owner);
        return segment == null ? null : new Run(segment);
    }

    /** Size of the largest block, which is the memory that one open run needs at most. */
    long largestBlockBytes() {
        return largestBlockBytes;
    }

    long sizeInBytes() {
        return out.getCurrentPosition();
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(path);
        } catch (IOException left) {
            LOG.warn("The temporary file {} cannot be deleted; it stays until the machine cleans it.", path, left);
        }
    }

    /** Reads the rows of an owner, block by block. */
    final class Run implements KeyRun {

        private final Segment segment;
        private final VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(fields), allocator);
        private int next;

        Run(Segment segment) {
            this.segment = segment;
        }

        /** A column of the current block by position: the table's columns, then sequence numbers, then kinds. */
        FieldVector column(int position) {
            return root.getVector(position);
        }

        @Override
        public long rowCount() {
            return segment.rows;
        }

        @Override
        public boolean mayDropLater() {
            return segment.mayRetract;
        }

        @Override
        public @Nullable KeyBlock next() {
            root.clear();
            if (next == segment.blocks.size()) {
                return null;
            }
            ArrowBlock block = segment.blocks.get(next++);
            try {
                channel.position(block.getOffset());
                try (ArrowRecordBatch batch =
                        MessageSerializer.deserializeRecordBatch(new ReadChannel(channel), block, allocator)) {
                    new VectorLoader(root).load(batch);
                }
            } catch (IOException failed) {
                throw new TableStoreException(
                        path + ": The file cannot be read: " + failed.getMessage() + ". Start the job again.", failed);
            }
            return new Block(this);
        }

        @Override
        public void close() {
            root.close();
        }
    }

    private final class Block extends BufferedBlock {

        private final Run run;

        Block(Run run) {
            super(layout);
            this.run = run;
        }

        @Override
        public String origin() {
            return path.toString();
        }

        @Override
        public int rowCount() {
            return run.root.getRowCount();
        }

        @Override
        FieldVector column(int position) {
            return run.column(position);
        }

        @Override
        public boolean mayRetract() {
            return run.segment.mayRetract;
        }
    }
}
