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

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file operations that tables need.
 *
 * <p><b>Threads:</b> safe for concurrent use.
 */
public interface TableFileSystem extends AutoCloseable {

    /**
     * Opens a file for positioned reads.
     *
     * @throws FileNotFoundException if it does not exist
     */
    RangeReader open(TablePath path) throws IOException;

    /**
     * Opens a file whose size is known from the table's metadata, so that the store need not be asked for it. A store that is
     * not asked reports a missing file with the first read.
     *
     * @param sizeInBytes at least 0
     * @throws FileNotFoundException if it does not exist, here or from the first read
     */
    default RangeReader open(TablePath path, long sizeInBytes) throws IOException {
        return open(path);
    }

    /**
     * Whether the path is in an object store, where a request takes about as long as reading another 128 KiB or more. Readers
     * then prefer few large reads, and list a directory rather than look for single files in it. Asks the store nothing.
     */
    default boolean isObjectStore(TablePath path) {
        return false;
    }

    /** Lists the direct entries of a directory, in no particular order. Empty if the path does not exist or is a file. */
    List<Entry> list(TablePath directory) throws IOException;

    /** Names of the subdirectories; skips the files if the store can list directories alone. */
    default List<String> listDirectories(TablePath directory) throws IOException {
        return list(directory).stream()
                .filter(Entry::isDirectory)
                .map(Entry::name)
                .toList();
    }

    /** Whether a file exists. For directories use {@link #directoryExists}. */
    boolean exists(TablePath path) throws IOException;

    /** Whether a directory exists; true if the store has no directories and cannot tell. */
    default boolean directoryExists(TablePath directory) throws IOException {
        return exists(directory);
    }

    /**
     * Whether only one of two concurrent attempts to create the same file succeeds. If not, {@link #create} refuses the path.
     */
    default boolean createsAtomically(TablePath path) throws IOException {
        return true;
    }

    /**
     * Creates a file with this content atomically: readers see all of the content or no file. At most one of two concurrent
     * attempts succeeds.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the file exists already
     */
    default void create(TablePath path, byte[] content) throws IOException {
        throw readOnly(path);
    }

    /**
     * Opens a new file for sequential writing, and creates missing parent directories. The file may be listed before it is
     * closed, so choose a name that nothing refers to yet.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the file exists already; an object store may replace it instead
     */
    default OutputStream write(TablePath path) throws IOException {
        throw readOnly(path);
    }

    /** Writes a file, replacing its content if it exists. For hint files only, whose readers tolerate stale content. */
    default void overwrite(TablePath path, byte[] content) throws IOException {
        throw readOnly(path);
    }

    /** Deletes a file; does nothing if it does not exist. */
    default void delete(TablePath file) throws IOException {
        throw readOnly(file);
    }

    /**
     * Deletes files, in any order, and with few requests if the store can; skips those that do not exist. After a failure some
     * of them may remain.
     */
    default void deleteAll(Collection<TablePath> files) throws IOException {
        for (TablePath file : files) {
            delete(file);
        }
    }

    /** Size and modification time of a file, or null if it does not exist. */
    default @Nullable Status status(TablePath file) throws IOException {
        throw readOnly(file);
    }

    /** @param modifiedMillis time of the last change, in milliseconds since the epoch */
    record Status(long sizeInBytes, long modifiedMillis) {}

    /** Creates a directory and its missing parents; does nothing if it exists. */
    default void createDirectory(TablePath directory) throws IOException {
        throw readOnly(directory);
    }

    /** Deletes a directory and its content; does nothing if it does not exist. */
    default void deleteDirectory(TablePath directory) throws IOException {
        throw readOnly(directory);
    }

    /** Renames a directory; the new name must not exist yet. */
    default void renameDirectory(TablePath from, TablePath to) throws IOException {
        throw readOnly(from);
    }

    private IOException readOnly(TablePath path) {
        return new IOException(path + " cannot be written through " + getClass().getSimpleName());
    }

    @Override
    default void close() {}

    /**
     * A file or directory in a listing.
     *
     * @param sizeInBytes the size of a file, or {@link #UNKNOWN_SIZE} if the listing does not say
     * @param modifiedMillis time of a file's last change in milliseconds since the epoch, or {@link #UNKNOWN_TIME} if the listing
     *     does not say
     */
    record Entry(String name, boolean isDirectory, long sizeInBytes, long modifiedMillis) {

        public static final long UNKNOWN_SIZE = -1;
        public static final long UNKNOWN_TIME = Long.MIN_VALUE;

        /** An entry of unknown time. */
        public Entry(String name, boolean isDirectory, long sizeInBytes) {
            this(name, isDirectory, sizeInBytes, UNKNOWN_TIME);
        }

        public static Entry directory(String name) {
            return new Entry(name, true, UNKNOWN_SIZE);
        }
    }

    /**
     * Reads a small file completely.
     *
     * @param maxBytes maximum size in bytes; a larger file is refused
     */
    default byte[] readAll(TablePath path, int maxBytes) throws IOException {
        try (RangeReader reader = open(path)) {
            long size = reader.size();
            if (size > maxBytes) {
                throw new IOException("the file has " + size + " bytes; at most " + maxBytes + " are read");
            }
            byte[] content = new byte[(int) size];
            reader.readFully(0, ByteBuffer.wrap(content));
            return content;
        }
    }
}
