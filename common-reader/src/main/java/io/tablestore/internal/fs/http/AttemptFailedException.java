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
import java.net.ConnectException;
import java.net.SocketException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;

/** A request that got no complete answer. */
public final class AttemptFailedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String endpoint;
    private final IOException failure;

    /** @param endpoint the address of the store, for messages */
    public AttemptFailedException(String endpoint, IOException failure) {
        super(failure);
        this.endpoint = endpoint;
        this.failure = failure;
    }

    /** Whether another attempt would fail too, because the certificate or the protocol does not fit. */
    public boolean isFinal() {
        return failure instanceof SSLException;
    }

    /** Whether the store cannot have seen the request. */
    public boolean isUnsent() {
        return failure instanceof ConnectException
                || failure instanceof HttpConnectTimeoutException
                || failure instanceof SSLException;
    }

    /**
     * The same failure with the path and the endpoint, of a class that says whether it was a timeout or the connection.
     *
     * @param path as users write it
     */
    public IOException described(String path, int attempts) {
        String count = attempts > 1 ? " (" + attempts + " attempts)" : "";
        String reason = reason();
        IOException described;
        if (isFinal()) {
            described = new IOException(path + ": There is no secure connection to " + endpoint + count + ": " + reason
                    + ". Write http:// in s3.endpoint if the store has no TLS, or let the JVM trust its certificate");
        } else if (isUnsent()) {
            described = new ConnectException(path + ": " + endpoint + " cannot be reached" + count + ": " + reason
                    + ". Start the store, or correct s3.endpoint");
        } else if (failure instanceof HttpTimeoutException) {
            described = new HttpTimeoutException(path + ": " + endpoint + " does not answer" + count + ": " + reason);
        } else {
            described =
                    new SocketException(path + ": The connection to " + endpoint + " broke" + count + ": " + reason);
        }
        described.initCause(failure);
        return described;
    }

    /** The JDK's client leaves the text of some failures out. */
    private String reason() {
        if (failure.getMessage() != null) {
            return failure.getMessage();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "there is no host of this name";
            }
        }
        return failure instanceof ConnectException
                ? "the connection is refused"
                : failure.getClass().getSimpleName();
    }
}
