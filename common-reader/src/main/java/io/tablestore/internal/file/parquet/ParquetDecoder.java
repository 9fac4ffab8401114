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
package io.tablestore.internal.file.parquet;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.error.CorruptFileException;
import io.tablestore.error.StoreException;
import io.tablestore.fs.RangeReader;
import io.tablestore.internal.file.decoder.ChunkBytes;
import io.tablestore.internal.file.decoder.ColumnForm;
import io.tablestore.internal.file.decoder.DataFileInput;
import io.tablestore.internal.file.decoder.FileDecoder;
import io.tablestore.internal.file.decoder.RowRanges;
import io.tablestore.internal.file.decoder.RowSet;
import io.tablestore.internal.file.parquet.encoding.Values;
import io.tablestore.internal.file.parquet.footer.ColumnMeta;
import io.tablestore.internal.file.parquet.footer.ParquetFooter;
import io.tablestore.internal.file.parquet.footer.ParquetNode;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.predicate.BoundPredicate.Leaf;
import io.tablestore.internal.predicate.ColumnStatistics;
import io.tablestore.internal.vector.VectorGather;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.RowGroup;
import org.jspecify.annotations.Nullable;

/** A Parquet data file. Its units are its row groups. */
public final class ParquetDecoder implements FileDecoder {

    /** The fraction of the memory budget that the first ranges of all columns may take together. */
    private static final int SHARE_OF_BUDGET = 4;

    private final String file;
    private final RangeReader reader;
    private final BufferPool pool;
    private final ParquetFooter footer;
    private final PageIndexes indexes;
    private final Decompressor decompressor;
    private final ColumnWriters writers;
    private final Values scratch = new Values();
    private final Map<String, FlatColumn> open = new HashMap<>();
    private final Map<String, NestedColumn> nested = new HashMap<>();

    /** Sizes of decoded columns, which outlive the row groups. */
    private final Map<String, FlatColumn.Size> sizes = new HashMap<>();

    private int unit = -1;
    private long bytesOfClosed;

    private ParquetDecoder(DataFileInput input, ParquetFooter footer) {
        this.file = input.file();
        this.reader = input.reader();
        this.pool = input.pool();
        this.footer = footer;
        this.indexes = new PageIndexes(input, footer);
        this.decompressor = new Decompressor(file);
        this.writers = new ColumnWriters(file, pool);
    }

    /** Opens a file and reads its footer. */
    public static ParquetDecoder open(DataFileInput input) throws IOException {
        ParquetFooter footer = ParquetFooter.read(input.file(), input.reader(), input.sizeInBytes());
        if (!input.mayHave(footer.rowCount())) {
            throw new CorruptFileException(
                    input.file(),
                    "The footer counts " + footer.rowCount() + " rows (num_rows), but the manifest " + input.rowCount()
                            + " (_ROW_COUNT).");
        }
        return new ParquetDecoder(input, footer);
    }

    @Override
    public int unitCount() {
        return footer.rowGroups().size();
    }

    @Override
    public long unitRowCount(int rowGroup) {
        return footer.rowGroups().get(rowGroup).getNum_rows();
    }

    @Override
    public boolean hasColumn(String name) {
        return footer.node(name) != null;
    }

    @Override
    public RowRanges matchingRows(
            int rowGroup, BoundPredicate predicate, Function<Leaf, @Nullable StoredColumn> columns) {
        return indexes.matchingRows(footer.rowGroups().get(rowGroup), predicate, columns);
    }

    @Override
    public ColumnStatistics statistics(String name, DataType type) {
        return indexes.statistics(name, type);
    }

    @Override
    public List<String> fieldNames(List<String> path) {
        if (path.isEmpty()) {
            return footer.columnNames();
        }
        ParquetNode node = footer.node(path.get(0));
        for (int i = 1; node != null && i < path.size(); i++) {
            node = NestedColumn.withoutLists(node).child(path.get(i));
        }
        return node == null
                ? List.of()
                : NestedColumn.withoutLists(node).children().stream()
                        .map(ParquetNode::name)
                        .toList();
    }

    @Override
    public @Nullable String columnWithId(int fieldId) {
        return footer.nameOf(fieldId);
    }

    @Override
    public void openUnit(int rowGroup) {
        closeColumns();
        unit = rowGroup;
    }

    @Override
    public void prefetch(Iterable<String> names) {
        List<ChunkBytes> chunks = new ArrayList<>();
        List<RangeReader.Range> ranges = new ArrayList<>();
        long room = pool.allocator().getLimit() / SHARE_OF_BUDGET;
        for (String name : names) {
            if (room <= 0) {
                break; // the rest is fetched when it is decoded
            }
            if (footer.column(name) != null && !open.containsKey(name)) {
                ChunkBytes bytes = openColumn(name).bytes();
                chunks.add(bytes);
                ranges.add(bytes.firstRange());
                room -= ranges.get(ranges.size() - 1).target().remaining();
            }
        }
        try {
            reader.readFully(ranges);
        } catch (IOException failed) {
            throw new CorruptFileException(
                    file, "Row group " + unit + " cannot be read: " + failed.getMessage() + ".", failed);
        }
        chunks.forEach(ChunkBytes::fetched);
    }

