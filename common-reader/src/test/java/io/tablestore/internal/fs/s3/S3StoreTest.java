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

import io.tablestore.fs.TableFileSystem.Entry;
import io.tablestore.fs.TableFileSystem.Status;
import io.tablestore.internal.fs.http.AnswerServer;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class S3StoreTest {

    private static final S3Path SNAPSHOT = TestClients.path("s3://b/t/snapshot/snapshot-1");
    private static final S3Path DIRECTORY = TestClients.path("s3://b/t");

    private final AnswerServer server = new AnswerServer();
    private final S3Store store = TestClients.store(server.address());

    @AfterEach
    void close() {
        server.close();
    }

    private List<String> requests() {
        return server.requests().stream()
                .map(request -> request.toString().replaceAll("probe-[^.]*", "probe-X"))
                .toList();
    }

    private static String listing(String content) {
        return "<ListBucketResult><IsTruncated>false</IsTruncated>" + content + "</ListBucketResult>";
    }

    @Test
    void theFirstCreateOfABucketProbesTheStore() throws IOException {
        server.then(200, "").then(412, "").then(204, "").then(200, "").then(200, "");
        store.create(SNAPSHOT, new byte[] {1});
        store.create(TestClients.path("s3://b/u/schema/schema-0"), new byte[] {1});
        assertThat(requests())
                .containsExactly(
                        "PUT /b/t/snapshot/.probe-X.tmp",
                        "PUT /b/t/snapshot/.probe-X.tmp",
                        "DELETE /b/t/snapshot/.probe-X.tmp",
                        "PUT /b/t/snapshot/snapshot-1",
                        "PUT /b/u/schema/schema-0");
    }

    @Test
    void aStoreThatIgnoresTheConditionIsRefused() throws IOException {
        server.otherwise(AnswerServer.reply(200, ""));
        assertThatThrownBy(() -> store.create(SNAPSHOT, new byte[] {1}))
                .isInstanceOf(IOException.class)
                .hasMessage("s3://b/t/snapshot/snapshot-1: The file cannot be created, because the store "
                        + server.address() + " does not obey the header If-None-Match: two writers could both succeed."
                        + " Write through a metastore catalog, which has locks, or to another store");
        assertThat(requests())
                .containsExactly(
                        "PUT /b/t/snapshot/.probe-X.tmp",
                        "PUT /b/t/snapshot/.probe-X.tmp",
                        "DELETE /b/t/snapshot/.probe-X.tmp");
        assertThat(store.createsAtomically(SNAPSHOT)).isFalse();
    }

    @Test
    void aStoreThatDoesNotKnowTheConditionIsRefused() throws IOException {
        server.otherwise(AnswerServer.reply(501, TestClients.error("NotImplemented")));
        assertThat(store.createsAtomically(SNAPSHOT)).isFalse();
    }

    @Test
    void aProbeThatFailsSaysWhy() {
        server.otherwise(AnswerServer.reply(403, TestClients.error("AccessDenied")));
        assertThatThrownBy(() -> store.create(SNAPSHOT, new byte[] {1}))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageStartingWith("s3://b/t/snapshot/.probe-");
    }

    /** The answer to the first request of the probe may be lost too. */
    @Test
    void aProbeWithALostAnswerPasses() throws IOException {
        server.thenCut().then(412, "").then(412, "").then(204, "");
        assertThat(store.createsAtomically(SNAPSHOT)).isTrue();
    }

    @Test
    void directoriesAreListedByPages() throws IOException {
        server.then(
                        200,
                        "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t=1</NextContinuationToken>"
                                + "<Contents><Key>t/</Key><Size>0</Size></Contents><Contents><Key>t/a</Key><Size>5</Size></Contents>"
                                + "<CommonPrefixes><Prefix>t//</Prefix></CommonPrefixes></ListBucketResult>")
                .then(
                        200,
                        listing("<Contents><Key>t/c</Key><Size>9</Size></Contents>"
                                + "<CommonPrefixes><Prefix>t/d/</Prefix></CommonPrefixes>"));
        assertThat(store.list(DIRECTORY))
                .containsExactly(new Entry("a", false, 5), new Entry("c", false, 9), Entry.directory("d"));
        assertThat(requests())
                .containsExactly(
                        "GET /b/?delimiter=%2F&encoding-type=url&list-type=2&prefix=t%2F",
                        "GET /b/?continuation-token=t%3D1&delimiter=%2F&encoding-type=url&list-type=2&prefix=t%2F");
    }

    @Test
    void aMissingBucketIsNoEmptyDirectory() {
        server.then(404, TestClients.error("NoSuchBucket"));
        assertThatThrownBy(() -> store.list(DIRECTORY))
                .hasMessage(
                        "s3://b/t: The store answers 404 NoSuchBucket: said so. There is no bucket 'b' at this endpoint;"
                                + " correct the location or s3.endpoint");
    }

    @Test
    void aDirectoryExistsIfSomethingIsBelow() throws IOException {
        server.then(200, listing("<Contents><Key>t/x</Key><Size>1</Size></Contents>"))
                .then(200, listing(""));
        assertThat(store.directoryExists(DIRECTORY)).isTrue();
        assertThat(store.directoryExists(DIRECTORY)).isFalse();
        assertThat(requests().get(0)).isEqualTo("GET /b/?encoding-type=url&list-type=2&max-keys=1&prefix=t%2F");
    }

    @Test
    void anEmptyDirectoryHasAMarker() throws IOException {
        server.then(200, "");
        store.createDirectory(DIRECTORY);
        store.createDirectory(TestClients.path("s3://b"));
        assertThat(requests()).containsExactly("PUT /b/t/");
        assertThat(server.request(0).body()).isEmpty();
    }

    @Test
    void sizeAndTimeComeFromTheHead() throws IOException {
        server.then((exchange, request) -> {
                    exchange.getResponseHeaders().add("Content-Length", "42");
                    exchange.getResponseHeaders().add("Last-Modified", "Fri, 24 May 2013 00:00:00 GMT");
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                })
                .then(404, "");
        assertThat(store.status(SNAPSHOT)).isEqualTo(new Status(42, 1369353600000L));
        assertThat(store.status(SNAPSHOT)).isNull();
    }

    private static final String THREE_KEYS = listing(
            "<Contents><Key>t/a</Key><Size>1</Size></Contents>"
                    + "<Contents><Key>t/b&amp;c</Key><Size>1</Size></Contents><Contents><Key>t/d/</Key><Size>1</Size></Contents>");

    @Test
    void directoriesAreDeletedByPages() throws IOException {
        server.then(200, THREE_KEYS).then(200, "<DeleteResult/>");
        store.deleteDirectory(DIRECTORY);
        assertThat(requests()).containsExactly("GET /b/?encoding-type=url&list-type=2&prefix=t%2F", "POST /b/?delete=");
        assertThat(server.request(1).text()).contains("<Key>t/a</Key>", "<Key>t/b&amp;c</Key>", "<Key>t/d/</Key>");
        assertThat(server.request(1).header("content-md5")).isNotBlank();
    }

    @Test
    void withoutBatchesEachObjectIsDeleted() throws IOException {
        server.then(200, THREE_KEYS).then(501, "").then(204, "").then(404, "").then(204, "");
        store.deleteDirectory(DIRECTORY);
        assertThat(requests().subList(2, 5)).containsExactly("DELETE /b/t/a", "DELETE /b/t/b%26c", "DELETE /b/t/d/");
    }

    @Test
    void objectsThatStayAreReported() {
        server.then(200, THREE_KEYS)
                .then(
                        200,
                        "<DeleteResult><Error><Key>t/a</Key><Code>AccessDenied</Code><Message>no</Message></Error>"
                                + "</DeleteResult>");
        assertThatThrownBy(() -> store.deleteDirectory(DIRECTORY))
                .hasMessage("s3://b/t: 1 files cannot be deleted, among them t/a: AccessDenied: no");
    }

    @Test
    void aBucketIsNotDeleted() {
        assertThatThrownBy(() -> store.deleteDirectory(TestClients.path("s3://b")))
                .hasMessage("s3://b: A complete bucket is not deleted. Delete it with the tools of the store");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void deletingAMissingFileDoesNothing() throws IOException {
        server.then(404, TestClients.error("NoSuchKey")).then(404, TestClients.error("NoSuchBucket"));
        store.delete(SNAPSHOT);
        assertThatThrownBy(() -> store.delete(SNAPSHOT)).hasMessageContaining("NoSuchBucket");
    }
}
