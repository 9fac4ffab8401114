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
package io.tablestore.internal.metadata;

import io.tablestore.error.CorruptFileException;
import io.tablestore.error.StoreException;
import io.tablestore.error.TableStoreException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.fs.RangeReader;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.fs.StoreReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The directory of one table or branch. Here a failed call to the store becomes an error that names the file. */
final class TableDirectory {

    static final int MAX_JSON_BYTES = 64 << 20;
    static final int MAX_MANIFEST_BYTES = 1 << 30;

    private final TableFileSystem fileSystem;
    private final TablePath root;

    /**
     * The prefix of the directories of snapshots, schemas, tags and consumers. A branch shares everything else with the table.
     */
    private final String branchPrefix;

    TableDirectory(TableFileSystem fileSystem, TablePath root, String branchPrefix) {
        this.fileSystem = fileSystem;
        this.root = root;
        this.branchPrefix = branchPrefix;
    }

    TableDirectory branch(String prefix) {
        return new TableDirectory(fileSystem, root, prefix);
    }

    TableFileSystem fileSystem() {
        return fileSystem;
    }

    TablePath root() {
        return root;
    }

    boolean isMain() {
        return branchPrefix.isEmpty();
    }

    /** A file of the branch, relative to the table. */
    String ofBranch(String file) {
        return branchPrefix + file;
    }

    TablePath path(String file) {
        return new TablePath(root.location() + "/" + file);
    }

    /** @param directory relative to the table */
    List<TableFileSystem.Entry> list(String directory) {
        try {
            return fileSystem.list(root.child(directory));
        } catch (IOException | RuntimeException failed) {
            throw StoreException.from(root + "/" + directory, "The directory cannot be listed", failed);
        }
    }

    /** The names in a directory of the branch that start with a prefix, without the prefix, ascending, each with its file. */
    NavigableMap<String, String> named(String directory, String prefix) {
        NavigableMap<String, String> named = new TreeMap<>();
        entries(directory, prefix).forEach((name, entry) -> named.put(name, entry.name()));
        return named;
    }

    /** The entries of a directory of the branch whose names start with a prefix, by the rest of their names. */
    private NavigableMap<String, TableFileSystem.Entry> entries(String directory, String prefix) {
        return entries(list(ofBranch(directory)), prefix);
    }

    private static NavigableMap<String, TableFileSystem.Entry> entries(
            List<TableFileSystem.Entry> listed, String prefix) {
        NavigableMap<String, TableFileSystem.Entry> entries = new TreeMap<>();
        for (TableFileSystem.Entry entry : listed) {
            if (entry.name().startsWith(prefix)) {
                entries.put(entry.name().substring(prefix.length()), entry);
            }
        }
        return entries;
    }

    /** Names of the form {@code <prefix><digits>}; writers leave other files there (format reference, 1.1). */
    NavigableMap<Long, String> numbered(String directory, String prefix) {
        NavigableMap<Long, String> numbered = new TreeMap<>();
        numberedEntries(directory, prefix).forEach((id, entry) -> numbered.put(id, entry.name()));
        return numbered;
    }

    /** As {@link #numbered}, with what the listing says about each file. */
    NavigableMap<Long, TableFileSystem.Entry> numberedEntries(String directory, String prefix) {
        return numbered(list(ofBranch(directory)), prefix);
    }

    /** Those of a directory's entries whose names have the form {@code <prefix><digits>}. */
    static NavigableMap<Long, TableFileSystem.Entry> numbered(List<TableFileSystem.Entry> listed, String prefix) {
        NavigableMap<Long, TableFileSystem.Entry> numbered = new TreeMap<>();
        entries(listed, prefix).forEach((digits, entry) -> {
            if (!digits.isEmpty() && digits.length() < 19 && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                numbered.put(Long.valueOf(digits), entry);
            }
        });
        return numbered;
    }