    @Override
    public int fittingRows(long start, int most, long bytes, Collection<String> names, ColumnForm form) {
        RowGroup group = footer.rowGroups().get(unit);
        List<RowSizes.Column> columns = new ArrayList<>();
        for (String name : names) {
            ParquetNode node = footer.node(name);
            if (node == null) {
                continue;
            }
            boolean flat = isFlat(node);
            for (ColumnMeta leaf : node.leaves()) {
                ColumnMetaData chunk = group.getColumns().get(leaf.chunk()).getMeta_data();
                if (chunk != null) {
                    boolean indices =
                            flat && form == ColumnForm.VALUES_OR_INDICES && FlatColumn.isAllIndices(leaf, chunk);
                    columns.add(new RowSizes.Column(
                            leaf,
                            chunk,
                            indices,
                            meta -> flat
                                    ? openColumn(name).rows()
                                    : nested(node).open(meta)));
                }
            }
        }
        try {
            return new RowSizes(group.getNum_rows()).fitting(columns, start, most, bytes);
        } catch (IOException | IndexOutOfBoundsException | NegativeArraySizeException | ArithmeticException damaged) {
            throw damaged(String.join(", ", names), damaged);
        }
    }

    private static boolean isFlat(ParquetNode node) {
        return node.leaf() != null && node.leaf().flat();
    }

    private CorruptFileException damaged(String column, Exception cause) {
        return new CorruptFileException(
                file,
                "Column " + column + " of row group " + unit + " cannot be read: " + cause.getMessage() + ".",
                cause);
    }

    private NestedColumn nested(ParquetNode node) {
        return nested.computeIfAbsent(node.name(), name -> openNested(node));
    }

    private FlatColumn openColumn(String name) {
        FlatColumn known = open.get(name);
        if (known != null) {
            return known;
        }
        ColumnMeta meta = footer.column(name);
        if (meta == null) {
            throw new IllegalStateException(file + " has no column " + name);
        }
        RowGroup group = footer.rowGroups().get(unit);
        ColumnChunk chunk = group.getColumns().get(meta.chunk());
        ColumnMetaData metadata = ParquetFooter.metadata(file, meta, chunk);
        ChunkBytes bytes = chunkBytes(meta, metadata);
        PageReader pages = new PageReader(file, meta, metadata, pool, decompressor, bytes);
        OffsetIndex offsets = indexes.offsetIndex(chunk, group.getNum_rows());
        ColumnChunkReader rows = new ColumnChunkReader(pages, scratch, offsets, group.getNum_rows());
        FlatColumn created = new FlatColumn(
                meta, metadata, bytes, rows, writers, sizes.computeIfAbsent(name, first -> new FlatColumn.Size()));
        open.put(name, created);
        return created;
    }

    @Override
    public ArrowColumn decode(String name, DataField wanted, RowSet rows, ColumnForm form) {
        try {
            ParquetNode node = footer.node(name);
            if (node != null && !isFlat(node)) {
                return decodeNested(node, wanted, rows);
            }
            return openColumn(name).decode(wanted, rows, form);
        } catch (IOException | IndexOutOfBoundsException | NegativeArraySizeException | ArithmeticException damaged) {
            throw damaged(name, damaged);
        }
    }

    /** Reads all rows from the first to the last wanted one, then selects the wanted ones. */
    private ArrowColumn decodeNested(ParquetNode node, DataField wanted, RowSet rows) throws IOException {
        NestedColumn column = nested(node);
        int[] picked = rows.rows();
        if (picked == null && rows.slots() == null) {
            return column.read(wanted, rows.start(), rows.count());
        }
        int first = picked == null || rows.wanted() == 0 ? 0 : picked[0];
        int last = rows.wanted() == 0 ? -1 : picked == null ? rows.wanted() - 1 : picked[rows.wanted() - 1];
        int[] rowOfSlot = new int[rows.slotCount()];
        Arrays.fill(rowOfSlot, -1);
        for (int i = 0; i < rows.wanted(); i++) {
            rowOfSlot[rows.slots() == null ? i : rows.slots()[i]] = (picked == null ? i : picked[i]) - first;
        }
        try (ArrowColumn all = column.read(wanted, rows.start() + first, last - first + 1)) {
            return new VectorGather(pool).gather(all.vector(), rowOfSlot, rows.slotCount());
        }
    }

    private NestedColumn openNested(ParquetNode node) {
        RowGroup group = footer.rowGroups().get(unit);
        return new NestedColumn(file, node, pool, writers, meta -> {
            ColumnChunk chunk = group.getColumns().get(meta.chunk());
            ColumnMetaData metadata = ParquetFooter.metadata(file, meta, chunk);
            PageReader pages = new PageReader(file, meta, metadata, pool, decompressor, chunkBytes(meta, metadata));
            OffsetIndex offsets = indexes.offsetIndex(chunk, group.getNum_rows());
            return new NestedLeaf(pages, meta, scratch, offsets, metadata.getNum_values());
        });
    }

    private ChunkBytes chunkBytes(ColumnMeta meta, ColumnMetaData metadata) {
        if (metadata.getType() != meta.type()) {
            throw new CorruptFileException(
                    file,
                    "The column chunk of " + meta.name() + " is of type " + metadata.getType()
                            + ", but the schema says " + meta.type() + ".");
        }
        long start = ParquetFooter.chunkStart(metadata);
        return new ChunkBytes(reader, pool, start, start + metadata.getTotal_compressed_size());
    }

    @Override
    public long bytesRead() {
        return indexes.bytesRead() + bytesOfColumns();
    }

    private long bytesOfColumns() {
        long bytes = bytesOfClosed;
        for (FlatColumn column : open.values()) {
            bytes += column.bytesRead();
        }
        for (NestedColumn column : nested.values()) {
            bytes += column.bytesRead();
        }
        return bytes;
    }

    private void closeColumns() {
        bytesOfClosed = bytesOfColumns();
        open.values().forEach(FlatColumn::close);
        open.clear();
        nested.values().forEach(NestedColumn::close);
        nested.clear();
    }

    @Override
    public void close() {
        closeColumns();
        decompressor.close();
        try {
            reader.close();
        } catch (IOException failed) {
            throw StoreException.from(file, "The file cannot be closed", failed);
        }
    }
}
