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
package io.tablestore.internal.file.avro;

import com.github.luben.zstd.ZstdDecompressCtx;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.format.avro.AvroContainer;
import io.tablestore.internal.memory.BufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.arrow.memory.ArrowBuf;
import org.xerial.snappy.Snappy;

/** Decompresses the blocks of an Avro file into direct memory, which can hold values of any size. */
final class AvroCodec {

    private static final int LARGEST_BLOCK = Integer.MAX_VALUE - 64;

    /** Snappy's densest sequence yields 64 bytes from three. */
    private static final int SNAPPY_DENSITY = 22;

    private static final int CHECKSUM_BYTES = 4;
    private static final int LEAST_BYTES = 1 << 16;

    private final String file;
    private final String codec;
    private final BufferPool pool;

    AvroCodec(String file, String codec, BufferPool pool) {
        this.file = file;
        this.codec = codec;
        this.pool = pool;
        switch (codec) {
            case "null", "zstandard", "snappy", "deflate" -> {}
            default -> throw AvroContainer.unsupported(file, codec);
        }
    }

    /** A decompressed block; its holder returns the memory to the pool. */
    record Plain(ArrowBuf memory, int length) {}

    /** @param stored returned to the pool, or part of the result */
    Plain decompress(ArrowBuf stored, int length) throws IOException {
        if (codec.equals("null")) {
            return new Plain(stored, length);
        }
        try {
            return switch (codec) {
                case "zstandard" -> zstd(stored, length);
                case "snappy" -> snappy(stored, length);
                default -> inflate(stored, length);
            };
        } finally {
            pool.give(stored);
        }
    }

    private ArrowBuf take(long bytes) {
        if (bytes > LARGEST_BLOCK) {
            throw new UnsupportedFormatException(
                    file,
                    "a block of " + bytes + " bytes",
                    "Up to 2 GiB are read; write the file with smaller blocks.");
        }
        return pool.take(bytes);
    }

    private Plain zstd(ArrowBuf stored, int length) throws IOException {
        long most = ZstdFrames.largest(stored, length);
        ArrowBuf plain = take(most);
        try (ZstdDecompressCtx context = new ZstdDecompressCtx()) {
            int size = context.decompressDirectByteBuffer(
                    plain.nioBuffer(0, (int) most), 0, (int) most, stored.nioBuffer(0, length), 0, length);
            return new Plain(plain, size);
        } catch (RuntimeException malformed) {
            pool.give(plain);
            throw new IOException("zstd: " + malformed.getMessage(), malformed);
        }
    }

    private Plain snappy(ArrowBuf stored, int length) throws IOException {
        if (length < CHECKSUM_BYTES) {
            throw new IOException("a snappy block without its checksum");
        }
        ByteBuffer body = stored.nioBuffer(0, length - CHECKSUM_BYTES);
        int size = Snappy.uncompressedLength(body);
        if (size < 0 || size > (long) SNAPPY_DENSITY * length + LEAST_BYTES) {
            throw new IOException("a snappy block of " + length + " bytes that declares " + size);
        }
        ArrowBuf plain = take(size);
        try {
            ByteBuffer target = plain.nioBuffer(0, size);
            Snappy.uncompress(body, target);
            CRC32 crc = new CRC32();
            crc.update(plain.nioBuffer(0, size));
            int expected = Integer.reverseBytes(stored.getInt(length - CHECKSUM_BYTES));
            if ((int) crc.getValue() != expected) {
                throw new IOException("the checksum of a block is wrong");
            }
            return new Plain(plain, size);
        } catch (IOException | RuntimeException damaged) {
            pool.give(plain);
            throw damaged;
        }
    }

    private Plain inflate(ArrowBuf stored, int length) throws IOException {
        Inflater inflater = new Inflater(true);
        ArrowBuf plain = take(Math.max(LEAST_BYTES, 4L * length));
        try {
            inflater.setInput(stored.nioBuffer(0, length));
            int size = 0;
            while (!inflater.finished()) {
                int room = (int) Math.min(LARGEST_BLOCK, plain.capacity() - BufferPool.SLACK_BYTES);
                if (size == room) {
                    ArrowBuf larger = take(2L * room);
                    larger.setBytes(0, plain, 0, size);
                    pool.give(plain);
                    plain = larger;
                    continue;
                }
                int count = inflater.inflate(plain.nioBuffer(size, room - size));
                if (count == 0 && !inflater.finished() && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new IOException("a deflated block ends early");
                }
                size += count;
            }
            return new Plain(plain, size);
        } catch (DataFormatException damaged) {
            pool.give(plain);
            throw new IOException("deflate: " + damaged.getMessage(), damaged);
        } catch (IOException | RuntimeException failed) {
            pool.give(plain);
            throw failed;
        } finally {
            inflater.end();
        }
    }
}
