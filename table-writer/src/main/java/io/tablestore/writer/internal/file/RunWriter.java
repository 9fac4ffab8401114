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
package io.tablestore.writer.internal.file;

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.arrow.VectorValues;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.SimpleStats;
import io.tablestore.internal.format.row.BinaryRowWriter;
import io.tablestore.internal.memory.MemoryShortage;
import io.tablestore.options.FormatOptions;
import io.tablestore.options.OptionSet;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.RowKind;
import io.tablestore.writer.internal.file.encoder.FileEncoder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Writes one sorted run, or rows of an append table, to data files of a bucket. Starts a new file when one reaches the target
 * size.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class RunWriter implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 << 10;

    /**
     * Heap reserve that is released when the rest of the heap is full, so that the error can be reported. With its array header
     * it fills one G1 region, because a smaller array does not free a region that contains other objects.
     */
    private static final int RESERVE_BYTES = (1 << 20) - 64;

    private static final byte[] NOTHING = {};
    private static final long TARGET_WITH_KEY = 128L << 20;
    private static final long TARGET_WITHOUT_KEY = 256L << 20;

    private final TableFileSystem fileSystem;
    private final TablePath root;
    private final TableSchema schema;
    private final String directory;
    private final FileNamer names;
    private final int level;
    private final int source;
    private final FileEncoders encoders;
    private final long targetSize;
    private final List<DataField> keyFields;
    private final List<Integer> keyPositions;
    private final List<StatisticsMode> modes = new ArrayList<>();
    private final List<DataFile> finished = new ArrayList<>();
    private @Nullable OpenFile open;

    /**
     * @param directory the bucket's directory relative to the table, ending with a slash
     * @param level the level of the files
     * @param source {@link DataFile#APPENDED} or {@link DataFile#COMPACTED}
     */
    public RunWriter(
            TableFileSystem fileSystem,
            TablePath root,
            TableSchema schema,
            String directory,
            FileNamer names,
            int level,
            int source) {
        this.fileSystem = fileSystem;
        this.root = root;
        this.schema = schema;
        this.directory = directory;
        this.names = names;
        this.level = level;
        this.source = source;
        this.encoders = new FileEncoders(schema, level);
        long target = schema.optionSet().get(FormatOptions.TARGET_FILE_SIZE);
        this.targetSize = target > 0 ? target : schema.hasPrimaryKey() ? TARGET_WITH_KEY : TARGET_WITHOUT_KEY;
        this.keyFields = schema.hasPrimaryKey() ? schema.trimmedPrimaryKey() : List.of();
        this.keyPositions =
                keyFields.stream().map(key -> schema.fields().indexOf(key)).toList();
        for (int i = 0; i < schema.fields().size(); i++) {
            modes.add(StatisticsMode.of(schema, schema.fields().get(i), i, level));
        }
    }

    /**
     * Appends rows of a primary-key table. They must continue the key order of earlier rows.
     *
     * @param columns in schema order
     * @param sequences {@code _SEQUENCE_NUMBER}, without nulls
     * @param kinds {@code _VALUE_KIND}, without nulls
     */
    public void write(List<FieldVector> columns, FieldVector sequences, FieldVector kinds, int rowCount) {
        if (rowCount == 0) {
            return;
        }
        List<FieldVector> keys = keyPositions.stream().map(columns::get).toList();
        List<FieldVector> stored = new ArrayList<>();
        if (encoders.storesKeys()) {
            stored.addAll(keys);
        }
        stored.add(sequences);
        stored.add(kinds);
        stored.addAll(columns);
        OpenFile file = file();
        file.write(stored, columns, rowCount);
        file.addKeys(keys, rowCount);
        file.addVersions(sequences.getDataBuffer(), kinds.getDataBuffer(), rowCount);
        rollIfFull(file);
    }

    /**
     * Appends rows of a table without a key.
     *
     * @param firstSequence sequence number of the first row, or a smaller one
     * @param lastSequence sequence number of the last row, or a greater one
     */
    public void append(List<FieldVector> columns, long firstSequence, long lastSequence, int rowCount) {
        if (rowCount > 0) {
            OpenFile file = file();
            file.write(columns, columns, rowCount);
            file.addSequences(firstSequence, lastSequence);
            rollIfFull(file);
        }
    }

    private OpenFile file() {
        OpenFile file = open;
        if (file == null) {
            file = new OpenFile(names.next(encoders.extension()));
            open = file;
        }
        return file;
    }

    private void rollIfFull(OpenFile file) {
        if (file.size() >= targetSize) {
            endFile();
        }
    }

    private void endFile() {
        OpenFile file = open;
        if (file != null) {
            finished.add(file.finish());
            open = null;
        }
    }

    /** Ends the run; returns its files in key order. */
    public List<DataFile> finish() {
        endFile();
        return List.copyOf(finished);
    }

    /** Abandons the open file, if the run was not finished. Nothing refers to it. */
    @Override
    public void close() {
        OpenFile file = open;
        if (file != null) {
            open = null;
            file.abandon();
        }
    }

    /** Deletes the files of a run that will not be committed. */
    public void abort() {
        close();
        for (DataFile file : finished) {
            delete(file.name());
        }
        finished.clear();
    }

    private void delete(String name) {
        UncommittedFile.delete(fileSystem, new TablePath(root.location() + "/" + directory + name));
    }

    /** The file being written. */
    private final class OpenFile {

        private final String name;
        private final OutputStream out;
        private final BufferAllocator memory = ArrowMemory.newRoot(Long.MAX_VALUE);
        private final FileEncoder encoder;
        private byte[] reserve = new byte[RESERVE_BYTES];
        private final FileStatistics statistics = new FileStatistics(schema.fields(), modes);
        private final FileStatistics keyStatistics = new FileStatistics(
                keyFields, keyFields.stream().map(key -> StatisticsMode.KEY).toList());
        private long rows;
        private long deletes;
        private long minSequence = Long.MAX_VALUE;
        private long maxSequence = Long.MIN_VALUE;
        private BinaryRow minKey = BinaryRow.EMPTY;
        private BinaryRow maxKey = BinaryRow.EMPTY;

        OpenFile(String name) {
            this.name = name;
            try {
                this.out = new BufferedOutputStream(
                        fileSystem.write(new TablePath(root.location() + "/" + directory + name)), BUFFER_BYTES);
            } catch (IOException failed) {
                memory.close();
                throw cannotWrite(failed);
            } catch (RuntimeException refused) {
                memory.close();
                throw refused;
            }
            try {
                this.encoder = encoders.open(out, memory);
            } catch (IOException failed) {
                throw notBegun(cannotWrite(failed));
            } catch (RuntimeException refused) {
                throw notBegun(refused);
            } catch (OutOfMemoryError full) {
                reserve = NOTHING;
                throw notBegun(MemoryShortage.onHeap("Writing " + directory + name, full));
            }
        }

        /** Cleans up after a failure to create the encoder. */
        private RuntimeException notBegun(RuntimeException failed) {
            memory.close();
            remove();
            return failed;
        }

        private TableStoreException cannotWrite(IOException failed) {
            return new TableStoreException(
                    directory + name + ": The file cannot be written: " + failed.getMessage()
                            + ". Check that this user may write there and that there is room, and try again.",
                    failed);
        }

        void write(List<FieldVector> stored, List<FieldVector> columns, int rowCount) {
            try {
                encoder.write(stored, rowCount);
            } catch (IOException failed) {
                throw cannotWrite(failed);
            } catch (OutOfMemoryException full) {
                throw MemoryShortage.offHeap("Writing " + directory + name, memory, full);
            } catch (OutOfMemoryError full) {
                throw tooLittleHeap(full);
            }
            statistics.add(columns, rowCount);
            rows += rowCount;
        }

        /** Frees the file's heap memory first, because creating the message needs some. */
        private TableStoreException tooLittleHeap(OutOfMemoryError full) {
            if (reserve.length > 0) {
                reserve = NOTHING;
            }
            encoder.close();
            return MemoryShortage.onHeap("Writing " + directory + name, full);
        }

        void addKeys(List<FieldVector> keys, int rowCount) {
            keyStatistics.add(keys, rowCount);
            if (rows == rowCount) {
                minKey = key(keys, 0);
            }
            maxKey = key(keys, rowCount - 1);
        }

        private BinaryRow key(List<FieldVector> keys, int row) {
            List<DataType> types = new ArrayList<>();
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                DataType type = keyFields.get(i).type();
                types.add(type);
                values.add(VectorValues.value(keys.get(i), row, (DataType.Atomic) type));
            }
            return BinaryRowWriter.write(types, values);
        }

        void addVersions(ArrowBuf sequences, ArrowBuf kinds, int rowCount) {
            for (int row = 0; row < rowCount; row++) {
                long sequence = sequences.getLong(8L * row);
                addSequences(sequence, sequence);
                deletes += RowKind.isRetract(kinds.getByte(row)) ? 1 : 0;
            }
        }

        void addSequences(long first, long last) {
            minSequence = Math.min(minSequence, first);
            maxSequence = Math.max(maxSequence, last);
        }

        long size() {
            return encoder.size();
        }

        DataFile finish() {
            long size;
            try {
                encoder.finish();
                out.close();
                TableFileSystem.Status status =
                        fileSystem.status(new TablePath(root.location() + "/" + directory + name));
                if (status == null) {
                    throw new IOException("it is not there after it was closed");
                }
                size = status.sizeInBytes();
            } catch (IOException failed) {
                throw cannotWrite(failed);
            } catch (OutOfMemoryException full) {
                throw MemoryShortage.offHeap("Writing " + directory + name, memory, full);
            } catch (OutOfMemoryError full) {
                throw tooLittleHeap(full);
            } finally {
                release();
            }
            return describe(size);
        }

        private DataFile describe(long size) {
            OptionSet options = schema.optionSet();
            boolean dense = options.get(FormatOptions.STATS_DENSE_STORE);
            List<Integer> measured = IntStream.range(0, modes.size())
                    .filter(i -> !dense || !modes.get(i).equals(StatisticsMode.NONE))
                    .boxed()
                    .toList();
            List<String> measuredNames = measured.size() == modes.size()
                    ? null
                    : measured.stream().map(i -> schema.fields().get(i).name()).toList();
            SimpleStats keyStats = keyStatistics.of(
                    IntStream.range(0, keyFields.size()).boxed().toList());
            return new DataFile(
                    name,
                    size,
                    rows,
                    minKey,
                    maxKey,
                    keyStats,
                    statistics.of(measured),
                    minSequence,
                    maxSequence,
                    schema.id(),
                    level,
                    List.of(),
                    LocalDateTime.now(ZoneId.systemDefault())
                            .toInstant(ZoneOffset.UTC)
                            .toEpochMilli(),
                    deletes,
                    null,
                    source,
                    measuredNames,
                    null,
                    null,
                    null,
                    List.of());
        }

        private void release() {
            encoder.close();
            memory.close();
        }

        void abandon() {
            release();
            remove();
        }

        private void remove() {
            try {
                out.close();
            } catch (IOException alreadyFailed) {
                // A failure to write does not matter, because nothing will read the file.
            }
            delete(name);
        }
    }
}
