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
package io.tablestore.writer.internal.file;

import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The directory of a bucket, in which its data files are created.
 *
 * @param root the table's directory
 * @param name relative to the table, ending with a slash
 */
public record BucketDirectory(TableFileSystem fileSystem, TablePath root, String name) {

    /** Where a file of the bucket is. */
    public TablePath path(String file) {
        return new TablePath(root.location() + "/" + name + file);
    }

    OutputStream create(String file) throws IOException {
        return fileSystem.write(path(file));
    }

    /** Deletes a file that no snapshot will refer to. */
    public void deleteUncommitted(String file) {
        UncommittedFile.delete(fileSystem, path(file));
    }
}
