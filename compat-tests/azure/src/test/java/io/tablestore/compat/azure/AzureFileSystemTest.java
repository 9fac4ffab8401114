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
package io.tablestore.compat.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.compat.Creator;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.fs.hadoop.HadoopTableFileSystem;
import io.tablestore.testing.Waiting;
import io.tablestore.testing.s3.Fault;
import io.tablestore.testing.s3.Front;
import io.tablestore.testing.s3.RequestKind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files in an emulator of Azure, also when the store or the network fails. */
class AzureFileSystemTest {

    private static final TablePath CONTAINER = new TablePath("abfs://files@" + Azurite.HOST);

    @TempDir
    static Path directory;

    private static Azurite azurite;
    private static Front front;
    private static TableFileSystem files;
    private static int roots;

    private final TablePath root = CONTAINER.child(Integer.toString(roots++));

    @BeforeAll
    static void start() throws Exception {
        azurite = new Azurite(directory);
        front = new Front(azurite.port());
        files = new HadoopTableFileSystem(Azurite.settings(front.port()));
        files.createDirectory(CONTAINER.child("t")); // and the container
        files.create(CONTAINER.child("probed"), new byte[0]);
    }

    @AfterAll
    static void stop() throws Exception {
        front.close();
        azurite.close();
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
        assertThat(requests()).containsExactly("PUT 201");
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
        assertThat(requests()).startsWith("PUT " + (fault == Fault.HALF ? 201 : fault.status()));
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
            names = {"SLOW_DOWN", "CONFLICT", "LOST", "DROP", "HANG", "HALF"})
    void aLostRaceStaysLost(Fault fault) throws IOException {
        TablePath file = root.child("snapshot-" + fault);
        files.create(file, bytes("theirs"));
        front.fail(RequestKind.PUT, file.name(), fault, 1);
        assertThatThrownBy(() -> files.create(file, bytes("ours"))).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(files.readAll(file, 100)).isEqualTo(bytes("theirs"));
    }

    @Test
    void aDeniedCreateHasCreatedNothing() throws IOException {
        TablePath file = root.child("snapshot-1");
        front.fail(RequestKind.PUT, file.name(), Fault.DENIED, 1);
        assertThatThrownBy(() -> files.create(file, bytes("ours")))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageStartingWith(file + ": 403 AccessDenied: made by the test");
        assertThat(files.exists(file)).isFalse();
    }

    /** A process that ends while it creates a file leaves nothing; its request may arrive later, and finds the name taken. */
    @Test
    void aCrashBlocksNobody() throws Exception {
        TablePath file = root.child("snapshot-1");
        front.fail(RequestKind.PUT, file.name(), Fault.LATE, Front.ALWAYS);
        try (Creator creator = new Creator("crashed", root, Azurite.settings(front.port()), directory)) {
            creator.begin(file);
            Waiting.until(
                    "a request is on its way",
                    Duration.ofMinutes(1),
                    () -> front.calls().stream().anyMatch(call -> call.target().contains(file.name())));
        }
        TableFileSystem others = new HadoopTableFileSystem(Azurite.settings(azurite.port()));
        assertThat(others.exists(file)).isFalse();
        others.create(file, bytes("theirs"));
        assertThat(front.deliverLate()).isPositive();
        assertThat(others.readAll(file, 100)).isEqualTo(bytes("theirs"));
    }

    /** Why files are not created through ABFS. If this fails because ABFS has become better, it could be used. */
    @Test
    void abfsPublishesAnEmptyFileFirst() throws Exception {
        TablePath file = root.child("snapshot-1");
        org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(file.location());
        Configuration configuration = new Configuration();
        Azurite.settings(azurite.port()).forEach(configuration::set);
        FileSystem abfs = target.getFileSystem(configuration);
        try (OutputStream out = abfs.create(target, false)) {
            out.write(bytes("ours"));
            assertThat(files.exists(file)).as("before it is closed").isTrue();
            assertThat(files.readAll(file, 100)).isEmpty();
            assertThatThrownBy(() -> files.create(file, bytes("theirs")))
                    .isInstanceOf(FileAlreadyExistsException.class);
        }
        assertThat(files.readAll(file, 100)).isEqualTo(bytes("ours"));
    }

    /** ABFS cannot give an output up. Nothing refers to such a file, and it stays until orphan files are deleted. */
    @Test
    void aDataFileThatCannotBeWrittenStaysEmpty() throws Exception {
        TablePath file = root.child("data-1.parquet");
        front.fail(RequestKind.PUT, "comp=block", Fault.DENIED, Front.ALWAYS);
        assertThatThrownBy(() -> {
                    try (OutputStream out = files.write(file)) {
                        out.write(bytes("some rows"));
                    }
                })
                .isInstanceOf(IOException.class);
        front.reset();
        assertThat(files.readAll(file, 100)).isEmpty();
    }

    /** As {@link #aDataFileThatCannotBeWrittenStaysEmpty}, but here it is not the store that fails. */
    @Test
    void aDataFileWhoseWriterFailsIsPublishedInPart() throws Exception {
        TablePath file = root.child("data-1.parquet");
        assertThatThrownBy(() -> {
                    try (OutputStream out = files.write(file)) {
                        out.write(bytes("some rows"));
                        throw new IOException("of the encoder");
                    }
                })
                .hasMessage("of the encoder");
        assertThat(files.readAll(file, 100)).isEqualTo(bytes("some rows"));
    }

    @Test
    void aWrongKeyIsRefused() {
        Map<String, String> settings = new HashMap<>(Azurite.settings(azurite.port()));
        settings.put(
                "fs.azure.account.key." + Azurite.HOST,
                Base64.getEncoder().encodeToString(bytes("another key of the same account")));
        TablePath file = root.child("snapshot-1");
        assertThatThrownBy(() -> new HadoopTableFileSystem(settings).create(file, bytes("ours")))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("403 AuthorizationFailure");
    }

    @Test
    void aSharedAccessSignatureIsEnough() throws Exception {
        Map<String, String> settings = new HashMap<>(Azurite.settings(azurite.port()));
        settings.put("fs.azure.account.auth.type", "SAS");
        settings.put("fs.azure.account.key." + Azurite.HOST, "");
        settings.put("fs.azure.sas.fixed.token", AccountSignature.token());
        TableFileSystem signed = new HadoopTableFileSystem(settings);
        TablePath file = root.child("snapshot-1");
        assertThat(signed.createsAtomically(file)).isTrue();
        signed.create(file, bytes("ours"));
        assertThat(files.readAll(file, 100)).isEqualTo(bytes("ours"));
        assertThatThrownBy(() -> signed.create(file, bytes("theirs"))).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void anAuthorizationThatOnlyAbfsKnowsIsRefusedByName() {
        Map<String, String> settings = new HashMap<>(Azurite.settings(azurite.port()));
        settings.put("fs.azure.account.auth.type", "UserboundSASWithOAuth");
        assertThatThrownBy(() -> new HadoopTableFileSystem(settings).createsAtomically(root.child("snapshot-1")))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        root.child("snapshot-1") + ": commits to " + Azurite.HOST + " cannot be authorized by"
                                + " 'fs.azure.account.auth.type' = 'UserboundSASWithOAuth'. Set SharedKey, SAS, OAuth or Custom");
    }
}
