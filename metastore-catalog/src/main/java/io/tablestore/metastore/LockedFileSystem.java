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
package io.tablestore.metastore;

import io.tablestore.fs.RangeReader;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes file creation atomic on file systems where two concurrent attempts may both succeed, as on most object stores. Creating
 * a file takes the table's lock, so that only one writer at a time checks for the file and writes it.
 */
final class LockedFileSystem implements TableFileSystem {

    private final TableFileSystem files;
    private final TableLocks locks;
    private final String database;
    private final String table;

    LockedFileSystem(TableFileSystem files, TableLocks locks, String database, String table) {
        this.files = files;
        this.locks = locks;
        this.database = database;
        this.table = table;
    }

    @Override
    public boolean createsAtomically(TablePath path) throws IOException {
        return true;
    }

    @Override
    public void create(TablePath path, byte[] content) throws IOException {
        if (files.createsAtomically(path)) {
            files.create(path, content);
            return;
        }
        try (TableLocks.Held lock = locks.acquire(database, table)) {
            if (files.exists(path)) {
                throw new FileAlreadyExistsException(path.location());
            }
            lock.check(); // the steps before may have taken long
            try (OutputStream out = files.write(path)) {
                out.write(content);
            }
        }
    }

    @Override
    public RangeReader open(TablePath path) throws IOException {
        return files.open(path);
    }

    @Override
    public RangeReader open(TablePath path, long sizeInBytes) throws IOException {
        return files.open(path, sizeInBytes);
    }

    @Override
    public boolean isObjectStore(TablePath path) {
        return files.isObjectStore(path);
    }

    @Override
    public List<Entry> list(TablePath directory) throws IOException {
        return files.list(directory);
    }

    @Override
    public List<String> listDirectories(TablePath directory) throws IOException {
        return files.listDirectories(directory);
    }

    @Override
    public boolean exists(TablePath path) throws IOException {
        return files.exists(path);
    }

    @Override
    public boolean directoryExists(TablePath directory) throws IOException {
        return files.directoryExists(directory);
    }

    @Override
    public OutputStream write(TablePath path) throws IOException {
        return files.write(path);
    }

    @Override
    public void overwrite(TablePath path, byte[] content) throws IOException {
        files.overwrite(path, content);
    }

    @Override
    public void delete(TablePath file) throws IOException {
        files.delete(file);
    }

    @Override
    public @Nullable Status status(TablePath file) throws IOException {
        return files.status(file);
    }

    @Override
    public void createDirectory(TablePath directory) throws IOException {
        files.createDirectory(directory);
    }

    @Override
    public void deleteDirectory(TablePath directory) throws IOException {
        files.deleteDirectory(directory);
    }

    @Override
    public void renameDirectory(TablePath from, TablePath to) throws IOException {
        files.renameDirectory(from, to);
    }

    @Override
    public byte[] readAll(TablePath path, int maxBytes) throws IOException {
        return files.readAll(path, maxBytes);
    }

    @Override
    public void close() {
        files.close();
    }
}
