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

import io.tablestore.TableStore;
import io.tablestore.catalog.Catalog;
import io.tablestore.catalog.DropBehavior;
import io.tablestore.catalog.Table;
import io.tablestore.error.InvalidTableException;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.catalog.DroppedTable;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.schema.FirstSchema;
import io.tablestore.metastore.MetastoreException.Kind;
import io.tablestore.schema.SchemaChange;
import io.tablestore.schema.TableDefinition;
import io.tablestore.schema.TableSchema;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The Hive metastore as a catalog. The metastore stores the location of tables, and their columns as of the last change through
 * it. The schema file is authoritative.
 *
 * <p><b>Threads:</b> safe for concurrent use.
 */
public final class MetastoreCatalog implements Catalog, AutoCloseable {

    private static final int LOCATION = 3;
    private static final String DATABASE_SUFFIX = ".db";

    private final MetastoreOptions options;
    private final MetastoreSecurity security;
    private final MetastoreClient client;
    private final TableLocks locks;
    private final TableStorage storage;

    /** A catalog that calls the metastore as Hadoop's logged-in user; without Hadoop, as the user of the process. */
    public MetastoreCatalog(MetastoreOptions options, TableStorage storage) {
        this.options = options;
        this.security = MetastoreSecurity.ofEngine(options);
        this.client = new MetastoreClient(options, security);
        this.locks = new TableLocks(client, security, options.lockTimeout());
        this.storage = storage;
    }

    private MetastoreCatalog(MetastoreCatalog other, TableStorage storage) {
        this.options = other.options;
        this.security = other.security;
        this.client = other.client;
        this.locks = other.locks;
        this.storage = storage;
    }

    /** The same catalog with another access to files. Both share connections; closing either closes them. */
    public MetastoreCatalog with(TableStorage others) {
        return new MetastoreCatalog(this, others);
    }

    /**
     * The file system for a table of this catalog, for a process that knows the table's location. Creating a file takes the
     * table's lock if necessary.
     */
    public static TableFileSystem locked(
            TableFileSystem files, MetastoreOptions options, String database, String table) {
        TableLocks locks = TableLocks.shared(options);
        return new LockedFileSystem(files, () -> locks.acquire(database, table));
    }

    @Override
    public List<String> databases() {
        return client.databases().stream().sorted().toList();
    }

    @Override
    public List<String> tables(String database) {
        return client.tables(database, client.tableNames(database)).stream()
                .filter(MetastoreTable::isTableStore)
                .map(MetastoreTable::name)
                .sorted()
                .toList();
    }

    @Override
    public boolean hasDatabase(String database) {
        return client.database(database) != null;
    }

    @Override
    public boolean hasTable(String database, String table) {
        MetastoreTable found = client.table(database, table);
        return found != null && found.isTableStore();
    }

    @Override
    public String databaseLocation(String database) {
        return checkDatabase(database).text(LOCATION);
    }

    private MetastoreTable known(String database, String table) {
        MetastoreTable found = client.table(database, table);
        if (found == null) {
            throw new TableStoreException(
                    "There is no table " + database + "." + table + " in the metastore at " + options.uris() + ".");
        }
        if (!found.isTableStore()) {
            throw new TableStoreException(database + "." + table
                    + " is a table of another format; read it with the connector of that format.");
        }
        return found;
    }

    @Override
    public Table table(String database, String table) {
        return open(database, table, storage.path(known(database, table).location()));
    }

    private Table open(String database, String table, TablePath location) {
        TableFileSystem files = new LockedFileSystem(storage.files(location), () -> locks.acquire(database, table));
        return TableStore.openTable(files, location);
    }

    @Override
    public void createDatabase(String database) {
        ThriftStruct created = new ThriftStruct().set(1, database).setTexts(4, Map.of());
        if (!options.warehouse().isEmpty()) {
            created.set(LOCATION, below(options.warehouse(), database.toLowerCase(Locale.ROOT) + DATABASE_SUFFIX));
        }
        try {
            client.createDatabase(created, database);
        } catch (MetastoreException failed) {
            throw failed.kind() == Kind.EXISTS
                    ? new InvalidTableException("There is a database " + database + " already.")
                    : failed;
        }
    }

    @Override
    public void dropDatabase(String database, DropBehavior behavior) {
        checkDatabase(database);
        List<String> all = client.tableNames(database);
        if (behavior == DropBehavior.RESTRICT && !all.isEmpty()) {
            throw new InvalidTableException(
                    "Database " + database + " has the tables " + String.join(", ", all) + "; drop them first.");
        }
        List<String> ours = tables(database);
        List<String> others = all.stream().filter(name -> !ours.contains(name)).toList();
        if (!others.isEmpty()) {
            throw new InvalidTableException("Database " + database + " has tables of other formats, "
                    + String.join(", ", others) + "; drop them with their own connectors.");
        }
        ours.forEach(table -> dropTable(database, table));
        client.dropDatabase(database);
    }

