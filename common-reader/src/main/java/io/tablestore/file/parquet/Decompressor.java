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
package io.tablestore.file.parquet;

import com.github.luben.zstd.ZstdDecompressCtx;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.tablestore.error.UnsupportedFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.parquet.format.CompressionCodec;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/**
 * Decompresses pages, direct memory to direct memory.
 *
 * <p><b>Threads:</b> one at a time.
 */
final class Decompressor implements AutoCloseable {

    private static final int GZIP_HEADER_BYTES = 10;

    private final String file;
    private @Nullable ZstdDecompressCtx zstd;
    private @Nullable Inflater inflater;
    private @Nullable Lz4Decompressor lz4;

    Decompressor(String file) {
        this.file = file;
    }

    /**
     * Fills {@code target} exactly.
     *
     * @throws IOException if the content is malformed or has another length
     */
    void decompress(CompressionCodec codec, ByteBuffer source, ByteBuffer target) throws IOException {
        int expected = target.remaining();
        int size = switch (codec) {
            case ZSTD -> zstd(source, target);
            case SNAPPY -> snappy(source, target);
            case GZIP -> gzip(source, target);
            case LZ4_RAW -> lz4(source, target);
            case LZ4 -> hadoopLz4(source, target);
            case UNCOMPRESSED, LZO, BROTLI -> throw unsupported(codec);
        };
        if (size != expected) {
            throw new IOException("the page decompresses to " + size + " bytes, its header says " + expected);
        }
    }

    private UnsupportedFormatException unsupported(CompressionCodec codec) {
        return new UnsupportedFormatException(
                file,
                "Parquet codec " + codec,
                "ZSTD, SNAPPY, GZIP, LZ4, LZ4_RAW and UNCOMPRESSED are; set 'file.compression' to one of them and"
                        + " compact the table fully.");
    }

    private int zstd(ByteBuffer source, ByteBuffer target) throws IOException {
        if (zstd == null) {
            zstd = new ZstdDecompressCtx();
        }
        try {
            return zstd.decompressDirectByteBuffer(
                    target, target.position(), target.remaining(), source, source.position(), source.remaining());
        } catch (RuntimeException malformed) {
            throw new IOException("zstd: " + malformed.getMessage(), malformed);
        }
    }

    private static int snappy(ByteBuffer source, ByteBuffer target) throws IOException {
        if (Snappy.uncompressedLength(source) > target.remaining()) {
            throw new IOException("snappy: the page is longer than its header says");
        }
        return Snappy.uncompress(source, target);
    }

    private int gzip(ByteBuffer source, ByteBuffer target) throws IOException {
        if (inflater == null) {
            inflater = new Inflater(true);
        }
        inflater.reset();
        skipGzipHeader(source);
        inflater.setInput(source);
        int size = 0;
        try {
            while (!inflater.finished() && target.hasRemaining()) {
                int count = inflater.inflate(target);
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new IOException("gzip: the page ends early");
                }
                size += count;
            }
        } catch (DataFormatException malformed) {
            throw new IOException("gzip: " + malformed.getMessage(), malformed);
        }
        return size;
    }

    private static void skipGzipHeader(ByteBuffer source) throws IOException {
        boolean plain = source.remaining() >= GZIP_HEADER_BYTES
                && source.get(source.position()) == (byte) 0x1f
                && source.get(source.position() + 1) == (byte) 0x8b
                && source.get(source.position() + 3) == 0;
        if (!plain) {
            throw new IOException("gzip: the page does not start with a plain gzip header");
        }
        source.position(source.position() + GZIP_HEADER_BYTES);
    }

    private int lz4(ByteBuffer source, ByteBuffer target) throws IOException {
        if (lz4 == null) {
            lz4 = new Lz4Decompressor();
        }
        int start = target.position();
        try {
            lz4.decompress(source, target);
        } catch (MalformedInputException | IllegalArgumentException malformed) {
            throw new IOException("lz4: " + malformed.getMessage(), malformed);
        }
        return target.position() - start;
    }

    /** Hadoop's framing: blocks of a plain length, then parts of a compressed length and LZ4 data. */
    private int hadoopLz4(ByteBuffer source, ByteBuffer target) throws IOException {
        ByteBuffer in = source.slice().order(ByteOrder.BIG_ENDIAN);
        int total = 0;
        while (in.remaining() >= 8 && target.hasRemaining()) {
            int blockBytes = in.getInt();
            int done = 0;
            while (done < blockBytes) {
                int partBytes = in.remaining() < 4 ? -1 : in.getInt();
                if (partBytes < 0 || partBytes > in.remaining()) {
                    throw new IOException("lz4: a part of " + partBytes + " bytes where " + in.remaining() + " are");
                }
                done += lz4(in.slice(in.position(), partBytes), target);
                in.position(in.position() + partBytes);
            }
            total += done;
        }
        return total;
    }

    @Override
    public void close() {
        if (zstd != null) {
            zstd.close();
        }
        if (inflater != null) {
            inflater.end();
        }
    }
}
