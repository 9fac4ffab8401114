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
import java.util.function.Function;

/** Databases and their tables. */
public interface Catalog {

    /** Names of the databases, ascending. */
    List<String> databases();

    /** Names of a database's tables, ascending. */
    List<String> tables(String database);

    boolean hasDatabase(String database);

    boolean hasTable(String database, String table);

    /**
     * Where a database puts its tables.
     *
     * @throws InvalidTableException if there is no such database
     */
    String databaseLocation(String database);

    /** @throws io.tablestore.error.TableStoreException if there is no such table */
    Table table(String database, String table);

    /** @throws InvalidTableException if it is there already */
    void createDatabase(String database);

    /**
     * Deletes a database.
     *
     * @param cascade whether its tables go with it, data and all; otherwise it must have none
     * @throws InvalidTableException if it has tables, or is not there
     */
    void dropDatabase(String database, boolean cascade);

    /** @throws InvalidTableException if it is there already, its database is not, or there cannot be such a table */
    Table createTable(String database, String table, TableDefinition definition);

    /**
     * Changes the schema of a table, as {@link Table#alter(Function)} does, and what the catalog itself knows of it.
     *
     * @param changes by the newest schema; without any, nothing is written
     */
    TableSchema alterTable(String database, String table, Function<TableSchema, List<SchemaChange>> changes);

    /** Deletes a table with all of its data, or forgets it where the data belongs to somebody else. */
    void dropTable(String database, String table);

    /**
     * Gives a table another name, and another database if that differs.
     *
     * @throws InvalidTableException if the name is taken, or the database not there
     */
    void renameTable(String database, String table, String newDatabase, String newTable);
}
