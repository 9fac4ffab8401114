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

import io.tablestore.fs.Abortable;
import io.tablestore.fs.RangeReader;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.fs.UnknownOutcomeException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes file creation atomic on file systems where two concurrent attempts may both succeed. Creating a file there takes the
 * table's lock, so that only one writer at a time checks for the file and writes it.
 *
 * <p>In an object store that can create a file on the condition that there is none, both are used. The lock is for other writers
 * that know no condition: they look while they hold it. The condition is for a lock that the metastore has given to another
 * writer in the meantime: it never replaces that writer's file.
 */
final class LockedFileSystem implements TableFileSystem {

    private final TableFileSystem files;
    private final Supplier<HeldLock> lockOfTable;

    /** @param lockOfTable waits for the lock of the table */
    LockedFileSystem(TableFileSystem files, Supplier<HeldLock> lockOfTable) {
        this.files = files;
        this.lockOfTable = lockOfTable;
    }

    @Override
    public boolean createsAtomically(TablePath path) throws IOException {
        return true;
    }

    @Override
    public void create(TablePath path, byte[] content) throws IOException {
        boolean isAtomic = files.createsAtomically(path); // may test the store, so not under the lock
        if (isAtomic && !files.isObjectStore(path)) {
            files.create(path, content);
            return;
        }
        try (HeldLock lock = lockOfTable.get()) {
            if (isAtomic) {
                lock.check(); // waiting for it may have taken long
                files.create(path, content);
                return;
            }
            if (files.exists(path)) {
                throw new FileAlreadyExistsException(path.location());
            }
            lock.check(); // the steps before may have taken long
            publish(path, content);
        }
    }

    /** Without a condition. A failure of the last step does not say whether the store has done it. */
    private void publish(TablePath path, byte[] content) throws IOException {
        OutputStream out = files.write(path);
        boolean isWritten = false;
        try {
            out.write(content);
            isWritten = true;
        } finally {
            if (!isWritten && out instanceof Abortable object) { // closing would publish a part of it
                object.abort();
            } else if (!isWritten) {
                out.close();
            }
        }
        try {
            out.close();
        } catch (FileAlreadyExistsException taken) {
            throw taken;
        } catch (IOException failed) {
            throw new UnknownOutcomeException(path, failed);
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
    public void deleteAll(Collection<TablePath> paths) throws IOException {
        files.deleteAll(paths);
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
