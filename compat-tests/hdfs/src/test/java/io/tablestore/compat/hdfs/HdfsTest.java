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
package io.tablestore.compat.hdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.compat.ConcurrentWriters;
import io.tablestore.fs.FileSystems;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits on HDFS, with a name node and a data node of its own. */
class HdfsTest {

    private static final int RACES = 30;
    private static final int RACERS = 4;

    @TempDir
    static Path directory;

    private static MiniDFSCluster hdfs;
    private static String uri;

    @BeforeAll
    static void start() throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(
                MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.resolve("hdfs").toString());
        hdfs = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
        hdfs.waitActive();
        uri = "hdfs://127.0.0.1:" + hdfs.getNameNodePort();
    }

    @AfterAll
    static void stop() {
        hdfs.shutdown(true);
    }

    @Test
    void nothingIsLostWhenProcessesCommitAtOnce() throws Exception {
        ConcurrentWriters.check(uri + "/warehouse/default.db/t", directory);
    }

    @Test
    void ofManyWhoCreateAFileOneDoes() throws Exception {
        TablePath root = new TablePath(uri + "/races");
        TableFileSystem files = FileSystems.forLocation(root, Map.of());
        ExecutorService racers = Executors.newFixedThreadPool(RACERS);
        try {
            for (int race = 0; race < RACES; race++) {
                TablePath file = root.child("snapshot-" + race);
                List<Callable<Boolean>> tries = new ArrayList<>();
                for (int racer = 0; racer < RACERS; racer++) {
                    byte[] content = ("racer " + racer).getBytes(StandardCharsets.UTF_8);
                    tries.add(() -> create(files, file, content));
                }
                int winners = 0;
                for (Future<Boolean> result : racers.invokeAll(tries)) {
                    winners += result.get() ? 1 : 0;
                }
                assertThat(winners).as("race %d", race).isEqualTo(1);
                assertThat(files.readAll(file, 100)).hasSize("racer 0".length());
            }
            assertThat(files.list(root)).as("no temporary file is left").hasSize(RACES);
        } catch (ExecutionException failed) {
            throw new AssertionError(failed.getCause());
        } finally {
            racers.shutdownNow();
        }
    }

    private static boolean create(TableFileSystem files, TablePath file, byte[] content) throws Exception {
        try {
            files.create(file, content);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        }
    }

    @Test
    void aFailureNamesItsFile() {
        TablePath root = new TablePath(uri + "/nowhere");
        TableFileSystem files = FileSystems.forLocation(root, Map.of());
        assertThatThrownBy(() -> files.open(root.child("gone"))).hasMessageContaining("/nowhere/gone");
    }
}
