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

import io.tablestore.error.ReadCancelledException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits for what other threads do. */
public final class Futures {

    private Futures() {}

    /**
     * The result of a task, as if this thread had done it.
     *
     * @throws UncheckedIOException if the task failed with an {@link IOException}
     * @throws ReadCancelledException if this thread is interrupted, which it remains; the task goes on
     */
    public static <T> T get(Future<T> task) {
        try {
            return task.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ReadCancelledException(interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException known) {
                throw known;
            }
            if (failed.getCause() instanceof IOException read) {
                throw new UncheckedIOException(read);
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    /**
     * Waits until a task has ended, whether it succeeds or fails, even if this thread is interrupted.
     *
     * @return whether this thread was interrupted, which the caller sets again
     */
    public static boolean awaitEnd(Future<?> task) {
        boolean interrupted = false;
        while (true) {
            try {
                task.get();
                return interrupted;
            } catch (InterruptedException stop) {
                interrupted = true;
            } catch (ExecutionException ended) {
                return interrupted;
            }
        }
    }
}
