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

import io.tablestore.fs.UnknownOutcomeException;
import io.tablestore.internal.fs.http.AnswerServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConditionalPutTest {

    private static final S3Path PATH = TestClients.path("s3://b/t/snapshot/snapshot-1");
    private static final byte[] CONTENT = "ours".getBytes(StandardCharsets.UTF_8);

    private final AnswerServer server = new AnswerServer();
    private final ConditionalPut puts = new ConditionalPut(TestClients.client(server.address()));

    @AfterEach
    void close() {
        server.close();
        assertThat(Thread.interrupted()).isFalse();
    }

    private List<String> methods() {
        return server.requests().stream().map(AnswerServer.Request::method).toList();
    }

    @Test
    void theConditionIsSentAndSigned() throws IOException {
        server.then(200, "");
        assertThat(puts.create(PATH, CONTENT)).isTrue();
        AnswerServer.Request put = server.request(0);
        assertThat(put.toString()).isEqualTo("PUT /b/t/snapshot/snapshot-1");
        assertThat(put.header("if-none-match")).isEqualTo("*");
        assertThat(put.header("authorization")).contains("SignedHeaders=host;if-none-match;");
        assertThat(put.text()).isEqualTo("ours");
        assertThat(methods()).containsExactly("PUT");
    }

    @Test
    void anotherContentIsAnothersFile() {
        server.then(412, TestClients.error("PreconditionFailed")).then(200, "theirs");
        assertThatThrownBy(() -> puts.create(PATH, CONTENT))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessage("s3://b/t/snapshot/snapshot-1");
        assertThat(methods()).containsExactly("PUT", "GET");
    }

    @Test
    void aLostAnswerIsRecognized() throws IOException {
        server.thenCut().then(412, "").then(200, "ours");
        puts.create(PATH, CONTENT);
        assertThat(methods()).containsExactly("PUT", "PUT", "GET");
    }

    @Test
    void aLostAnswerToALostRaceIsRecognized() {
        server.thenCut().then(412, "").then(200, "theirs");
        assertThatThrownBy(() -> puts.create(PATH, CONTENT)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void theSameRequestIsSentUntilItIsAnswered() throws IOException {
        server.then(409, TestClients.error("ConditionalRequestConflict"))
                .then(429, "")
                .then(503, TestClients.error("SlowDown"))
                .then(500, "")
                .thenCut()
                .then(200, "");
        puts.create(PATH, CONTENT);
        assertThat(server.requests())
                .hasSize(6)
                .allMatch(request -> request.method().equals("PUT")
                        && request.header("if-none-match").equals("*")
                        && request.text().equals("ours"));
    }

    @Test
    void aTimeoutIsNoAnswer() throws IOException {
        server.thenHang().then(412, "").then(200, "ours");
        puts.create(PATH, CONTENT);
        assertThat(methods()).containsExactly("PUT", "PUT", "GET");
    }

    /** An object that somebody has deleted in between frees its key. */
    @Test
    void aDeletedFileIsCreated() throws IOException {
        server.then(412, "").then(404, TestClients.error("NoSuchKey")).then(200, "");
        puts.create(PATH, CONTENT);
        assertThat(methods()).containsExactly("PUT", "GET", "PUT");
    }

    @Test
    void noAnswerIsAnUnknownOutcome() {
        server.otherwise(AnswerServer.reply(500, TestClients.error("InternalError")));
        assertThatThrownBy(() -> puts.create(PATH, CONTENT))
                .isInstanceOf(UnknownOutcomeException.class)
                .hasMessageStartingWith("Whether s3://b/t/snapshot/snapshot-1 was created is not known:"
                        + " s3://b/t/snapshot/snapshot-1: The store answers 500 InternalError: said so");
        assertThat(methods()).hasSizeGreaterThan(4).containsOnly("PUT");
    }

    @Test
    void silenceIsAnUnknownOutcome() {
        server.otherwise((exchange, request) -> {});
        assertThatThrownBy(() -> puts.create(PATH, CONTENT)).isInstanceOf(UnknownOutcomeException.class);
    }

    @Test
    void aRefusalIsKnown() {
        server.then(403, TestClients.error("AccessDenied"));
        assertThatThrownBy(() -> puts.create(PATH, CONTENT)).isInstanceOf(AccessDeniedException.class);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aRefusalAfterALostAnswerIsNot() {
        server.thenCut().then(403, TestClients.error("AccessDenied"));
        assertThatThrownBy(() -> puts.create(PATH, CONTENT))
                .isInstanceOf(UnknownOutcomeException.class)
                .hasCauseInstanceOf(AccessDeniedException.class);
    }

    @Test
    void conflictsOnlyAreKnown() {
        server.otherwise(AnswerServer.reply(409, TestClients.error("ConditionalRequestConflict")));
        assertThatThrownBy(() -> puts.create(PATH, CONTENT))
                .isNotInstanceOf(UnknownOutcomeException.class)
                .hasMessageContaining("409 ConditionalRequestConflict");
    }

    @Test
    void aStoreThatIsNotThereCreatesNothing() {
        server.close();
        assertThatThrownBy(() -> puts.create(PATH, CONTENT)).isInstanceOf(ConnectException.class);
    }

    @Test
    void anUnreadableFileIsAnUnknownOutcome() {
        server.then(412, "").then(403, "");
        assertThatThrownBy(() -> puts.create(PATH, CONTENT)).isInstanceOf(UnknownOutcomeException.class);
    }

    @Test
    void anInterruptIsAnUnknownOutcomeAndStays() {
        server.thenHang();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> puts.create(PATH, CONTENT))
                .isInstanceOf(UnknownOutcomeException.class)
                .hasCauseInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aStoreWithoutTheConditionSaysSo() throws IOException {
        server.then(501, TestClients.error("NotImplemented"));
        assertThat(puts.create(PATH, CONTENT)).isFalse();
    }
}
