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

import com.github.luben.zstd.ZstdDecompressCtx;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.tablestore.error.UnsupportedFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.parquet.format.CompressionCodec;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/**
 * Decompresses pages from direct memory to direct memory.
 *
 * <p><b>Threads:</b> one at a time.
 */
final class Decompressor implements AutoCloseable {

    private static final int LZ4_FRAME = 0x184D2204;

    private final String file;
    private @Nullable ZstdDecompressCtx zstd;
    private @Nullable Inflater inflater;
    private @Nullable Lz4Decompressor lz4;

    Decompressor(String file) {
        this.file = file;
    }

    /**
     * The maximum decompressed size of this many stored bytes, given the densest sequence of each codec. In zstd a block of four
     * bytes yields at most 128 KiB, in deflate two bits yield 258 bytes, in LZ4 a byte yields 255, and in Snappy three bytes
     * yield 64.
     */
    static long largest(CompressionCodec codec, int storedBytes) {
        long most = switch (codec) {
            case UNCOMPRESSED -> 1;
            case SNAPPY -> 22;
            case LZ4, LZ4_RAW -> 256;
            case GZIP -> 1040;
            case ZSTD, BROTLI, LZO -> 1 << 15;
        };
        return codec == CompressionCodec.UNCOMPRESSED ? storedBytes : most * storedBytes + 1024;
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
            case LZ4 -> oldLz4(source, target);
            case UNCOMPRESSED, LZO, BROTLI -> throw new IllegalStateException(codec + " is no codec that is read");
        };
        if (size != expected) {
            throw new IOException("the page decompresses to " + size + " bytes, its header says " + expected);
        }
    }

    /**
     * Fills {@code size} bytes of {@code target}; plain pages are copied.
     *
     * @throws IOException if the content is malformed or has another length
     */
    void decompress(CompressionCodec codec, ByteBuffer source, ArrowBuf target, int offset, int size)
            throws IOException {
        if (codec == CompressionCodec.UNCOMPRESSED) {
            if (source.remaining() != size) {
                throw new IOException("a plain page of " + source.remaining() + " bytes, its header says " + size);
            }
            MemoryUtil.copyMemory(
                    MemoryUtil.getByteBufferAddress(source) + source.position(), target.memoryAddress() + offset, size);
        } else if (size > 0) {
            decompress(codec, source, target.nioBuffer(offset, size));
        }
    }

    /** @throws UnsupportedFormatException naming the codec, if it is not supported */
    void checkSupported(@Nullable CompressionCodec codec) {
        if (codec == null || codec == CompressionCodec.LZO || codec == CompressionCodec.BROTLI) {
            throw new UnsupportedFormatException(
                    file,
                    "Parquet codec " + (codec == null ? "of a newer format version" : codec),
                    "ZSTD, SNAPPY, GZIP, LZ4, LZ4_RAW and UNCOMPRESSED are supported; write the file anew"
                            + " with one of them.");
        }
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

    /** Decompresses one member after the other; a page may hold several. */
    private int gzip(ByteBuffer source, ByteBuffer target) throws IOException {
        if (inflater == null) {
            inflater = new Inflater(true);
        }
        int start = target.position();
        do {
            inflater.reset();
            GzipHeader.skip(source);
            inflater.setInput(source);
            inflate(inflater, target);
            if (inflater.finished()) {
                source.position(Math.min(source.limit(), source.position() + GzipHeader.TRAILER_BYTES));
            }
        } while (inflater.finished() && source.remaining() >= GzipHeader.LEAST_BYTES);
        return target.position() - start;
    }

    private static void inflate(Inflater inflater, ByteBuffer target) throws IOException {
        try {
            while (!inflater.finished() && target.hasRemaining()) {
                int count = inflater.inflate(target);
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new IOException("gzip: the page ends early");
                }
            }
            if (!inflater.finished() && inflater.inflate(new byte[1]) > 0) {
                throw new IOException("gzip: the page is longer than its header says");
            }
        } catch (DataFormatException malformed) {
            throw new IOException("gzip: " + malformed.getMessage(), malformed);
        }
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

    /**
     * In Java's files, the codec named LZ4 means Hadoop's framing; in files of Arrow before 2021, it means an unframed block
     * (parquet-format, Compression.md).
     */
    private int oldLz4(ByteBuffer source, ByteBuffer target) throws IOException {
        int start = target.position();
        int expected = target.remaining();
        try {
            if (hadoopLz4(source, target) == expected) {
                return expected;
            }
        } catch (IOException noFraming) {
            // decided below
        }
        target.position(start);
        boolean framed = source.remaining() >= 4
                && source.slice().order(ByteOrder.LITTLE_ENDIAN).getInt(0) == LZ4_FRAME;
        if (framed) {
            throw new UnsupportedFormatException(
                    file, "Parquet codec LZ4 in LZ4's own frames", "Write the file anew with LZ4_RAW or ZSTD.");
        }
        return lz4(source, target);
    }

    /** Each block has its decompressed length, followed by parts of a compressed length and LZ4 data. */
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
        return in.hasRemaining() ? -1 : total;
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
