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

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client of the JDK, over HTTP 1.1.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
public final class HttpTransport {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient client;
    private final Patience patience;
    private final SilenceNotice notice;

    private HttpTransport(HttpClient client, Patience patience, SilenceNotice notice) {
        this.client = client;
        this.patience = patience;
        this.notice = notice;
    }

    /** Uses the proxy of the JVM's settings, if there is one. */
    public static HttpTransport through(Patience patience) {
        return new HttpTransport(builder().build(), patience, SilenceNotice.inLog());
    }

    /** Ignores proxies: for services of this machine, such as instance metadata. */
    public static HttpTransport direct(Patience patience) {
        return direct(patience, SilenceNotice.inLog());
    }

    static HttpTransport direct(Patience patience, SilenceNotice notice) {
        return new HttpTransport(builder().proxy(HttpClient.Builder.NO_PROXY).build(), patience, notice);
    }

    private static HttpClient.Builder builder() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT);
    }

    public Patience patience() {
        return patience;
    }

    /**
     * Sends a request without waiting for the answer.
     *
     * @param sink takes the body of the answer; null to collect it
     */
    public Exchange start(HttpRequest request, @Nullable BodySink sink) {
        long bodyBytes = request.bodyPublisher()
                .map(HttpRequest.BodyPublisher::contentLength)
                .orElse(0L);
        return new Exchange(client, request, patience.forAnswerTo(bodyBytes), notice, sink);
    }
}
