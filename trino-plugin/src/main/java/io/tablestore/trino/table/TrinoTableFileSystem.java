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
package io.tablestore.trino.table;

import io.tablestore.fs.RangeReader;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.trino.filesystem.FileEntry;
import io.trino.filesystem.FileIterator;
import io.trino.filesystem.Location;
import io.trino.filesystem.TrinoFileSystem;
import io.trino.filesystem.TrinoInput;
import io.trino.filesystem.TrinoInputFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accesses a table's files through Trino's file systems. */
public final class TrinoTableFileSystem implements TableFileSystem {

    /** Schemes of file systems whose requests are short. */
    private static final Set<String> NO_OBJECT_STORE = Set.of("local", "file", "hdfs", "viewfs", "alluxio");

    private final TrinoFileSystem fileSystem;
    private final TrinoObjectStore objects;

    /** A file system that remembers nothing of others. */
    public TrinoTableFileSystem(TrinoFileSystem fileSystem) {
        this(fileSystem, UUID.randomUUID().toString());
    }

    /**
     * @param catalog a text of its own for each set of Trino's file systems: what a store is found to do is remembered for all
     *     that have the same
     */
    TrinoTableFileSystem(TrinoFileSystem fileSystem, String catalog) {
        this.fileSystem = fileSystem;
        this.objects = new TrinoObjectStore(fileSystem, catalog);
    }

    @Override
    public RangeReader open(TablePath path) throws IOException {
        TrinoInputFile file = fileSystem.newInputFile(Location.of(path.location()));
        long length = file.length(); // also checks that the file exists
        return new InputReader(file.newInput(), length);
    }

    @Override
    public RangeReader open(TablePath path, long sizeInBytes) throws IOException {
        if (!isObjectStore(path)) {
            return open(path); // which also checks the size
        }
        return new ObjectReader(fileSystem.newInputFile(Location.of(path.location()), sizeInBytes), sizeInBytes);
    }

    @Override
    public boolean isObjectStore(TablePath path) {
        return !path.scheme().isEmpty() && !NO_OBJECT_STORE.contains(path.scheme());
    }

    /**
     * Trino lists files recursively; files of subdirectories are filtered out. In an object store, they are the directories, so
     * that one listing is enough.
     */
    @Override
    public List<Entry> list(TablePath directory) throws IOException {
        Location location = directory(directory);
        Set<String> directories = new LinkedHashSet<>();
        if (!isObjectStore(directory)) {
            directories.addAll(listDirectories(directory));
        }
        List<Entry> entries = new ArrayList<>();
        int prefix = location.path().length();
        try {
            FileIterator files = fileSystem.listFiles(location);
            while (files.hasNext()) {
                FileEntry file = files.next();
                String name = file.location().path().substring(prefix);
                int slash = name.indexOf('/');
                if (slash < 0) {
                    entries.add(new Entry(name, false, file.length()));
                } else {
                    directories.add(name.substring(0, slash));
                }
            }
        } catch (IOException failed) {
            throwUnlessNoDirectory(directory, failed);
        }
        directories.forEach(name -> entries.add(Entry.directory(name)));
        return entries;
    }

    /** Lists directories without listing files, of which a database's directory may have millions. */
    @Override
    public List<String> listDirectories(TablePath directory) throws IOException {
        List<String> names = new ArrayList<>();
        try {
            for (Location child : fileSystem.listDirectories(directory(directory))) {
                names.add(new TablePath(child.toString()).name());
            }
        } catch (IOException failed) {
            throwUnlessNoDirectory(directory, failed);
        }
        return names;
    }

    /**
     * Some of Trino's file systems fail to list a missing directory or a file; either has no entries. The directory is
     * checked first: for local files and HDFS, {@code exists} is true for directories too.
     */
    private void throwUnlessNoDirectory(TablePath directory, IOException failed) throws IOException {
        if (failed instanceof FileNotFoundException) {
            return;
        }
        Optional<Boolean> isThere = fileSystem.directoryExists(directory(directory));
        if (isThere.isPresent() ? isThere.get() : !exists(directory)) {
            throw failed;
        }
    }

    @Override
    public boolean exists(TablePath path) throws IOException {
        return fileSystem.newInputFile(Location.of(path.location())).exists();
    }

