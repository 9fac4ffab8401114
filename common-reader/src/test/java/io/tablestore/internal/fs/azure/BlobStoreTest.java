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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.fs.TablePath;
import io.tablestore.fs.UnknownOutcomeException;
import io.tablestore.fs.create.Attempt;
import io.tablestore.fs.create.Attempt.Outcome;
import io.tablestore.fs.create.ConditionalCreate;
import io.tablestore.internal.fs.http.AnswerServer;
import io.tablestore.internal.fs.http.Patience;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class BlobStoreTest {

    private static final Patience SHORT =
            new Patience(Duration.ofSeconds(1), 3, Duration.ofMillis(2), Duration.ofMillis(600));
    private static final String HOST = "a1.dfs.core.windows.net";
    private static final TablePath FILE = new TablePath("abfs://files@" + HOST + "/t/snapshot/snapshot-1");
    private static final byte[] CONTENT = bytes("ours");

    private final AnswerServer server = new AnswerServer();

    @AfterEach
    void close() {
        server.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String error(String code) {
        return "<Error><Code>" + code + "</Code><Message>said so</Message></Error>";
    }

    private BlobStore store(BlobAuthorization authorization) {
        String authority = server.address().replace("http://", "");
        return new BlobStore(BlobEndpoint.at("http", authority, HOST), authorization, SHORT);
    }

    private BlobStore store() {
        return store(new SharedKey("a1", new byte[32]));
    }

    private ConditionalCreate creates() {
        return new ConditionalCreate(store(), SHORT.createTimeout(), SHORT.firstPause());
    }

    private List<String> requests() {
        return server.requests().stream()
                .map(request -> request.toString().replaceAll("probe-[^.]*", "probe-X"))
                .toList();
    }

    @Test
    void aCreateIsOneConditionalRequest() throws IOException {
        server.then(201, "");
        assertThat(creates().create(FILE, CONTENT)).isTrue();
        AnswerServer.Request put = server.request(0);
        assertThat(requests()).containsExactly("PUT /a1/files/t/snapshot/snapshot-1");
        assertThat(put.header("if-none-match")).isEqualTo("*");
        assertThat(put.header("x-ms-blob-type")).isEqualTo("BlockBlob");
        assertThat(put.header("x-ms-version")).isEqualTo("2021-12-02");
        assertThat(put.header("x-ms-date")).matches("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
        assertThat(put.header("authorization")).startsWith("SharedKey a1:");
        assertThat(put.text()).isEqualTo("ours");
    }

    @ParameterizedTest
    @CsvSource({
        "201, '', CREATED",
        "409, BlobAlreadyExists, OCCUPIED",
        "412, ConditionNotMet, OCCUPIED",
        "409, BlobImmutableDueToPolicy, OCCUPIED",
        "409, ContainerBeingDeleted, UNDECIDED",
        "429, TooManyRequests, UNDECIDED",
        "408, '', UNANSWERED",
        "500, OperationTimedOut, UNANSWERED",
        "502, '', UNANSWERED",
        "503, ServerBusy, UNANSWERED",
        "501, '', UNSUPPORTED",
        "400, InvalidHeaderValue, REFUSED",
        "401, InvalidAuthenticationInfo, REFUSED",
        "403, AuthorizationFailure, REFUSED",
        "404, ContainerNotFound, REFUSED"
    })
    void whatAnAnswerSays(int status, String code, Outcome outcome) {
        server.then(status, code.isEmpty() ? "" : error(code));
        Attempt attempt = store().send(FILE, CONTENT, 1);
        assertThat(attempt.outcome()).isEqualTo(outcome);
        if (attempt.failure() != null) {
            assertThat(attempt.failure())
                    .hasMessageContaining(FILE + ": ")
                    .hasMessageContaining((status + " " + code).strip());
        }
    }

    @Test
    void noAnswerDecidesNothing() {
        server.thenCut().thenHang();
        assertThat(store().send(FILE, CONTENT, 1).outcome()).isEqualTo(Outcome.UNANSWERED);
        assertThat(store().send(FILE, CONTENT, 1).outcome()).isEqualTo(Outcome.UNANSWERED);
    }

    @Test
    void aStoreThatCannotBeReachedHasCreatedNothing() {
        server.close();
        Attempt attempt = store().send(FILE, CONTENT, 2);
        assertThat(attempt.outcome()).isEqualTo(Outcome.UNDECIDED);
        assertThat(attempt.failure()).hasMessageContaining(FILE + ": ").hasMessageContaining("(2 attempts)");
    }

    @Test
    void anotherContentIsAnothersFile() {
        server.then(409, error("BlobAlreadyExists")).then(200, "theirs");
        assertThatThrownBy(() -> creates().create(FILE, CONTENT)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(requests())
                .containsExactly("PUT /a1/files/t/snapshot/snapshot-1", "GET /a1/files/t/snapshot/snapshot-1");
    }

    @Test
    void aLostAnswerIsRecognized() throws IOException {
        server.thenCut()
                .then(503, error("ServerBusy"))
                .then(409, error("BlobAlreadyExists"))
                .then(200, "ours");
        assertThat(creates().create(FILE, CONTENT)).isTrue();
        assertThat(requests()).hasSize(4);
    }

    @Test
    void noAnswerInTimeIsAnUnknownOutcome() {
        server.otherwise(AnswerServer.reply(500, error("OperationTimedOut")));
        assertThatThrownBy(() -> creates().create(FILE, CONTENT))
                .isInstanceOf(UnknownOutcomeException.class)
                .hasMessageContaining("500 OperationTimedOut: said so");
    }

    @Test
    void theFirstCreateOfAContainerProbesTheStore() throws IOException {
        server.then(201, "").then(409, error("BlobAlreadyExists")).then(202, "");
        ConditionalCreate creates = creates();
        assertThat(creates.isObeyed(FILE)).isTrue();
        assertThat(creates.isObeyed(new TablePath("abfs://files@" + HOST + "/u/schema/schema-0")))
                .isTrue();
        assertThat(requests())
                .containsExactly(
                        "PUT /a1/files/t/snapshot/.probe-X.tmp",
                        "PUT /a1/files/t/snapshot/.probe-X.tmp",
                        "DELETE /a1/files/t/snapshot/.probe-X.tmp");
    }

    @Test
    void aStoreThatIgnoresTheConditionFails() throws IOException {
        server.then(201, "").then(201, "").then(202, "");
        assertThat(creates().isObeyed(FILE)).isFalse();
    }

    @Test
    void readsAndDeletesAreRepeated() throws IOException {
        server.then(503, error("ServerBusy"))
                .thenCut()
                .then(200, "theirs")
                .then(500, "")
                .then(202, "");
        assertThat(store().read(FILE)).isEqualTo(bytes("theirs"));
        store().delete(FILE);
        assertThat(server.requests()).hasSize(5);
    }

    @Test
    void aMissingBlobCannotBeReadButDeleted() throws IOException {
        server.then(404, error("BlobNotFound")).then(404, error("BlobNotFound"));
        assertThatThrownBy(() -> store().read(FILE)).isInstanceOf(FileNotFoundException.class);
        store().delete(FILE);
    }

    @Test
    void aReadThatIsDeniedSaysSo() {
        server.then(403, error("AuthorizationFailure"));
        assertThatThrownBy(() -> store().read(FILE))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("403 AuthorizationFailure: said so. Let the account's firewall");
    }

    @Test
    void aSharedAccessSignatureIsInTheAddress() throws IOException {
        server.then(200, "");
        store(new SharedAccessSignature("?sv=1&sig=a%2Fb")).read(FILE);
        assertThat(requests()).containsExactly("GET /a1/files/t/snapshot/snapshot-1?sv=1&sig=a%2Fb");
        assertThat(server.request(0).header("authorization")).isNull();
    }

    @Test
    void aTokenIsAskedForEveryRequest() throws IOException {
        server.then(200, "").then(200, "");
        StringBuilder token = new StringBuilder("t");
        BlobStore store = store(new BearerToken(() -> token.append('x').toString()));
        store.read(FILE);
        store.read(FILE);
        assertThat(server.request(0).header("authorization")).isEqualTo("Bearer tx");
        assertThat(server.request(1).header("authorization")).isEqualTo("Bearer txx");
    }

    @Test
    void withoutATokenNothingIsSent() {
        IOException failure = new IOException("no token");
        Attempt attempt = store(new BearerToken(() -> {
                    throw failure;
                }))
                .send(FILE, CONTENT, 1);
        assertThat(attempt.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(attempt.failure()).isSameAs(failure);
        assertThat(requests()).isEmpty();
    }
}
