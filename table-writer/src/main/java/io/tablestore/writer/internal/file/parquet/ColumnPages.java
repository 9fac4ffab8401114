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
package io.tablestore.writer.internal.file.parquet;

import io.tablestore.error.TableStoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.jspecify.annotations.Nullable;

/**
 * Holds the compressed pages of one column until the row group is written. The store of parquet-hadoop copies each page to the
 * heap twice, for its checksum and to keep it; here large pages stay off the heap.
 */
final class ColumnPages implements PageWriter {

    /** Page lengths have 32 bits, and compression may make a page longer. */
    private static final int LARGEST_PAGE = Integer.MAX_VALUE - (64 << 20);

    /** Approximate size of a page header in bytes. */
    private static final int HEADER_BYTES = 32;

    private final ColumnDescriptor column;
    private final ParquetCompressor compressor;
    private final List<Page> pages = new ArrayList<>();
    private @Nullable DictionaryPage dictionary;
    private long storedBytes;
    private long valueCount;

    ColumnPages(ColumnDescriptor column, ParquetCompressor compressor) {
        this.column = column;
        this.compressor = compressor;
    }

    private record Page(
            BytesInput stored,
            int plainBytes,
            int valueCount,
            int rowCount,
            Statistics<?> statistics,
            @Nullable SizeStatistics sizes,
            Encoding repetition,
            Encoding definition,
            Encoding values) {}

    @Override
    public void writePage(
            BytesInput plain,
            int values,
            int rows,
            Statistics<?> statistics,
            Encoding repetition,
            Encoding definition,
            Encoding encoding)
            throws IOException {
        write(plain, values, rows, statistics, null, repetition, definition, encoding);
    }

    @Override
    public void writePage(
            BytesInput plain,
            int values,
            int rows,
            Statistics<?> statistics,
            SizeStatistics sizes,
            GeospatialStatistics places,
            Encoding repetition,
            Encoding definition,
            Encoding encoding)
            throws IOException {
        write(plain, values, rows, statistics, sizes, repetition, definition, encoding);
    }

    private void write(
            BytesInput plain,
            int values,
            int rows,
            Statistics<?> statistics,
            @Nullable SizeStatistics sizes,
            Encoding repetition,
            Encoding definition,
            Encoding encoding)
            throws IOException {
        if (plain.size() > LARGEST_PAGE) {
            throw new TableStoreException("Column " + String.join(".", column.getPath()) + ": A page would have "
                    + plain.size() + " bytes, but a page of Parquet has less than 2 GiB. Write smaller values, or lower"
                    + " 'parquet.page.size'.");
        }
        BytesInput stored = compressor.compress(plain);
        Statistics<?> bounds = LargeValue.cutOff(statistics);
        pages.add(new Page(stored, (int) plain.size(), values, rows, bounds, sizes, repetition, definition, encoding));
        storedBytes += stored.size() + HEADER_BYTES;
        valueCount += values;
    }

    @Override
    public void writeDictionaryPage(DictionaryPage plain) throws IOException {
        dictionary = new DictionaryPage(
                compressor.compress(plain.getBytes()),
                Math.toIntExact(plain.getBytes().size()),
                plain.getDictionarySize(),
                plain.getEncoding());
    }

    /** Appends the column to the open row group. */
    void writeTo(ParquetFileWriter file) throws IOException {
        file.startColumn(column, valueCount, compressor.codecName());
        if (dictionary != null) {
            file.writeDictionaryPage(dictionary);
        }
        for (Page page : pages) {
            file.writeDataPage(
                    page.valueCount,
                    page.plainBytes,
                    page.stored,
                    page.statistics,
                    page.rowCount,
                    page.repetition,
                    page.definition,
                    page.values,
                    null,
                    null,
                    page.sizes);
        }
        file.endColumn();
    }

    @Override
    public long getMemSize() {
        return storedBytes;
    }

    @Override
    public long allocatedSize() {
        return storedBytes;
    }

    @Override
    public String memUsageString(String prefix) {
        return prefix + " " + storedBytes + " bytes in " + pages.size() + " pages";
    }

    @Override
    public void close() {
        for (Page page : pages) {
            release(page.stored);
        }
        pages.clear();
        if (dictionary != null) {
            release(dictionary.getBytes());
            dictionary = null;
        }
    }

    private static void release(BytesInput stored) {
        if (stored instanceof OffHeapPage page) {
            page.close();
        }
    }

    @SuppressWarnings("deprecation") // required by the interface
    @Override
    public void writePage(
            BytesInput plain,
            int values,
            Statistics<?> statistics,
            Encoding repetition,
            Encoding definition,
            Encoding encoding) {
        throw new IllegalStateException("a page without its number of rows");
    }

    @Override
    public void writePageV2(
            int rows,
            int nulls,
            int values,
            BytesInput repetition,
            BytesInput definition,
            Encoding encoding,
            BytesInput plain,
            Statistics<?> statistics) {
        throw new IllegalStateException("pages are of version 1");
    }
}