    @Override
    public boolean directoryExists(TablePath directory) throws IOException {
        return fileSystem.directoryExists(directory(directory)).orElse(true);
    }

    /** An object store that does not create files on a condition is found out by a small file beside the path. */
    @Override
    public boolean createsAtomically(TablePath path) throws IOException {
        return !isObjectStore(path) || objects.createsAtomically(path);
    }

    /** @throws io.tablestore.fs.UnknownOutcomeException if it cannot be found out whether the file was created */
    @Override
    public void create(TablePath path, byte[] content) throws IOException {
        if (isObjectStore(path)) {
            objects.create(path, content);
            return;
        }
        Location location = Location.of(path.location());
        try {
            fileSystem.newOutputFile(location).createExclusive(content);
        } catch (UnsupportedOperationException noSuchWay) {
            createByRename(location, content);
        }
    }

    /**
     * Trino's local file system and HDFS rename files and never replace one. HDFS renames atomically; for local files
     * this class takes a lock.
     */
    private void createByRename(Location target, byte[] content) throws IOException {
        Location temporary = target.sibling("." + target.fileName() + "." + UUID.randomUUID() + ".tmp");
        fileSystem.newOutputFile(temporary).createOrOverwrite(content);
        synchronized (TrinoTableFileSystem.class) {
            try {
                if (fileSystem.newInputFile(target).exists()) {
                    throw new FileAlreadyExistsException(target.toString());
                }
                fileSystem.renameFile(temporary, target);
            } catch (IOException failed) {
                fileSystem.deleteFile(temporary);
                if (fileSystem.newInputFile(target).exists()) {
                    throw new FileAlreadyExistsException(target.toString());
                }
                throw failed;
            }
        }
    }

    @Override
    public OutputStream write(TablePath path) throws IOException {
        return fileSystem.newOutputFile(Location.of(path.location())).create();
    }

    @Override
    public void overwrite(TablePath path, byte[] content) throws IOException {
        fileSystem.newOutputFile(Location.of(path.location())).createOrOverwrite(content);
    }

    @Override
    public void delete(TablePath file) throws IOException {
        try {
            fileSystem.deleteFile(Location.of(file.location()));
        } catch (FileNotFoundException missing) {
            // already deleted
        }
    }

    @Override
    public @Nullable Status status(TablePath file) throws IOException {
        TrinoInputFile input = fileSystem.newInputFile(Location.of(file.location()));
        try {
            return new Status(input.length(), input.lastModified().toEpochMilli());
        } catch (FileNotFoundException missing) {
            return null;
        }
    }

    @Override
    public void createDirectory(TablePath directory) throws IOException {
        Location location = directory(directory);
        fileSystem.createDirectory(location);
        if (fileSystem.directoryExists(location).isEmpty()) { // in an object store only files make a directory exist
            fileSystem.newOutputFile(location.appendPath(".directory")).createOrOverwrite(new byte[0]);
        }
    }

    @Override
    public void deleteDirectory(TablePath directory) throws IOException {
        fileSystem.deleteDirectory(directory(directory));
    }

    @Override
    public void renameDirectory(TablePath from, TablePath to) throws IOException {
        fileSystem.renameDirectory(directory(from), directory(to));
    }

    private static Location directory(TablePath directory) {
        return Location.of(directory.location() + "/");
    }

    /** Opens the object for each read, which sends no request, so that threads share nothing. */
    private record ObjectReader(TrinoInputFile file, long size) implements RangeReader {

        @Override
        public void readFully(long position, ByteBuffer target) throws IOException {
            try (TrinoInput input = file.newInput()) {
                new InputReader(input, size).readFully(position, target);
            }
        }

        @Override
        public boolean isConcurrent() {
            return true;
        }

        @Override
        public void close() {}
    }

    private record InputReader(TrinoInput input, long size) implements RangeReader {

        @Override
        public void readFully(long position, ByteBuffer target) throws IOException {
            int length = target.remaining();
            if (target.hasArray()) {
                input.readFully(position, target.array(), target.arrayOffset() + target.position(), length);
                target.position(target.limit());
                return;
            }
            target.put(input.readFully(position, length).toByteBuffer());
        }

        @Override
        public void close() throws IOException {
            input.close();
        }
    }
}