    /** Whether the table is in an object store, where few requests are better than small ones. */
    boolean isObjectStore() {
        return fileSystem.isObjectStore(root);
    }

    /**
     * Whether a file exists.
     *
     * @param file relative to the table
     */
    boolean exists(String file) {
        try {
            return fileSystem.exists(path(file));
        } catch (IOException | RuntimeException failed) {
            throw StoreException.from(file, "The file cannot be looked up", failed);
        }
    }

    /** @param file relative to the table */
    void delete(String file) {
        try {
            fileSystem.delete(path(file));
        } catch (IOException failed) {
            throw new TableStoreException(
                    file + ": The file cannot be deleted: " + failed.getMessage()
                            + ". Check that this user may delete there, and try again.",
                    failed);
        }
    }

    /**
     * Deletes files, in their order unless they are in an object store.
     *
     * @param files relative to the table
     */
    void deleteAll(Collection<String> files) {
        if (!isObjectStore()) {
            files.forEach(this::delete);
            return;
        }
        try {
            fileSystem.deleteAll(files.stream().map(this::path).toList());
        } catch (IOException failed) {
            throw new TableStoreException(
                    root + ": Some of " + files.size() + " files cannot be deleted: " + failed.getMessage()
                            + ". Check that this user may delete there, and try again.",
                    failed);
        }
    }

    /** A small JSON file, or null if it does not exist. */
    byte @Nullable [] readIfPresent(String file) {
        return readIfPresent(file, TableFileSystem.Entry.UNKNOWN_SIZE);
    }

    /**
     * A small JSON file, or null if it does not exist.
     *
     * @param sizeInBytes according to a listing, or {@link TableFileSystem.Entry#UNKNOWN_SIZE}
     */
    byte @Nullable [] readIfPresent(String file, long sizeInBytes) {
        try {
            return readJson(file, sizeInBytes, "the request");
        } catch (StoreException failed) {
            if (failed.reason() == StoreException.Reason.MISSING) {
                return null;
            }
            throw failed;
        }
    }

    /** A small JSON file. */
    byte[] readJson(String file, String namedBy) {
        return readJson(file, TableFileSystem.Entry.UNKNOWN_SIZE, namedBy);
    }

    /** @param sizeInBytes according to a listing, or {@link TableFileSystem.Entry#UNKNOWN_SIZE} */
    byte[] readJson(String file, long sizeInBytes, String namedBy) {
        return read(path(file), file, MAX_JSON_BYTES, sizeInBytes, namedBy);
    }

    /**
     * @param file relative to the table
     * @param namedBy what refers to the file, usually another file
     */
    byte[] read(String file, int maxBytes, @Nullable Long expectedSize, String namedBy) {
        long size = expectedSize == null ? TableFileSystem.Entry.UNKNOWN_SIZE : expectedSize;
        return read(path(file), file, maxBytes, size, namedBy);
    }

    /** @param expectedSize according to {@code namedBy}, or {@link TableFileSystem.Entry#UNKNOWN_SIZE} */
    byte[] read(TablePath location, String file, int maxBytes, long expectedSize, String namedBy) {
        try (RangeReader reader = StoreReader.open(fileSystem, location, file, expectedSize, () -> namedBy)) {
            long size = reader.size();
            if (expectedSize != TableFileSystem.Entry.UNKNOWN_SIZE && size != expectedSize) {
                throw new CorruptFileException(
                        file, "The file has " + size + " bytes, but " + namedBy + " says " + expectedSize + ".");
            }
            if (size > maxBytes) {
                throw new UnsupportedFormatException(
                        file,
                        "a file of " + size + " bytes, which " + namedBy + " names,",
                        "Metadata files of up to " + maxBytes + " bytes are read.");
            }
            byte[] content = new byte[(int) size];
            reader.readFully(0, ByteBuffer.wrap(content));
            return content;
        } catch (IOException outside) {
            throw new IllegalStateException(file + " is read within its length", outside);
        }
    }
}
