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
package io.tablestore.internal.catalog;

import io.tablestore.catalog.Catalog;
import io.tablestore.catalog.DropBehavior;
import io.tablestore.catalog.Table;
import io.tablestore.error.InvalidTableException;
import io.tablestore.error.StoreException;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.schema.FirstSchema;
import io.tablestore.schema.SchemaChange;
import io.tablestore.schema.TableDefinition;
import io.tablestore.schema.TableSchema;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A catalog whose tables lie in a warehouse directory: {@code <warehouse>/<database>.db/<table>} (format reference, 1.1). */
public final class FileSystemCatalog implements Catalog {

    private static final String DATABASE_SUFFIX = ".db";

    private final TableFileSystem fileSystem;
    private final TablePath warehouse;

    /** Whether the warehouse was found once; then it is not looked up again. */
    private volatile boolean warehouseFound;

    public FileSystemCatalog(TableFileSystem fileSystem, TablePath warehouse) {
        this.fileSystem = fileSystem;
        this.warehouse = warehouse;
    }

    @Override
    public List<String> databases() {
        List<String> directories = directories(warehouse);
        if (directories.isEmpty()) {
            checkWarehouse();
        }
        return directories.stream()
                .filter(name -> name.endsWith(DATABASE_SUFFIX))
                .map(name -> name.substring(0, name.length() - DATABASE_SUFFIX.length()))
                .sorted()
                .toList();
    }

    @Override
    public List<String> tables(String database) {
        TablePath directory = directory(database);
        List<String> directories = directories(directory);
        if (directories.isEmpty()) {
            checkDatabase(database);
        }
        return directories.stream()
                .filter(name -> isTable(directory.child(name)))
                .sorted()
                .toList();
    }

    @Override
    public boolean hasDatabase(String database) {
        return databases().contains(database);
    }

    @Override
    public boolean hasTable(String database, String table) {
        return findTable(database, table).isPresent();
    }

    @Override
    public Optional<Table> findTable(String database, String table) {
        if (isPlain(database) && isPlain(table)) {
            TablePath location = directory(database).child(table);
            List<TableFileSystem.Entry> schemas = schemas(location);
            if (!schemas.isEmpty()) {
                warehouseFound = true;
                return Optional.of(StoredTable.open(fileSystem, location, schemas));
            }
        }
        checkWarehouse();
        return Optional.empty();
    }

    /**
     * Checks that the warehouse exists. A missing one is more likely misspelled than new, and would look like one without tables.
     */
    private void checkWarehouse() {
        if (warehouseFound) {
            return;
        }
        boolean there;
        try {
            there = fileSystem.directoryExists(warehouse);
        } catch (IOException | RuntimeException failed) {
            throw StoreException.from(warehouse.toString(), "The directory cannot be looked up", failed);
        }
        if (!there) {
            throw new TableStoreException("The warehouse " + warehouse
                    + " does not exist. Correct the option 'warehouse' of the catalog, or create the directory first.");
        }
        warehouseFound = true;
    }

    @Override
    public String databaseLocation(String database) {
        checkDatabase(database);
        return directory(database).location();
    }

    @Override
    public Table table(String database, String table) {
        if (!hasTable(database, table)) {
            throw new TableStoreException("There is no table " + database + "." + table + " in " + warehouse
                    + (hasDatabase(database)
                            ? "; " + database + " has " + String.join(", ", tables(database))
                            : "; the databases are " + String.join(", ", databases()))
                    + ".");
        }
        return StoredTable.open(fileSystem, directory(database).child(table), StoredTableCaches.NONE);
    }

    /** As {@link #table}, for a change that is made at once. */
    private Table found(String database, String table) {
        return findTable(database, table).orElseGet(() -> table(database, table));
    }

    @Override
    public void createDatabase(String database) {
        if (hasDatabase(database)) {
            throw new InvalidTableException("There is a database " + database + " already.");
        }
        TablePath directory = directory(database);
        change(directory, () -> fileSystem.createDirectory(directory));
    }

