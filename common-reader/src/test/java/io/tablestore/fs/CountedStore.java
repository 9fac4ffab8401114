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
package io.tablestore.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Files in memory that answer as an object store does, for tests: counts the requests, and can hold answers back. */
public final class CountedStore implements TableFileSystem {

    private final InMemoryFileSystem files;
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private volatile String meetingFiles = "";
    private volatile @Nullable CyclicBarrier meeting;

    public CountedStore(InMemoryFileSystem files) {
        this.files = files;
    }

    /** The next reads wait until this many are under way at once; a read that waits in vain fails. */
    public void meet(int reads) {
        meet(reads, "");
    }

    /** As {@link #meet(int)}, for files whose location contains a text. */
    public void meet(int reads, String ofFiles) {
        meetingFiles = ofFiles;
        meeting = new CyclicBarrier(reads, () -> meeting = null);
    }

    /** Waits until this many reads have begun since the last call of {@link #requests}. */
    public void awaitReads(int reads) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (reads() < reads && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    /** Requests since the last call, such as {@code {GET=3, LIST=1}}. */
    public String requests() {
        Map<String, Integer> all = new TreeMap<>();
        counts.forEach((kind, count) -> all.put(kind, count.get()));
        counts.clear();
        return all.toString();
    }

    /** Reads since the last call of {@link #requests}. */
    public int reads() {
        return counts.getOrDefault("GET", new AtomicInteger()).get();
    }

    private void count(String kind) {
        counts.computeIfAbsent(kind, first -> new AtomicInteger()).incrementAndGet();
    }

    private void answer(TablePath path) throws IOException {
        CyclicBarrier barrier = meeting;
        if (barrier != null && path.location().contains(meetingFiles)) {
            try {
                barrier.await(20, TimeUnit.SECONDS);
            } catch (Exception alone) {
                throw new IOException("not enough reads at once", alone);
            }
        }
    }

    @Override
    public boolean isObjectStore(TablePath path) {
        return true;
    }

    @Override
    public RangeReader open(TablePath path) throws IOException {
        count("HEAD");
        return open(path, files.content(path).length);
    }

    @Override
    public RangeReader open(TablePath path, long sizeInBytes) {
        return new RangeReader() {
            @Override
            public long size() {
                return sizeInBytes;
            }

            @Override
            public void readFully(long position, ByteBuffer target) throws IOException {
                count("GET");
                answer(path);
                try (RangeReader file = files.open(path)) {
                    file.readFully(position, target);
                }
            }

            @Override
            public boolean isConcurrent() {
                return true;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public List<Entry> list(TablePath directory) {
        count("LIST");
        return files.list(directory);
    }

    @Override
    public boolean exists(TablePath path) {
        count("HEAD");
        return files.exists(path);
    }

    @Override
    public @Nullable Status status(TablePath path) {
        count("HEAD");
        return files.status(path);
    }

    @Override
    public void create(TablePath path, byte[] content) throws IOException {
        count("PUT");
        files.create(path, content);
    }
}
