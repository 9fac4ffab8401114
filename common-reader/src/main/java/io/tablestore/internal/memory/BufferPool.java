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
package io.tablestore.internal.memory;

import io.tablestore.error.ReadCancelledException;
import java.util.ArrayDeque;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;

/**
 * A pool of buffers for one reader. It reuses buffers instead of freeing and allocating them for every page and batch.
 *
 * <p><b>Ownership:</b> a taken buffer belongs to the taker until it is given back; {@link #close()} frees the returned ones. A
 * buffer that somebody else has retained is not reused.
 *
 * <p><b>Threads:</b> one at a time; {@link #cancel()} by any.
 */
public final class BufferPool implements AutoCloseable {

    /** Readable bytes after the requested ones, so that kernels may load 64-bit words at the end. */
    public static final int SLACK_BYTES = 16;

    private static final int SIZE_CLASSES = 128;
    private static final int SMALLEST_CLASS = 10;
    private static final int MAX_IDLE_PER_CLASS = 16;

    private static final long LARGEST_IDLE = 128L << 20;

    /** No buffer is kept idle while more than this fraction of the limit is allocated. */
    private static final int IDLE_SHARE = 2;

    /** Up to this power of two, sizes are powers of two. Above it there are four sizes per power, so that little is wasted. */
    private static final int LARGEST_POWER = 24;

    /** Set by tests: returned memory is overwritten, which exposes reads that come too late. */
    private static final boolean OVERWRITE_RETURNED = Boolean.getBoolean("tablestore.test.overwrite-returned-memory");

    private final BufferAllocator allocator;

    @SuppressWarnings({"unchecked", "rawtypes"})
    private final ArrayDeque<ArrowBuf>[] idle = new ArrayDeque[SIZE_CLASSES];

    private volatile boolean cancelled;

    public BufferPool(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    public BufferAllocator allocator() {
        return allocator;
    }

    /** Prevents further buffers from being taken, which soon ends the work of the pool's owner. */
    public void cancel() {
        cancelled = true;
    }

    /** @throws ReadCancelledException if the pool has been cancelled */
    public void checkNotCancelled() {
        if (cancelled) {
            throw new ReadCancelledException();
        }
    }

    /**
     * A buffer of at least {@code bytes} plus the slack, with arbitrary content.
     *
     * @throws ReadCancelledException after {@link #cancel()}
     */
    public ArrowBuf take(long bytes) {
        checkNotCancelled();
        long size = roundedUp(bytes + SLACK_BYTES);
        ArrayDeque<ArrowBuf> buffers = idle[sizeClass(size)];
        ArrowBuf buffer = buffers == null ? null : buffers.pollLast();
        return buffer == null ? allocate(size) : buffer;
    }

    private ArrowBuf allocate(long size) {
        makeRoom(size);
        return allocator.buffer(size);
    }

    /** Frees idle buffers if they leave too little room for this many bytes, in the pool or in the allocator. */
    public void makeRoom(long bytes) {
        if (allocator.getHeadroom() < bytes) {
            close();
        }
    }

    /** Takes a buffer back. */
    public void give(ArrowBuf buffer) {
        int sizeClass = sizeClass(buffer.capacity());
        ArrayDeque<ArrowBuf> buffers = idle[sizeClass];
        if (buffers == null) {
            buffers = new ArrayDeque<>();
            idle[sizeClass] = buffers;
        }
        // Sizes of large buffers rarely repeat, and idle ones must not use the memory that their owner allocates
        // itself.
        boolean tooLarge =
                buffer.capacity() > LARGEST_IDLE || allocator.getAllocatedMemory() > allocator.getLimit() / IDLE_SHARE;
        if (buffer.refCnt() > 1 || buffers.size() >= MAX_IDLE_PER_CLASS || tooLarge) {
            buffer.close();
            return;
        }
        if (OVERWRITE_RETURNED) {
            MemoryUtil.setMemory(buffer.memoryAddress(), buffer.capacity(), (byte) 0xA5);
        }
        buffers.addLast(buffer);
    }

    /** The size of the buffer for this many bytes. Rounding a rounded size does not change it. */
    private static long roundedUp(long bytes) {
        int power = Math.max(SMALLEST_CLASS, 64 - Long.numberOfLeadingZeros(bytes - 1));
        if (power <= LARGEST_POWER) {
            return 1L << power;
        }
        long step = 1L << power - 3;
        return (bytes + step - 1) / step * step;
    }

    /** @param size a result of {@link #roundedUp}, or the size of a buffer from elsewhere */
    private static int sizeClass(long size) {
        int power = Math.max(SMALLEST_CLASS, 64 - Long.numberOfLeadingZeros(size - 1));
        if (power <= LARGEST_POWER) {
            return power;
        }
        return Math.min(
                SIZE_CLASSES - 1, LARGEST_POWER + 4 * (power - LARGEST_POWER - 1) + (int) (size >> power - 3) - 4);
    }

    @Override
    public void close() {
        for (int i = 0; i < idle.length; i++) {
            if (idle[i] != null) {
                idle[i].forEach(ArrowBuf::close);
                idle[i] = null;
            }
        }
    }
}
