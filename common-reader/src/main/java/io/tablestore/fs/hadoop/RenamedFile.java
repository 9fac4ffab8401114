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
package io.tablestore.fs.hadoop;

import io.tablestore.fs.TablePath;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Creates files on HDFS, whose name node renames a file only if the new name is free. */
final class RenamedFile {

    private RenamedFile() {}

    /** A rename whose answer was lost is looked into by whoever commits. */
    static void create(FileSystem fileSystem, TablePath path, byte[] content) throws IOException {
        Path target = new Path(path.location());
        if (fileSystem.exists(target)) {
            throw new FileAlreadyExistsException(path.location());
        }
        Path temporary = new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (OutputStream out = fileSystem.create(temporary, false)) {
                out.write(content);
            }
            if (!fileSystem.rename(temporary, target)) {
                throw new FileAlreadyExistsException(path.location());
            }
        } finally {
            fileSystem.delete(temporary, false);
        }
    }
}
