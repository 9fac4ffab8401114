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

import io.tablestore.compat.FileSystemContract;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.fs.hadoop.HadoopTableFileSystem;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hadoop's ABFS, beside which files are created. */
class AzureFileSystemContractTest extends FileSystemContract {

    @TempDir
    static Path directoryOfEmulator;

    private static Azurite azurite;
    private static int subjects;

    @BeforeAll
    static void start() throws Exception {
        azurite = new Azurite(directoryOfEmulator);
    }

    @AfterAll
    static void stop() {
        azurite.close();
    }

    private final TablePath root = new TablePath("abfs://contract@" + Azurite.HOST + "/" + subjects++);

    @Override
    protected boolean knowsDirectories() {
        return false;
    }

    /** Files with unique names are written without a look, so {@code write} replaces a file. */
    @Override
    @Test
    public void aFileIsCreatedOnlyOnce() throws Exception {
        TableFileSystem files = subject(directoryOfEmulator).files();
        TablePath file = root.child("made").child("snapshot-1");
        files.create(file, new byte[] {1});
        assertThatThrownBy(() -> files.create(file, new byte[] {2})).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(files.readAll(file, 10)).containsExactly(1);
        assertThat(files.list(root.child("made"))).hasSize(1);
    }

    @Override
    protected Subject subject(Path local) throws Exception {
        HadoopTableFileSystem files = new HadoopTableFileSystem(Azurite.settings(azurite.port()));
        files.createDirectory(root); // and the container
        return new Subject(files, root);
    }
}
