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

import io.tablestore.types.DataType;
import io.tablestore.writer.internal.file.encoder.Scratch;
import java.io.IOException;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * Writes a column without nesting, one page at a time: collects values of complete batches and encodes them when the page is
 * full. The pages equal those of Parquet's own column writers: version 1, with a dictionary while that saves space.
 */
final class FlatSink implements ParquetSink {

    /** The same limit as in Parquet's own writer, so that the column index can skip pages. */
    private static final int PAGE_ROWS = 20_000;

    /** The name of the encoding in version 1 pages and their dictionary. */
    @SuppressWarnings("deprecation")
    private static final Encoding DICTIONARY = Encoding.PLAIN_DICTIONARY;

    private final PageWriter pages;
    private final PrimitiveType type;
    private final FlatPage page;
    private final DefinitionLevels levels = new DefinitionLevels();
    private final boolean nullable;
    private final int pageRows;
    private final int pageBytes;
    private final int dictionaryBytes;
    private @Nullable DictionaryIndices indices;
    private boolean first = true;

    private FlatSink(FlatPage page, ColumnDescriptor column, PageWriter pages, ParquetEncoder.Settings settings) {
        this.pages = pages;
        this.page = page;
        this.type = column.getPrimitiveType();
        this.nullable = column.getMaxDefinitionLevel() > 0;
        this.pageBytes = settings.pageBytes();
        this.pageRows = Math.max(1, Math.min(PAGE_ROWS, pageBytes / page.leastBytes()));
        this.dictionaryBytes = settings.dictionaryBytes();
        this.indices = settings.dictionary() && page.hasDictionary() ? new DictionaryIndices() : null;
        page.useDictionaryOf(indices == null ? 0 : dictionaryBytes);
    }

    /** Creates a sink for a column, or returns null if its type is not supported here. */
    static @Nullable FlatSink of(
            DataType type,
            ColumnDescriptor column,
            PageWriter pages,
            ParquetEncoder.Settings settings,
            Scratch scratch) {
        FlatPage page = type instanceof DataType.Atomic atomic ? FlatPage.of(atomic, scratch) : null;
        return page == null ? null : new FlatSink(page, column, pages, settings);
    }

    @Override
    public void write(FieldVector vector, int rowCount) throws IOException {
        long validity =
                vector.getNullCount() == 0 ? 0 : vector.getValidityBuffer().memoryAddress();
        page.bind(vector);
        int row = 0;
        while (row < rowCount) {
            int end = page.fitting(row, Math.min(rowCount, row + pageRows - levels.rows()), pageBytes);
            levels.add(validity, row, end);
            page.add(validity, row, end);
            row = end;
            if (levels.rows() == pageRows || page.bytes() >= pageBytes || page.isClosed()) {
                endPage();
            }
        }
    }

    private void endPage() throws IOException {
        Statistics<?> statistics = Statistics.createStats(type);
        statistics.incrementNumNulls(levels.nulls());
        page.addBounds(statistics);
        DictionaryIndices encoded = indices;
        if (encoded != null && !usesDictionary(encoded)) {
            encoded = null;
            indices = null;
            page.useDictionaryOf(0);
        }
        BytesInput values = encoded == null ? page.plain() : encoded.bytes(page.dictionarySize());
        pages.writePage(
                nullable ? BytesInput.concat(levels.bytes(), values) : values,
                levels.rows(),
                levels.rows(),
                statistics,
                Encoding.RLE,
                Encoding.RLE,
                encoded == null ? Encoding.PLAIN : DICTIONARY);
        page.clear();
        levels.clear();
    }

    /** Whether the page uses the dictionary. Once a page does not, no later page does. */
    private boolean usesDictionary(DictionaryIndices target) {
        if (!page.index(target, dictionaryBytes)) {
            return false;
        }
        boolean pays = !first || target.sizeInBytes(page.dictionarySize()) + page.dictionaryBytes() < page.bytes();
        if (!pays) {
            page.forgetDictionary();
        }
        first = false;
        return pays;
    }

    @Override
    public long bufferedBytes() {
        return pages.getMemSize() + page.bytes() + page.dictionaryBytes();
    }

    @Override
    public void flush() throws IOException {
        if (levels.rows() > 0) {
            endPage();
        }
        if (page.dictionarySize() > 0) {
            pages.writeDictionaryPage(new DictionaryPage(page.dictionary(), page.dictionarySize(), DICTIONARY));
        }
    }
}
