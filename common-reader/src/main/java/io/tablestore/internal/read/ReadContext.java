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
package io.tablestore.internal.read;

import io.tablestore.error.CorruptFileException;
import io.tablestore.error.StoreException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.fs.RangeReader;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.file.FileFormat;
import io.tablestore.internal.file.decoder.DataFileInput;
import io.tablestore.internal.file.decoder.FileDecoder;
import io.tablestore.internal.format.DeletionVector;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.DeletionVectorRef;
import io.tablestore.internal.format.manifest.FileNames;
import io.tablestore.internal.fs.StoreReader;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.merge.RowBits;
import io.tablestore.internal.metadata.ExternalPaths;
import io.tablestore.internal.metadata.IndexPath;
import io.tablestore.internal.metadata.Keepers;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.predicate.LeafTest;
import io.tablestore.internal.read.tail.FileTails;
import io.tablestore.internal.read.tail.TailedFile;
import io.tablestore.internal.split.DataSplit;
import io.tablestore.internal.split.Section;
import io.tablestore.internal.split.SortedRun;
import io.tablestore.internal.split.SplitFile;
import io.tablestore.options.FormatOptions;
import io.tablestore.options.ReadOptions;
import io.tablestore.schema.PartitionPath;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.ColumnPath;
import io.tablestore.types.DataField;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the parts of a split reader share: the table, the schema of the returned rows, the buffer pool and the counters. */
final class ReadContext implements AutoCloseable {

    /** Target size of a batch's values. Batches have fewer rows if rows are wide or the budget is small. */
    private static final long BATCH_BYTES = 64L << 20;

    /** A batch uses at most {@code 1/BUDGET_SHARE} of the budget, because pages and buffers take memory as well. */
    private static final int BUDGET_SHARE = 16;

    private final TableFiles files;
    private final DataSplit split;
    private final TableSchema schema;
    private final List<DataField> partitionFields;
    private final String bucketDirectory;
    private final FileTails tails;
    final BufferPool pool;
    final ReadCounters counters = new ReadCounters();

    ReadContext(TableFiles files, DataSplit split, TableSchema schema, BufferPool pool) {
        this.files = files;
        this.split = split;
        this.schema = schema;
        this.pool = pool;
        this.partitionFields = schema.partitionFields();
        this.bucketDirectory = PartitionPath.bucketDirectory(schema, split.partition(), split.bucket());
        this.tails = new FileTails(pool, schema.optionSet().get(ReadOptions.AHEAD_FILES), batchBytes());
    }

    /**
     * The file's name for messages.
     *
     * @param file null if several files are read together
     */
    static String origin(@Nullable String file) {
        return file == null ? "files that hold columns of the same rows" : file;
    }

    /** Target size of a batch's values. */
    long batchBytes() {
        return Math.min(BATCH_BYTES, pool.allocator().getLimit() / BUDGET_SHARE);
    }

    TableSchema schema() {
        return schema;
    }

    TableSchema schema(long id) {
        return files.schemas().get(id, () -> "data files of " + namer());
    }

    /** The schema that a data file was written with. */
    TableSchema schemaOf(DataFile file) {
        return files.schemas().get(file.schemaId(), () -> path(file) + " of " + namer());
    }

    /** What refers to the files being read, for messages. */
    String namer() {
        boolean isCompaction = split.snapshotId() == 0;
        return isCompaction ? "the compaction of bucket " + split.bucket() : Keepers.of(files, split.snapshotId());
    }

    private String indexNamer() {
        return split.snapshotId() == 0 ? namer() : Keepers.ofIndex(files, split.snapshotId());
    }

    /** Path of a data file, relative to the table unless it lies outside. */
    String path(DataFile file) {
        if (file.externalPath() != null) {
            return file.externalPath();
        }
        return bucketDirectory + FileNames.checkPlain("a split", "file name", file.name());
    }

    /** Opens a data file; the caller closes it. */
    FileDecoder open(DataFile file) {
        String path = path(file);
        FileFormat format = FileFormat.ofFile(path);
        try {
            RangeReader reader = open(path, file.sizeInBytes(), location(file, path), this::namer);
            return format.open(
                    new DataFileInput(path, reader, file.sizeInBytes(), file.rowCount(), pool, instantZone()));
        } catch (StoreException failed) {
            boolean lostInTable = failed.reason() == StoreException.Reason.MISSING && file.externalPath() == null;
            throw lostInTable
                    ? new OtherDirectories(files.fileSystem(), files.root(), schema).explain(path, failed)
                    : failed;
        }
    }

    /**
     * Opens a data file or an index file.
     *
     * @param path for messages
     */
    private RangeReader open(String path, long sizeInBytes, TablePath location, Supplier<String> namedBy) {
        TailedFile source = source(path, sizeInBytes, location, namedBy);
        boolean keepsTail = sizeInBytes >= 0 && files.fileSystem().isObjectStore(location);
        return keepsTail ? tails.open(source) : source.opener().get();
    }

    private TailedFile source(String path, long sizeInBytes, TablePath location, Supplier<String> namedBy) {
        long known = sizeInBytes >= 0 ? sizeInBytes : TableFileSystem.Entry.UNKNOWN_SIZE;
        return new TailedFile(path, known, () -> StoreReader.open(files.fileSystem(), location, path, known, namedBy));
    }

