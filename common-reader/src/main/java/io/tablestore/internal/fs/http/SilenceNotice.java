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

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log that an answer does not come, while it is waited for: otherwise a dead store looks like a program that hangs. All
 * requests of one client share a notice, and write one line in a while.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
final class SilenceNotice {

    private static final Logger LOG = LoggerFactory.getLogger(SilenceNotice.class);

    /** Users should know within ten seconds. */
    private static final Duration AFTER = Duration.ofSeconds(8);

    private static final Duration BETWEEN = Duration.ofSeconds(30);

    private final long afterMillis;
    private final long betweenNanos;
    private final Consumer<String> log;
    private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());

    /**
     * @param after silence before the first line
     * @param between minimum time between two lines
     */
    SilenceNotice(Duration after, Duration between, Consumer<String> log) {
        this.afterMillis = after.toMillis();
        this.betweenNanos = between.toNanos();
        this.log = log;
    }

    static SilenceNotice inLog() {
        return new SilenceNotice(AFTER, BETWEEN, LOG::warn);
    }

    /** The time of silence after which {@link #write} is to be called. */
    long afterMillis() {
        return afterMillis;
    }

    /** @param patienceMillis after which silence is a failure */
    void write(HttpRequest request, long silentMillis, long patienceMillis) {
        long now = System.nanoTime();
        long next = nextNanos.get();
        if (now - next >= 0 && nextNanos.compareAndSet(next, now + betweenNanos)) {
            URI uri = request.uri();
            log.accept("%s://%s has not answered %s %s for %d ms. It is waited for up to %d ms."
                    .formatted(
                            uri.getScheme(),
                            uri.getAuthority(),
                            request.method(),
                            uri.getPath(),
                            silentMillis,
                            patienceMillis));
        }
    }
}
