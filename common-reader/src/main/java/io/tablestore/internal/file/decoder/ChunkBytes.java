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
package io.tablestore.internal.file.decoder;

import io.tablestore.fs.RangeReader;
import io.tablestore.internal.memory.BufferPool;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.arrow.memory.ArrowBuf;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one column chunk or stream, read ahead in steps. Steps grow during sequential reads and start small again after a
 * jump, so that unwanted pages are not fetched.
 */
public final class ChunkBytes implements AutoCloseable {

    private static final int FIRST_STEP = 64 << 10;
    private static final int LARGEST_STEP = 2 << 20;

    private final RangeReader file;
    private final BufferPool pool;
    private final long end;
    private @Nullable ArrowBuf buffer;
    private long bufferStart;
    private long bufferEnd;
    private int step = FIRST_STEP;
    private long bytesRead;
    private int fetching;

    /** @param end end of the chunk in the file, exclusive */
    public ChunkBytes(RangeReader file, BufferPool pool, long start, long end) {
        this.file = file;
        this.pool = pool;
        this.end = end;
        this.bufferStart = start;
        this.bufferEnd = start;
    }

    /**
     * Loads a range into memory and returns its bytes, which are valid until the next call.
     *
     * @param position in the file
     */
    public ByteBuffer range(long position, int length) throws IOException {
        if (length < 0 || position < 0 || position + length > end) {
            throw new EOFException("bytes " + position + " to " + (position + length)
                    + " lie behind the end of the column chunk at " + end);
        }
        if (position < bufferStart || position + length > bufferEnd) {
            load(position, length);
        }
        ArrowBuf loaded = buffer;
        return loaded == null ? ByteBuffer.allocateDirect(0) : loaded.nioBuffer(position - bufferStart, length);
    }

    private void load(long position, int length) throws IOException {
        boolean straightOn = position >= bufferStart && position <= bufferEnd;
        step = straightOn ? Math.min(step * 2, LARGEST_STEP) : FIRST_STEP;
        int size = (int) Math.min(Math.max(step, length), end - position);
        if (buffer == null || buffer.capacity() < size + BufferPool.SLACK_BYTES) {
            release();
            buffer = pool.take(size);
        }
        bufferStart = position;
        bufferEnd = position;
        file.readFully(position, buffer.nioBuffer(0, size));
        bufferEnd = position + size;
        bytesRead += size;
    }

    /**
     * Allocates memory for the first range, which the caller fills together with those of other chunks.
     *
     * @return the range to fetch; {@link #fetched()} must follow
     */
    public RangeReader.Range firstRange() {
        int size = (int) Math.min(LARGEST_STEP, end - bufferStart);
        release();
        ArrowBuf taken = pool.take(size);
        buffer = taken;
        fetching = size;
        return new RangeReader.Range(bufferStart, taken.nioBuffer(0, size));
    }

    /** Reports that the range of {@link #firstRange()} has been filled. */
    public void fetched() {
        bufferEnd = bufferStart + fetching;
        bytesRead += fetching;
        step = LARGEST_STEP / 2;
    }

    /** How many bytes may be requested from {@code position} on. */
    public int available(long position, int most) {
        return (int) Math.max(0, Math.min(most, end - position));
    }

    public long bytesRead() {
        return bytesRead;
    }

    /** Releases memory that a single large range took, once it is no longer used. */
    public void releaseLarge() {
        if (buffer != null && buffer.capacity() > 2L * LARGEST_STEP) {
            release();
            bufferStart = bufferEnd;
        }
    }

    private void release() {
        if (buffer != null) {
            pool.give(buffer);
            buffer = null;
        }
    }

    @Override
    public void close() {
        release();
    }
}
