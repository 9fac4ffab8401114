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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpTransportTest {

    private final AnswerServer server = new AnswerServer();
    private final List<String> notices = new CopyOnWriteArrayList<>();
    private final HttpTransport transport = transport(Duration.ofHours(1), Duration.ZERO);

    @AfterEach
    void close() {
        server.close();
        assertThat(Thread.interrupted()).isFalse();
    }

    private HttpTransport transport(Duration silence, Duration betweenNotices) {
        return HttpTransport.direct(
                new Patience(Duration.ofMillis(300), 0, Duration.ofMillis(1), Duration.ofSeconds(1)),
                new SilenceNotice(silence, betweenNotices, notices::add));
    }

    private Exchange start(@Nullable BodySink sink) {
        return transport.start(
                HttpRequest.newBuilder(URI.create(server.address())).build(), sink);
    }

    @Test
    void anAnswerHasStatusHeadersAndBody() throws IOException {
        server.then(418, "short and stout", "x-kind", "teapot");
        Answer answer = start(null).await();
        assertThat(answer.status()).isEqualTo(418);
        assertThat(answer.header("X-Kind")).isEqualTo("teapot");
        assertThat(answer.header("x-other")).isNull();
        assertThat(answer.text()).isEqualTo("short and stout");
        assertThat(answer.isSuccess()).isFalse();
    }

    @Test
    void redirectsAreNotFollowed() throws IOException {
        server.then(307, "", "location", server.address() + "/elsewhere");
        assertThat(start(null).await().status()).isEqualTo(307);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void silenceIsATimeout() {
        server.thenHang();
        assertThatThrownBy(() -> start(null).await())
                .isInstanceOf(HttpTimeoutException.class)
                .hasMessage("no answer came within 300 ms");
    }

    @Test
    void silenceIsLoggedWhileItIsWaitedFor() {
        HttpTransport rarely = transport(Duration.ofMillis(70), Duration.ofHours(1));
        timesOut(rarely);
        timesOut(rarely);
        assertThat(notices)
                .containsExactly(
                        server.address() + " has not answered GET /lake/t for 70 ms. It is waited for up to 300 ms.");
    }

    private void timesOut(HttpTransport client) {
        server.thenHang();
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + "/lake/t?query"))
                .build();
        assertThatThrownBy(() -> client.start(request, null).await()).isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void longSilenceIsLoggedAgain() {
        timesOut(transport(Duration.ofMillis(70), Duration.ZERO));
        assertThat(notices)
                .containsExactly(
                        server.address() + " has not answered GET /lake/t for 70 ms. It is waited for up to 300 ms.",
                        server.address() + " has not answered GET /lake/t for 140 ms. It is waited for up to 300 ms.",
                        server.address() + " has not answered GET /lake/t for 210 ms. It is waited for up to 300 ms.",
                        server.address() + " has not answered GET /lake/t for 280 ms. It is waited for up to 300 ms.");
    }

    @Test
    void anAnswerInTimeIsNotLogged() throws IOException {
        server.then(200, "content");
        HttpTransport patient = HttpTransport.direct(
                new Patience(Duration.ofSeconds(20), 0, Duration.ofMillis(1), Duration.ofSeconds(1)),
                new SilenceNotice(Duration.ofSeconds(20), Duration.ZERO, notices::add));
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.address())).build();
        assertThat(patient.start(request, null).await().text()).isEqualTo("content");
        assertThat(notices).isEmpty();
    }

    /** The JDK's own timeout of a request ends with the headers. */
    @Test
    void silenceInTheBodyIsATimeout() {
        server.then((exchange, request) -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write(new byte[5]);
            exchange.getResponseBody().flush();
        });
        assertThatThrownBy(() -> start(null).await()).isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void anInterruptEndsTheWaitAndStays() {
        server.thenHang();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> start(null).await()).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    /** Its memory may be freed by then. */
    @Test
    void anAbandonedExchangeWritesNothing() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch abandoned = new CountDownLatch(1);
        ByteBuffer target = ByteBuffer.allocate(100);
        BodySink sink = new BodySink() {
            @Override
            public boolean takes(int status, HttpHeaders headers) {
                return true;
            }

            @Override
            public void accept(ByteBuffer chunk) {
                target.put(chunk);
                begun.countDown();
            }
        };
        CountDownLatch sent = new CountDownLatch(1);
        server.then((exchange, request) -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write(new byte[5]);
            exchange.getResponseBody().flush();
            try {
                abandoned.await();
                exchange.getResponseBody().write(new byte[5]);
                exchange.close();
            } catch (InterruptedException | IOException closed) {
                // the client has closed the connection
            } finally {
                sent.countDown();
            }
        });
        Exchange exchange = start(sink);
        begun.await();
        int position = target.position();
        exchange.abandon();
        abandoned.countDown();
        sent.await();
        assertThatThrownBy(exchange::await).isInstanceOf(IOException.class);
        assertThat(target.position()).isEqualTo(position);
    }
}
