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

import io.tablestore.internal.file.parquet.encoding.Dictionary;
import io.tablestore.internal.file.parquet.encoding.Values;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of one column chunk forwards. Pages without a wanted row are not decompressed. If the file has an offset index, they
 * are not fetched either.
 */
final class ColumnChunkReader implements RowSizes.Measured, AutoCloseable {

    /** A gap of at least this many rows between two wanted ones is skipped instead of decoded. */
    private static final int GAP_ROWS = 256;

    private final PageReader pages;
    private final Values scratch;
    private final @Nullable List<PageLocation> locations;
    private final long rowCount;
    private @Nullable Page page;
    private long pageStart;
    private long nextPageStart;

    /** @param rowCount rows of the row group */
    ColumnChunkReader(PageReader pages, Values scratch, @Nullable OffsetIndex offsets, long rowCount) {
        this.pages = pages;
        this.scratch = scratch;
        this.locations = offsets == null ? null : offsets.getPage_locations();
        this.rowCount = rowCount;
    }

    /** The dictionary, read on first use; null if the chunk has none. */
    @Nullable
    Dictionary dictionary() throws IOException {
        if (pages.dictionary() == null && page == null && rowCount > 0) {
            pages.nextPageRows();
        }
        return pages.dictionary();
    }

    @Override
    public long longestEntry() throws IOException {
        Dictionary known = dictionary();
        return known == null ? 0 : known.longestEntry();
    }

    @Override
    public int fitting(long start, int most, long bytes) throws IOException {
        Page current = moveTo(start);
        int rows = (int) Math.min(most, pageStart + current.rowCount - start);
        return Math.max(1, current.values().fitting(rows, bytes)); // nulls among them only leave space unused
    }

    /**
     * Writes rows to slots.
     *
     * @param start first row of the stretch in the row group
     * @param rows wanted rows relative to {@code start}, ascending; null means the first {@code wanted}
     * @param slots their slots; null means {@code 0 .. wanted - 1}
     */
    void read(long start, int @Nullable [] rows, int @Nullable [] slots, int wanted, ColumnWriter writer)
            throws IOException {
        int next = 0;
        while (next < wanted) {
            int first = rows == null ? next : rows[next];
            Page current = moveTo(start + first);
            int pageEnd = (int) Math.min(Integer.MAX_VALUE, pageStart + current.rowCount - start);
            int end = rows == null ? Math.min(wanted, pageEnd) : stretchEnd(rows, next, wanted, pageEnd);
            int last = rows == null ? end - 1 : rows[end - 1];
            readStretch(current, first, last - first + 1, rows, slots, next, end, writer);
            next = end;
        }
    }

    /** The end of the wanted rows, starting at {@code from}, that lie before {@code pageEnd} and close together. */
    private static int stretchEnd(int[] rows, int from, int wanted, int pageEnd) {
        int end = from + 1;
        while (end < wanted && rows[end] < pageEnd && rows[end] - rows[end - 1] <= GAP_ROWS) {
            end++;
        }
        return end;
    }

    private Page moveTo(long row) throws IOException {
        if (page != null && row >= pageStart + page.rowCount) {
            leavePage(page);
        }
        Page current = page;
        if (current == null) {
            if (locations != null) {
                seek(locations, row);
            } else {
                int rows = pages.nextPageRows();
                while (nextPageStart + rows <= row) {
                    pages.skipPage();
                    nextPageStart += rows;
                    rows = pages.nextPageRows();
                }
            }
            pageStart = nextPageStart;
            current = pages.readPage();
            page = current;
            nextPageStart = pageStart + current.rowCount;
            if (nextPageStart > rowCount) {
                throw new IOException("the pages hold more than the " + rowCount + " rows of the row group");
            }
        }
        int gap = (int) (row - pageStart - current.rowsRead());
        if (gap < 0) {
            throw new IOException("row " + row + " lies before what has been read");
        }
        if (gap > 0) {
            current.skipRows(gap);
        }
        return current;
    }

    /** The last page that starts at or before a row. */
    static int pageOf(List<PageLocation> pages, long row) {
        int low = 0;
        int high = pages.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (pages.get(middle).getFirst_row_index() <= row) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private void seek(List<PageLocation> known, long row) throws IOException {
        int at = pageOf(known, row);
        long first = known.get(at).getFirst_row_index();
        long end = at + 1 < known.size() ? known.get(at + 1).getFirst_row_index() : rowCount;
        pages.seek(known.get(at).getOffset());
        int rows = pages.nextPageRows();
        if (first > row || rows != end - first) {
            throw new IOException("page " + at + " has " + rows + " rows, the offset index says " + (end - first));
        }
        nextPageStart = first;
    }

    private void leavePage(Page left) throws IOException {
        page = null;
        try (left) {
            if (left.rowsRead() == left.rowCount) {
                left.values().checkConsumed();
            }
        }
    }

    private void readStretch(
            Page current,
            int first,
            int count,
            int @Nullable [] rows,
            int @Nullable [] slots,
            int from,
            int end,
            ColumnWriter writer)
            throws IOException {
        int valueCount = current.nextRows(count, scratch);
        boolean nulls = valueCount < count;
        int wanted = end - from;
        if (!nulls && slots == null && wanted == count) {
            int width = writer.copyWidth();
            long stored = width == 0 ? 0 : current.values().take(valueCount);
            if (stored != 0) {
                MemoryUtil.copyMemory(stored, writer.copyTarget() + (long) from * width, (long) valueCount * width);
            } else {
                readValues(current, valueCount, writer);
                writer.putRange(from, valueCount, scratch);
            }
            return;
        }
        readValues(current, valueCount, writer);
        int[] picks = scratch.picks(wanted);
        int[] valueOfRow = scratch.valueOfRow;
        for (int i = 0; i < wanted; i++) {
            int row = (rows == null ? from + i : rows[from + i]) - first;
            picks[i] = nulls ? valueOfRow[row] : row;
        }
        writer.putPicked(slots, from, wanted, picks, scratch);
    }

    private void readValues(Page current, int count, ColumnWriter writer) throws IOException {
        current.values().read(count, scratch);
        Dictionary dictionary = pages.dictionary();
        if (current.dictionaryEncoded && !writer.takesIndices() && dictionary != null) {
            dictionary.expand(count, scratch);
        }
    }

    @Override
    public void close() {
        if (page != null) {
            page.close();
            page = null;
        }
        pages.close();
    }
}
