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
package io.tablestore.testing.s3;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Which requests {@link Front} breaks at random. The seed decides for each request in the order of their arrival. Those that are late
 * arrive between later ones.
 *
 * <p><b>Threads:</b> any.
 */
public final class RandomFaults {

    /** How many requests come before a late one, about. */
    private static final int REQUESTS_UNTIL_LATE_ONES = 20;

    private final Random random;
    private final double share;
    private final List<Fault> faults;

    /** @param share of the requests that are broken, from 0 to 1 */
    public RandomFaults(long seed, double share, List<Fault> faults) {
        this.random = new Random(seed);
        this.share = share;
        this.faults = List.copyOf(faults);
    }

    /** Whether a late request arrives before the next one. */
    synchronized boolean deliversLate() {
        return random.nextInt(REQUESTS_UNTIL_LATE_ONES) == 0;
    }

    /** The fault of the next request, or null. */
    synchronized @Nullable Fault next() {
        return random.nextDouble() < share ? faults.get(random.nextInt(faults.size())) : null;
    }
}
