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
import io.tablestore.internal.file.parquet.encoding.Dictionary;
import io.tablestore.internal.file.parquet.encoding.Values;
import io.tablestore.internal.file.parquet.footer.ColumnMeta;
import io.tablestore.internal.vector.Coverage;
import io.tablestore.types.DataField;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of one column chunk inside groups forwards: levels, and a value for each slot. A slot is an entry of the innermost
 * list around the column, or a row if there is none. Pages between wanted rows are skipped if the file has an offset index.
 */
final class NestedLeaf implements RowSizes.Measured, AutoCloseable {

    /**
     * The levels of a stretch of rows.
     *
     * @param count number of entries; each row starts with an entry of repetition 0
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Levels(int[] repetitions, int[] definitions, int count) {

        /** Whether an entry starts a slot of a node with these slot levels. */
        boolean isSlot(int entry, int repetition, int definition) {
            return repetitions[entry] <= repetition && definitions[entry] >= definition;
        }

        int slots(int repetition, int definition) {
            int slots = 0;
            for (int i = 0; i < count; i++) {
                slots += isSlot(i, repetition, definition) ? 1 : 0;
            }
            return slots;
        }
    }

    /** A part of a page that belongs to the stretch. */
    private record Segment(Page page, int firstEntry, int endEntry) {}

    private final PageReader pages;
    private final ColumnMeta meta;
    private final Values scratch;
    private final @Nullable List<PageLocation> locations;
    private final long totalEntries;

    private @Nullable Page page;
    private int[] pageRepetitions = new int[0];
    private int[] pageDefinitions = new int[0];
    private int at;
    private long entriesOfPagesBefore;

    /** Number of rows that start before the current entry. */
    private long row;

    private int[] repetitions = new int[1024];
    private int[] definitions = new int[1024];
    private int count;

    NestedLeaf(PageReader pages, ColumnMeta meta, Values scratch, @Nullable OffsetIndex offsets, long totalEntries) {
        this.pages = pages;
        this.meta = meta;
        this.scratch = scratch;
        this.locations = offsets == null ? null : offsets.getPage_locations();
        this.totalEntries = totalEntries;
    }

    /**
     * Reads the levels and values of rows.
     *
     * @param start first row in the row group
     * @param rows number of rows
     * @param slotDefinition the lowest definition level at which an entry is a slot
     * @param writers creates the vector of the values
     */
    ArrowColumn read(long start, int rows, int slotDefinition, DataField wanted, ColumnWriters writers)
            throws IOException {
        List<Segment> segments = new ArrayList<>();
        List<Page> finished = new ArrayList<>();
        try {
            collectRows(start, rows, segments, finished);
            return values(segments, slotDefinition, wanted, writers);
        } finally {
            finished.forEach(Page::close);
        }
    }

    /** Reads only the levels of rows. */
    void readLevels(long start, int rows) throws IOException {
        List<Segment> segments = new ArrayList<>();
        List<Page> finished = new ArrayList<>();
        try {
            collectRows(start, rows, segments, finished);
            int entry = 0;
            for (Segment segment : segments) {
                int values = 0;
                for (int i = 0; i < segment.endEntry - segment.firstEntry; i++) {
                    values += definitions[entry++] == meta.maxDefinition() ? 1 : 0;
                }
                segment.page.values().skip(values);
            }
        } finally {
            finished.forEach(Page::close);
        }
    }

    @Override
    public long longestEntry() throws IOException {
        if (pages.dictionary() == null && page == null && !isAtEnd()) {
            pages.nextPageRows();
        }
        Dictionary known = pages.dictionary();
        return known == null ? 0 : known.longestEntry();
    }

    @Override
    public int fitting(long start, int most, long bytes) throws IOException {
        seek(start);
        skipTo(start);
        Page current = currentPage();
        int entries = current.rowCount - at;
        int values = meta.type() == Type.BYTE_ARRAY
                ? current.values().fitting(entries, bytes)
                : (int) Math.min(entries, bytes / Long.BYTES);
        int rows = 0;
        int seen = 0;
        for (int entry = at; entry < current.rowCount; entry++) {
            if (pageRepetitions[entry] == 0) {
                if (rows == most || seen > values) {
                    return Math.max(1, seen > values ? rows - 1 : rows);
                }
                rows++;
            }
            seen += pageDefinitions[entry] == meta.maxDefinition() ? 1 : 0;
        }
        // The last row may continue in the next page.
        return Math.max(1, locations != null && seen <= values ? rows : rows - 1);
    }

    private void collectRows(long start, int rows, List<Segment> segments, List<Page> finished) throws IOException {
        seek(start);
        skipTo(start);
        count = 0;
        collect(start + rows, segments, finished);
    }

    /** The levels of the stretch read last; valid until the next one. */
    Levels levels() {
        return new Levels(repetitions, definitions, count);
    }

    private void seek(long target) throws IOException {
        if (target < row) {
            throw new IllegalStateException("row " + target + " has been passed already");
        }
        if (locations == null) {
            return;
        }
        PageLocation location = locations.get(ColumnChunkReader.pageOf(locations, target));
        long first = location.getFirst_row_index();
        if (first > row) {
            closePage();
            pages.seek(location.getOffset());
            row = first;
            entriesOfPagesBefore = -1; // no longer known
        }
    }

    private void closePage() {
        if (page != null) {
            page.close();
            page = null;
        }
    }

    /** Skips the entries of rows before the target. */
    private void skipTo(long target) throws IOException {
        while (row < target) {
            Page current = currentPage();
            int from = at;
            int values = 0;
            while (at < current.rowCount) {
                boolean startsRow = pageRepetitions[at] == 0;
                if (startsRow && row == target) {
                    break;
                }
                row += startsRow ? 1 : 0;
                values += pageDefinitions[at] == meta.maxDefinition() ? 1 : 0;
                at++;
            }
            current.values().skip(values);
            if (at == current.rowCount) {
                leavePage(null);
            } else if (from == at) {
                return;
            }
        }
        // The last skipped row may continue.
        while (!isAtEnd()) {
            Page current = currentPage();
            int values = 0;
            while (at < current.rowCount && pageRepetitions[at] != 0) {
                values += pageDefinitions[at] == meta.maxDefinition() ? 1 : 0;
                at++;
            }
            current.values().skip(values);
            if (at < current.rowCount) {
                return;
            }
            leavePage(null);
        }
    }

    /** Collects the entries of rows up to {@code end}, exclusive. */
    private void collect(long end, List<Segment> segments, List<Page> finished) throws IOException {
        while (!isAtEnd()) {
            Page current = currentPage();
            int from = at;
            while (at < current.rowCount) {
                boolean startsRow = pageRepetitions[at] == 0;
                if (startsRow && row == end) {
                    break;
                }
                row += startsRow ? 1 : 0;
                at++;
            }
            if (at > from) {
                append(from, at);
                segments.add(new Segment(current, from, at));
            }
            if (at < current.rowCount) {
                return;
            }
            leavePage(finished);
        }
        if (row < end) {
            throw new IOException("the pages hold " + row + " rows where " + end + " are wanted");
        }
    }

    private void append(int from, int end) {
        int length = end - from;
        if (count + length > repetitions.length) {
            int capacity = Math.max(count + length, repetitions.length * 2);
            repetitions = Arrays.copyOf(repetitions, capacity);
            definitions = Arrays.copyOf(definitions, capacity);
        }
        System.arraycopy(pageRepetitions, from, repetitions, count, length);
        System.arraycopy(pageDefinitions, from, definitions, count, length);
        count += length;
    }

    private boolean isAtEnd() throws IOException {
        if (page != null) {
            return false;
        }
        return entriesOfPagesBefore >= 0 ? entriesOfPagesBefore >= totalEntries : pages.isAtEnd();
    }

    private Page currentPage() throws IOException {
        Page current = page;
        if (current == null) {
            current = pages.readPage();
            page = current;
            at = 0;
            if (pageRepetitions.length < current.rowCount) {
                pageRepetitions = new int[current.rowCount];
                pageDefinitions = new int[current.rowCount];
            }
            current.readLevels(pageRepetitions, pageDefinitions);
            checkLevels(current.rowCount);
            if (entriesOfPagesBefore == 0 && current.rowCount > 0 && pageRepetitions[0] != 0) {
                throw new IOException("the first entry goes on with a row before it");
            }
        }
        return current;
    }

    private void checkLevels(int entries) throws IOException {
        for (int i = 0; i < entries; i++) {
            if (pageRepetitions[i] > meta.maxRepetition() || pageDefinitions[i] > meta.maxDefinition()) {
                throw new IOException("levels " + pageRepetitions[i] + " and " + pageDefinitions[i] + " where at most "
                        + meta.maxRepetition() + " and " + meta.maxDefinition() + " exist");
            }
        }
    }

    private void leavePage(@Nullable List<Page> finished) {
        Page left = page;
        page = null;
        if (left == null) {
            return;
        }
        if (entriesOfPagesBefore >= 0) {
            entriesOfPagesBefore += left.rowCount;
        }
        if (finished == null) {
            left.close();
        } else {
            finished.add(left);
        }
    }

    private ArrowColumn values(List<Segment> segments, int slotDefinition, DataField wanted, ColumnWriters writers)
            throws IOException {
        int slots = 0;
        for (int i = 0; i < count; i++) {
            slots += definitions[i] >= slotDefinition ? 1 : 0;
        }
        try (ColumnWriter writer = writers.values(meta, wanted, slots, Coverage.EVERY_SLOT, 16L * slots)) {
            int entry = 0;
            int slot = 0;
            for (Segment segment : segments) {
                int length = segment.endEntry - segment.firstEntry;
                int values = 0;
                int segmentSlots = 0;
                int[] picks = scratch.picks(length);
                for (int i = entry; i < entry + length; i++) {
                    if (definitions[i] >= slotDefinition) {
                        picks[segmentSlots++] = definitions[i] == meta.maxDefinition() ? values++ : -1;
                    }
                }
                segment.page.values().read(values, scratch);
                Dictionary dictionary = pages.dictionary();
                if (segment.page.dictionaryEncoded && dictionary != null) {
                    dictionary.expand(values, scratch);
                }
                writer.putPicked(null, slot, segmentSlots, picks, scratch);
                slot += segmentSlots;
                entry += length;
            }
            return writer.finish();
        }
    }

    long bytesRead() {
        return pages.bytesRead();
    }

    @Override
    public void close() {
        closePage();
        pages.close();
    }
}
