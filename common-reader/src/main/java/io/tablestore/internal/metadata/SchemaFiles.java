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
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.UnknownOutcomeException;
import io.tablestore.internal.format.SchemaFile;
import io.tablestore.schema.TableSchema;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The schema files of a table or a branch. Schemas are cached once read. */
public final class SchemaFiles {

    private static final String NAMED_BY = "the table's metadata";

    private final TableDirectory directory;

    /** Options for one statement, which override those stored in schemas. */
    private final Map<String, String> statementOptions;

    private final Map<Long, TableSchema> known = new ConcurrentHashMap<>();

    /** The files of the known schemas, as they are stored. */
    private final Map<Long, byte[]> contents = new ConcurrentHashMap<>();

    /** What the catalog has listed to find the table, until the newest schema is asked for the first time. */
    private final AtomicReference<@Nullable List<TableFileSystem.Entry>> listed = new AtomicReference<>();

    SchemaFiles(TableDirectory directory, Map<String, String> statementOptions) {
        this.directory = directory;
        this.statementOptions = Map.copyOf(statementOptions);
    }

    Map<String, String> statementOptions() {
        return statementOptions;
    }

    /** The entries of the directory of schemas, which {@link #latest} need not list when it is called first. */
    void listed(List<TableFileSystem.Entry> entries) {
        listed.set(entries);
    }

    /** The ids and files of the schemas that were read. */
    Map<Long, byte[]> contents() {
        return Map.copyOf(contents);
    }

    /** A schema whose file need not be read. */
    void know(long id, byte[] content) {
        keep(id, content, parse(id, content));
    }

    private void keep(long id, byte[] content, TableSchema schema) {
        contents.put(id, content);
        known.put(id, schema);
    }

    /** The ids of the existing schemas, ascending, each with its file. */
    public NavigableMap<Long, String> ids() {
        return directory.numbered("schema", "schema-");
    }

    /** @throws TableStoreException if there is no schema, so that the directory is not a table */
    public TableSchema latest() {
        List<TableFileSystem.Entry> entries = listed.getAndSet(null);
        NavigableMap<Long, TableFileSystem.Entry> ids = entries == null
                ? directory.numberedEntries("schema", "schema-")
                : TableDirectory.numbered(entries, "schema-");
        if (ids.isEmpty()) {
            throw new TableStoreException(
                    directory.root() + " is not a table-store table: it has no schema/schema-<id> file. Give the"
                            + " table's own directory, or its name in a catalog; Flink creates tables.");
        }
        long size = ids.lastEntry().getValue().sizeInBytes();
        return get(ids.lastKey(), size, () -> NAMED_BY);
    }

    public TableSchema get(long id) {
        return get(id, () -> NAMED_BY);
    }

    /** @param namedBy returns the file that refers to the schema; called only if reading it fails */
    public TableSchema get(long id, Supplier<String> namedBy) {
        return get(id, TableFileSystem.Entry.UNKNOWN_SIZE, namedBy);
    }

    private TableSchema get(long id, long sizeInBytes, Supplier<String> namedBy) {
        TableSchema schema = known.get(id);
        if (schema == null) {
            try {
                byte[] content = directory.readJson(file(id), sizeInBytes, NAMED_BY);
                schema = parse(id, content);
                keep(id, content, schema);
            } catch (TableStoreException failed) {
                throw failed.namedBy(namedBy);
            }
        }
        return schema;
    }

    private TableSchema parse(long id, byte[] content) {
        String file = file(id);
        TableSchema schema = SchemaFile.parse(file, content).withOptions(statementOptions);
        if (schema.id() != id) {
            throw new CorruptFileException(
                    file, "The field id is " + schema.id() + ", but the name of the file says " + id + ".");
        }
        return schema;
    }

    private String file(long id) {
        return directory.ofBranch("schema/schema-" + id);
    }

    /**
     * Writes a schema file.
     *
     * @return whether the file was written; false if another writer was first
     */
    public boolean create(TableSchema schema) {
        if (!statementOptions.isEmpty()) {
            throw new IllegalStateException("a schema would store the options of a statement");
        }
        String file = file(schema.id());
        try {
            byte[] content = SchemaFile.write(schema);
            directory.fileSystem().create(directory.path(file), content);
            know(schema.id(), content);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        } catch (UnknownOutcomeException unknown) {
            throw new TableStoreException(
                    file + ": It is not known whether the file was written, and it may still appear: "
                            + unknown.getMessage()
                            + ". Before the table is created or altered again, look whether that was done.",
                    unknown);
        } catch (IOException failed) {
            throw new TableStoreException(
                    file + ": The file cannot be written: " + failed.getMessage()
                            + ". Check that this user may write there, and try again.",
                    failed);
        }
    }

    /**
     * Checks that a schema can be altered without loss.
     *
     * @throws UnsupportedFormatException if its file has unknown members
     */
    public void checkKnown(TableSchema schema) {
        byte[] known = contents.get(schema.id());
        byte[] content = known == null ? directory.readJson(schema.file(), NAMED_BY) : known;
        UnknownFields.refuse(schema.file(), SchemaFile.unknownMembers(schema.file(), content));
    }

    /**
     * The time when the first schema was written, in milliseconds since the epoch; for a branch, its creation time; 0 if it has
     * none.
     */
    public long firstMillis() {
        NavigableMap<Long, String> schemas = ids();
        if (schemas.isEmpty()) {
            return 0;
        }
        String file = directory.ofBranch("schema/" + schemas.firstEntry().getValue());
        try {
            TableFileSystem.Status status = directory.fileSystem().status(directory.path(file));
            return status == null ? 0 : status.modifiedMillis();
        } catch (IOException | RuntimeException failed) {
            throw StoreException.from(file, "The age of the file cannot be read", failed);
        }
    }
}
