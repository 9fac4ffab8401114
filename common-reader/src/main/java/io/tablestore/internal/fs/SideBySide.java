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
package io.tablestore.internal.fs;

import io.tablestore.fs.RangeReader;
import io.tablestore.fs.RangeReader.Range;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/** Does several things at once that wait for a store. */
public final class SideBySide {

    private SideBySide() {}

    /** Something that waits for a store. Its files are open already; see {@link IoThreads}. */
    public interface Task {
        void run() throws IOException;
    }

    /**
     * Fills all ranges. After a failure or an interrupt, no thread writes to a range any more.
     *
     * @throws InterruptedIOException if the thread is interrupted, which it remains
     */
    static void read(RangeReader reader, List<Range> ranges) throws IOException {
        if (ranges.size() < 2 || !reader.isConcurrent()) {
            reader.readFully(ranges);
            return;
        }
        List<Task> reads = new ArrayList<>();
        for (Range range : ranges) {
            reads.add(() -> reader.readFully(range.position(), range.target()));
        }
        run(reads);
    }

    /**
     * Runs all tasks, the first of them in this thread. Returns, or throws, when all have ended.
     *
     * @throws IOException that of the first task in their order that failed
     * @throws InterruptedIOException if the thread is interrupted, which it remains
     */
    public static void run(List<? extends Task> tasks) throws IOException {
        if (tasks.isEmpty()) {
            return;
        }
        List<Future<?>> others = new ArrayList<>();
        for (Task task : tasks.subList(1, tasks.size())) {
            others.add(IoThreads.executor().submit(() -> {
                task.run();
                return null;
            }));
        }
        Exception failure = null;
        try {
            tasks.get(0).run();
        } catch (IOException | RuntimeException failed) {
            failure = failed;
        }
        boolean interrupted = false;
        for (Future<?> other : others) {
            interrupted |= Futures.awaitEnd(other);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure instanceof IOException failed) {
            throw failed;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
        if (interrupted) {
            throw new InterruptedIOException("interrupted while waiting for the store");
        }
        try {
            others.forEach(Futures::get);
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }
}
