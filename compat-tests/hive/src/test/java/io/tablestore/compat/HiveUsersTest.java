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

import io.tablestore.compat.HiveServers.HiveSession;
import io.tablestore.testing.TestProcess;
import java.io.BufferedReader;
import java.io.File;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HiveServer2 that runs queries as who asked, on an HDFS that looks at who asks. */
class HiveUsersTest {

    @TempDir
    Path directory;

    @Test
    void whatAUserMayNotReadIsDenied() throws Exception {
        Path module = Path.of("..", "hdfs", "target").toAbsolutePath().normalize();
        String classPath = module.resolve("test-classes")
                + File.pathSeparator
                + Files.readString(module.resolve("dependencies")).trim();
        String user = System.getProperty("user.name");
        try (TestProcess hdfs = TestProcess.java(
                                "io.tablestore.compat.hdfs.HdfsProcess",
                                directory.resolve("hdfs").toString())
                        .heap("400m")
                        .classPath(classPath)
                        .directory(directory)
                        .talk(directory.resolve("hdfs.log"));
                BufferedReader output = hdfs.output();
                Writer untilClosed = hdfs.input();
                SmallTable table = new SmallTable(Files.createDirectory(directory.resolve("local")))) {
            String uri = output.readLine();
            assertThat(uri).as(hdfs::endOfLog).startsWith("hdfs://");
            table.write(1, 1000, "a");
            FileSystem files = FileSystem.get(URI.create(uri), new Configuration());
            for (String name : List.of("open", "closed")) {
                org.apache.hadoop.fs.Path copy = new org.apache.hadoop.fs.Path(uri + "/tables/" + name);
                files.mkdirs(copy.getParent());
                files.copyFromLocalFile(
                        new org.apache.hadoop.fs.Path(table.path().toUri()), copy);
                own(files, copy, name.equals("open") ? "755" : "700");
            }
            Map<String, String> settings = Map.of(
                    "hive.server2.enable.doAs",
                    "true",
                    "hadoop.proxyuser." + user + ".hosts",
                    "*",
                    "hadoop.proxyuser." + user + ".groups",
                    "*");
            try (HiveServers servers =
                            new HiveServers(Files.createDirectory(directory.resolve("hive")), settings, "UTC", true);
                    HiveSession etl = servers.connect("etl");
                    HiveSession bob = servers.connect("bob")) {
                for (String name : List.of("open", "closed")) {
                    etl.run("CREATE EXTERNAL TABLE " + name
                            + " STORED BY 'io.tablestore.hive.TableStoreStorageHandler' LOCATION '" + uri + "/tables/"
                            + name + "'");
                    assertThat(etl.jobs(true).rows("SELECT k, v FROM " + name + " WHERE k > 998"))
                            .containsExactly("[999, a999]");
                }
                for (boolean jobs : new boolean[] {false, true}) {
                    bob.jobs(jobs);
                    assertThat(bob.rows("SELECT k, v FROM open WHERE k > 998")).containsExactly("[999, a999]");
                    assertThatThrownBy(() -> bob.rows("SELECT k, v FROM closed WHERE k > 998"))
                            .isInstanceOf(SQLException.class)
                            .hasMessageContaining("/tables/closed")
                            .hasMessageContaining("Permission denied: user=bob");
                }
            }
            untilClosed.close();
            hdfs.awaitEnd(Duration.ofMinutes(1));
        }
    }

    private static void own(FileSystem files, org.apache.hadoop.fs.Path path, String mode) throws Exception {
        files.setOwner(path, "etl", "etl");
        files.setPermission(path, new FsPermission(mode));
        if (files.getFileStatus(path).isDirectory()) {
            for (FileStatus child : files.listStatus(path)) {
                own(files, child.getPath(), mode);
            }
        }
    }
}
