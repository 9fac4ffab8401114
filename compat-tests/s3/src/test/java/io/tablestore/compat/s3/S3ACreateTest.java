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
package io.tablestore.compat.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tablestore.fs.Abortable;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.fs.UnknownOutcomeException;
import io.tablestore.testing.s3.Fault;
import io.tablestore.testing.s3.Front;
import io.tablestore.testing.s3.RequestKind;
import io.tablestore.testing.s3.S3Server;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writes through Hadoop's client of S3 against a store, also when the store or the network fails. */
@Timeout(120)
class S3ACreateTest {

    private static final int PART_BYTES = 5 << 20;

    @TempDir
    static Path directory;

    private static S3Server server;
    private static Front front;
    private static TableFileSystem files;
    private static int roots;

    private final TablePath root = new TablePath("s3a://created/" + roots++);

    @BeforeAll
    static void start() throws Exception {
        server = new S3Server(directory);
        server.createBucket("created");
        front = new Front(server.port());
        Map<String, String> settings = new HashMap<>(S3AFiles.SHORT_RETRIES);
        settings.put("s3.create-timeout", "3 s");
        settings.put("fs.s3a.multipart.size", Integer.toString(PART_BYTES));
        settings.put("fs.s3a.connection.request.timeout", "1s");
        settings.put("fs.s3a.connection.timeout", "1s");
        files = S3AFiles.at(front.port(), settings);
        files.create(new TablePath("s3a://created/probed"), new byte[0]);
    }

    @AfterAll
    static void stop() throws Exception {
        front.close();
        server.close();
    }