    @Override
    public void dropDatabase(String database, DropBehavior behavior) {
        checkDatabase(database);
        List<String> tables = tables(database);
        if (behavior == DropBehavior.RESTRICT && !tables.isEmpty()) {
            throw new InvalidTableException(
                    "Database " + database + " has the tables " + String.join(", ", tables) + "; drop them first.");
        }
        TablePath directory = directory(database);
        List<String> others = directories(directory);
        if (behavior == DropBehavior.RESTRICT && !others.isEmpty()) {
            throw new InvalidTableException(
                    "Database " + database + " has directories that are not tables: " + String.join(", ", others)
                            + ". Check what they are, or drop the database with everything in it (CASCADE).");
        }
        if (fileSystem.isObjectStore(directory)) {
            tables.forEach(table -> dropTable(database, table));
        }
        change(directory, () -> fileSystem.deleteDirectory(directory));
    }

    @Override
    public Table createTable(String database, String table, TableDefinition definition) {
        checkDatabase(database);
        checkFree(database, table);
        StoredTable created = StoredTable.open(fileSystem, directory(database).child(table), StoredTableCaches.NONE);
        if (!created.files().schemas().create(FirstSchema.of(definition))) {
            throw new InvalidTableException("There is a table " + database + "." + table + " already.");
        }
        return created;
    }

    @Override
    public TableSchema alterTable(String database, String table, Function<TableSchema, List<SchemaChange>> changes) {
        return found(database, table).alter(changes);
    }

    @Override
    public void dropTable(String database, String table) {
        TablePath location = found(database, table).location();
        change(location, () -> DroppedTable.delete(fileSystem, location));
    }

    @Override
    public void renameTable(String database, String table, String newDatabase, String newTable) {
        TablePath from = found(database, table).location();
        checkDatabase(newDatabase);
        checkFree(newDatabase, newTable);
        change(
                from,
                () -> fileSystem.renameDirectory(from, directory(newDatabase).child(newTable)));
    }

    private void checkDatabase(String database) {
        if (!hasDatabase(database)) {
            throw new InvalidTableException("There is no database " + database + " in " + warehouse + ".");
        }
    }

    private void checkFree(String database, String table) {
        if (!isPlain(table)) {
            throw new InvalidTableException("'" + table + "' cannot be the name of a table.");
        }
        if (table.indexOf('$') >= 0) {
            throw new InvalidTableException(
                    "'" + table + "' cannot be the name of a table: what follows a $ names a system"
                            + " table, as in orders$snapshots, or a branch.");
        }
        if (hasTable(database, table)) {
            throw new InvalidTableException("There is a table " + database + "." + table + " already.");
        }
    }

    private interface Change {
        void make() throws IOException;
    }

    private static void change(TablePath path, Change change) {
        try {
            change.make();
        } catch (IOException failed) {
            throw StoreException.from(path.toString(), "The directory cannot be changed", failed);
        }
    }

    private TablePath directory(String database) {
        if (!isPlain(database)) {
            throw new TableStoreException("'" + database + "' is not the name of a database.");
        }
        return warehouse.child(database + DATABASE_SUFFIX);
    }

    private static boolean isPlain(String name) {
        return !name.isEmpty() && !name.startsWith(".") && name.indexOf('/') < 0 && name.indexOf('\\') < 0;
    }

    private boolean isTable(TablePath directory) {
        return !schemas(directory).isEmpty();
    }

    /** The entries of a table's directory of schemas; empty if the directory is not a table. */
    private List<TableFileSystem.Entry> schemas(TablePath table) {
        return list(table.child("schema")).stream()
                .filter(entry -> entry.name().startsWith("schema-"))
                .toList();
    }

    private List<String> directories(TablePath directory) {
        try {
            return fileSystem.listDirectories(directory);
        } catch (IOException | RuntimeException failed) {
            throw StoreException.from(directory.toString(), "The directory cannot be listed", failed);
        }
    }

    private List<TableFileSystem.Entry> list(TablePath directory) {
        try {
            return fileSystem.list(directory);
        } catch (IOException | RuntimeException failed) {
            throw StoreException.from(directory.toString(), "The directory cannot be listed", failed);
        }
    }
}
