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
package io.tablestore.internal.read;

import io.tablestore.read.SplitReader;
import io.tablestore.read.SplitReaders;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Creates the readers of the next splits early, and lets them fetch their first file. */
public final class ReadersAhead implements SplitReaders {

    /** A reader that can begin to fetch what it will read first. */
    interface Fetching extends SplitReader {

        /** Begins to fetch the first file, if it is in an object store. Needs no further call before {@link #close}. */
        void fetchAhead();
    }

    private final Iterator<Fetching> splits;
    private final BufferAllocator allocator;
    private final int depth;
    private final Deque<Fetching> ahead = new ArrayDeque<>();
    private int window = 1;

    /**
     * @param splits creates each reader when it is asked for it; whether there is another is known without that
     * @param depth maximum number of readers that are created early
     * @param allocator of the readers
     */
    ReadersAhead(Iterator<Fetching> splits, int depth, BufferAllocator allocator) {
        this.splits = splits;
        this.depth = depth;
        this.allocator = allocator;
    }

    /** As the constructor. */
    public static <T> ReadersAhead of(
            List<T> splits, Function<T, SectionSplitReader> opener, int depth, BufferAllocator allocator) {
        Iterator<T> remaining = splits.iterator();
        return new ReadersAhead(
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return remaining.hasNext();
                    }

                    @Override
                    public Fetching next() {
                        return opener.apply(remaining.next());
                    }
                },
                depth,
                allocator);
    }

    @Override
    public synchronized @Nullable SplitReader next() {
        SplitReader reader = ahead.poll();
        if (reader == null && splits.hasNext()) {
            reader = splits.next();
        }
        try {
            fetchAhead();
        } catch (RuntimeException failed) {
            if (reader != null) {
                reader.close();
            }
            throw failed;
        }
        return reader;
    }

    /** Fetches more the more splits have been opened, so that a query with a limit fetches little in vain. */
    private void fetchAhead() {
        window = Math.min(depth, window);
        while (ahead.size() < window && splits.hasNext() && hasRoom()) {
            Fetching reader = splits.next();
            ahead.add(reader);
            try {
                reader.fetchAhead();
            } catch (RuntimeException early) {
                // The reader tries again when it is asked for rows, and then fails with a reason that the caller can
                // use.
            }
        }
        window = 2 * window;
    }

    /** Leaves half of the memory to the readers that are at work. */
    private boolean hasRoom() {
        return allocator.getHeadroom() >= allocator.getLimit() / 2;
    }

    @Override
    public synchronized void close() {
        ahead.forEach(SplitReader::close);
        ahead.clear();
    }
}
