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
package io.tablestore.internal.fs.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the failed attempts of one operation, and pauses between them. */
public final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    /** From this failed attempt on, an operator should see why it takes long. */
    private static final int WORTH_A_WARNING = 4;

    /** So should he after this time, which a connection that nobody accepts takes. */
    private static final Duration LONG = Duration.ofSeconds(4);

    private final Patience patience;
    private final long startNanos = System.nanoTime();
    private int failures;
    private boolean hasWarned;

    public Attempts(Patience patience) {
        this.patience = patience;
    }

    /** Number of failed attempts. */
    public int failures() {
        return failures;
    }

    /** Whether the failure that was counted last is the last one to bear. */
    public boolean areSpent() {
        return failures > patience.retries();
    }

    public void countFailure() {
        failures++;
    }

    /**
     * Pauses before the next attempt.
     *
     * @param what the operation and its file, for the log
     * @throws InterruptedIOException if the thread is interrupted, which it stays
     */
    public void pause(String what, IOException failure) throws InterruptedIOException {
        boolean isLong = System.nanoTime() - startNanos >= LONG.toNanos();
        if (!hasWarned && (failures >= WORTH_A_WARNING || isLong)) {
            hasWarned = true;
            LOG.warn("{}. It is tried again.", failure.getMessage());
        } else {
            LOG.debug("{} has failed {} times and is tried again.", what, failures, failure);
        }
        try {
            Thread.sleep(patience.pauseMillis(failures));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException wrapped = new InterruptedIOException(what + " was interrupted");
            wrapped.initCause(failure);
            throw wrapped;
        }
    }
}
