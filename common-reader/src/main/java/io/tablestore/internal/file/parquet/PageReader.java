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

import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.file.decoder.ChunkBytes;
import io.tablestore.internal.file.parquet.encoding.DeltaDecoders;
import io.tablestore.internal.file.parquet.encoding.Dictionary;
import io.tablestore.internal.file.parquet.encoding.FixedStreams;
import io.tablestore.internal.file.parquet.encoding.PageBytes;
import io.tablestore.internal.file.parquet.encoding.PlainDecoders;
import io.tablestore.internal.file.parquet.encoding.RleDecoder;
import io.tablestore.internal.file.parquet.encoding.ValueDecoder;
import io.tablestore.internal.file.parquet.encoding.Values;
import io.tablestore.internal.file.parquet.footer.ColumnMeta;
import io.tablestore.internal.file.parquet.footer.NewerNumbers;
import io.tablestore.internal.file.parquet.footer.ParquetFooter;
import io.tablestore.internal.file.parquet.footer.ThriftBytes;
import io.tablestore.internal.memory.BufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;

/**
 * Reads the pages of one column chunk in file order: header, checksum, decompression. An unwanted page is skipped after reading
 * only its header.
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
    private final List<Encoding> encodings;
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
        this.encodings = meta.isSetEncodings() ? meta.getEncodings() : List.of();
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
        if (rows == 0) { // the content does not matter
            return new Page(pool, pool.take(0), 0, Encoding.PLAIN, null, null, new NoValues());
        }
        Page page = next.getType() == PageType.DATA_PAGE
                ? pageV1(next, next.getData_page_header(), rows, compressed)
                : pageV2(next, next.getData_page_header_v2(), rows, compressed);
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
            decompress(meta.getCodec(), body, plain, 0, plainBytes);
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

    private void decompress(CompressionCodec codec, ByteBuffer source, ArrowBuf target, int offset, int size)
            throws IOException {
        if (codec == CompressionCodec.UNCOMPRESSED) {
            if (source.remaining() != size) {
                throw new IOException("a plain page of " + source.remaining() + " bytes, its header says " + size);
            }
            MemoryUtil.copyMemory(
                    MemoryUtil.getByteBufferAddress(source) + source.position(), target.memoryAddress() + offset, size);
        } else if (size > 0) {
            decompressor.decompress(codec, source, target.nioBuffer(offset, size));
        }
    }

    private Page pageV1(PageHeader page, DataPageHeader data, int rows, ByteBuffer body) throws IOException {
        int plainBytes = page.getUncompressed_page_size();
        ArrowBuf plain = pool.take(plainBytes);
        try {
            decompress(meta.getCodec(), body, plain, 0, plainBytes);
            PageBytes content = new PageBytes(plain.memoryAddress(), plainBytes);
            RleDecoder repetitions = null;
            if (column.maxRepetition() > 0) {
                checkLevelEncoding(data.getRepetition_level_encoding());
                repetitions = new RleDecoder(content.slice(content.takeInt()), bitWidth(column.maxRepetition()));
            }
            RleDecoder definitions = null;
            PageBytes stored = content;
            if (column.optional()) {
                checkLevelEncoding(data.getDefinition_level_encoding());
                stored = content.slice(content.takeInt());
                definitions = new RleDecoder(stored.copy(), bitWidth(column.maxDefinition()));
            }
            int values = definitions == null ? rows : -1;
            return page(plain, rows, values, data.getEncoding(), repetitions, definitions, stored, content);
        } catch (IOException | RuntimeException damaged) {
            pool.give(plain);
            throw damaged;
        }
    }

    private void checkLevelEncoding(Encoding encoding) {
        if (encoding != Encoding.RLE) {
            throw unsupported("levels of encoding " + encoding);
        }
    }

    private static int bitWidth(int maxLevel) {
        return 32 - Integer.numberOfLeadingZeros(maxLevel);
    }

    private Page pageV2(PageHeader page, DataPageHeaderV2 data, int rows, ByteBuffer body) throws IOException {
        int plainBytes = page.getUncompressed_page_size();
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
        int levelBytes = repetitionBytes + definitionBytes;
        ArrowBuf plain = pool.take(plainBytes);
        try {
            ByteBuffer levelsStored = body.slice(body.position(), levelBytes);
            decompress(CompressionCodec.UNCOMPRESSED, levelsStored, plain, 0, levelBytes);
            ByteBuffer valuesStored = body.slice(body.position() + levelBytes, body.remaining() - levelBytes);
            CompressionCodec codec = data.isIs_compressed() ? meta.getCodec() : CompressionCodec.UNCOMPRESSED;
            decompress(codec, valuesStored, plain, levelBytes, plainBytes - levelBytes);
            PageBytes content = new PageBytes(plain.memoryAddress(), plainBytes);
            PageBytes repetitionContent = content.slice(repetitionBytes);
            PageBytes definitionContent = content.slice(definitionBytes);
            RleDecoder repetitions = column.maxRepetition() > 0
                    ? new RleDecoder(repetitionContent, bitWidth(column.maxRepetition()))
                    : null;
            RleDecoder definitions = column.optional()
                    ? new RleDecoder(definitionContent.copy(), bitWidth(column.maxDefinition()))
                    : null;
            // For nested columns, num_nulls does not determine the number of values.
            int values = column.flat() ? rows - data.getNum_nulls() : definitions == null ? rows : -1;
            return page(plain, rows, values, data.getEncoding(), repetitions, definitions, definitionContent, content);
        } catch (IOException | RuntimeException damaged) {
            pool.give(plain);
            throw damaged;
        }
    }

    /**
     * @param valueCount number of values that are not null, or -1 if the header does not determine it
     * @param storedDefinitions a second view of the definition levels, for counting
     */
    private Page page(
            ArrowBuf plain,
            int rows,
            int valueCount,
            Encoding encoding,
            @Nullable RleDecoder repetitions,
            @Nullable RleDecoder definitions,
            PageBytes storedDefinitions,
            PageBytes content)
            throws IOException {
        if (encoding == null) {
            throw unsupported("an encoding that parquet-format did not define when this reader was made");
        }
        if (!isDeclared(encoding)) {
            throw new IOException("encoding " + encoding + " is not among those the footer names: " + encodings);
        }
        int count = valueCount;
        boolean counts = encoding != Encoding.PLAIN && !Page.isDictionary(encoding);
        if (count < 0 && counts) {
            int maxDefinition = column.maxDefinition();
            count = new RleDecoder(storedDefinitions, bitWidth(maxDefinition)).countEqual(rows, maxDefinition);
        }
        ValueDecoder values = decoder(encoding, content, Math.max(count, 0));
        return new Page(pool, plain, rows, encoding, repetitions, definitions, values);
    }

    /** Some writers declare no encodings, and both names of the dictionary encoding are used for the same pages. */
    private boolean isDeclared(Encoding encoding) {
        boolean dictionaryEncoded = Page.isDictionary(encoding);
        return encodings.isEmpty()
                || encodings.contains(encoding)
                || dictionaryEncoded && encodings.stream().anyMatch(Page::isDictionary);
    }

    private ValueDecoder decoder(Encoding encoding, PageBytes content, int valueCount) throws IOException {
        boolean text = column.type() == Type.BYTE_ARRAY || column.type() == Type.FIXED_LEN_BYTE_ARRAY;
        boolean number = column.type() == Type.INT32 || column.type() == Type.INT64;
        boolean floating = column.type() == Type.FLOAT || column.type() == Type.DOUBLE;
        switch (encoding) {
            case PLAIN -> {
                return PlainDecoders.of(column.type(), column.typeLength(), content);
            }
            case PLAIN_DICTIONARY, RLE_DICTIONARY -> {
                return dictionary == null ? new NoValues() : dictionary.new Indices(content);
            }
            case DELTA_BINARY_PACKED -> {
                if (number) {
                    return new DeltaDecoders.Numbers(content, column.type());
                }
            }
            case DELTA_LENGTH_BYTE_ARRAY -> {
                if (text) {
                    return new DeltaDecoders.LengthBinaries(content, valueCount);
                }
            }
            case DELTA_BYTE_ARRAY -> {
                if (text) {
                    return new DeltaDecoders.PrefixBinaries(content, valueCount, pool);
                }
            }
            case BYTE_STREAM_SPLIT -> {
                if (number || floating) {
                    return new DeltaDecoders.Streams(content, column.type(), valueCount);
                }
                if (column.type() == Type.FIXED_LEN_BYTE_ARRAY) {
                    return new FixedStreams(content, column.typeLength(), valueCount, pool);
                }
            }
            case RLE -> {
                if (column.type() == Type.BOOLEAN) {
                    return new RleBooleans(content.slice(content.takeInt()));
                }
            }
            default -> {}
        }
        throw unsupported("encoding " + encoding + " of " + column.type());
    }

    private UnsupportedFormatException unsupported(String what) {
        return new UnsupportedFormatException(
                file,
                what + " in column " + column.name(),
                "Compact the table fully with the default writer settings.");
    }

    /** An all-null page, whose chunk needs no dictionary. */
    private static final class NoValues implements ValueDecoder {

        @Override
        public void read(int count, Values target) throws IOException {
            skip(count);
        }

        @Override
        public void skip(int count) throws IOException {
            if (count > 0) {
                throw new IOException("a page of indices without a dictionary page before it");
            }
        }
    }

    /** Booleans of v2 pages. */
    private static final class RleBooleans implements ValueDecoder {

        private final RleDecoder decoder;

        RleBooleans(PageBytes bytes) throws IOException {
            decoder = new RleDecoder(bytes, 1);
        }

        @Override
        public void read(int count, Values target) throws IOException {
            decoder.read(target.ints(count), count);
        }

        @Override
        public void skip(int count) throws IOException {
            decoder.skip(count);
        }
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
