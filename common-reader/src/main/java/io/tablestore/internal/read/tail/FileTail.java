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
package io.tablestore.internal.read.tail;

import io.tablestore.fs.RangeReader;
import io.tablestore.internal.fs.Futures;
import io.tablestore.internal.fs.IoThreads;
import io.tablestore.internal.memory.BufferPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import org.apache.arrow.memory.ArrowBuf;
import org.jspecify.annotations.Nullable;

/**
 * The last bytes of a file in an object store, or all of a small file: fetched once and kept.
 *
 * <p><b>Threads:</b> one at a time. A fetch ahead is done by another thread, for which every other method waits.
 */
final class FileTail implements AutoCloseable {

    private final TailedFile source;
    private final BufferPool pool;
    private final RangeReader reader;
    private final long start;
    private final ArrowBuf buffer;
    private @Nullable Future<?> ahead;
    private boolean fetched;
    private boolean opened;
    private int readers;

    /** Opens the file and takes a buffer; nothing is fetched yet. */
    FileTail(TailedFile source, BufferPool pool) {
        this.source = source;
        this.pool = pool;
        this.start = source.sizeInBytes() - source.keptBytes();
        this.buffer = pool.take(source.keptBytes());
        try {
            this.reader = source.opener().get();
        } catch (RuntimeException failed) {
            pool.give(buffer);
            throw failed;
        }
    }

    int keptBytes() {
        return source.keptBytes();
    }

    /** Whether a reader has been opened yet. */
    boolean wasOpened() {
        return opened;
    }

    /** Whether all readers have been closed. */
    boolean isIdle() {
        return opened && readers == 0;
    }

    /** Begins to fetch the bytes in another thread. */
    void fetchAhead() {
        ahead = IoThreads.executor().submit(() -> {
            reader.readFully(start, target());
            return null;
        });
    }

    private ByteBuffer target() {
        return buffer.nioBuffer(0, source.keptBytes());
    }

    /** A reader of the file that takes what it can from the kept bytes. */
    RangeReader open() {
        opened = true;
        readers++;
        return new TailReader(this);
    }

    void closed() {
        readers--;
    }

    long sizeInBytes() {
        return source.sizeInBytes();
    }

    /** Whether a range is among the kept bytes. */
    boolean holds(long position, int length) {
        return position >= start && length <= source.sizeInBytes() - position;
    }

    /** Copies a range that {@link #holds}; fetches all kept bytes first if that has not happened yet. */
    void copy(long position, ByteBuffer target) throws IOException {
        await();
        if (!fetched) {
            reader.readFully(start, target());
            fetched = true;
        }
        target.put(buffer.nioBuffer(position - start, target.remaining()));
    }

    /** The file itself, for other ranges. */
    RangeReader reader() throws IOException {
        await();
        return reader;
    }

    private void await() throws IOException {
        Future<?> running = ahead;
        if (running == null) {
            return;
        }
        try {
            Futures.get(running);
            fetched = true;
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        } finally {
            if (running.isDone()) { // else this thread was interrupted, and close() waits for the fetch
                ahead = null;
            }
        }
    }

    /** Waits for a fetch that is under way, because it writes to the buffer. */
    @Override
    public void close() {
        boolean interrupted = ahead != null && Futures.awaitEnd(ahead); // nobody has asked for these bytes if it fails
        ahead = null;
        pool.give(buffer);
        try {
            reader.close();
        } catch (IOException failed) {
            throw new IllegalStateException(failed); // readers of table files do not fail to close
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