    /** Announces the files of a section, which will be opened after those announced before. */
    void announce(Section section) {
        if (!files.fileSystem().isObjectStore(files.root())) {
            return;
        }
        List<TailedFile> sources = new ArrayList<>();
        for (DataFile file : inOrderOfReading(section)) {
            String path = path(file);
            boolean usesTail = TailedFile.isKeptWhole(file.sizeInBytes()) || !path.endsWith(".avro");
            if (usesTail && file.sizeInBytes() >= 0) {
                sources.add(source(path, file.sizeInBytes(), location(file, path), this::namer));
            }
        }
        tails.announce(sources);
    }

    /** Begins to fetch the first of the announced files. */
    void fetchAhead() {
        tails.fetchFirst();
    }

    /** The first files of all runs, which a merge opens together, then the second ones, and so on. */
    private static List<DataFile> inOrderOfReading(Section section) {
        List<DataFile> ordered = new ArrayList<>();
        int longest = section.runs().stream()
                .mapToInt(run -> run.files().size())
                .max()
                .orElse(0);
        for (int i = 0; i < longest; i++) {
            for (SortedRun run : section.runs()) {
                if (i < run.files().size()) {
                    ordered.add(run.files().get(i).file());
                }
            }
        }
        return ordered;
    }

    private @Nullable TimeZone instantZone() {
        if (!schema.optionSet().get(FormatOptions.ORC_LEGACY_INSTANTS)) {
            return null;
        }
        String declared = schema.optionSet().get(FormatOptions.ORC_LEGACY_ZONE);
        return declared.isEmpty() ? TimeZone.getDefault() : TimeZone.getTimeZone(ZoneId.of(declared));
    }

    private TablePath location(DataFile file, String path) {
        return file.externalPath() == null
                ? new TablePath(files.root().location() + "/" + path)
                : ExternalPaths.check(schema, files.root(), file.externalPath());
    }

    /** The rows of a file that its deletion vector keeps, or null if it has none. Each call opens and reads the index file. */
    @Nullable
    RowBits alive(SplitFile part) {
        DeletionVectorRef ref = part.deletions();
        if (ref == null) {
            return null;
        }
        try {
            return alive(part.file(), ref);
        } catch (CorruptFileException | UnsupportedFormatException failed) {
            throw failed.namedBy(this::indexNamer);
        }
    }

    private RowBits alive(DataFile file, DeletionVectorRef ref) {
        byte[] bytes = new byte[DeletionVector.bytesToRead(ref)];
        TablePath location = IndexPath.location(schema, files.root(), ref.file());
        try (RangeReader reader = open(ref.file(), ref.fileSize(), location, this::indexNamer)) {
            if (reader.size() != ref.fileSize()) {
                throw new CorruptFileException(
                        ref.file(),
                        "The file has " + reader.size() + " bytes, but its index manifest says " + ref.fileSize()
                                + " (_FILE_SIZE).");
            }
            if (ref.offset() == 1) { // the first vector: also reads the version before it
                byte[] withVersion = new byte[1 + bytes.length];
                reader.readFully(0, ByteBuffer.wrap(withVersion));
                DeletionVector.checkVersion(ref, withVersion[0]);
                System.arraycopy(withVersion, 1, bytes, 0, bytes.length);
            } else {
                reader.readFully(ref.offset(), ByteBuffer.wrap(bytes));
            }
        } catch (IOException outside) {
            throw new CorruptFileException(
                    ref.file(),
                    "The deletion vector at byte " + ref.offset() + " cannot be read: " + outside.getMessage() + ".",
                    outside);
        }
        counters.bytesRead += bytes.length;
        long rowCount = file.rowCount();
        RowBits alive = RowBits.ones(rowCount);
        DeletionVector.decode(ref, bytes).forEach(position -> {
            if (position >= rowCount) {
                throw new CorruptFileException(
                        ref.file(),
                        "The deletion vector of " + file.name() + " has the position " + position
                                + ", but the file has " + rowCount + " rows.");
            }
            alive.clear(position);
        });
        return alive;
    }

    /** The rows of an aligned section that the deletion vectors of its files keep, or null if they have none. */
    @Nullable
    RowBits alive(Section section) {
        RowBits alive = null;
        for (SplitFile part : section.files()) {
            RowBits ofFile = alive(part);
            if (ofFile == null) {
                continue;
            }
            if (part.file().rowCount() != section.storedRows()) {
                throw new UnsupportedFormatException(
                        path(part.file()), "a deletion vector for a part of a row range", "Compact the table.");
            }
            if (alive == null) {
                alive = ofFile;
            } else {
                alive.and(ofFile);
            }
        }
        return alive;
    }

    boolean isPartitionColumn(int fieldId) {
        return partitionPosition(fieldId) >= 0;
    }

    /** The value of a partition column, in the form of {@link io.tablestore.predicate.ValueOrder}. */
    @Nullable
    Object partitionValue(int fieldId) {
        int position = partitionPosition(fieldId);
        BinaryRow partition = split.partition();
        return partition.value(position, partitionFields.get(position).type());
    }

    /** The columns that are read from files: those that are not partition columns, although files may hold these too. */
    List<DataField> valueColumns(List<DataField> columns) {
        return columns.stream()
                .filter(column -> !isPartitionColumn(column.id()))
                .toList();
    }

    /** Evaluates a leaf on a column that has the same value in all rows. */
    static BoundPredicate resolved(BoundPredicate.Leaf leaf, @Nullable Object value) {
        return LeafTest.passes(leaf, value) ? BoundPredicate.Constant.TRUE : BoundPredicate.Constant.FALSE;
    }

    private int partitionPosition(int fieldId) {
        return ColumnPath.position(partitionFields, fieldId);
    }

    /** Ends fetches that are under way. All files must be closed before. */
    @Override
    public void close() {
        tails.close();
    }
}
