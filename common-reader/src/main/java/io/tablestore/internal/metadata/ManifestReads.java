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
import io.tablestore.internal.fs.Futures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads many manifests or snapshots in parallel; results are in task order. */
final class ManifestReads implements AutoCloseable {

    private final int threads;
    private final ExecutorService executor;

    /** @param threads 1 means that of the caller */
    ManifestReads(int threads) {
        this.threads = threads;
        executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "tablestore-plan");
            thread.setDaemon(true);
            return thread;
        });
    }

    <T> List<T> all(List<Callable<T>> tasks) {
        List<T> results = new ArrayList<>(tasks.size());
        try {
            if (tasks.size() < 2 || threads == 1) {
                for (Callable<T> task : tasks) {
                    results.add(task.call());
                }
                return results;
            }
            for (Future<T> future : executor.invokeAll(tasks)) {
                results.add(Futures.get(future));
            }
            return results;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ReadCancelledException(interrupted);
        } catch (RuntimeException known) {
            throw known;
        } catch (Exception checked) {
            throw new IllegalStateException(checked);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
