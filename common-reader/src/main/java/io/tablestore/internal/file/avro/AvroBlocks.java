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

import io.tablestore.error.CorruptFileException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.fs.RangeReader;
import io.tablestore.internal.file.decoder.DataFileInput;
import io.tablestore.internal.format.avro.AvroContainer;
import io.tablestore.internal.format.avro.AvroCursor;
import io.tablestore.internal.memory.BufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;

/** The locations of the blocks of an Avro file, found by reading their headers. Small files stay in memory. */
final class AvroBlocks {

    private static final int FIRST_BYTES = 256 << 10;
    private static final int MAX_HEADER_BYTES = 64 << 20;

    /** Files up to this size are read once. */
    private static final int KEPT_BYTES = 16 << 20;

    private static final int LARGEST_BLOCK = Integer.MAX_VALUE - 64;

    /** Two numbers of at most ten bytes. */
    private static final int MAX_BLOCK_HEADER = 20;

    /**
     * One block.
     *
     * @param position of its body
     */
    record Block(long rows, long position, int length) {}

    private final String file;
    private final RangeReader reader;
    private final long size;
    private final BufferPool pool;
    private final AvroContainer container;
    private final AvroCodec codec;
    private final List<Block> blocks = new ArrayList<>();
    private byte[] window;
    private long windowStart;
    private long bytesRead;

    AvroBlocks(DataFileInput input) throws IOException {
        this.file = input.file();
        this.reader = input.reader();
        this.size = input.sizeInBytes();
        this.pool = input.pool();
        this.window = read(0, (int) Math.min(size, size <= KEPT_BYTES ? size : FIRST_BYTES));
        this.container = header();
        this.codec = new AvroCodec(file, container.codec(), pool);
        walk();
    }

    /** If the header does not fit in the bytes read, reads more and tries again. */
    private AvroContainer header() throws IOException {
        while (true) {
            try {
                return new AvroContainer(file, window);
            } catch (CorruptFileException cut) {
                if (window.length == size || window.length >= MAX_HEADER_BYTES) {
                    throw cut;
                }
                window = read(0, (int) Math.min(size, window.length * 4L));
            }
        }
    }

    private void walk() throws IOException {
        long position = container.firstBlock();
        byte[] sync = container.sync();
        while (position < size) {
            int available = (int) Math.min(MAX_BLOCK_HEADER, size - position);
            AvroCursor cursor = cursor(position, available);
            int start = cursor.position();
            try {
                long rows = cursor.readLong();
                long length = cursor.readLong();
                long body = position + cursor.position() - start;
                if (rows < 0 || length < 0 || length > size - body - sync.length) {
                    throw new CorruptFileException(
                            file,
                            "The header of the block at byte " + position + " announces " + rows + " rows in " + length
                                    + " bytes, which do not fit in the file.");
                }
                if (length > LARGEST_BLOCK) {
                    throw new UnsupportedFormatException(
                            file,
                            "a block of " + length + " bytes",
                            "Up to 2 GiB are read; write the file with smaller blocks.");
                }
                if (!cursor(body + length, sync.length).nextBytesAre(sync)) {
                    throw new CorruptFileException(
                            file, "The block at byte " + position + " does not end with the sync marker of the file.");
                }
                blocks.add(new Block(rows, body, (int) length));
                position = body + length + sync.length;
            } catch (IndexOutOfBoundsException cut) {
                throw new CorruptFileException(
                        file,
                        "The header of the block at byte " + position + " cannot be read: " + cut.getMessage() + ".",
                        cut);
            }
        }
    }

    private AvroCursor cursor(long position, int length) throws IOException {
        if (position < windowStart || position + length > windowStart + window.length) {
            windowStart = position;
            window = read(position, (int) Math.min(size - position, Math.max(length, FIRST_BYTES)));
        }
        int start = (int) (position - windowStart);
        return new AvroCursor(window, start, start + length);
    }

    private byte[] read(long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        reader.readFully(position, ByteBuffer.wrap(bytes));
        bytesRead += length;
        return bytes;
    }

    List<Block> blocks() {
        return blocks;
    }

    AvroContainer container() {
        return container;
    }

    long bytesRead() {
        return bytesRead;
    }

    /** The decompressed records of a block; the caller returns the memory to the pool. */
    AvroCodec.Plain open(Block block) throws IOException {
        ArrowBuf stored = pool.take(block.length);
        ByteBuffer target = stored.nioBuffer(0, block.length);
        try {
            if (windowStart == 0 && window.length == size) {
                target.put(window, (int) block.position, block.length);
            } else {
                reader.readFully(block.position, target);
                bytesRead += block.length;
            }
        } catch (IOException | RuntimeException failed) {
            pool.give(stored);
            throw failed;
        }
        return codec.decompress(stored, block.length);
    }
}
