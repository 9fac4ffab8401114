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

import io.tablestore.compat.HiveServers.HiveSession;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Servers for the tests of a class, in a zone that is not the JVM's, and a session for each. */
abstract class HiveTest {

    static final String STORED = " STORED BY 'io.tablestore.hive.TableStoreStorageHandler' LOCATION '%s'";

    @TempDir
    static Path directory;

    static HiveServers servers;
    HiveSession hive;

    @BeforeAll
    static void start() throws Exception {
        Path home = Files.createDirectory(directory.resolve("hive"));
        copyFaultyFileSystem(home.resolve("conf"));
        servers = new HiveServers(home, FaultyHadoopFileSystem.SETTINGS, "Europe/Berlin", true);
    }

    /** The directory of settings is on the class path. */
    private static void copyFaultyFileSystem(Path conf) throws Exception {
        Path target = Files.createDirectories(conf.resolve("io/tablestore/compat"));
        for (String name : List.of(
                "FaultyCalls",
                "FaultyCalls$1",
                "FaultyCalls$Fault",
                "FaultyHadoopFileSystem",
                "FaultyHadoopFileSystem$Input")) {
            try (InputStream in = HiveTest.class.getResourceAsStream(name + ".class")) {
                Files.copy(in, target.resolve(name + ".class"));
            }
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (servers != null) {
            servers.close();
        }
    }

    @BeforeEach
    void connect() throws SQLException {
        hive = servers.connect();
    }

    @AfterEach
    void disconnect() throws SQLException {
        hive.close();
    }

    final SmallTable table(String name) throws Exception {
        SmallTable table = new SmallTable(Files.createDirectory(directory.resolve(name)));
        table.write(1, 1000, "a");
        create(name, table.path());
        return table;
    }

    final void create(String name, Path location) throws SQLException {
        hive.run("CREATE EXTERNAL TABLE " + name + STORED.formatted(location.toUri()));
    }
}
