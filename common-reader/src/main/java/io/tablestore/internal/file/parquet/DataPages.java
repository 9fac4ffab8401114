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
import io.tablestore.internal.file.parquet.encoding.PageBytes;
import io.tablestore.internal.file.parquet.encoding.RleDecoder;
import io.tablestore.internal.file.parquet.encoding.ValueDecoder;
import io.tablestore.internal.file.parquet.footer.ColumnMeta;
import io.tablestore.internal.memory.BufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.jspecify.annotations.Nullable;

/** Turns the stored bytes of data pages into pages: decompresses them and separates levels from values. */
final class DataPages {

    private final ColumnMeta column;
    private final CompressionCodec codec;
    private final BufferPool pool;
    private final Decompressor decompressor;
    private final ValueDecoders decoders;

    DataPages(String file, ColumnMeta column, ColumnMetaData meta, BufferPool pool, Decompressor decompressor) {
        this.column = column;
        this.codec = meta.getCodec();
        this.pool = pool;
        this.decompressor = decompressor;
        this.decoders = new ValueDecoders(file, column, meta, pool);
    }

    /**
     * The levels and values of a decompressed page.
     *
     * @param storedDefinitions a second view of the definition levels, for counting
     * @param valueCount number of values that are not null, or -1 if the header does not determine it
     */
    private record Content(Page.Levels levels, PageBytes storedDefinitions, int valueCount, PageBytes values) {}

    /**
     * Builds a page. The caller closes it.
     *
     * @param rows of the page; entries if the column is nested
     * @param body the stored bytes
     * @param dictionary of the chunk, or null if it has none
     */
    Page page(PageHeader header, int rows, ByteBuffer body, @Nullable Dictionary dictionary) throws IOException {
        if (rows == 0) { // the content does not matter
            return new Page(pool, pool.take(0), 0, Encoding.PLAIN, Page.Levels.NONE, new ValueDecoders.NoValues());
        }
        boolean first = header.getType() == PageType.DATA_PAGE;
        if (!first) {
            checkSizes(header, rows, body);
        }
        Encoding encoding = first
                ? header.getData_page_header().getEncoding()
                : header.getData_page_header_v2().getEncoding();
        int plainBytes = header.getUncompressed_page_size();
        ArrowBuf plain = pool.take(plainBytes);
        try {
            Content content = first
                    ? contentV1(header.getData_page_header(), rows, body, plain, plainBytes)
                    : contentV2(header.getData_page_header_v2(), rows, body, plain, plainBytes);
            decoders.check(encoding);
            int count = content.valueCount();
            if (count < 0 && ValueDecoders.needsCount(encoding)) {
                int maxDefinition = column.maxDefinition();
                count = new RleDecoder(content.storedDefinitions(), bitWidth(maxDefinition))
                        .countEqual(rows, maxDefinition);
            }
            ValueDecoder values = decoders.open(encoding, dictionary, content.values(), Math.max(count, 0));
            return new Page(pool, plain, rows, encoding, content.levels(), values);
        } catch (IOException | RuntimeException damaged) {
            pool.give(plain);
            throw damaged;
        }
    }

    /** All bytes of a page of version 1 are compressed together. */
    private Content contentV1(DataPageHeader data, int rows, ByteBuffer body, ArrowBuf plain, int plainBytes)
            throws IOException {
        decompressor.decompress(codec, body, plain, 0, plainBytes);
        PageBytes bytes = new PageBytes(plain.memoryAddress(), plainBytes);
        RleDecoder repetitions = null;
        if (column.maxRepetition() > 0) {
            checkLevelEncoding(data.getRepetition_level_encoding());
            repetitions = new RleDecoder(bytes.slice(bytes.takeInt()), bitWidth(column.maxRepetition()));
        }
        RleDecoder definitions = null;
        PageBytes stored = bytes;
        if (column.optional()) {
            checkLevelEncoding(data.getDefinition_level_encoding());
            stored = bytes.slice(bytes.takeInt());
            definitions = new RleDecoder(stored.copy(), bitWidth(column.maxDefinition()));
        }
        int valueCount = definitions == null ? rows : -1;
        return new Content(new Page.Levels(repetitions, definitions), stored, valueCount, bytes);
    }

    private void checkLevelEncoding(Encoding encoding) {
        if (encoding != Encoding.RLE) {
            throw decoders.unsupported("levels of encoding " + encoding);
        }
    }

    private static int bitWidth(int maxLevel) {
        return 32 - Integer.numberOfLeadingZeros(maxLevel);
    }

    private void checkSizes(PageHeader header, int rows, ByteBuffer body) throws IOException {
        DataPageHeaderV2 data = header.getData_page_header_v2();
        int plainBytes = header.getUncompressed_page_size();
        int definitionBytes = data.getDefinition_levels_byte_length();
        int repetitionBytes = data.getRepetition_levels_byte_length();
        boolean valid = repetitionBytes >= 0
                && definitionBytes >= 0
                && (long) repetitionBytes + definitionBytes <= Math.min(plainBytes, body.remaining())
                && data.getNum_nulls() >= 0
                && data.getNum_nulls() <= rows
                && (column.maxRepetition() > 0 || data.getNum_rows() == rows);
        if (!valid) {
            throw new IOException("a page header that contradicts itself: " + data);
        }
    }

    /** The levels of a page of version 2 are not compressed. */
    private Content contentV2(DataPageHeaderV2 data, int rows, ByteBuffer body, ArrowBuf plain, int plainBytes)
            throws IOException {
        int repetitionBytes = data.getRepetition_levels_byte_length();
        int definitionBytes = data.getDefinition_levels_byte_length();
        int levelBytes = repetitionBytes + definitionBytes;
        ByteBuffer levelsStored = body.slice(body.position(), levelBytes);
        decompressor.decompress(CompressionCodec.UNCOMPRESSED, levelsStored, plain, 0, levelBytes);
        ByteBuffer valuesStored = body.slice(body.position() + levelBytes, body.remaining() - levelBytes);
        CompressionCodec valueCodec = data.isIs_compressed() ? codec : CompressionCodec.UNCOMPRESSED;
        decompressor.decompress(valueCodec, valuesStored, plain, levelBytes, plainBytes - levelBytes);
        PageBytes bytes = new PageBytes(plain.memoryAddress(), plainBytes);
        PageBytes repetitionContent = bytes.slice(repetitionBytes);
        PageBytes definitionContent = bytes.slice(definitionBytes);
        RleDecoder repetitions =
                column.maxRepetition() > 0 ? new RleDecoder(repetitionContent, bitWidth(column.maxRepetition())) : null;
        RleDecoder definitions =
                column.optional() ? new RleDecoder(definitionContent.copy(), bitWidth(column.maxDefinition())) : null;
        // For nested columns, num_nulls does not determine the number of values.
        int valueCount = column.flat() ? rows - data.getNum_nulls() : definitions == null ? rows : -1;
        return new Content(new Page.Levels(repetitions, definitions), definitionContent, valueCount, bytes);
    }
}
