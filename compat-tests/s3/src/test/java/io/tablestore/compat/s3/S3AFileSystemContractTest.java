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

import io.tablestore.compat.FileSystemContract;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.testing.s3.S3Server;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

    /** To open a new file is one request, so it is not asked whether there is one; the names of such files are unique. */
    @Test
    @Override
    public void aFileIsCreatedOnlyOnce() throws Exception {
        TableFileSystem files = subject(serverDirectory).files();
        TablePath file = root.child("made").child("snapshot-1");
        files.create(file, new byte[] {1});
        assertThatThrownBy(() -> files.create(file, new byte[] {2})).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(files.readAll(file, 10)).containsExactly(1);
        try (OutputStream out = files.write(file)) {
            out.write(3);
        }
        assertThat(files.readAll(file, 10)).containsExactly(3);
    }
}
