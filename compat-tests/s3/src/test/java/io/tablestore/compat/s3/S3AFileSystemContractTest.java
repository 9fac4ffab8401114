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

import io.tablestore.compat.FileSystemContract;
import io.tablestore.fs.TablePath;
import io.tablestore.testing.s3.S3Server;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Hadoop's client of S3, through which directories are not renamed. */
class S3AFileSystemContractTest extends FileSystemContract {

    @TempDir
    static Path serverDirectory;

    private static S3Server server;
    private static int subjects;

    @BeforeAll
    static void start() throws Exception {
        server = new S3Server(serverDirectory);
        server.createBucket("contract-s3a");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private final TablePath root = new TablePath("s3a://contract-s3a/" + subjects++);

    @Override
    protected boolean knowsDirectories() {
        return false;
    }

    @Override
    protected Subject subject(Path local) {
        return new Subject(S3AFiles.at(server.port(), Map.of()), root);
    }
}
