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
package io.tablestore.internal.fs.s3.credentials;

import io.tablestore.internal.fs.http.Answer;
import io.tablestore.internal.fs.http.HttpTransport;
import io.tablestore.internal.fs.http.Patience;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The requests of sources that are asked over HTTP. Each is tried twice.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
final class CredentialCalls {

    private static final int ATTEMPTS = 2;

    private final HttpTransport transport;

    CredentialCalls(HttpTransport transport) {
        this.transport = transport;
    }

    /** Calls of services of this machine, which answer at once or are not there. */
    static CredentialCalls local() {
        return new CredentialCalls(HttpTransport.direct(patience(Duration.ofSeconds(1))));
    }

    /** Calls of services elsewhere. */
    static CredentialCalls remote() {
        return new CredentialCalls(HttpTransport.through(patience(Duration.ofSeconds(10))));
    }

    private static Patience patience(Duration timeout) {
        return new Patience(timeout, ATTEMPTS - 1, Duration.ofMillis(100), timeout);
    }

    Answer get(URI uri, Map<String, String> headers) throws IOException {
        return send(HttpRequest.newBuilder(uri).GET(), headers);
    }

    /** @throws IOException if no attempt is answered; the message names the address */
    Answer send(HttpRequest.Builder request, Map<String, String> headers) throws IOException {
        headers.forEach(request::header);
        HttpRequest built = request.build();
        IOException failure = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                Answer answer = transport.start(built, null).await();
                if (answer.status() < 500 || attempt == ATTEMPTS - 1) {
                    return answer;
                }
            } catch (InterruptedIOException interrupted) {
                throw interrupted;
            } catch (HttpTimeoutException absent) {
                throw failed(built, absent); // an address that nobody answers is not waited for again
            } catch (IOException failed) {
                failure = failed;
            }
        }
        throw failed(built, failure == null ? new IOException("no answer") : failure);
    }

    private static IOException failed(HttpRequest request, IOException cause) {
        return new IOException(request.uri() + " does not answer: " + cause, cause);
    }

    /** The content of a file that holds a token. */
    static String token(String file) throws IOException {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException failed) {
            throw new IOException("The token file " + file + " cannot be read: " + failed, failed);
        }
    }
}
