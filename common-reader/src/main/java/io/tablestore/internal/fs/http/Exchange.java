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
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A request that was sent. Somebody must wait for its answer or {@link #abandon} it. */
public final class Exchange {

    private final HttpRequest request;
    private final @Nullable BodySink sink;
    private final SilenceNotice notice;
    private final CompletableFuture<HttpResponse<byte[]>> response;
    private final long patienceMillis;
    private @Nullable BodyReceiver receiver;
    private boolean isAbandoned;

    Exchange(HttpClient client, HttpRequest request, Duration patience, SilenceNotice notice, @Nullable BodySink sink) {
        this.request = request;
        this.sink = sink;
        this.notice = notice;
        this.patienceMillis = patience.toMillis();
        this.response = client.sendAsync(request, this::receive);
    }

    private synchronized HttpResponse.BodySubscriber<byte[]> receive(HttpResponse.ResponseInfo info) {
        BodySink taker = sink != null && !isAbandoned && sink.takes(info.statusCode(), info.headers()) ? sink : null;
        BodyReceiver created = new BodyReceiver(taker);
        if (isAbandoned) {
            created.abandon();
        }
        receiver = created;
        return created;
    }

    /**
     * Waits for the complete answer.
     *
     * @throws HttpTimeoutException if no byte came for the time that the client waits; the exchange is abandoned
     * @throws InterruptedIOException if the thread is interrupted, which it stays; the exchange is abandoned
     * @throws IOException if the connection failed
     */
    public Answer await() throws IOException {
        boolean isComplete = false;
        try {
            HttpResponse<byte[]> complete = awaitWhileBytesArrive();
            isComplete = true;
            return new Answer(complete.statusCode(), complete.headers(), complete.body());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException wrapped = new InterruptedIOException("interrupted while waiting for an answer");
            wrapped.initCause(interrupted);
            throw wrapped;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException cause ? cause : new IOException(failed.getCause());
        } catch (CancellationException abandoned) {
            throw new IOException("the request was abandoned", abandoned);
        } finally {
            if (!isComplete) {
                abandon();
            }
        }
    }

    private HttpResponse<byte[]> awaitWhileBytesArrive() throws IOException, InterruptedException, ExecutionException {
        long seenBytes = -1;
        long silentMillis = 0;
        while (true) {
            long stepMillis = Math.min(patienceMillis - silentMillis, notice.afterMillis());
            try {
                return response.get(stepMillis, TimeUnit.MILLISECONDS);
            } catch (TimeoutException late) {
                long arrivedBytes = arrivedBytes();
                silentMillis = arrivedBytes == seenBytes ? silentMillis + stepMillis : 0;
                seenBytes = arrivedBytes;
                if (silentMillis >= patienceMillis) {
                    HttpTimeoutException timeout =
                            new HttpTimeoutException("no answer came within " + patienceMillis + " ms");
                    timeout.initCause(late);
                    throw timeout;
                }
            }
            if (silentMillis > 0) {
                notice.write(request, silentMillis, patienceMillis);
            }
        }
    }

    /** -1 if not even the headers have arrived. */
    private synchronized long arrivedBytes() {
        return receiver == null ? -1 : receiver.receivedBytes();
    }

    /** Closes the connection unless the answer is complete. After this call, nothing writes to the sink. */
    public void abandon() {
        response.cancel(true);
        BodyReceiver created;
        synchronized (this) {
            isAbandoned = true;
            created = receiver;
        }
        if (created != null) {
            created.abandon();
        }
    }
}
