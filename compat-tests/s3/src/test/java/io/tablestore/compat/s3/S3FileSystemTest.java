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

import io.tablestore.fs.Abortable;
import io.tablestore.fs.RangeReader;
import io.tablestore.fs.RangeReader.Range;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.fs.UnknownOutcomeException;
import io.tablestore.fs.s3.S3FileSystem;
import io.tablestore.testing.s3.Call;
import io.tablestore.testing.s3.Fault;
import io.tablestore.testing.s3.Front;
import io.tablestore.testing.s3.RequestKind;
import io.tablestore.testing.s3.S3Server;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reader's own client of S3 against a store, also when the store or the network fails. */
class S3FileSystemTest {

    private static final int PART_BYTES = 8 << 20;

    @TempDir
    static Path directory;

    private static S3Server server;
    private static Front front;
    private static TableFileSystem files;
    private static int roots;

    private final TablePath root = new TablePath("s3://files/" + roots++);

    @BeforeAll
    static void start() throws Exception {
        server = new S3Server(directory);
        server.createBucket("files");
        front = new Front(server.port());
        files = S3Files.at(
                front.port(), Map.of("s3.request-timeout", "1 s", "s3.retries", "3", "s3.create-timeout", "4 s"));
        files.create(new TablePath("s3://files/probed"), new byte[0]);
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

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(11).nextBytes(bytes);
        return bytes;
    }

    private static void write(TablePath path, byte[] content) throws IOException {
        try (OutputStream out = files.write(path)) {
            out.write(content);
        }
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

    /** However the answer is lost, the file is ours and there is one. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"SLOW_DOWN", "SERVER_ERROR", "CONFLICT", "LOST", "DROP", "CUT", "HANG", "HALF"})
    void aCreateThatFailsOnceIsSettled(Fault fault) throws IOException {
        TablePath file = root.child("snapshot-" + fault);
        front.fail(RequestKind.PUT, file.name(), fault, 1);
        files.create(file, bytes("ours"));
        assertThat(files.readAll(file, 100)).isEqualTo(bytes("ours"));
        assertThat(requests()).startsWith("PUT " + (fault == Fault.HALF ? 200 : fault.status()));
        assertThatThrownBy(() -> files.create(file, bytes("theirs"))).isInstanceOf(FileAlreadyExistsException.class);
    }

    /** The first request arrives after the second has taken the name: the store refuses it. */
    @Test
    void aLateRequestChangesNothing() throws IOException {
        TablePath file = root.child("snapshot-1");
        front.fail(RequestKind.PUT, file.name(), Fault.LATE, 1);
        files.create(file, bytes("ours"));
        assertThat(front.deliverLate()).isEqualTo(1);
        assertThat(files.readAll(file, 100)).isEqualTo(bytes("ours"));
    }

    /** A lost race whose answer is lost is still a lost race. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"LOST", "DROP", "CUT", "SERVER_ERROR"})
    void aLostRaceIsRecognized(Fault fault) throws IOException {
        TablePath file = root.child("snapshot-" + fault);
        files.create(file, bytes("theirs"));
        front.fail(RequestKind.PUT, file.name(), fault, 1);
        assertThatThrownBy(() -> files.create(file, bytes("ours"))).isInstanceOf(FileAlreadyExistsException.class);
    }

    /** The missing file proves nothing: it appears later. */
    @Test
    void whatCannotBeSettledIsUnknown() throws IOException {
        TablePath file = root.child("snapshot-1");
        front.fail(RequestKind.PUT, file.name(), Fault.LATE, Front.ALWAYS);
        assertThatThrownBy(() -> files.create(file, bytes("ours")))
                .isInstanceOf(UnknownOutcomeException.class)
                .hasMessageStartingWith(
                        "Whether " + file + " was created is not known: " + file + ": The connection to ");
        assertThat(files.exists(file)).isFalse();
        assertThat(front.deliverLate()).isPositive();
        front.reset();
        assertThat(files.readAll(file, 100)).isEqualTo(bytes("ours"));
        files.create(file, bytes("ours"));
    }

    @Test
    void aDeniedCreateIsKnown() {
        TablePath file = root.child("snapshot-1");
        front.fail(RequestKind.PUT, file.name(), Fault.DENIED, Front.ALWAYS);
        assertThatThrownBy(() -> files.create(file, bytes("ours"))).isInstanceOf(AccessDeniedException.class);
        assertThat(requests()).containsExactly("PUT 403");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"SLOW_DOWN", "SERVER_ERROR", "CUT", "HALF", "HANG"})
    void readsThatFailOnceSucceed(Fault fault) throws IOException {
        byte[] content = random(3_000_000);
        TablePath file = root.child("data");
        write(file, content);
        front.reset();
        front.fail(RequestKind.GET, "data", fault, 1);
        ByteBuffer all = ByteBuffer.allocateDirect(content.length);
        try (RangeReader reader = files.open(file, content.length)) {
            reader.readFully(0, all);
        }
        assertThat(all.flip()).isEqualTo(ByteBuffer.wrap(content));
        if (fault == Fault.HALF) { // the rest of it only
            Call second = front.calls().get(1);
            assertThat(second.bytes()).isLessThan(content.length);
        }
    }

