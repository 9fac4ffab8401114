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

import io.tablestore.error.InvalidTableException;
import io.tablestore.schema.SchemaChange;
import io.tablestore.schema.TableDefinition;
import io.tablestore.schema.TableSchema;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Databases and their tables. */
public interface Catalog {

    /** Database names, ascending. */
    List<String> databases();

    /** Names of the tables in a database, ascending. */
    List<String> tables(String database);

    boolean hasDatabase(String database);

    boolean hasTable(String database, String table);

    /**
     * The directory in which a database creates its tables.
     *
     * @throws InvalidTableException if there is no such database
     */
    String databaseLocation(String database);

    /** @throws io.tablestore.error.TableStoreException if there is no such table */
    Table table(String database, String table);

    /**
     * The table, or empty if there is none. Asks the store once: the first call of {@link Table#schema()}, or of another method
     * that needs the newest schema, uses what this call has found.
     */
    default Optional<Table> findTable(String database, String table) {
        return hasTable(database, table) ? Optional.of(table(database, table)) : Optional.empty();
    }

    /** @throws InvalidTableException if the database exists already */
    void createDatabase(String database);

    /**
     * Deletes a database.
     *
     * @throws InvalidTableException if the database does not exist, if it is not empty and the behavior is RESTRICT, or if a
     *     metastore's database has tables of other formats
     */
    void dropDatabase(String database, DropBehavior behavior);

    /** @throws InvalidTableException if the table exists already, the database does not, or the definition is invalid */
    Table createTable(String database, String table, TableDefinition definition);

    /**
     * Changes a table's schema as {@link Table#alter(Function)} does, and the catalog's own entry for the table.
     *
     * @param changes computes the changes from the newest schema; if it returns none, the schema stays as it is
     * @throws io.tablestore.error.TableStoreException if there is no such table
     */
    TableSchema alterTable(String database, String table, Function<TableSchema, List<SchemaChange>> changes);

    /**
     * Deletes a table and its data. Only the catalog entry is removed if the catalog does not own the data.
     *
     * @throws io.tablestore.error.TableStoreException if there is no such table
     */
    void dropTable(String database, String table);

    /**
     * Renames a table, and moves it to another database if that differs. Data that the catalog does not own stays where it is.
     *
     * @throws InvalidTableException if the new name is taken, or the new database does not exist
     * @throws io.tablestore.error.TableStoreException if there is no such table
     */
    void renameTable(String database, String table, String newDatabase, String newTable);
}
