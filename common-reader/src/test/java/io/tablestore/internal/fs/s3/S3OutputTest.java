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

import io.tablestore.fs.Abortable;
import io.tablestore.fs.UnknownOutcomeException;
import io.tablestore.internal.fs.http.AnswerServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class S3OutputTest {

    private static final S3Path PATH = TestClients.path("s3://b/t/data");
    private static final int PART = S3Output.PART_BYTES;

    private final AnswerServer server = new AnswerServer();
    private final S3Store store = TestClients.store(server.address());

    /** What the store says to the completion of an upload. */
    private AnswerServer.Reply completion = AnswerServer.reply(200, "<CompleteMultipartUploadResult/>");

    /** What it says to the second part. */
    private AnswerServer.Reply secondPart = AnswerServer.reply(200, "", "ETag", "\"tag-2\"");

    @BeforeEach
    void answer() {
        server.otherwise((exchange, request) -> {
            AnswerServer.Reply reply = switch (request.toString()) {
                case "POST /b/t/data?uploads=" -> AnswerServer.reply(200, "<R><UploadId>id+1</UploadId></R>");
                case "PUT /b/t/data?partNumber=1&uploadId=id%2B1" -> AnswerServer.reply(200, "", "ETag", "\"tag-1\"");
                case "PUT /b/t/data?partNumber=2&uploadId=id%2B1" -> secondPart;
                case "POST /b/t/data?uploadId=id%2B1" -> completion;
                case "DELETE /b/t/data?uploadId=id%2B1" -> AnswerServer.reply(204, "");
                default -> AnswerServer.reply(418, "");
            };
            reply.to(exchange, request);
        });
    }

    @AfterEach
    void close() {
        server.close();
    }

    private List<String> requests() {
        return server.requests().stream().map(AnswerServer.Request::toString).toList();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private void write(byte[] content) throws IOException {
        try (OutputStream out = store.write(PATH)) {
            out.write(content);
        }
    }

    @Test
    void smallFilesAreOneConditionalRequest() throws IOException {
        server.then(200, "");
        try (OutputStream out = store.write(PATH)) {
            out.write('a');
            out.write("bcd".getBytes(StandardCharsets.UTF_8), 1, 2);
            assertThat(server.requests()).isEmpty();
        }
        assertThat(requests()).containsExactly("PUT /b/t/data");
        assertThat(server.request(0).text()).isEqualTo("acd");
        assertThat(server.request(0).header("if-none-match")).isEqualTo("*");
    }

    @Test
    void aTakenNameIsRefused() {
        server.then(412, "").then(200, "other");
        assertThatThrownBy(() -> write(new byte[] {1})).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void storesWithoutTheConditionAreWrittenToWithoutIt() throws IOException {
        server.then(501, "").then(200, "");
        write(new byte[] {1});
        assertThat(server.request(1).header("if-none-match")).isNull();
    }

    @Test
    void largeFilesAreUploadedInParts() throws IOException {
        byte[] content = random(PART + 1000);
        try (OutputStream out = store.write(PATH)) {
            for (int at = 0; at < content.length; at += 100_000) {
                out.write(content, at, Math.min(100_000, content.length - at));
            }
        }
        assertThat(requests())
                .containsExactly(
                        "POST /b/t/data?uploads=",
                        "PUT /b/t/data?partNumber=1&uploadId=id%2B1",
                        "PUT /b/t/data?partNumber=2&uploadId=id%2B1",
                        "POST /b/t/data?uploadId=id%2B1");
        assertThat(server.request(1).body()).isEqualTo(Arrays.copyOf(content, PART));
        assertThat(server.request(2).body()).isEqualTo(Arrays.copyOfRange(content, PART, content.length));
        assertThat(server.request(3).text())
                .isEqualTo("<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>\"tag-1\"</ETag></Part>"
                        + "<Part><PartNumber>2</PartNumber><ETag>\"tag-2\"</ETag></Part></CompleteMultipartUpload>");
        assertThat(server.request(3).header("if-none-match")).isEqualTo("*");
    }

    @Test
    void anAbortedFileIsNotPublished() throws IOException {
        for (int length : new int[] {10, PART + 10}) {
            OutputStream out = store.write(PATH);
            out.write(random(length));
            ((Abortable) out).abort();
            out.close();
            assertThatThrownBy(() -> out.write(1)).hasMessageContaining("nothing can be written to it");
        }
        assertThat(requests()).doesNotContain("PUT /b/t/data", "POST /b/t/data?uploadId=id%2B1");
        assertThat(requests()).last().isEqualTo("DELETE /b/t/data?uploadId=id%2B1");
    }

    @Test
    void aPartThatFailsAbortsTheUpload() {
        secondPart = AnswerServer.reply(403, TestClients.error("AccessDenied"));
        assertThatThrownBy(() -> write(random(3 * PART))).hasMessageContaining("403 AccessDenied");
        assertThat(requests()).doesNotContain("POST /b/t/data?uploadId=id%2B1");
        assertThat(requests()).last().isEqualTo("DELETE /b/t/data?uploadId=id%2B1");
    }

    @Test
    void aLastPartThatFailsAbortsTheUpload() {
        secondPart = AnswerServer.reply(503, "");
        assertThatThrownBy(() -> write(random(PART + 1))).hasMessageContaining("503");
        assertThat(requests()).doesNotContain("POST /b/t/data?uploadId=id%2B1");
        assertThat(requests()).last().isEqualTo("DELETE /b/t/data?uploadId=id%2B1");
    }

    /** The store begins its answer before it knows how it ends. */
    @Test
    void anErrorInASuccessfulAnswerIsAnError() {
        completion = AnswerServer.reply(200, TestClients.error("InvalidPart"));
        assertThatThrownBy(() -> write(random(PART + 1))).hasMessageContaining("InvalidPart");
        assertThat(requests()).last().isEqualTo("DELETE /b/t/data?uploadId=id%2B1");
    }

    private AnswerServer.Reply head(int length) {
        return (exchange, request) -> {
            assertThat(request.method()).isEqualTo("HEAD");
            exchange.getResponseHeaders().add("Content-Length", Integer.toString(length));
            exchange.getResponseHeaders().add("Last-Modified", "Fri, 24 May 2013 00:00:00 GMT");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        };
    }

    /** The answer to the first completion is lost, and the second finds that the upload has ended. */
    private void loseTheCompletion(int length) {
        completion = (exchange, request) -> {
            server.then(404, TestClients.error("NoSuchUpload")).then(head(length));
            exchange.close();
        };
    }

    @Test
    void aLostAnswerToACompletionIsRecognized() throws IOException {
        loseTheCompletion(PART + 1);
        write(random(PART + 1));
        assertThat(requests()).endsWith("POST /b/t/data?uploadId=id%2B1", "HEAD /b/t/data");
    }

    @Test
    void anUploadThatEndedOtherwiseIsNot() {
        loseTheCompletion(PART);
        assertThatThrownBy(() -> write(random(PART + 1))).hasMessageContaining("NoSuchUpload");
    }

    @Test
    void aCompletionWithoutAnAnswerIsAnUnknownOutcome() {
        completion = AnswerServer.reply(500, "");
        assertThatThrownBy(() -> write(random(PART + 1))).isInstanceOf(UnknownOutcomeException.class);
    }
}
