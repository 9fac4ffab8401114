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
package io.tablestore.fs.create;

import io.tablestore.fs.TablePath;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pauses between the requests for one file. */
final class Pauses {

    private static final Logger LOG = LoggerFactory.getLogger(Pauses.class);

    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    /** From this failed request on, an operator should see why it takes long. */
    private static final int WORTH_A_WARNING = 4;

    private final TablePath file;
    private final Duration firstPause;
    private final long deadline;
    private int failures;

    Pauses(TablePath file, Duration timeout, Duration firstPause) {
        this.file = file;
        this.firstPause = firstPause;
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    /** Number of failed requests. */
    int failures() {
        return failures;
    }

    /**
     * Counts a failed request and pauses, for a random time, so that clients that failed together do not try again together.
     *
     * @return whether the time is over, so that no further request should be sent
     * @throws InterruptedIOException if the thread is interrupted, which it stays
     */
    boolean isOver(IOException failure) throws InterruptedIOException {
        failures++;
        if (System.nanoTime() - deadline >= 0) {
            return true;
        }
        if (failures == WORTH_A_WARNING) {
            LOG.warn("Creating {} has failed {} times and is tried again: {}", file, failures, failure.toString());
        } else {
            LOG.debug("Creating {} has failed {} times and is tried again.", file, failures, failure);
        }
        long longest = Math.min(LONGEST_PAUSE_MILLIS, firstPause.toMillis() << Math.min(failures - 1, 16));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(longest + 1));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException wrapped = new InterruptedIOException("creating " + file + " was interrupted");
            wrapped.initCause(failure);
            throw wrapped;
        }
        return false;
    }
}
