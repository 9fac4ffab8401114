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

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Receives one body, into a sink or into memory. After {@link #abandon} the sink is left alone, because its memory may be freed.
 *
 * <p><b>Threads:</b> safe for use by the HTTP client and the thread that waits.
 */
final class BodyReceiver implements HttpResponse.BodySubscriber<byte[]> {

    private final @Nullable BodySink sink;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private volatile long receivedBytes;
    private boolean isAbandoned;

    /** @param sink null to collect the body */
    BodyReceiver(@Nullable BodySink sink) {
        this.sink = sink;
    }

    long receivedBytes() {
        return receivedBytes;
    }

    synchronized void abandon() {
        isAbandoned = true;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> chunks) {
        for (ByteBuffer chunk : chunks) {
            if (isAbandoned) {
                return;
            }
            long count = chunk.remaining();
            if (sink != null) {
                sink.accept(chunk);
            } else {
                byte[] bytes = new byte[chunk.remaining()];
                chunk.get(bytes);
                collected.writeBytes(bytes);
            }
            receivedBytes += count;
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(collected.toByteArray());
    }
}
