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

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a client waits for a store.
 *
 * @param requestTimeout time without a byte of an answer after which an attempt has failed
 * @param retries maximum number of attempts after the first one
 * @param firstPause maximum pause before the second attempt; it doubles with every further attempt
 * @param createTimeout time within which the outcome of a conditional create must be known
 */
public record Patience(Duration requestTimeout, int retries, Duration firstPause, Duration createTimeout) {

    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    /** The slowest upload that is waited for. */
    private static final int UPLOAD_BYTES_PER_SECOND = 64 << 10;

    /** The time for an answer to a request of which {@code bodyBytes} must be sent first. */
    Duration forAnswerTo(long bodyBytes) {
        return requestTimeout.plusSeconds(bodyBytes / UPLOAD_BYTES_PER_SECOND);
    }

    /**
     * A random pause, so that clients that failed together do not try again together.
     *
     * @param failures number of failed attempts, at least 1
     */
    public long pauseMillis(int failures) {
        long longest = Math.min(LONGEST_PAUSE_MILLIS, firstPause.toMillis() << Math.min(failures - 1, 16));
        return ThreadLocalRandom.current().nextLong(longest + 1);
    }
}
