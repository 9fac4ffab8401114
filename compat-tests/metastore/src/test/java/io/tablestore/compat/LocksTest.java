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

import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.metastore.MetastoreCatalog;
import io.tablestore.metastore.MetastoreOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks of the metastore, where a file system lets two who create one file both succeed. */
class LocksTest {

    private static final int RACES = 30;
    private static final int RACERS = 6;

    @TempDir
    static Path directory;

    private static MetastoreProcess metastore;

    @BeforeAll
    static void start() throws Exception {
        metastore = new MetastoreProcess(directory, Map.of(), List.of());
    }

    @AfterAll
    static void stop() throws Exception {
        if (metastore != null) {
            metastore.close();
        }
    }

    /** Like an object store: a file is there when its stream is closed, and replaces what was there. */
    private static TableFileSystem replacing(Callable<?> beforeClose) {
        LocalFileSystem files = new LocalFileSystem();
        return (TableFileSystem) Proxy.newProxyInstance(
                LocksTest.class.getClassLoader(),
                new Class<?>[] {TableFileSystem.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("createsAtomically")) {
                        return false;
                    }
                    if (method.getName().equals("write")) {
                        return put(Path.of(((TablePath) arguments[0]).location()), beforeClose);
                    }
                    try {
                        return method.invoke(files, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }

    private static OutputStream put(Path target, Callable<?> beforeClose) {
        return new ByteArrayOutputStream() {
            @Override
            public void close() throws IOException {
                try {
                    beforeClose.call();
                } catch (Exception failed) {
                    throw new IOException(failed);
                }
                Path part = Files.createTempFile(target.getParent(), "part", "");
                Files.write(part, toByteArray());
                Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            }
        };
    }

    private static TableFileSystem locked(TableFileSystem files, String table, int patience) {
        MetastoreOptions options =
                MetastoreOptions.of(Map.of("uri", metastore.uri(), "lock.timeout-seconds", Integer.toString(patience)));
        return MetastoreCatalog.locked(files, options, "default", table);
    }

    @Test
    void ofAllWhoCreateAFileOneSucceeds() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(RACERS);
        CyclicBarrier start = new CyclicBarrier(RACERS);
        try {
            for (int race = 0; race < RACES; race++) {
                TablePath file =
                        TablePath.of(directory.resolve("snapshot-" + race).toString());
                List<Future<Boolean>> racers = new ArrayList<>();
                for (int racer = 0; racer < RACERS; racer++) {
                    byte[] content = Integer.toString(racer).getBytes(StandardCharsets.US_ASCII);
                    TableFileSystem files = locked(replacing(() -> null), "raced", 60);
                    racers.add(threads.submit(() -> {
                        start.await(1, TimeUnit.MINUTES);
                        try {
                            files.create(file, content);
                            return true;
                        } catch (FileAlreadyExistsException other) {
                            return false;
                        }
                    }));
                }
                List<Integer> winners = new ArrayList<>();
                for (int racer = 0; racer < RACERS; racer++) {
                    if (racers.get(racer).get(2, TimeUnit.MINUTES)) {
                        winners.add(racer);
                    }
                }
                assertThat(winners).as("race %d", race).hasSize(1);
                assertThat(Files.readString(Path.of(file.location()))).isEqualTo("" + winners.get(0));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whoWaitsTooLongIsToldForWhat() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        TablePath first = TablePath.of(directory.resolve("slow-1").toString());
        TablePath second = TablePath.of(directory.resolve("slow-2").toString());
        try {
            Future<?> slow = thread.submit(() -> {
                locked(
                                replacing(() -> {
                                    writing.countDown();
                                    return done.await(1, TimeUnit.MINUTES);
                                }),
                                "slow",
                                60)
                        .create(first, new byte[1]);
                return null;
            });
            assertThat(writing.await(1, TimeUnit.MINUTES)).isTrue();
            assertThatThrownBy(() -> locked(replacing(() -> null), "slow", 1).create(second, new byte[1]))
                    .hasMessageContaining("default.slow")
                    .hasMessageContaining("lock.timeout-seconds");
            locked(replacing(() -> null), "another", 1).create(second, new byte[1]);
            done.countDown();
            slow.get(1, TimeUnit.MINUTES);
            assertThat(Files.exists(Path.of(first.location()))).isTrue();
        } finally {
            done.countDown();
            thread.shutdownNow();
        }
    }

    @Test
    void withoutALockItIsRefused() {
        assertThatThrownBy(() -> locked(replacing(() -> null), "gone", 1)
                        .create(TablePath.of(directory.resolve("nowhere/file").toString()), new byte[1]))
                .as("a file that cannot be written gives the lock back")
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> MetastoreCatalog.locked(
                                replacing(() -> null),
                                MetastoreOptions.of(Map.of("uri", "thrift://127.0.0.1:1")),
                                "default",
                                "gone")
                        .create(TablePath.of(directory.resolve("file").toString()), new byte[1]))
                .hasMessageContaining("the lock of table default.gone");
        assertThat(Files.exists(directory.resolve("file"))).isFalse();
    }
}
