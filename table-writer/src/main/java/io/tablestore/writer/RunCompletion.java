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
package io.tablestore.writer;

import io.tablestore.error.TableStoreException;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.fs.IoThreads;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.writer.internal.file.RunWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Completes the runs of a flush. An object store takes a round trip for the end of each, so small ones are completed there
 * several at once, at most {@value #MOST_AT_ONCE}.
 *
 * <p><b>Threads:</b> one at a time.
 */
final class RunCompletion {

    private static final int MOST_AT_ONCE = 8;

    /** Larger ones keep their thread busy anyway, and need more memory. */
    private static final long SMALL_BYTES = 1 << 20;

    /** Receives the files of the runs, in the order of the runs and in the thread of the flush. */
    interface Sink {
        void completed(int owner, List<DataFile> files);
    }

    private record Begun(int owner, Future<List<DataFile>> files) {}

    private final boolean isObjectStore;
    private final Sink sink;
    private final Deque<Begun> begun = new ArrayDeque<>();

    RunCompletion(TableFiles files, Sink sink) {
        this.isObjectStore = files.fileSystem().isObjectStore(files.root());
        this.sink = sink;
    }

    /** Completes the runs that a flush {@linkplain #complete passes on}; returns, or throws, when all of them have ended. */
    void during(Runnable flush) {
        RuntimeException failure = null;
        try {
            flush.run();
        } catch (RuntimeException failed) {
            failure = failed;
        } finally {
            failure = takeAll(failure);
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Completes a run, now or before the flush returns. */
    void complete(int owner, RunWriter run) {
        if (!isObjectStore || run.openBytes() > SMALL_BYTES) {
            while (!begun.isEmpty()) { // in the order of the runs
                take(begun.remove());
            }
            sink.completed(owner, run.finish());
            return;
        }
        if (begun.size() == MOST_AT_ONCE) {
            take(begun.remove());
        }
        begun.add(new Begun(owner, IoThreads.executor().submit(run::finish)));
    }

    private @Nullable RuntimeException takeAll(@Nullable RuntimeException earlier) {
        RuntimeException failure = earlier;
        while (!begun.isEmpty()) {
            try {
                take(begun.remove());
            } catch (RuntimeException failed) {
                failure = failure == null ? failed : failure;
            }
        }
        return failure;
    }

    private void take(Begun run) {
        sink.completed(run.owner, ended(run.files));
    }

    /** Waits for the end, even if this thread is interrupted, because nobody else knows of the files. */
    private static List<DataFile> ended(Future<List<DataFile>> files) {
        boolean isInterrupted = false;
        try {
            while (true) {
                try {
                    return files.get();
                } catch (InterruptedException again) {
                    isInterrupted = true;
                } catch (ExecutionException failed) {
                    throw failed.getCause() instanceof RuntimeException cause
                            ? cause
                            : new TableStoreException(
                                    "A data file cannot be completed: " + failed.getCause() + ".", failed);
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
