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
package io.tablestore.trino;

import io.tablestore.compat.FileSystemContract;
import io.tablestore.fs.TablePath;
import io.tablestore.trino.table.TrinoTableFileSystem;
import io.trino.filesystem.memory.MemoryFileSystem;
import java.nio.file.Path;

/** Trino's file system in memory, which like an object store has no directories and creates files by themselves. */
public class TrinoMemoryFileSystemContractTest extends FileSystemContract {

    private final MemoryFileSystem files = new MemoryFileSystem();

    @Override
    protected boolean knowsDirectories() {
        return false;
    }

    @Override
    protected Subject subject(Path local) {
        return new Subject(new TrinoTableFileSystem(files), new TablePath("memory:///root"));
    }
}