    @BeforeEach
    void reset() {
        front.reset();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> requests() {
        return front.calls().stream()
                .map(call -> call.kind() + " " + call.status())
                .toList();
    }

    @Test
    void aCreateIsOneRequest() throws IOException {
        files.create(root.child("snapshot-1"), bytes("1"));
        assertThat(requests()).containsExactly("PUT 200");
    }

    @Test
    void aWriteIsOneRequest() throws IOException {
        try (OutputStream out = files.write(root.child("data"))) {
            out.write(bytes("1"));
        }
        files.overwrite(root.child("LATEST"), bytes("1"));
        files.overwrite(root.child("LATEST"), bytes("2"));
        assertThat(requests()).containsExactly("PUT 200", "PUT 200", "PUT 200");
        assertThat(files.readAll(root.child("LATEST"), 10)).isEqualTo(bytes("2"));
    }

    @Test
    void theStoreIsProbedOnce() throws IOException {
        files.createsAtomically(root.child("snapshot-1"));
        assertThat(requests()).isEmpty();
    }

    /** However the answer is lost, the file is ours and there is one. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"SLOW_DOWN", "SERVER_ERROR", "CONFLICT", "LOST", "DROP", "CUT", "LATE", "HANG", "HALF"})
    void aCreateThatFailsOnceIsResolved(Fault fault) throws IOException {
        TablePath file = root.child("snapshot-" + fault);
        front.fail(RequestKind.PUT, file.name(), fault, 1);
        files.create(file, bytes("ours"));
        assertThat(front.deliverLate()).isEqualTo(fault == Fault.LATE ? 1 : 0);
        assertThat(files.readAll(file, 100)).isEqualTo(bytes("ours"));
        assertThatThrownBy(() -> files.create(file, bytes("theirs"))).isInstanceOf(FileAlreadyExistsException.class);
    }

    /** More often than Hadoop's client tries. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"SLOW_DOWN", "SERVER_ERROR", "CONFLICT", "LOST", "DROP", "CUT", "LATE"})
    void aCreateThatFailsOftenIsResolved(Fault fault) throws IOException {
        TablePath file = root.child("snapshot-" + fault);
        front.fail(RequestKind.PUT, file.name(), fault, 5);
        files.create(file, bytes("ours"));
        front.deliverLate();
        assertThat(files.readAll(file, 100)).isEqualTo(bytes("ours"));
    }

    /** A lost race whose answer is lost is still a lost race. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"LOST", "DROP", "CUT", "SERVER_ERROR", "CONFLICT"})
    void aLostRaceIsRecognized(Fault fault) throws IOException {
        TablePath file = root.child("snapshot-" + fault);
        files.create(file, bytes("theirs"));
        front.fail(RequestKind.PUT, file.name(), fault, 3);
        assertThatThrownBy(() -> files.create(file, bytes("ours"))).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(files.readAll(file, 100)).isEqualTo(bytes("theirs"));
    }

    /** The missing file proves nothing: it appears later. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"LATE", "HANG", "SERVER_ERROR", "SLOW_DOWN", "CUT"})
    void whatCannotBeResolvedIsUnknown(Fault fault) throws IOException {
        TablePath file = root.child("snapshot-1");
        front.fail(RequestKind.PUT, file.name(), fault, Front.ALWAYS);
        assertThatThrownBy(() -> files.create(file, bytes("ours")))
                .isInstanceOf(UnknownOutcomeException.class)
                .hasMessageStartingWith("Whether " + file + " was created is not known: ");
        assertThat(front.deliverLate())
                .isEqualTo(fault == Fault.LATE ? front.calls().size() : 0);
        front.reset();
        files.create(file, bytes("ours"));
        assertThat(files.readAll(file, 100)).isEqualTo(bytes("ours"));
    }

    @Test
    void aDeniedCreateIsKnown() {
        TablePath file = root.child("snapshot-1");
        front.fail(RequestKind.PUT, file.name(), Fault.DENIED, Front.ALWAYS);
        assertThatThrownBy(() -> files.create(file, bytes("ours"))).isInstanceOf(AccessDeniedException.class);
        assertThat(requests()).containsExactly("PUT 403");
    }

    /** Hadoop's client reports the refusal, and does not say that it had sent the request before. */
    @Test
    void aDeniedCreateAfterALostAnswerIsUnknown() throws IOException {
        TablePath file = root.child("snapshot-1");
        front.fail(RequestKind.PUT, file.name(), Fault.LATE, 1);
        front.fail(RequestKind.PUT, file.name(), Fault.DENIED, Front.ALWAYS);
        assertThatThrownBy(() -> files.create(file, bytes("ours")))
                .isInstanceOf(UnknownOutcomeException.class)
                .hasCauseInstanceOf(AccessDeniedException.class);
        assertThat(front.deliverLate()).isEqualTo(1);
        assertThat(files.readAll(file, 100)).isEqualTo(bytes("ours"));
    }

    @Test
    void conflictsOnlyAreKnown() {
        TablePath file = root.child("snapshot-1");
        front.fail(RequestKind.PUT, file.name(), Fault.CONFLICT, Front.ALWAYS);
        assertThatThrownBy(() -> files.create(file, bytes("ours")))
                .isNotInstanceOf(UnknownOutcomeException.class)
                .hasMessageContaining("409");
        assertThat(requests()).hasSizeGreaterThan(1).containsOnly("PUT 409");
    }

    /** The store of the test would obey the condition at the end of an upload in parts, but others do not. */
    @Test
    void aFileThatIsNotOneRequestIsRefused() throws IOException {
        TablePath file = root.child("schema-0");
        assertThatThrownBy(() -> files.create(file, new byte[PART_BYTES]))
                .hasMessage(
                        file + " cannot be created: its 5242880 bytes must be one request, but fs.s3a.multipart.size"
                                + " is 5242880. Set a larger one");
        assertThat(requests()).isEmpty();
        files.create(file, new byte[PART_BYTES - 1]);
        assertThat(requests()).containsExactly("PUT 200");
    }

    @Test
    void anAbortedFileLeavesNothing() throws IOException {
        for (int bytes : new int[] {10, 2 * PART_BYTES}) {
            TablePath file = root.child("aborted-" + bytes);
            try (OutputStream out = files.write(file)) {
                out.write(new byte[bytes]);
                ((Abortable) out).abort();
            }
            assertThat(files.exists(file)).isFalse();
        }
    }

    @Test
    void largeFilesAreUploadedInParts() throws IOException {
        byte[] content = new byte[2 * PART_BYTES + 1000];
        TablePath file = root.child("large");
        try (OutputStream out = files.write(file)) {
            out.write(content);
        }
        assertThat(front.counts()).isEqualTo(Map.of(RequestKind.POST, 2, RequestKind.PUT, 3));
        assertThat(files.readAll(file, content.length)).isEqualTo(content);
    }

    @Test
    void directoriesAreNotRenamed() {
        assertThatThrownBy(() -> files.renameDirectory(root, root.child("b")))
                .hasMessageStartingWith(root + ": A directory in an object store cannot be renamed: ");
        assertThat(requests()).isEmpty();
    }

    @Test
    void aClientWithoutTheConditionIsRefused() throws Exception {
        server.createBucket("unconditional");
        TableFileSystem without = S3AFiles.at(front.port(), Map.of("fs.s3a.create.conditional.enabled", "false"));
        TablePath file = new TablePath("s3a://unconditional/t/snapshot/snapshot-1");
        assertThat(without.createsAtomically(file)).isFalse();
        assertThatThrownBy(() -> without.create(file, bytes("ours")))
                .hasMessage(file + " cannot be created: S3A has no conditional create here, and two writers could both"
                        + " succeed. Use hadoop-aws 3.4.2 or newer without fs.s3a.create.conditional.enabled=false, or"
                        + " write the location as s3://, which needs no Hadoop");
    }

    /** A store that answers 200 to each PUT, whatever its condition. */
    @Test
    void aStoreThatIgnoresTheConditionIsRefused() throws Exception {
        List<String> puts = new CopyOnWriteArrayList<>();
        HttpServer liar = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        liar.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            boolean isPut = exchange.getRequestMethod().equals("PUT");
            if (isPut) {
                puts.add(exchange.getRequestURI().getPath() + " "
                        + exchange.getRequestHeaders().getFirst("If-None-Match"));
                exchange.getResponseHeaders().add("ETag", "\"1\"");
            }
            exchange.sendResponseHeaders(isPut ? 200 : 404, -1);
            exchange.close();
        });
        liar.start();
        try {
            TableFileSystem lied = S3AFiles.at(liar.getAddress().getPort(), S3AFiles.SHORT_RETRIES);
            TablePath file = new TablePath("s3a://liar/t/snapshot/snapshot-1");
            assertThatThrownBy(() -> lied.create(file, bytes("ours")))
                    .hasMessage(file + " cannot be created: the store does not obey the header If-None-Match, and two"
                            + " writers could both succeed. Write through a metastore catalog, which has locks, or to"
                            + " another store");
            assertThat(puts).hasSize(2).allMatch(put -> put.matches("/liar/t/snapshot/\\.probe-.*\\.tmp \\*"));
        } finally {
            liar.stop(0);
        }
    }
}
