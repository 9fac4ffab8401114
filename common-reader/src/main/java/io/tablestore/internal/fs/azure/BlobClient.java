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
package io.tablestore.internal.fs.azure;

import io.tablestore.internal.fs.http.Answer;
import io.tablestore.internal.fs.http.AttemptFailedException;
import io.tablestore.internal.fs.http.Attempts;
import io.tablestore.internal.fs.http.HttpTransport;
import io.tablestore.internal.fs.http.Patience;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The operations of Azure's Blob service that commits need. Every error is an {@link IOException} whose message names the path
 * and the store's answer.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
final class BlobClient {

    /** Of the protocol. */
    private static final String VERSION = "2021-12-02";

    /** As RFC 1123 has it, with two digits for the day. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final BlobEndpoint endpoint;
    private final BlobAuthorization authorization;
    private final HttpTransport transport;
    private final Clock clock;

    BlobClient(BlobEndpoint endpoint, BlobAuthorization authorization, HttpTransport transport, Clock clock) {
        this.endpoint = endpoint;
        this.authorization = authorization;
        this.transport = transport;
        this.clock = clock;
    }

    /** The address of the store, for messages. */
    String address() {
        return endpoint.address();
    }

    Patience patience() {
        return transport.patience();
    }

    /** A request that creates a blob unless there is one. */
    static BlobRequest creation(BlobPath path, byte[] content) {
        return BlobRequest.of("PUT", path)
                .withHeader("x-ms-blob-type", "BlockBlob")
                .withHeader("if-none-match", "*")
                .withBody(content);
    }

    /** Reads a complete blob. */
    byte[] get(BlobPath path) throws IOException {
        Answer answer = send(BlobRequest.of("GET", path));
        if (!answer.isSuccess()) {
            throw BlobError.of(answer).exception(path, 1);
        }
        return answer.body();
    }

    /** Deletes a blob; does nothing if it does not exist. */
    void delete(BlobPath path) throws IOException {
        Answer answer = send(BlobRequest.of("DELETE", path));
        if (!answer.isSuccess() && !BlobError.of(answer).isMissingBlob()) {
            throw BlobError.of(answer).exception(path, 1);
        }
    }

    /**
     * Sends a request and waits for the answer. Transient failures are repeated.
     *
     * @return an answer of any status that is not transient
     * @throws IOException if the attempts are used up; the message names the path, the last answer and their number
     */
    private Answer send(BlobRequest request) throws IOException {
        Attempts attempts = new Attempts(patience());
        while (true) {
            IOException failure;
            try {
                Answer answer = sendOnce(request);
                BlobError error = answer.isSuccess() ? null : BlobError.of(answer);
                if (error == null || !error.isTransient()) {
                    return answer;
                }
                attempts.countFailure();
                failure = error.exception(request.path(), attempts.failures());
            } catch (AttemptFailedException failed) {
                attempts.countFailure();
                failure = failed.described(request.path().location(), attempts.failures());
                if (failed.isFinal()) {
                    throw failure;
                }
            }
            if (attempts.areSpent()) {
                throw failure;
            }
            attempts.pause(request.toString(), failure);
        }
    }

    /**
     * Sends a request once.
     *
     * @return an answer of any status
     * @throws AttemptFailedException if there is no complete answer
     * @throws InterruptedIOException if the thread is interrupted, which it stays
     * @throws IOException if the request cannot be authorized, and was not sent
     */
    Answer sendOnce(BlobRequest request) throws IOException {
        HttpRequest signed = sign(request);
        try {
            return transport.start(signed, null).await();
        } catch (InterruptedIOException interrupted) {
            throw interrupted;
        } catch (IOException cut) {
            throw new AttemptFailedException(address(), cut);
        }
    }

    private HttpRequest sign(BlobRequest request) throws IOException {
        URI uri = endpoint.uri(request.path(), authorization.query());
        BlobRequest dated =
                request.withHeader("x-ms-version", VERSION).withHeader("x-ms-date", DATE.format(clock.instant()));
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri)
                .method(
                        dated.method(),
                        dated.body().length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(dated.body()));
        dated.headers().forEach(builder::header);
        String header = authorization.header(dated, uri);
        if (!header.isEmpty()) {
            builder.header("authorization", header);
        }
        return builder.build();
    }
}
