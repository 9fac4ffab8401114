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

import io.tablestore.internal.file.decoder.ChunkBytes;
import io.tablestore.internal.file.parquet.encoding.Dictionary;
import io.tablestore.internal.file.parquet.encoding.PageBytes;
import io.tablestore.internal.file.parquet.encoding.PlainDecoders;
import io.tablestore.internal.file.parquet.encoding.ValueDecoder;
import io.tablestore.internal.file.parquet.footer.ColumnMeta;
import io.tablestore.internal.file.parquet.footer.NewerNumbers;
import io.tablestore.internal.file.parquet.footer.ParquetFooter;
import io.tablestore.internal.file.parquet.footer.ThriftBytes;
import io.tablestore.internal.memory.BufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.jspecify.annotations.Nullable;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;

/**
 * Reads the pages of one column chunk in file order: headers, checksums and the dictionary. An unwanted page is skipped after
 * reading only its header.
 */
final class PageReader implements AutoCloseable {

    private static final int FIRST_HEADER_BYTES = 64;

    /** A header may contain the minimum and maximum of its page, each of any size. */
    private static final int MAX_HEADER_BYTES = 1 << 30;

    private final String file;
    private final ColumnMeta column;
    private final ColumnMetaData meta;
    private final BufferPool pool;
    private final Decompressor decompressor;
    private final ChunkBytes bytes;
    private final DataPages pages;
    private long position;
    private @Nullable Dictionary dictionary;

    /** The header of the next data page; null if it has not been read or there is none. */
    private @Nullable PageHeader header;

    PageReader(
            String file,
            ColumnMeta column,
            ColumnMetaData meta,
            BufferPool pool,
            Decompressor decompressor,
            ChunkBytes bytes) {
        this.file = file;
        this.column = column;
        this.meta = meta;
        this.pool = pool;
        this.decompressor = decompressor;
        this.bytes = bytes;
        this.pages = new DataPages(file, column, meta, pool, decompressor);
        this.position = ParquetFooter.chunkStart(meta);
        decompressor.checkSupported(meta.getCodec());
    }

    @Nullable
    Dictionary dictionary() {
        return dictionary;
    }

    /** Jumps to a data page whose position is known from the offset index. */
    void seek(long pagePosition) throws IOException {
        if (dictionary == null) {
            nextHeader(); // reads the dictionary, which comes first
        }
        if (pagePosition != position || header == null) {
            position = pagePosition;
            header = null;
        }
    }

    /** Whether no page remains. */
    boolean isAtEnd() throws IOException {
        return header == null && bytes.available(position, 1) == 0;
    }

    long bytesRead() {
        return bytes.bytesRead();
    }

    /** Rows of the next data page; entries if the column is nested. */
    int nextPageRows() throws IOException {
        PageHeader next = nextHeader();
        int values = next.getType() == PageType.DATA_PAGE
                ? next.getData_page_header().getNum_values()
                : next.getData_page_header_v2().getNum_values();
        if (values < 0 || values > meta.getNum_values()) {
            throw new IOException("a page of " + values + " values in a chunk of " + meta.getNum_values());
        }
        return values;
    }

    /** Skips the next data page without decompressing it. */
    void skipPage() throws IOException {
        PageHeader next = nextHeader();
        position += next.getCompressed_page_size();
        header = null;
    }

    /** Reads the next data page. The caller closes it. */
    Page readPage() throws IOException {
        PageHeader next = nextHeader();
        int rows = nextPageRows();
        ByteBuffer compressed = body(next);
        position += next.getCompressed_page_size();
        header = null;
        Page page = pages.page(next, rows, compressed, dictionary);
        bytes.releaseLarge();
        return page;
    }

    private PageHeader nextHeader() throws IOException {
        while (header == null) {
            PageHeader read = readHeader();
            switch (read.getType()) {
                case DATA_PAGE, DATA_PAGE_V2 -> {
                    boolean complete = read.getType() == PageType.DATA_PAGE
                            ? read.getData_page_header() != null
                            : read.getData_page_header_v2() != null;
                    if (!complete) {
                        throw new IOException("a data page without its header");
                    }
                    header = read;
                }
                case DICTIONARY_PAGE -> readDictionary(read);
                case INDEX_PAGE -> position += read.getCompressed_page_size();
            }
        }
        return header;
    }

