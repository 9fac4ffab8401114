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
import io.tablestore.internal.memory.BufferPool;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ends of a split's files in an object store. The end of a file is fetched once and serves its footer, its indexes and small
 * columns, also if the file is opened again for its values; a small file is fetched whole. The ends of the next files are fetched
 * ahead, side by side.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class FileTails implements AutoCloseable {

    /** More memory than this must be left for an end to be fetched ahead. */
    private static final int HEADROOM_BYTES = 8 << 20;

    private final BufferPool pool;
    private final int depth;
    private final long maxBytes;
    private final Map<String, FileTail> tails = new LinkedHashMap<>();
    private final Deque<TailedFile> next = new ArrayDeque<>();
    private int window = 1;
    private long bytes;

    /**
     * @param pool gives the buffers of the ends
     * @param depth maximum number of files that are fetched ahead
     * @param maxBytes maximum of all ends together; those of closed files are dropped first
     */
    public FileTails(BufferPool pool, int depth, long maxBytes) {
        this.pool = pool;
        this.depth = depth;
        this.maxBytes = maxBytes;
    }

    /** Announces files in the order in which they will be opened. */
    public void announce(Collection<TailedFile> files) {
        next.addAll(files);
    }

    /** Opens a file. The caller closes it before this object. */
    public RangeReader open(TailedFile file) {
        FileTail tail = tails.get(file.path());
        if (tail == null) { // else it is not announced any more
            next.removeIf(announced -> announced.path().equals(file.path()));
            tail = add(file);
        }
        if (tail == null) {
            return file.opener().get();
        }
        RangeReader opened = tail.open();
        window = Math.min(depth, 2 * window);
        fetchAhead();
        return opened;
    }

    /** Begins to fetch the first of the announced files, before any is opened. */
    public void fetchFirst() {
        window = Math.min(depth, window);
        fetchAhead();
    }

    /** Keeps the end of a file if there is room for it. */
    private @Nullable FileTail add(TailedFile file) {
        makeRoom(file.keptBytes());
        if (bytes + file.keptBytes() > maxBytes || pool.allocator().getHeadroom() < HEADROOM_BYTES) {
            return null;
        }
        FileTail tail = new FileTail(file, pool);
        tails.put(file.path(), tail);
        bytes += tail.keptBytes();
        return tail;
    }

    private void makeRoom(int wanted) {
        Iterator<FileTail> oldest = tails.values().iterator();
        while (bytes + wanted > maxBytes && oldest.hasNext()) {
            FileTail tail = oldest.next();
            if (tail.isIdle()) {
                oldest.remove();
                bytes -= tail.keptBytes();
                tail.close();
            }
        }
    }

    /** Fetches more the more files have been opened, so that a query with a limit fetches little in vain. */
    private void fetchAhead() {
        long waiting = tails.values().stream().filter(tail -> !tail.wasOpened()).count();
        for (; waiting < window && !next.isEmpty(); waiting++) {
            FileTail tail = add(next.element());
            if (tail == null) {
                return;
            }
            next.remove();
            tail.fetchAhead();
        }
    }

    @Override
    public void close() {
        tails.values().forEach(FileTail::close);
        tails.clear();
        next.clear();
    }
}
