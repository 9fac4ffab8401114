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
package io.tablestore.internal.fs.s3;

import io.tablestore.internal.fs.http.Answer;
import io.tablestore.internal.fs.http.AttemptFailedException;
import io.tablestore.internal.fs.http.Attempts;
import io.tablestore.internal.fs.http.Exchange;
import io.tablestore.internal.fs.http.HttpTransport;
import io.tablestore.internal.fs.http.Patience;
import io.tablestore.internal.fs.s3.credentials.CredentialChain;
import io.tablestore.internal.fs.s3.credentials.Credentials;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Signs and sends requests, and repeats those that may succeed later.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
final class Sender {

    /** How often one request is sent again at once, to another region or with newer credentials. */
    private static final int MAX_CORRECTIONS = 2;

    private final Addressing addressing;
    private final Regions regions;
    private final CredentialChain credentials;
    private final HttpTransport transport;
    private final Clock clock;

    Sender(S3Settings settings, CredentialChain credentials, Clock clock) {
        this.addressing = settings.addressing();
        this.regions = new Regions(settings.region());
        this.credentials = credentials;
        this.transport = HttpTransport.through(settings.patience());
        this.clock = clock;
    }

    Patience patience() {
        return transport.patience();
    }

    /** The address of the store of a bucket, for messages. */
    String endpoint(S3Path path) {
        return addressing.endpoint(regions.of(path.bucket()));
    }

    private @Nullable Credentials signer(S3Path path) throws IOException {
        try {
            return credentials.get();
        } catch (InterruptedIOException interrupted) {
            throw interrupted;
        } catch (IOException missing) {
            throw new IOException(path + ": " + missing.getMessage(), missing);
        }
    }

    /** A request that is under way. Somebody must {@link #await} or {@link #abandon} it. */
    final class Sent {
        private S3Request request;
        private final @Nullable RangeDownload download;
        private String region = "";
        private @Nullable Credentials signer;
        private Exchange exchange;
        private int corrections;

        private Sent(S3Request request, @Nullable RangeDownload download) throws IOException {
            this.request = request;
            this.download = download;
            this.exchange = start();
        }

        private Exchange start() throws IOException {
            region = regions.of(request.path().bucket());
            signer = signer(request.path());
            URI uri = addressing.uri(request, region);
            byte[] body = request.body();
            HttpRequest.Builder builder = HttpRequest.newBuilder(uri)
                    .method(
                            request.method(),
                            body.length == 0
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofByteArray(body));
            request.headers().forEach(builder::header);
            if (signer != null) {
                new Signature(signer, region, clock.instant())
                        .headers(request, uri)
                        .forEach(builder::header);
            }
            return transport.start(builder.build(), download);
        }

        private void again() throws IOException {
            if (download != null) {
                request = download.remaining();
            }
            exchange = start();
        }

        private void checkAnswer() throws IOException {
            if (download != null) {
                download.checkAnswer();
            }
        }

        void abandon() {
            exchange.abandon();
        }
    }

    /** Sends a request without waiting for its answer. */
    Sent start(S3Request request) throws IOException {
        return new Sent(request, null);
    }

    /** Begins to download without waiting for the end. */
    Sent start(RangeDownload download) throws IOException {
        return new Sent(download.remaining(), download);
    }

    /** Sends a request and waits for its answer, as {@link #await}. */
    Answer send(S3Request request) throws IOException {
        return await(start(request));
    }

    /**
     * Waits for the answer. Transient failures are repeated.
     *
     * @return an answer of any status that is not transient
     * @throws IOException if the attempts are used up; the message names the path, the last answer and their number
     */
    Answer await(Sent sent) throws IOException {
        Attempts attempts = new Attempts(patience());
        while (true) {
            IOException failure;
            try {
                Answer answer = attempt(sent);
                StoreError error = answer.isSuccess() ? null : StoreError.of(answer);
                if (error == null || !error.isTransient()) {
                    return answer;
                }
                attempts.countFailure();
                failure = error.exception(sent.request.path(), attempts.failures());
            } catch (InterruptedIOException interrupted) {
                throw interrupted;
            } catch (AttemptFailedException failed) {
                attempts.countFailure();
                failure = failed.described(sent.request.path().location(), attempts.failures());
                if (failed.isFinal()) {
                    throw failure;
                }
            }
            if (attempts.areSpent()) {
                throw failure;
            }
            attempts.pause(sent.request.toString(), failure);
            sent.again();
        }
    }

    /**
     * Sends a request once.
     *
     * @return an answer of any status
     * @throws AttemptFailedException if there is no complete answer
     */
    Answer sendOnce(S3Request request) throws IOException {
        return attempt(start(request));
    }

    /** Waits for one answer; another region or newer credentials are tried at once. */
    private Answer attempt(Sent sent) throws IOException {
        while (true) {
            Answer answer;
            try {
                answer = sent.exchange.await();
            } catch (InterruptedIOException interrupted) {
                throw interrupted;
            } catch (IOException cut) {
                sent.checkAnswer();
                throw new AttemptFailedException(endpoint(sent.request.path()), cut);
            }
            sent.checkAnswer();
            if (answer.isSuccess() && sent.download != null && !sent.download.isComplete()) {
                throw new AttemptFailedException(
                        endpoint(sent.request.path()), new SocketException("the answer ended too early"));
            }
            if (answer.isSuccess() || sent.corrections >= MAX_CORRECTIONS || !hasLearned(sent, answer)) {
                return answer;
            }
            sent.corrections++;
            sent.again();
        }
    }

    /** Whether an answer says how the same request may succeed: in another region, or with newer credentials. */
    private boolean hasLearned(Sent sent, Answer answer) throws IOException {
        String region = answer.header("x-amz-bucket-region");
        if (region != null && !region.equals(sent.region)) {
            regions.learn(sent.request.path().bucket(), region);
            return true;
        }
        Credentials signer = sent.signer;
        if (signer != null && StoreError.of(answer).isExpiry()) {
            credentials.discard(signer);
            return !Objects.equals(credentials.get(), signer);
        }
        return false;
    }
}