    private PageHeader readHeader() throws IOException {
        for (int size = FIRST_HEADER_BYTES; ; size *= 4) {
            int available = bytes.available(position, size);
            if (available == 0) {
                throw new IOException("the column chunk ends before all its rows were read");
            }
            byte[] headerBytes = new byte[available];
            bytes.range(position, available).get(headerBytes);
            ThriftBytes source = new ThriftBytes(headerBytes);
            PageHeader read = new PageHeader();
            try {
                read.read(new TCompactProtocol(source));
            } catch (TException | RuntimeException incomplete) {
                ThriftBytes again = new ThriftBytes(headerBytes);
                String newer = source.isExhausted() ? null : NewerNumbers.inPageHeader(again);
                boolean cut = source.isExhausted() || again.isExhausted();
                if (cut && available == size && size < MAX_HEADER_BYTES) {
                    continue;
                }
                if (newer != null) {
                    throw ParquetFooter.newer(file, newer + " (column " + column.name() + ")");
                }
                throw new IOException("the header of a page cannot be decoded", incomplete);
            }
            position += source.getBufferPosition();
            checkSizes(read);
            return read;
        }
    }

    /** Memory for a page is allocated before it is decompressed, so the stored bytes must be able to yield its size. */
    private void checkSizes(PageHeader read) throws IOException {
        int compressed = read.getCompressed_page_size();
        int plain = read.getUncompressed_page_size();
        boolean fits = compressed >= 0 && bytes.available(position, compressed) == compressed;
        if (read.getType() == null || !fits || plain < 0 || plain > Decompressor.largest(meta.getCodec(), compressed)) {
            throw new IOException("a page of type " + read.getType() + " with " + compressed + " bytes, " + plain
                    + " decompressed, in a chunk compressed by " + meta.getCodec());
        }
    }

    /** The stored bytes of a page, after verifying the checksum. */
    private ByteBuffer body(PageHeader page) throws IOException {
        ByteBuffer body = bytes.range(position, page.getCompressed_page_size());
        if (page.isSetCrc()) {
            CRC32 crc = new CRC32();
            crc.update(body.duplicate());
            if ((int) crc.getValue() != page.getCrc()) {
                throw new IOException("the checksum of a page is " + Integer.toHexString((int) crc.getValue())
                        + ", its header says " + Integer.toHexString(page.getCrc()));
            }
        }
        return body;
    }

    private void readDictionary(PageHeader page) throws IOException {
        if (dictionary != null || page.getDictionary_page_header() == null) {
            throw new IOException("a second dictionary page, or one without its header");
        }
        int size = page.getDictionary_page_header().getNum_values();
        int plainBytes = page.getUncompressed_page_size();
        // A dictionary may hold more values than its chunk uses. Each value takes bytes; an empty string takes four.
        long most = leastBytes() == 0 ? meta.getNum_values() : plainBytes / leastBytes();
        if (size < 0 || size > most) {
            throw new IOException("a dictionary of " + size + " values in " + plainBytes + " bytes");
        }
        ByteBuffer body = body(page);
        ArrowBuf plain = pool.take(plainBytes);
        try {
            decompressor.decompress(meta.getCodec(), body, plain, 0, plainBytes);
            PageBytes content = new PageBytes(plain.memoryAddress(), plainBytes);
            ValueDecoder decoder = PlainDecoders.of(column.type(), column.typeLength(), content);
            dictionary = new Dictionary(pool, plain, decoder, size);
        } catch (IOException | RuntimeException damaged) {
            pool.give(plain);
            throw damaged;
        }
        position += page.getCompressed_page_size();
    }

    private int leastBytes() {
        return switch (column.type()) {
            case BOOLEAN -> 0;
            case INT32, FLOAT, BYTE_ARRAY -> 4;
            case INT64, DOUBLE -> 8;
            case INT96 -> 12;
            case FIXED_LEN_BYTE_ARRAY -> Math.max(0, column.typeLength());
        };
    }

    @Override
    public void close() {
        if (dictionary != null) {
            dictionary.close();
            dictionary = null;
        }
        bytes.close();
    }
}
