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
import io.tablestore.internal.file.parquet.encoding.DeltaDecoders;
import io.tablestore.internal.file.parquet.encoding.Dictionary;
import io.tablestore.internal.file.parquet.encoding.FixedStreams;
import io.tablestore.internal.file.parquet.encoding.PageBytes;
import io.tablestore.internal.file.parquet.encoding.PlainDecoders;
import io.tablestore.internal.file.parquet.encoding.RleDecoder;
import io.tablestore.internal.file.parquet.encoding.ValueDecoder;
import io.tablestore.internal.file.parquet.encoding.Values;
import io.tablestore.internal.file.parquet.footer.ColumnMeta;
import io.tablestore.internal.memory.BufferPool;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/** Chooses the decoder of a page's values by their encoding. Each column chunk has its own. */
final class ValueDecoders {

    private final String file;
    private final ColumnMeta column;
    private final BufferPool pool;

    /** The encodings that the footer declares; empty if the writer declares none. */
    private final List<Encoding> declared;

    ValueDecoders(String file, ColumnMeta column, ColumnMetaData meta, BufferPool pool) {
        this.file = file;
        this.column = column;
        this.pool = pool;
        this.declared = meta.isSetEncodings() ? meta.getEncodings() : List.of();
    }

    /**
     * Checks the encoding that a page's header names.
     *
     * @param encoding null if parquet-format did not define it when this reader was made
     * @throws IOException if the footer does not declare it
     */
    void check(@Nullable Encoding encoding) throws IOException {
        if (encoding == null) {
            throw unsupported("an encoding that parquet-format did not define when this reader was made");
        }
        if (!isDeclared(encoding)) {
            throw new IOException("encoding " + encoding + " is not among those the footer names: " + declared);
        }
    }

    /** Whether the number of values must be known before they can be decoded. */
    static boolean needsCount(Encoding encoding) {
        return encoding != Encoding.PLAIN && !Page.isDictionary(encoding);
    }

    /** Some writers declare no encodings, and both names of the dictionary encoding are used for the same pages. */
    private boolean isDeclared(Encoding encoding) {
        boolean dictionaryEncoded = Page.isDictionary(encoding);
        return declared.isEmpty()
                || declared.contains(encoding)
                || dictionaryEncoded && declared.stream().anyMatch(Page::isDictionary);
    }

    /**
     * The decoder of a page's values.
     *
     * @param encoding as {@link #check} has passed it
     * @param dictionary of the chunk, or null if it has none
     * @param valueCount number of values, if the encoding {@link #needsCount needs} it
     */
    ValueDecoder open(Encoding encoding, @Nullable Dictionary dictionary, PageBytes content, int valueCount)
            throws IOException {
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

    UnsupportedFormatException unsupported(String what) {
        return new UnsupportedFormatException(
                file,
                what + " in column " + column.name(),
                "Compact the table fully with the default writer settings.");
    }

    /** An all-null page, whose chunk needs no dictionary. */
    static final class NoValues implements ValueDecoder {

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
}
