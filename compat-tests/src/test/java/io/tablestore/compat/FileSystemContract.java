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
package io.tablestore.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tablestore.fs.RangeReader;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every file system under a table does: a subclass names one. */
public abstract class FileSystemContract {

    @TempDir
    Path directory;

    /** The file system, and an empty directory in it. */
    public record Subject(TableFileSystem files, TablePath root) {}

    /** @param local an empty directory of this machine, for file systems that lie there */
    protected abstract Subject subject(Path local) throws Exception;

    /** Whether there are directories without files: not in an object store. */
    protected boolean knowsDirectories() {
        return true;
    }

    private Subject subject() throws Exception {
        return subject(directory);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String content(TableFileSystem files, TablePath path) throws IOException {
        return new String(files.readAll(path, 1000), StandardCharsets.UTF_8);
    }

    private static void write(TableFileSystem files, TablePath path, String content) throws IOException {
        try (OutputStream out = files.write(path)) {
            out.write(bytes(content));
        }
    }

    private static List<String> names(TableFileSystem files, TablePath path) throws IOException {
        return files.list(path).stream()
                .map(entry -> entry.name() + (entry.isDirectory() ? "/" : ""))
                .sorted()
                .toList();
    }

    @Test
    public void filesAreListedBesideDirectories() throws Exception {
        TableFileSystem files = subject().files();
        TablePath root = subject().root();
        write(files, root.child("a"), "1");
        write(files, root.child("below").child("b"), "2");
        write(files, root.child("below").child("deeper").child("c"), "3");
        write(files, root.child("belowed"), "4");
        assertThat(names(files, root)).containsExactly("a", "below/", "belowed");
        assertThat(names(files, root.child("below"))).containsExactly("b", "deeper/");
        assertThat(files.listDirectories(root)).containsExactly("below");
        assertThat(files.listDirectories(root.child("below").child("deeper"))).isEmpty();
    }

    @Test
    public void whatIsMissingHasNoEntriesAndNoStatus() throws Exception {
        TableFileSystem files = subject().files();
        TablePath root = subject().root();
        TablePath missing = root.child("missing");
        write(files, root.child("file"), "x");
        assertThat(files.list(missing)).isEmpty();
        assertThat(files.listDirectories(missing)).isEmpty();
        assertThat(files.exists(missing)).isFalse();
        assertThat(files.status(missing)).isNull();
        assertThatThrownBy(() -> files.open(missing).close()).isInstanceOf(FileNotFoundException.class);
        assertThatThrownBy(() -> files.open(missing.child("x")).close()).isInstanceOf(FileNotFoundException.class);
        files.delete(missing);
        files.deleteDirectory(missing);
        if (knowsDirectories()) {
            assertThat(files.directoryExists(missing)).isFalse();
            assertThat(files.directoryExists(root.child("file"))).isFalse();
        }
        assertThat(files.list(root.child("file"))).as("the entries of a file").isEmpty();
        assertThat(files.listDirectories(root.child("file"))).isEmpty();
    }

    @Test
    public void aListingSaysWhatTheStatusSaysOrNothing() throws Exception {
        TableFileSystem files = subject().files();
        TablePath file = subject().root().child("file");
        write(files, file, "four");
        TableFileSystem.Status status = files.status(file);
        assertThat(status).isNotNull();
        assertThat(files.list(subject().root())).singleElement().satisfies(entry -> {
            assertThat(entry.sizeInBytes()).isIn(4L, TableFileSystem.Entry.UNKNOWN_SIZE);
            boolean isSameSecond = Math.abs(entry.modifiedMillis() - status.modifiedMillis()) < 1000;
            assertThat(isSameSecond || entry.modifiedMillis() == TableFileSystem.Entry.UNKNOWN_TIME)
                    .as("%s, %s", entry, status)
                    .isTrue();
        });
    }

    @Test
    public void severalFilesAreDeletedWhetherTheyExistOrNot() throws Exception {
        TableFileSystem files = subject().files();
        TablePath root = subject().root();
        for (String name : List.of("a & <b>", "c", "d")) {
            write(files, root.child(name), name);
        }
        files.deleteAll(List.of(root.child("a & <b>"), root.child("missing"), root.child("c")));
        assertThat(names(files, root)).containsExactly("d");
        files.deleteAll(List.of());
        assertThat(names(files, root)).containsExactly("d");
    }

    @Test
    public void anEmptyDirectoryIsThere() throws Exception {
        TableFileSystem files = subject().files();
        TablePath empty = subject().root().child("new").child("empty");
        files.createDirectory(empty);
        files.createDirectory(empty);
        assertThat(files.directoryExists(empty)).isTrue();
        assertThat(files.listDirectories(subject().root().child("new"))).containsExactly("empty");
        assertThat(names(files, empty)).allMatch(name -> name.startsWith(".")); // the mark of an object store
        assertThat(files.listDirectories(empty)).isEmpty();
        files.deleteDirectory(subject().root().child("new"));
        assertThat(files.listDirectories(subject().root())).isEmpty();
    }

    @Test
    public void aFileIsCreatedOnlyOnce() throws Exception {
        TableFileSystem files = subject().files();
        TablePath file = subject().root().child("made").child("snapshot-1");
        files.create(file, bytes("first"));
        assertThatThrownBy(() -> files.create(file, bytes("second"))).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> write(files, file, "third")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(content(files, file)).isEqualTo("first");
        assertThat(names(files, subject().root().child("made"))).containsExactly("snapshot-1");
    }

    @Test
    public void ofManyWhoCreateOneFileOneSucceeds() throws Exception {
        TableFileSystem files = subject().files();
        TablePath root = subject().root();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 20; round++) {
                TablePath file = root.child("snapshot-" + round);
                List<Callable<Boolean>> writers = new ArrayList<>();
                for (int writer = 0; writer < 4; writer++) {
                    byte[] content = bytes("writer " + writer);
                    writers.add(() -> {
                        try {
                            files.create(file, content);
                            return true;
                        } catch (FileAlreadyExistsException lost) {
                            return false;
                        }
                    });
                }
                int winners = 0;
                for (Future<Boolean> writer : pool.invokeAll(writers)) {
                    winners += writer.get() ? 1 : 0;
                }
                assertThat(winners).isEqualTo(1);
                assertThat(content(files, file)).startsWith("writer ");
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(names(files, root)).hasSize(20);
    }

    @Test
    public void filesAreOverwrittenMeasuredAndDeleted() throws Exception {
        TableFileSystem files = subject().files();
        TablePath file = subject().root().child("snapshot").child("LATEST");
        long before = System.currentTimeMillis();
        files.overwrite(file, bytes("1"));
        files.overwrite(file, bytes("12"));
        assertThat(content(files, file)).isEqualTo("12");
        TableFileSystem.Status status = files.status(file);
        assertThat(status.sizeInBytes()).isEqualTo(2);
        assertThat(status.modifiedMillis()).isBetween(before - 5_000, System.currentTimeMillis() + 5_000);
        assertThat(files.exists(file)).isTrue();
        files.delete(file);
        assertThat(files.exists(file)).isFalse();
        assertThat(files.status(file)).isNull();
    }

    @Test
    public void rangesAreReadAtAnyPosition() throws Exception {
        TableFileSystem files = subject().files();
        TablePath file = subject().root().child("data");
        write(files, file, "0123456789");
        try (RangeReader reader = files.open(file)) {
            assertThat(reader.size()).isEqualTo(10);
            for (ByteBuffer target : List.of(ByteBuffer.allocate(4), ByteBuffer.allocateDirect(4))) {
                reader.readFully(5, target);
                assertThat(StandardCharsets.UTF_8.decode(target.flip()).toString())
                        .isEqualTo("5678");
            }
            assertThatThrownBy(() -> reader.readFully(8, ByteBuffer.allocate(4)))
                    .isInstanceOf(IOException.class);
        }
    }

    /** Partition directories hold escaped values, tables any name. */
    @ParameterizedTest
    @ValueSource(
            strings = {"a b", "50%", "%20", "dt=2026-01-01", "ü€😀", "a+b", "a#b", "a?b", "[x]", "it's", "a\"b", "a&b;c"
            })
    public void oddNamesAreKept(String name) throws Exception {
        TableFileSystem files = subject().files();
        TablePath root = subject().root();
        write(files, root.child(name).child(name), "content of " + name);
        files.create(root.child(name).child("schema-" + name), bytes("x"));
        assertThat(files.listDirectories(root)).containsExactly(name);
        assertThat(names(files, root.child(name))).containsExactlyInAnyOrder(name, "schema-" + name);
        assertThat(content(files, root.child(name).child(name))).isEqualTo("content of " + name);
        assertThat(files.exists(root.child(name).child(name))).isTrue();
        files.delete(root.child(name).child(name));
        assertThat(names(files, root.child(name))).containsExactly("schema-" + name);
        files.deleteDirectory(root.child(name));
        assertThat(files.list(root)).isEmpty();
    }

    @Test
    public void directoriesAreRenamedOnlyToFreeNames() throws Exception {
        assumeThat(knowsDirectories()).isTrue();
        TableFileSystem files = subject().files();
        TablePath root = subject().root();
        write(files, root.child("old").child("schema").child("schema-0"), "old");
        write(files, root.child("taken").child("schema").child("schema-0"), "taken");
        assertThatThrownBy(() -> files.renameDirectory(root.child("old"), root.child("taken")))
                .isInstanceOf(IOException.class);
        assertThat(content(files, root.child("old").child("schema").child("schema-0")))
                .isEqualTo("old");
        files.renameDirectory(root.child("old"), root.child("db").child("new name"));
        assertThat(content(
                        files,
                        root.child("db").child("new name").child("schema").child("schema-0")))
                .isEqualTo("old");
        assertThat(files.listDirectories(root)).containsExactlyInAnyOrder("db", "taken");
        assertThatThrownBy(() -> files.renameDirectory(root.child("missing"), root.child("other")))
                .isInstanceOf(IOException.class);
    }
}