    @Override
    public Table createTable(String database, String table, TableDefinition definition) {
        ThriftStruct home = checkDatabase(database);
        checkFree(database, table);
        String location = below(home.text(LOCATION), table);
        Table created = open(database, table, storage.path(location));
        TableSchema schema = FirstSchema.of(definition);
        if (!StoredTable.of(created).files().schemas().create(schema)) {
            throw new InvalidTableException("There is a table at " + location
                    + " already, which the metastore does not know. Register it in Hive: CREATE EXTERNAL TABLE ..."
                    + " LOCATION '" + location + "'.");
        }
        MetastoreTable entry = MetastoreTable.of(database, table, location, security.userName(), schema);
        try {
            client.createTable(entry);
        } catch (MetastoreException failed) {
            if (failed.kind() != Kind.UNKNOWN || !isRegistered(database, table, location)) {
                forget(created, failed);
                throw failed;
            }
        }
        return created;
    }

    /** Whether a call was executed although its answer was lost. */
    private boolean isRegistered(String database, String table, String location) {
        MetastoreTable found = client.table(database, table);
        return found != null && storage.path(found.location()).equals(storage.path(location));
    }

    /** Deletes the directory of a table that could not be registered. */
    private static void forget(Table created, MetastoreException failed) {
        try {
            StoredTable.of(created).files().fileSystem().deleteDirectory(created.location());
        } catch (IOException left) {
            failed.addSuppressed(left);
        }
    }

    @Override
    public TableSchema alterTable(String database, String table, Function<TableSchema, List<SchemaChange>> changes) {
        MetastoreTable entry = known(database, table);
        TableSchema altered =
                open(database, table, storage.path(entry.location())).alter(changes);
        try {
            show(database, table, entry, altered);
        } catch (MetastoreException failed) {
            throw new TableStoreException(
                    "Table " + database + "." + table
                            + " has been altered, but the metastore still shows its former columns: "
                            + failed.getMessage() + " The next change of the table brings them up to date.",
                    failed);
        }
        return altered;
    }

    /**
     * Publishes the schema's columns. A metastore compares columns by position and may refuse a type change
     * ({@code hive.metastore.disallow.incompatible.col.type.changes}). In that case the columns are removed first.
     */
    private void show(String database, String table, MetastoreTable entry, TableSchema schema) {
        entry.show(schema);
        try {
            client.alterTable(database, table, entry);
        } catch (MetastoreException failed) {
            if (!String.valueOf(failed.getMessage()).contains("incompatible with the existing columns")) {
                throw failed;
            }
            entry.hideColumns();
            client.alterTable(database, table, entry);
            entry.show(schema);
            client.alterTable(database, table, entry);
        }
    }

    @Override
    public void dropTable(String database, String table) {
        MetastoreTable entry = known(database, table);
        client.dropTable(database, table);
        if (entry.isManaged()) {
            TablePath location = storage.path(entry.location());
            change(location, () -> DroppedTable.delete(storage.files(location), location));
        }
    }

    @Override
    public void renameTable(String database, String table, String newDatabase, String newTable) {
        MetastoreTable entry = known(database, table);
        ThriftStruct home = checkDatabase(newDatabase);
        checkFree(newDatabase, newTable);
        TablePath from = storage.path(entry.location());
        if (!entry.isManaged()) {
            entry.rename(newDatabase, newTable, entry.location());
            client.alterTable(database, table, entry);
            return;
        }
        String location = below(home.text(LOCATION), newTable);
        TablePath to = storage.path(location);
        TableFileSystem files = storage.files(from);
        change(from, () -> files.renameDirectory(from, to));
        entry.rename(newDatabase, newTable, location);
        try {
            client.alterTable(database, table, entry);
        } catch (MetastoreException failed) {
            if (failed.kind() != Kind.UNKNOWN || !isRegistered(newDatabase, newTable, location)) {
                change(to, () -> files.renameDirectory(to, from));
                throw failed;
            }
        }
    }

    private ThriftStruct checkDatabase(String database) {
        ThriftStruct found = client.database(database);
        if (found == null) {
            throw new InvalidTableException(
                    "There is no database " + database + " in the metastore at " + options.uris() + ".");
        }
        return found;
    }

    private void checkFree(String database, String table) {
        if (!table.matches("[\\w]+")) {
            throw new InvalidTableException("'" + table
                    + "' cannot be the name of a table in the metastore, which takes letters, digits and underscores.");
        }
        if (client.table(database, table) != null) {
            throw new InvalidTableException("There is a table " + database + "." + table + " already.");
        }
    }

    private static String below(String directory, String name) {
        return directory.endsWith("/") ? directory + name : directory + "/" + name;
    }

    private interface Change {
        void make() throws IOException;
    }

    private static void change(TablePath path, Change change) {
        try {
            change.make();
        } catch (IOException failed) {
            throw new TableStoreException(
                    path + ": The directory cannot be changed: " + failed.getMessage()
                            + ". Check that this user may write there, and try again.",
                    failed);
        }
    }

    @Override
    public void close() {
        locks.close();
        client.close();
    }
}
