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
package io.tablestore.cli;

/** Shows the progress of a long scan on standard error, if that is a terminal. */
final class Progress {

    private static final long INTERVAL_NANOS = 200_000_000L;
    private static final long FIRST_AFTER_NANOS = 1_000_000_000L;

    private final boolean enabled = System.getenv("TABLESTORE_STDERR_IS_TERMINAL") != null;
    private final long started = System.nanoTime();
    private long lastShown = started + FIRST_AFTER_NANOS - INTERVAL_NANOS;
    private boolean shown;

    synchronized void show(long done, long total) {
        long now = System.nanoTime();
        if (enabled && now - lastShown > INTERVAL_NANOS) {
            lastShown = now;
            shown = true;
            System.err.printf("\r%d of %d splits, %d s ", done, total, (now - started) / 1_000_000_000L);
        }
    }

    synchronized void clear() {
        if (shown) {
            System.err.print("\r\033[K");
        }
    }
}