    @Test
    void rangesAreReadSideBySide() throws IOException {
        byte[] content = random(3_000_000);
        TablePath file = root.child("data");
        write(file, content);
        front.reset();
        List<Range> ranges = new ArrayList<>();
        for (int start : new int[] {4, 1000, 900_000, 950_000, 2_000_000, 2_990_000}) {
            ranges.add(new Range(start, ByteBuffer.allocate(10_000)));
        }
        try (RangeReader reader = files.open(file, content.length)) {
            reader.readFully(ranges);
        }
        for (Range range : ranges) {
            int start = (int) range.position();
            assertThat(range.target().array()).isEqualTo(Arrays.copyOfRange(content, start, start + 10_000));
        }
        assertThat(front.calls().stream().map(Call::range))
                .containsExactlyInAnyOrder(
                        "bytes=4-10999", "bytes=900000-959999", "bytes=2000000-2009999", "bytes=2990000-2999999");
    }

    @Test
    void anotherSizeIsAnError() throws IOException {
        TablePath file = root.child("data");
        write(file, random(100));
        try (RangeReader reader = files.open(file, 101)) {
            assertThatThrownBy(() -> reader.readFully(0, ByteBuffer.allocate(10)))
                    .hasMessage(file + ": The file has 100 bytes, but its metadata says 101");
        }
    }

    @Test
    void emptyFilesAreRead() throws IOException {
        TablePath file = root.child("empty");
        write(file, new byte[0]);
        assertThat(files.readAll(file, 10)).isEmpty();
        assertThat(files.status(file).sizeInBytes()).isZero();
    }

    @Test
    void largeFilesAreUploadedInParts() throws IOException {
        byte[] content = random(2 * PART_BYTES + 1000);
        TablePath file = root.child("large");
        write(file, content);
        assertThat(front.counts()).isEqualTo(Map.of(RequestKind.POST, 2, RequestKind.PUT, 3));
        assertThat(files.readAll(file, content.length)).isEqualTo(content);
        assertThatThrownBy(() -> write(file, random(PART_BYTES + 1))).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(files.readAll(file, content.length)).isEqualTo(content);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"SLOW_DOWN", "LOST", "DROP", "CUT"})
    void uploadsSurviveFaults(Fault fault) throws IOException {
        byte[] content = random(PART_BYTES + 1000);
        for (RequestKind kind : List.of(RequestKind.PUT, RequestKind.POST)) {
            TablePath file = root.child(kind + "-" + fault);
            front.reset();
            front.fail(kind, "uploadId=", fault, 1);
            write(file, content);
            assertThat(files.readAll(file, content.length)).isEqualTo(content);
        }
    }

    @Test
    void anAbortedUploadLeavesNothing() throws IOException {
        TablePath file = root.child("aborted");
        try (OutputStream out = files.write(file)) {
            out.write(random(2 * PART_BYTES));
            ((Abortable) out).abort();
        }
        assertThat(front.calls()).last().matches(call -> call.kind() == RequestKind.DELETE && call.status() == 204);
        assertThat(files.exists(file)).isFalse();
    }

    @Test
    void anUploadWhoseLastPartFailsLeavesNothing() throws IOException {
        TablePath file = root.child("failed");
        front.fail(RequestKind.PUT, "partNumber=2", Fault.DENIED, Front.ALWAYS);
        assertThatThrownBy(() -> write(file, random(2 * PART_BYTES))).isInstanceOf(AccessDeniedException.class);
        assertThat(files.exists(file)).isFalse();
        assertThat(front.calls().stream().map(Call::kind)).contains(RequestKind.DELETE);
    }

    @Test
    void longDirectoriesHavePages() throws IOException {
        for (int i = 0; i < 1003; i++) {
            files.overwrite(root.child("d").child("file " + i), new byte[0]);
        }
        files.createDirectory(root.child("d").child("below"));
        front.reset();
        assertThat(files.list(root.child("d"))).hasSize(1004);
        assertThat(files.listDirectories(root.child("d"))).containsExactly("below");
        assertThat(front.counts()).isEqualTo(Map.of(RequestKind.LIST, 4));
        front.reset();
        files.deleteDirectory(root.child("d"));
        assertThat(front.counts()).isEqualTo(Map.of(RequestKind.LIST, 2, RequestKind.POST, 2));
        assertThat(files.list(root)).isEmpty();
        assertThat(files.directoryExists(root)).isFalse();
    }

    @Test
    void directoriesExistWhileSomethingIsBelow() throws IOException {
        assertThat(files.directoryExists(root)).isFalse();
        write(root.child("a").child("b"), bytes("x"));
        assertThat(files.directoryExists(root)).isTrue();
        assertThat(files.directoryExists(root.child("a").child("b"))).isFalse();
        assertThat(files.exists(root.child("a"))).isFalse();
        assertThat(files.directoryExists(new TablePath("s3://files"))).isTrue();
    }

    @Test
    void directoriesAreNotRenamed() {
        assertThatThrownBy(() -> files.renameDirectory(root, root.child("b")))
                .hasMessageStartingWith(root + ": A directory in S3 cannot be renamed.");
    }

    @Test
    void aMissingBucketIsNamed() {
        TablePath elsewhere = new TablePath("s3://elsewhere/t");
        assertThatThrownBy(() -> files.list(elsewhere))
                .hasMessageStartingWith("s3://elsewhere/t: The store answers 404 NoSuchBucket: ")
                .hasMessageEndingWith(
                        "There is no bucket 'elsewhere' at this endpoint; correct the location or s3.endpoint");
        assertThatThrownBy(() -> files.open(elsewhere)).hasMessageContaining("404 NoSuchBucket");
    }

    @Test
    void aWrongKeyIsNamed() {
        TableFileSystem secret = new S3FileSystem(Map.of(
                "s3.endpoint",
                "http://127.0.0.1:" + server.port(),
                "s3.access-key",
                S3Server.ACCESS_KEY,
                "s3.secret-key",
                "wrong"));
        assertThatThrownBy(() -> secret.list(root))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageStartingWith(root + ": 403 SignatureDoesNotMatch: ");
    }
}
