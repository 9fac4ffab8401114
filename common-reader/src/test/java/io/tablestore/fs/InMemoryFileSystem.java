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
package io.tablestore.fs;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Files in memory, for tests. Directories exist where files are below them, as in an object store; a file's time of change
 * is the number of the call that wrote it.
 */
public final class InMemoryFileSystem implements TableFileSystem {

    private record File(byte[] content, long modified) {}

    private final NavigableMap<String, File> files = new ConcurrentSkipListMap<>();
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();

    /** How many files have been opened so far. */
    public int openedFiles() {
        return opened.get();
    }

    /** The locations of all files, ascending. */
    public List<String> locations() {
        return List.copyOf(files.keySet());
    }

    /** The content of a file, which must be there. */
    public byte[] content(TablePath path) throws IOException {
        return file(path).content().clone();
    }

    private File file(TablePath path) throws IOException {
        File file = files.get(path.location());
        if (file == null) {
            throw new FileNotFoundException(path.location());
        }
        return file;
    }

    @Override
    public RangeReader open(TablePath path) throws IOException {
        byte[] content = file(path).content();
        opened.incrementAndGet();
        return new RangeReader() {
            @Override
            public long size() {
                return content.length;
            }

            @Override
            public void readFully(long position, ByteBuffer target) throws IOException {
                if (position < 0 || position + target.remaining() > content.length) {
                    throw new EOFException(path + " has " + content.length + " bytes");
                }
                target.put(content, (int) position, target.remaining());
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public List<Entry> list(TablePath directory) {
        String prefix = directory.location() + "/";
        NavigableMap<String, Entry> entries = new TreeMap<>();
        files.tailMap(prefix).forEach((location, file) -> {
            if (location.startsWith(prefix)) {
                String below = location.substring(prefix.length());
                int slash = below.indexOf('/');
                Entry entry = slash < 0
                        ? new Entry(below, false, file.content().length)
                        : Entry.directory(below.substring(0, slash));
                entries.put(entry.name(), entry);
            }
        });
        return List.copyOf(entries.values());
    }

    @Override
    public boolean exists(TablePath path) {
        return files.containsKey(path.location());
    }

    @Override
    public boolean directoryExists(TablePath directory) {
        return !list(directory).isEmpty();
    }

    @Override
    public void create(TablePath path, byte[] content) throws IOException {
        if (files.putIfAbsent(path.location(), new File(content.clone(), writes.incrementAndGet())) != null) {
            throw new FileAlreadyExistsException(path.location());
        }
    }

    @Override
    public OutputStream write(TablePath path) throws IOException {
        if (exists(path)) {
            throw new FileAlreadyExistsException(path.location());
        }
        return new ByteArrayOutputStream() {
            @Override
            public void close() throws IOException {
                create(path, toByteArray());
            }
        };
    }

    @Override
    public void overwrite(TablePath path, byte[] content) {
        files.put(path.location(), new File(content.clone(), writes.incrementAndGet()));
    }

    @Override
    public void delete(TablePath file) {
        files.remove(file.location());
    }

    @Override
    public @Nullable Status status(TablePath path) {
        File file = files.get(path.location());
        return file == null ? null : new Status(file.content().length, file.modified());
    }

    @Override
    public void createDirectory(TablePath directory) {}

    @Override
    public void deleteDirectory(TablePath directory) {
        files.keySet().removeIf(location -> location.startsWith(directory.location() + "/"));
    }
}
