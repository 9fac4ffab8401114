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

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real HTTP server that gives the answers a test has queued, in their order, and keeps the requests. It knows nothing of S3. */
public final class AnswerServer implements AutoCloseable {

    /** A request that came. */
    public record Request(String method, String uri, com.sun.net.httpserver.Headers headers, byte[] body) {

        public String header(String name) {
            return headers.getFirst(name);
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return method + " " + uri;
        }
    }

    /** Answers one request. */
    public interface Reply {
        void to(HttpExchange exchange, Request request) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Reply otherwise =
            (exchange, request) -> answer(exchange, 599, ("no answer for " + request).getBytes(StandardCharsets.UTF_8));

    public AnswerServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Request request = new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders(),
                exchange.getRequestBody().readAllBytes());
        Reply reply;
        synchronized (this) {
            requests.add(request);
            Reply queued = replies.poll();
            reply = queued == null ? otherwise : queued;
        }
        reply.to(exchange, request);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, body.length == 0 || isHead ? -1 : body.length);
        if (!isHead) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    /** Queues an answer. */
    public AnswerServer then(Reply reply) {
        replies.add(reply);
        return this;
    }

    /** Answers all requests for which nothing is queued. */
    public AnswerServer otherwise(Reply reply) {
        otherwise = reply;
        return this;
    }

    /** @param headers names and values in turn */
    public AnswerServer then(int status, String body, String... headers) {
        return then(reply(status, body, headers));
    }

    /** @param headers names and values in turn */
    public static Reply reply(int status, String body, String... headers) {
        return (exchange, request) -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            answer(exchange, status, body.getBytes(StandardCharsets.UTF_8));
        };
    }

    /** Queues the end of the connection instead of an answer. */
    public AnswerServer thenCut() {
        return then((exchange, request) -> exchange.close());
    }

    /** Queues a silence that lasts until the server is closed. */
    public AnswerServer thenHang() {
        return then((exchange, request) -> {
            try {
                closed.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
    }

    /** Queues an answer that says it is longer than it is. */
    public AnswerServer thenPart(int status, byte[] sent, int announcedBytes, String... headers) {
        return then((exchange, request) -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, announcedBytes);
            exchange.getResponseBody().write(sent);
            exchange.getResponseBody().flush();
            exchange.close();
        });
    }

    /** The requests so far. */
    public List<Request> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    public Request request(int index) {
        return requests().get(index);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
