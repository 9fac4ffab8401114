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
package io.tablestore.catalog;

import io.tablestore.error.TableStoreException;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import java.io.IOException;
import java.util.List;

/** The catalog that a warehouse directory is: {@code <warehouse>/<database>.db/<table>} (format reference, 1.1). */
public final class FileSystemCatalog implements Catalog {

    private static final String DATABASE_SUFFIX = ".db";

    private final TableFileSystem fileSystem;
    private final TablePath warehouse;

    public FileSystemCatalog(TableFileSystem fileSystem, TablePath warehouse) {
        this.fileSystem = fileSystem;
        this.warehouse = warehouse;
    }

    @Override
    public List<String> databases() {
        return list(warehouse).stream()
                .filter(entry -> entry.isDirectory() && entry.name().endsWith(DATABASE_SUFFIX))
                .map(entry -> entry.name().substring(0, entry.name().length() - DATABASE_SUFFIX.length()))
                .sorted()
                .toList();
    }

    @Override
    public List<String> tables(String database) {
        TablePath directory = directory(database);
        return list(directory).stream()
                .filter(TableFileSystem.Entry::isDirectory)
                .map(TableFileSystem.Entry::name)
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
        return isPlain(database)
                && isPlain(table)
                && isTable(directory(database).child(table));
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
        return Table.open(fileSystem, directory(database).child(table));
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
        return list(directory.child("schema")).stream()
                .anyMatch(entry -> entry.name().startsWith("schema-"));
    }

    private List<TableFileSystem.Entry> list(TablePath directory) {
        try {
            return fileSystem.list(directory);
        } catch (IOException failed) {
            throw new TableStoreException(directory + ": cannot be listed: " + failed.getMessage(), failed);
        }
    }
}
