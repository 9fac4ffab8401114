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
package io.tablestore.testing;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waiting for what another process or thread does, never longer than the test has patience. */
public final class Waiting {

    private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Waiting() {}

    /**
     * Returns as soon as a condition holds. An {@link IOException} of the condition counts as "not yet": a server that starts
     * may not listen.
     *
     * @param what is waited for, for the message
     * @throws AssertionError if the condition does not hold in time
     */
    public static void until(String what, Duration patience, Callable<Boolean> condition) throws Exception {
        long start = System.nanoTime();
        while (!holds(condition)) {
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new AssertionError("waited " + patience + " in vain: " + what);
            }
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
    }

    private static boolean holds(Callable<Boolean> condition) throws Exception {
        try {
            return condition.call();
        } catch (IOException notYet) {
            return false;
        }
    }
}
