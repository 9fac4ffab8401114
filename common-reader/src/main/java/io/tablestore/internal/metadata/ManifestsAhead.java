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

import io.tablestore.error.ReadCancelledException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The contents of manifests in an object store, fetched side by side before they are needed. Memory holds at most {@value
 * #MOST_AHEAD} of them, and no more than {@value #BYTES_AHEAD} bytes unless a single one is larger.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
final class ManifestsAhead implements AutoCloseable {

    static final int MOST_AHEAD = 16;

    static final long BYTES_AHEAD = 32L << 20;

    private final TableFiles files;
    private final ExecutorService executor;
    private final Deque<ListedManifest> next;
    private final Map<String, Future<byte[]>> fetched = new HashMap<>();
    private long bytes;

    /** @param order the manifests in the order in which they will be taken */
    ManifestsAhead(TableFiles files, List<ListedManifest> order) {
        this.files = files;
        this.next = new ArrayDeque<>(order);
        this.executor = Executors.newFixedThreadPool(MOST_AHEAD, task -> {
            Thread thread = new Thread(task, "tablestore-manifests");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The content of a manifest as Avro. A manifest that is taken out of order, or again, is fetched at once. */
    byte[] take(ListedManifest manifest) {
        Future<byte[]> content = removed(manifest);
        if (content == null) {
            return files.contents().manifest(manifest);
        }
        try {
            return content.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ReadCancelledException(interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    private synchronized @Nullable Future<byte[]> removed(ListedManifest manifest) {
        fetchAhead();
        Future<byte[]> content = fetched.remove(manifest.path());
        if (content == null) {
            next.remove(manifest);
        } else {
            bytes -= manifest.file().sizeInBytes();
            fetchAhead();
        }
        return content;
    }

    private void fetchAhead() {
        while (!next.isEmpty() && fetched.size() < MOST_AHEAD) {
            ListedManifest manifest = next.element();
            long size = manifest.file().sizeInBytes();
            if (!fetched.isEmpty() && bytes + size > BYTES_AHEAD) {
                return;
            }
            next.remove();
            bytes += size;
            fetched.put(manifest.path(), executor.submit(() -> files.contents().manifest(manifest)));
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
