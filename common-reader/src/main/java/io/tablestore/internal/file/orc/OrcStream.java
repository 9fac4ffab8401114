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

import io.tablestore.internal.file.decoder.ChunkBytes;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.arrow.memory.util.MemoryUtil;

/** The bytes of one stream of a stripe, decompressed chunk by chunk and read forwards. */
final class OrcStream implements AutoCloseable {

    private static final int PLAIN_STEP = 64 << 10;
    private static final int HEADER_BYTES = 3;

    private final ChunkBytes stored;
    private final OrcCodec codec;
    private final long end;
    private long position;
    private byte[] block = new byte[0];
    private byte[] compressed = new byte[0];
    private int at;
    private int limit;

    /** @param end end of the stream in the file, exclusive */
    OrcStream(ChunkBytes stored, OrcCodec codec, long start, long end) {
        this.stored = stored;
        this.codec = codec;
        this.position = start;
        this.end = end;
    }

    private void fill() throws IOException {
        if (position >= end) {
            throw new EOFException("a stream ends before all its values were read");
        }
        at = 0;
        if (codec.isPlain()) {
            limit = stored.available(position, PLAIN_STEP);
            block = grown(block, limit);
            stored.range(position, limit).get(block, 0, limit);
            position += limit;
            return;
        }
        if (stored.available(position, HEADER_BYTES) < HEADER_BYTES) {
            throw new EOFException("a stream ends inside the header of a chunk");
        }
        byte[] headerBytes = new byte[HEADER_BYTES];
        stored.range(position, HEADER_BYTES).get(headerBytes);
        int header = OrcCodec.header(headerBytes, 0);
        int size = header >>> 1;
        position += HEADER_BYTES;
        if (size > end - position) {
            throw new EOFException("a chunk of " + size + " bytes where " + (end - position) + " are left");
        }
        ByteBuffer body = stored.range(position, size);
        position += size;
        if ((header & 1) != 0) {
            block = grown(block, size);
            body.get(block, 0, size);
            limit = size;
        } else {
            compressed = grown(compressed, size);
            body.get(compressed, 0, size);
            block = grown(block, codec.largest(compressed, size));
            limit = codec.decompress(compressed, 0, size, block);
        }
    }

    private static byte[] grown(byte[] bytes, int size) {
        return bytes.length >= size ? bytes : new byte[size];
    }

    int readByte() throws IOException {
        while (at == limit) {
            fill();
        }
        return block[at++] & 0xFF;
    }

    /** Copies the next bytes to an address in direct memory. */
    void readFully(long address, int length) throws IOException {
        int done = 0;
        while (done < length) {
            while (at == limit) {
                fill();
            }
            int step = Math.min(length - done, limit - at);
            MemoryUtil.copyToMemory(block, at, address + done, step);
            at += step;
            done += step;
        }
    }

    void skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            while (at == limit) {
                fill();
            }
            int step = (int) Math.min(left, limit - at);
            at += step;
            left -= step;
        }
    }

    /** Reads a base-128 number, lowest bits first. */
    long readVarint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IOException("a number of more than ten bytes");
    }

    static long unzigzag(long value) {
        return value >>> 1 ^ -(value & 1);
    }

    /** Reads a big-endian number of this many bytes. */
    long readBigEndian(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | readByte();
        }
        return value;
    }

    long readLittleEndian(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) readByte() << (8 * i);
        }
        return value;
    }

    /** An upper bound of the remaining bytes. Only the block size limits the decompressed size of a chunk. */
    long bytesAhead() {
        long rest = end - position;
        return limit - at + (codec.isPlain() ? rest : rest / HEADER_BYTES * (long) codec.blockSize());
    }

    long bytesRead() {
        return stored.bytesRead();
    }

    @Override
    public void close() {
        stored.close();
    }
}
