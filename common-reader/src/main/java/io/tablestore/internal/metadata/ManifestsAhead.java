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
package io.tablestore.internal.metadata;

import io.tablestore.internal.fs.Futures;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/**
 * The contents of manifests in an object store, fetched side by side before they are needed. A manifest that is taken more than
 * once is kept until the last time. Memory holds at most {@value #MOST_AHEAD} that have not been taken, of no more than {@value
 * #MOST_BYTES} bytes unless a single one is larger, and as many bytes of those that are kept.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
final class ManifestsAhead implements AutoCloseable {

    static final int MOST_AHEAD = 16;

    static final long MOST_BYTES = 32L << 20;

    private final TableFiles files;
    private final ExecutorService executor;

    /** Those that nobody has begun to fetch. */
    private final Deque<ListedManifest> next;

    /** How often each manifest, by its path, is still taken. */
    private final Map<String, Integer> takes = new HashMap<>();

    /** By their paths, those that have not been taken yet. */
    private final Map<String, FutureTask<byte[]>> ahead = new HashMap<>();

    /** By their paths, those that have been taken and will be taken again. */
    private final Map<String, FutureTask<byte[]>> kept = new HashMap<>();

    private long bytesAhead;
    private long bytesKept;

    /** @param order the manifests in the order in which they will be taken, each as often as it will be */
    ManifestsAhead(TableFiles files, List<ListedManifest> order) {
        this.files = files;
        this.next = new ArrayDeque<>(new LinkedHashSet<>(order));
        order.forEach(manifest -> takes.merge(manifest.path(), 1, Integer::sum));
        this.executor = Executors.newFixedThreadPool(MOST_AHEAD, task -> {
            Thread thread = new Thread(task, "tablestore-manifests");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The content of a manifest as Avro. A manifest that is taken out of order, or too often, is fetched at once. */
    byte[] take(ListedManifest manifest) {
        FutureTask<byte[]> content = taken(manifest);
        content.run(); // does nothing if another thread has begun
        return Futures.get(content);
    }

    private synchronized FutureTask<byte[]> taken(ListedManifest manifest) {
        fetchAhead();
        boolean isTakenAgain = takes.merge(manifest.path(), -1, Integer::sum) > 0;
        FutureTask<byte[]> content = kept.get(manifest.path());
        if (content == null) {
            content = firstTaken(manifest, isTakenAgain);
        } else if (!isTakenAgain) {
            kept.remove(manifest.path());
            bytesKept -= manifest.file().sizeInBytes();
        }
        fetchAhead();
        return content;
    }

    private FutureTask<byte[]> firstTaken(ListedManifest manifest, boolean isTakenAgain) {
        long size = manifest.file().sizeInBytes();
        FutureTask<byte[]> content = ahead.remove(manifest.path());
        if (content == null) {
            next.remove(manifest);
            content = fetch(manifest);
        } else {
            bytesAhead -= size;
        }
        if (isTakenAgain && bytesKept + size <= MOST_BYTES) {
            kept.put(manifest.path(), content);
            bytesKept += size;
        } else if (isTakenAgain) {
            next.add(manifest);
        }
        return content;
    }

    private void fetchAhead() {
        while (!next.isEmpty() && ahead.size() < MOST_AHEAD) {
            ListedManifest manifest = next.element();
            long size = manifest.file().sizeInBytes();
            if (!ahead.isEmpty() && bytesAhead + size > MOST_BYTES) {
                return;
            }
            next.remove();
            bytesAhead += size;
            FutureTask<byte[]> content = fetch(manifest);
            ahead.put(manifest.path(), content);
            executor.execute(content);
        }
    }

    private FutureTask<byte[]> fetch(ListedManifest manifest) {
        return new FutureTask<>(() -> files.contents().manifest(manifest));
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
