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

import io.tablestore.error.CorruptFileException;
import io.tablestore.fs.RangeReader;
import io.tablestore.internal.file.decoder.DataFileInput;
import io.tablestore.internal.file.decoder.FileDecoder.StoredColumn;
import io.tablestore.internal.file.decoder.RowRanges;
import io.tablestore.internal.file.parquet.footer.ColumnMeta;
import io.tablestore.internal.file.parquet.footer.ParquetFooter;
import io.tablestore.internal.file.parquet.footer.ParquetStatistics;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.predicate.BoundPredicate.Leaf;
import io.tablestore.internal.predicate.ColumnStatistics;
import io.tablestore.types.DataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.RowGroup;
import org.jspecify.annotations.Nullable;

/** The statistics of row groups and the page indexes of a Parquet file: which rows a condition may match. */
final class PageIndexes {

    private final String file;
    private final RangeReader reader;
    private final long fileSize;
    private final ParquetFooter footer;
    private final ParquetStatistics statistics;
    private long bytesRead;

    PageIndexes(DataFileInput input, ParquetFooter footer) {
        this.file = input.file();
        this.reader = input.reader();
        this.fileSize = input.sizeInBytes();
        this.footer = footer;
        this.statistics = new ParquetStatistics(footer);
    }

    /** Bytes of indexes read so far. */
    long bytesRead() {
        return bytesRead;
    }

    /** Stretches of rows in a row group that may match, as far as statistics and page indexes know. */
    RowRanges matchingRows(RowGroup group, BoundPredicate predicate, Function<Leaf, @Nullable StoredColumn> columns) {
        long rows = group.getNum_rows();
        if (!predicate.canMatch(leaf -> chunkStatistics(group, columns.apply(leaf), rows), rows)) {
            return new RowRanges();
        }
        RowRanges ranges = RowRanges.all(rows);
        for (BoundPredicate conjunct : predicate.conjuncts()) {
            if (conjunct instanceof Leaf leaf) {
                StoredColumn column = columns.apply(leaf);
                if (column != null && column.comparable()) {
                    ranges = ranges.and(matchingPages(group, leaf, column));
                }
            }
        }
        return ranges;
    }

    /** Statistics of a column over all row groups. */
    ColumnStatistics statistics(String name, DataType type) {
        ColumnStatistics all = null;
        StoredColumn column = new StoredColumn(List.of(name), type, true);
        for (RowGroup group : footer.rowGroups()) {
            ColumnStatistics next = chunkStatistics(group, column, group.getNum_rows());
            all = all == null ? next : all.and(next);
        }
        return all == null ? ColumnStatistics.UNKNOWN : all;
    }

    private ColumnStatistics chunkStatistics(RowGroup group, @Nullable StoredColumn wanted, long rows) {
        if (wanted == null) {
            return ColumnStatistics.allNull(rows);
        }
        ColumnMeta column = footer.column(wanted.path());
        if (column == null || !wanted.comparable()) {
            return ColumnStatistics.UNKNOWN;
        }
        ColumnChunk chunk = group.getColumns().get(column.chunk());
        ColumnMetaData meta = chunk.getMeta_data();
        return meta == null || chunk.isSetCrypto_metadata()
                ? ColumnStatistics.UNKNOWN
                : statistics.ofChunk(column, wanted.type(), meta.getStatistics());
    }

    private RowRanges matchingPages(RowGroup group, Leaf leaf, StoredColumn wanted) {
        ColumnMeta column = footer.column(wanted.path());
        if (column == null) {
            return RowRanges.all(group.getNum_rows());
        }
        ColumnChunk chunk = group.getColumns().get(column.chunk());
        OffsetIndex offsets = offsetIndex(chunk, group.getNum_rows());
        if (offsets == null || chunk.getColumn_index_length() == 0 || chunk.isSetCrypto_metadata()) {
            return RowRanges.all(group.getNum_rows());
        }
        ColumnIndex index = ParquetStatistics.columnIndex(
                file, readIndex("The column index", chunk.getColumn_index_offset(), chunk.getColumn_index_length()));
        if (index == null) {
            return RowRanges.all(group.getNum_rows());
        }
        List<PageLocation> locations = offsets.getPage_locations();
        int pages = locations.size();
        if (index.getNull_pages().size() != pages
                || index.getMin_values().size() != pages
                || index.getMax_values().size() != pages) {
            throw new CorruptFileException(
                    file,
                    "The column index of " + column.name() + " has "
                            + index.getNull_pages().size() + " pages, but the offset index " + pages + ".");
        }
        RowRanges ranges = new RowRanges();
        for (int i = 0; i < pages; i++) {
            long first = locations.get(i).getFirst_row_index();
            long end = i + 1 < pages ? locations.get(i + 1).getFirst_row_index() : group.getNum_rows();
            ColumnStatistics ofPage = statistics.ofPage(column, wanted.type(), index, i, end - first);
            if (leaf.canMatch(same -> ofPage, end - first)) {
                ranges.add(first, end);
            }
        }
        return ranges;
    }

    @Nullable
    OffsetIndex offsetIndex(ColumnChunk chunk, long rows) {
        if (chunk.getOffset_index_length() == 0 || chunk.isSetCrypto_metadata()) { // has no readable offset index
            return null;
        }
        OffsetIndex index = new OffsetIndex();
        byte[] bytes = readIndex("The offset index", chunk.getOffset_index_offset(), chunk.getOffset_index_length());
        ParquetFooter.parse(file, "The offset index", index, bytes);
        long last = -1;
        for (PageLocation location : index.getPage_locations()) {
            long first = location.getFirst_row_index();
            // A page without rows starts at the same row as the next page, or at the end.
            if (first < last || first > rows || last < 0 && first != 0) {
                throw new CorruptFileException(
                        file,
                        "The offset index has the first_row_index " + first + ", which does not ascend from 0 to the "
                                + rows + " rows.");
            }
            last = first;
        }
        return index.getPage_locations().isEmpty() ? null : index;
    }

    private byte[] readIndex(String what, long offset, int length) {
        if (offset < 0 || length <= 0 || offset > fileSize - length) {
            throw new CorruptFileException(
                    file,
                    what + " starts at byte " + offset + " with " + length + " bytes, which does not fit in the file.");
        }
        byte[] bytes = new byte[length];
        try {
            reader.readFully(offset, ByteBuffer.wrap(bytes));
        } catch (IOException failed) {
            throw new CorruptFileException(file, what + " cannot be read: " + failed.getMessage() + ".", failed);
        }
        bytesRead += length;
        return bytes;
    }
}
