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
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that were written and that no snapshot will refer to. */
public final class UncommittedFile {

    private static final Logger LOG = LoggerFactory.getLogger(UncommittedFile.class);

    private UncommittedFile() {}

    /** Deletes the file. If that fails, it stays as an orphan file. */
    public static void delete(TableFileSystem fileSystem, TablePath path) {
        try {
            fileSystem.delete(path);
        } catch (IOException left) {
            LOG.warn("{} cannot be deleted; it stays until orphan files are cleaned.", path, left);
        }
    }

    /** As {@link #delete}, for several; in an object store with few requests. */
    public static void deleteAll(TableFileSystem fileSystem, Collection<TablePath> paths) {
        if (paths.isEmpty()) {
            return;
        }
        if (!fileSystem.isObjectStore(paths.iterator().next())) {
            paths.forEach(path -> delete(fileSystem, path));
            return;
        }
        try {
            fileSystem.deleteAll(paths);
        } catch (IOException left) {
            LOG.warn("Some of {} cannot be deleted; they stay until orphan files are cleaned.", paths, left);
        }
    }
}
