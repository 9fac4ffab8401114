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
import io.trino.filesystem.local.LocalFileSystem;
import java.nio.file.Path;

/** Trino's local file system, whose directories exist without files, as those of HDFS do. */
public class TrinoLocalFileSystemContractTest extends FileSystemContract {

    @Override
    protected Subject subject(Path local) {
        return new Subject(new TrinoTableFileSystem(new LocalFileSystem(local)), new TablePath("local:///root"));
    }
}
