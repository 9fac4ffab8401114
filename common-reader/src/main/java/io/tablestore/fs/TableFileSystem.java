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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of a table, nothing else.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
public interface TableFileSystem extends AutoCloseable {

    /**
     * Opens a file for reads at any position.
     *
     * @throws FileNotFoundException if it does not exist
     */
    RangeReader open(TablePath path) throws IOException;

    /**
     * The entries of a directory, in no order, without those of directories below; empty for what does not exist or is a
     * file.
     */
    List<Entry> list(TablePath directory) throws IOException;

    /** The names of the directories among the entries, without a look at the files where a store can do that. */
    default List<String> listDirectories(TablePath directory) throws IOException {
        return list(directory).stream()
                .filter(Entry::isDirectory)
                .map(Entry::name)
                .toList();
    }

    /** Whether a file is there; of directories {@link #directoryExists} says so. */
    boolean exists(TablePath path) throws IOException;

    /** Whether a directory is there; true where a store has no directories and cannot say. */
    default boolean directoryExists(TablePath directory) throws IOException {
        return exists(directory);
    }

    /** Whether of two who create a file there at once only one succeeds; {@link #create} is refused where it is not so. */
    default boolean createsAtomically(TablePath path) throws IOException {
        return true;
    }

    /**
     * Creates a file with this content. Whoever opens it sees all of it; two who create it at once do not both succeed.
     *
     * @throws java.nio.file.FileAlreadyExistsException if it is there already
     */
    default void create(TablePath path, byte[] content) throws IOException {
        throw readOnly(path);
    }

    /**
     * Opens a new file to be written front to back; those above it are created. Whoever lists the directory may see the
     * file before it is closed, so its name has to be one that nobody refers to yet.
     *
     * @throws java.nio.file.FileAlreadyExistsException if it is there already
     */
    default OutputStream write(TablePath path) throws IOException {
        throw readOnly(path);
    }

    /** Gives a file this content, whatever it held: for hints, which readers take as such. */
    default void overwrite(TablePath path, byte[] content) throws IOException {
        throw readOnly(path);
    }

    /** Deletes a file; nothing happens if it is not there. */
    default void delete(TablePath file) throws IOException {
        throw readOnly(file);
    }

    /** Size and age of a file, or null if it is not there. */
    default @Nullable Status status(TablePath file) throws IOException {
        throw readOnly(file);
    }

    /** @param modifiedMillis last change, milliseconds since the epoch */
    record Status(long sizeInBytes, long modifiedMillis) {}

    /** Creates a directory and those above it; what is there already stays. */
    default void createDirectory(TablePath directory) throws IOException {
        throw readOnly(directory);
    }

    /** Deletes a directory with everything in it; nothing happens if it is not there. */
    default void deleteDirectory(TablePath directory) throws IOException {
        throw readOnly(directory);
    }

    /** Gives a directory another name, which must be free. */
    default void renameDirectory(TablePath from, TablePath to) throws IOException {
        throw readOnly(from);
    }

    private IOException readOnly(TablePath path) {
        return new IOException(path + " cannot be written through " + getClass().getSimpleName());
    }

    @Override
    default void close() {}

    /** A file or directory found by listing. */
    record Entry(String name, boolean isDirectory) {}

    /**
     * Reads a small file whole.
     *
     * @param maxBytes a longer file is refused
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
