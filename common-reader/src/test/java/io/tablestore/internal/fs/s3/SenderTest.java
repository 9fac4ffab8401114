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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.StoreException;
import io.tablestore.internal.fs.http.AnswerServer;
import io.tablestore.internal.fs.s3.credentials.CredentialChain;
import io.tablestore.internal.fs.s3.credentials.Environment;
import io.tablestore.internal.fs.s3.credentials.GivenKeys;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SenderTest {

    private static final S3Path PATH = TestClients.path("s3://b/t/a b");

    private final AnswerServer server = new AnswerServer();
    private final Sender sender = TestClients.sender(server.address());

    @AfterEach
    void close() {
        server.close();
        assertThat(Thread.interrupted()).isFalse();
    }

    private static S3Request get() {
        return S3Request.of("GET", PATH);
    }

    @Test
    void requestsAreSigned() throws IOException {
        server.then(200, "content");
        assertThat(sender.send(get().withHeader("range", "bytes=0-9")).text()).isEqualTo("content");
        AnswerServer.Request request = server.request(0);
        assertThat(request.uri()).isEqualTo("/b/t/a%20b");
        assertThat(request.header("range")).isEqualTo("bytes=0-9");
        assertThat(request.header("authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AK/")
                .contains("/us-east-1/s3/aws4_request, SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, ");
    }

    @Test
    void anonymousRequestsAreNot() throws IOException {
        server.then(200, "");
        Environment none = new Environment(name -> null, Path.of("missing"), Clock.systemUTC());
        CredentialChain anonymous = CredentialChain.of(new GivenKeys("", "", "", "", true), none, "us-east-1");
        TestClients.sender(server.address(), anonymous).send(get());
        assertThat(server.request(0).header("authorization")).isNull();
    }

    @Test
    void whatPassesIsTriedAgain() throws IOException {
        server.then(503, TestClients.error("SlowDown")).thenCut().thenHang().then(200, "at last");
        assertThat(sender.send(get()).text()).isEqualTo("at last");
        assertThat(server.requests()).hasSize(4);
    }

    @Test
    void wrongRequestsAreNotTriedAgain() throws IOException {
        server.then(400, TestClients.error("InvalidArgument"));
        assertThat(sender.send(get()).status()).isEqualTo(400);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void theLastAnswerIsReported() {
        server.otherwise(AnswerServer.reply(503, TestClients.error("SlowDown")));
        assertThatThrownBy(() -> sender.send(get()))
                .isInstanceOf(IOException.class)
                .hasMessage("s3://b/t/a b: The store answers 503 SlowDown: said so, after 4 attempts");
        assertThat(server.requests()).hasSize(4);
    }

    @Test
    void silenceIsReportedAsATimeout() {
        server.otherwise((exchange, request) -> {});
        assertThatThrownBy(() -> sender.send(get())).satisfies(failed -> {
            assertThat(StoreException.reasonOf((Exception) failed)).isEqualTo(StoreException.Reason.TIMED_OUT);
            assertThat(failed)
                    .hasMessage("s3://b/t/a b: " + server.address()
                            + " does not answer (4 attempts): no answer came within 400 ms");
        });
    }

    @Test
    void aClosedPortIsReported() {
        server.close();
        assertThatThrownBy(() -> sender.send(get())).satisfies(failed -> {
            assertThat(StoreException.reasonOf((Exception) failed)).isEqualTo(StoreException.Reason.DISCONNECTED);
            assertThat(failed)
                    .hasMessageStartingWith("s3://b/t/a b: " + server.address() + " cannot be reached (4 attempts): ");
        });
    }

    @Test
    void anInterruptEndsTheAttempts() {
        server.otherwise(AnswerServer.reply(503, ""));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> sender.send(get())).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(server.requests().size()).isLessThan(2);
    }

    /** The answer to HEAD has no body that could name the region. */
    @Test
    void theRegionOfABucketIsLearned() throws IOException {
        server.then(301, TestClients.error("PermanentRedirect"), "x-amz-bucket-region", "eu-west-1")
                .then(200, "first")
                .then(200, "second");
        assertThat(sender.send(get()).text()).isEqualTo("first");
        assertThat(sender.send(get()).text()).isEqualTo("second");
        assertThat(server.requests()).hasSize(3);
        assertThat(server.request(0).header("authorization")).contains("/us-east-1/s3/");
        assertThat(server.request(1).header("authorization")).contains("/eu-west-1/s3/");
        assertThat(server.request(2).header("authorization")).contains("/eu-west-1/s3/");
    }

    @Test
    void aRegionThatDoesNotHelpIsReported() throws IOException {
        server.otherwise(
                AnswerServer.reply(301, TestClients.error("PermanentRedirect"), "x-amz-bucket-region", "eu-west-1"));
        assertThat(sender.send(get()).status()).isEqualTo(301);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void regionsThatContradictEachOtherEndTheAttempts() throws IOException {
        server.then(301, "", "x-amz-bucket-region", "a")
                .then(301, "", "x-amz-bucket-region", "b")
                .then(301, "", "x-amz-bucket-region", "a");
        assertThat(sender.send(get()).status()).isEqualTo(301);
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void expiredCredentialsAreLookedUpAgain(@TempDir Path home) throws IOException {
        Path keys = Files.createDirectories(home.resolve(".aws")).resolve("credentials");
        Files.writeString(keys, "[default]\naws_access_key_id = OLD\naws_secret_access_key = S\n");
        Environment environment = new Environment(Map.<String, String>of()::get, home, Clock.systemUTC());
        CredentialChain chain = CredentialChain.of(new GivenKeys("", "", "", "", false), environment, "us-east-1");
        server.then((exchange, request) -> {
                    Files.writeString(keys, "[default]\naws_access_key_id = NEW\naws_secret_access_key = S\n");
                    AnswerServer.reply(400, TestClients.error("ExpiredToken")).to(exchange, request);
                })
                .then(200, "renewed");
        assertThat(TestClients.sender(server.address(), chain).send(get()).text())
                .isEqualTo("renewed");
        assertThat(server.request(1).header("authorization")).contains("Credential=NEW/");
    }

    @Test
    void expiredCredentialsThatStayAreReported() throws IOException {
        server.then(400, TestClients.error("ExpiredToken"));
        assertThat(sender.send(get()).status()).isEqualTo(400);
    }
}
