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
package io.tablestore.internal.file.orc;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.lzo.LzoDecompressor;
import io.tablestore.error.UnsupportedFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.orc.OrcProto.CompressionKind;
import org.xerial.snappy.Snappy;

/** Decompresses the chunks of sections and streams. No chunk may exceed the file's block size. */
final class OrcCodec {

    /** The maximum size of an array. Allocations depend on what a chunk can hold, not on the file's block size. */
    private static final int MAX_BLOCK_BYTES = Integer.MAX_VALUE - 64;

    private static final int SMALLEST_BLOCK = 1024;
    private static final int HEADER_BYTES = 3;

    private final CompressionKind kind;
    private final int blockSize;

    OrcCodec(String file, CompressionKind kind, long blockSize) {
        boolean known = switch (kind) {
            case NONE, ZLIB, SNAPPY, LZO, LZ4, ZSTD -> true;
            default -> false;
        };
        if (!known) {
            throw new UnsupportedFormatException(
                    file, "ORC compression " + kind, "Compact the table fully with another 'file.compression'.");
        }
        if (kind != CompressionKind.NONE && (blockSize <= 0 || blockSize > MAX_BLOCK_BYTES)) {
            throw new UnsupportedFormatException(
                    file, "an ORC block size of " + blockSize, "At most " + MAX_BLOCK_BYTES + " bytes are read.");
        }
        this.kind = kind;
        this.blockSize = (int) blockSize;
    }

    boolean isPlain() {
        return kind == CompressionKind.NONE;
    }

    /** Decompresses a section that is entirely in memory, such as a footer or a dictionary of offsets. */
    byte[] section(byte[] stored, int start, int length) throws IOException {
        if (isPlain()) {
            return Arrays.copyOfRange(stored, start, start + length);
        }
        ByteArrayOutputStream plain = new ByteArrayOutputStream(length * 3);
        int at = start;
        int end = start + length;
        while (at < end) {
            if (end - at < HEADER_BYTES) {
                throw new IOException("a section ends inside the header of a chunk");
            }
            int header = header(stored, at);
            int size = header >>> 1;
            at += HEADER_BYTES;
            if (size > end - at) {
                throw new IOException("a chunk of " + size + " bytes where " + (end - at) + " are");
            }
            if ((header & 1) != 0) {
                plain.write(stored, at, size);
            } else {
                byte[] block = new byte[largest(stored, at, size)];
                plain.write(block, 0, decompress(stored, at, size, block));
            }
            at += size;
        }
        return plain.toByteArray();
    }

    static int header(byte[] bytes, int at) {
        return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8 | (bytes[at + 2] & 0xFF) << 16;
    }

    int blockSize() {
        return blockSize;
    }

    int largest(byte[] source, int length) {
        return largest(source, 0, length);
    }

    /**
     * The maximum decompressed size of a chunk: the file's block size, or what its densest sequences yield. Two bits of deflate
     * yield at most 258 bytes, a byte of LZ4 or LZO yields 255, and three bytes of Snappy yield 64; zstd may declare its size.
     */
    @SuppressWarnings("deprecation") // engines include zstd-jni since 1.5.5
    private int largest(byte[] source, int start, int length) {
        long most = switch (kind) {
            case SNAPPY -> 22L * length + SMALLEST_BLOCK;
            case LZ4, LZO -> 256L * length + SMALLEST_BLOCK;
            case ZLIB -> 1040L * length + SMALLEST_BLOCK;
            default -> {
                long declared = Zstd.decompressedSize(source, start, length);
                yield declared > 0 ? declared : blockSize;
            }
        };
        return (int) Math.min(blockSize, most);
    }

    /** Decompresses one chunk; returns the number of bytes. */
    int decompress(byte[] source, int start, int length, byte[] target) throws IOException {
        try {
            return switch (kind) {
                case ZSTD -> zstd(source, start, length, target);
                case SNAPPY -> snappy(source, start, length, target);
                case LZ4 -> new Lz4Decompressor().decompress(source, start, length, target, 0, target.length);
                case LZO -> new LzoDecompressor().decompress(source, start, length, target, 0, target.length);
                case ZLIB -> inflate(source, start, length, target);
                default -> throw new IllegalStateException("no codec " + kind);
            };
        } catch (MalformedInputException | ZstdException | DataFormatException | IndexOutOfBoundsException damaged) {
            throw new IOException(kind + ": " + damaged.getMessage(), damaged);
        }
    }

    private static int zstd(byte[] source, int start, int length, byte[] target) throws IOException {
        long size = Zstd.decompressByteArray(target, 0, target.length, source, start, length);
        if (Zstd.isError(size)) {
            throw new IOException("zstd: " + Zstd.getErrorName(size));
        }
        return (int) size;
    }

    private static int snappy(byte[] source, int start, int length, byte[] target) throws IOException {
        int size = Snappy.uncompressedLength(source, start, length);
        if (size < 0 || size > target.length) {
            throw new IOException("a snappy chunk of " + size + " bytes in blocks of " + target.length);
        }
        return Snappy.uncompress(source, start, length, target, 0);
    }

    private static int inflate(byte[] source, int start, int length, byte[] target)
            throws DataFormatException, IOException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(source, start, length);
            int size = 0;
            while (!inflater.finished()) {
                int count = inflater.inflate(target, size, target.length - size);
                if (count == 0 && !inflater.finished()) {
                    throw new IOException("a deflated chunk does not fit in its block, or ends early");
                }
                size += count;
            }
            return size;
        } finally {
            inflater.end();
        }
    }
}
