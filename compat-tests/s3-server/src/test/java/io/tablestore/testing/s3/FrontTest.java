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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The front before a store that remembers what it is asked and answers {@code 0123456789}. */
class FrontTest {

    private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);
    private static final String GET = "GET /lake/t/file HTTP/1.1\r\nHost: store\r\n\r\n";

    private final List<String> stored = Collections.synchronizedList(new ArrayList<>());
    private HttpServer store;
    private Front front;

    @BeforeEach
    void start() throws Exception {
        store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", this::answer);
        store.start();
        front = new Front(store.getAddress().getPort());
    }

    @AfterEach
    void stop() throws Exception {
        front.close();
        store.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
        stored.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Host") + " " + body);
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        boolean isChunked = exchange.getRequestURI().getPath().endsWith("chunked");
        exchange.sendResponseHeaders(200, isHead ? -1 : isChunked ? 0 : CONTENT.length);
        if (!isHead) {
            exchange.getResponseBody().write(CONTENT);
        }
        exchange.close();
    }

    /** A connection of a client. */
    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), front.port());
        client.setSoTimeout(Math.toIntExact(Duration.ofSeconds(20).toMillis()));
        return client;
    }

    private static HttpMessage exchange(Socket client, String request) throws IOException {
        client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String method = request.substring(0, request.indexOf(' '));
        return HttpMessage.readAnswer(client.getInputStream(), method);
    }

    private static String text(HttpMessage answer) {
        return new String(answer.body(), StandardCharsets.US_ASCII);
    }

    @Test
    void requestsAndAnswersPassUnchangedAndAreCounted() throws Exception {
        try (Socket client = connect()) {
            assertThat(text(exchange(client, GET))).isEqualTo("0123456789");
            assertThat(text(exchange(client, GET.replace("file", "chunked"))))
                    .isEqualTo("a\r\n0123456789\r\n0\r\n\r\n");
            assertThat(exchange(client, GET.replace("GET", "HEAD")).status()).isEqualTo(200);
            exchange(client, "GET /lake?list-type=2&prefix=t/ HTTP/1.1\r\nHost: store\r\n\r\n");
            exchange(client, "GET /lake/ HTTP/1.1\r\nHost: store\r\nRange: bytes=1-2\r\n\r\n");
            exchange(client, "PUT /lake/t/new HTTP/1.1\r\nHost: store\r\nContent-Length: 3\r\n\r\nabc");
        }
        assertThat(stored)
                .containsExactly(
                        "GET /lake/t/file store ",
                        "GET /lake/t/chunked store ",
                        "HEAD /lake/t/file store ",
                        "GET /lake?list-type=2&prefix=t/ store ",
                        "GET /lake/ store ",
                        "PUT /lake/t/new store abc");
        assertThat(front.counts())
                .isEqualTo(Map.of(RequestKind.GET, 2, RequestKind.HEAD, 1, RequestKind.LIST, 2, RequestKind.PUT, 1));
        assertThat(front.calls()).contains(new Call(RequestKind.LIST, "/lake/", "bytes=1-2", 200, 10));
        front.reset();
        assertThat(front.calls()).isEmpty();
    }

    @Test
    void aClientThatAsksWhetherToSendABodyIsToldSo() throws Exception {
        try (Socket client = connect()) {
            String head =
                    "PUT /lake/t/new HTTP/1.1\r\nHost: store\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";
            client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            assertThat(HttpMessage.readAnswer(client.getInputStream(), "PUT").status())
                    .isEqualTo(100);
            client.getOutputStream().write("abc".getBytes(StandardCharsets.US_ASCII));
            assertThat(HttpMessage.readAnswer(client.getInputStream(), "PUT").status())
                    .isEqualTo(200);
        }
        assertThat(stored).containsExactly("PUT /lake/t/new store abc");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"SLOW_DOWN", "SERVER_ERROR", "CONFLICT", "REFUSED", "DENIED", "LOST"})
    void aStatusIsAnsweredOnAConnectionThatStaysOpen(Fault fault) throws Exception {
        front.fail(RequestKind.GET, "/t/", fault, 2);
        try (Socket client = connect()) {
            for (int i = 0; i < 2; i++) {
                HttpMessage answer = exchange(client, GET);
                assertThat(answer.status()).isEqualTo(fault.status());
                assertThat(text(answer)).contains("<Code>" + fault.code() + "</Code>");
            }
            assertThat(stored).hasSize(fault == Fault.LOST ? 2 : 0);
            assertThat(exchange(client, GET).status()).isEqualTo(200);
        }
        assertThat(front.calls()).extracting(Call::status).containsExactly(fault.status(), fault.status(), 200);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"DROP", "CUT", "LATE", "HALF"})
    void aConnectionEnds(Fault fault) throws Exception {
        front.fail(RequestKind.GET, "/t/", fault, 1);
        try (Socket client = connect()) {
            assertThatThrownBy(() -> exchange(client, GET)).isInstanceOf(EOFException.class);
        }
        assertThat(stored).hasSize(fault == Fault.DROP || fault == Fault.HALF ? 1 : 0);
        assertThat(front.calls()).hasSize(1);
        try (Socket client = connect()) {
            assertThat(exchange(client, GET).status()).isEqualTo(200);
        }
    }

    @Test
    void halfOfAnAnswerArrives() throws Exception {
        front.fail(RequestKind.GET, "/t/", Fault.HALF, 1);
        try (Socket client = connect()) {
            client.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
            String received = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(received).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n01234");
        }
        front.fail(RequestKind.HEAD, "/t/", Fault.HALF, 1);
        try (Socket client = connect()) {
            client.getOutputStream().write(GET.replace("GET", "HEAD").getBytes(StandardCharsets.US_ASCII));
            String received = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(received).startsWith("HTTP/1.1 200").doesNotContain("\r\n\r\n");
        }
    }

    @Test
    void aLateRequestReachesTheStoreWhenTheTestWantsIt() throws Exception {
        front.fail(RequestKind.GET, "/t/", Fault.LATE, 1);
        try (Socket client = connect()) {
            assertThatThrownBy(() -> exchange(client, GET)).isInstanceOf(EOFException.class);
        }
        assertThat(stored).isEmpty();
        assertThat(front.deliverLate()).isEqualTo(1);
        assertThat(stored).hasSize(1);
    }

    @Test
    void aHangingRequestIsNeverAnsweredAndEndsWithTheFront() throws Exception {
        front.fail(RequestKind.GET, "/t/", Fault.HANG, 1);
        try (Socket client = connect()) {
            client.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
            try (Socket other = connect()) {
                assertThat(exchange(other, GET.replace("/t/", "/u/")).status()).isEqualTo(200);
            }
            front.close();
            assertThat(client.getInputStream().readAllBytes()).isEmpty();
        }
        assertThat(stored).containsExactly("GET /lake/u/file store ");
    }

    @Test
    void aDelayHoldsEveryRequestBack() throws Exception {
        front.delay(Duration.ofMillis(60));
        try (Socket client = connect()) {
            long start = System.nanoTime();
            exchange(client, GET);
            exchange(client, GET);
            assertThat(System.nanoTime() - start)
                    .isGreaterThan(Duration.ofMillis(120).toNanos());
        }
    }

    @Test
    void aRequestIsBrokenByItsNumberUntilTheFrontIsHealed() throws Exception {
        String other = GET.replace("/t/", "/u/");
        front.failNumber(2, Fault.SLOW_DOWN, Front.ALWAYS);
        try (Socket client = connect()) {
            assertThat(exchange(client, other).status()).isEqualTo(200);
            assertThat(exchange(client, GET).status()).isEqualTo(503);
            assertThat(exchange(client, other).status()).isEqualTo(200);
            assertThat(exchange(client, GET).status()).isEqualTo(503);
            front.heal();
            assertThat(exchange(client, GET).status()).isEqualTo(200);
        }
        assertThat(front.calls()).hasSize(5);
    }

    @Test
    void theSeedSaysWhichRequestsFail() throws Exception {
        List<Integer> first = statusesOfRandomFaults();
        assertThat(first).contains(200, 503).isEqualTo(statusesOfRandomFaults());
    }

    private List<Integer> statusesOfRandomFaults() throws Exception {
        List<Integer> statuses = new ArrayList<>();
        front.failRandomly(new RandomFaults(5, 0.3, List.of(Fault.SLOW_DOWN)));
        try (Socket client = connect()) {
            for (int i = 0; i < 30; i++) {
                statuses.add(exchange(client, GET).status());
            }
        }
        return statuses;
    }

    @Test
    void lateRequestsArriveBetweenOthers() throws Exception {
        front.fail(RequestKind.GET, "/late/", Fault.LATE, 1);
        try (Socket client = connect()) {
            assertThatThrownBy(() -> exchange(client, GET.replace("/t/", "/late/")))
                    .isInstanceOf(EOFException.class);
        }
        front.failRandomly(new RandomFaults(5, 0, List.of(Fault.CUT)));
        try (Socket client = connect()) {
            for (int i = 0; i < 200; i++) {
                exchange(client, GET);
            }
        }
        assertThat(stored).hasSize(201).contains("GET /lake/late/file store ");
        assertThat(stored.get(0)).isEqualTo("GET /lake/t/file store ");
    }
}
