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
package io.tablestore.trino;

import io.tablestore.catalog.FileSystemCatalog;
import io.tablestore.catalog.Table;
import io.tablestore.fs.TablePath;
import io.trino.filesystem.TrinoFileSystemFactory;
import io.trino.spi.connector.ConnectorSession;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The tables of a catalog, reached as the user of a session. Names are compared as Trino does, in lower case. */
final class TableStoreSource {

    private final TrinoFileSystemFactory fileSystems;
    private final TableStoreConfig config;

    TableStoreSource(TrinoFileSystemFactory fileSystems, TableStoreConfig config) {
        this.fileSystems = fileSystems;
        this.config = config;
    }

    TableStoreConfig config() {
        return config;
    }

    FileSystemCatalog catalog(ConnectorSession session) {
        return new FileSystemCatalog(fileSystem(session), new TablePath(config.getWarehouse()));
    }

    /** The table of that name, or empty if there is none. */
    Optional<Table> find(ConnectorSession session, String schema, String name) {
        FileSystemCatalog catalog = catalog(session);
        if (catalog.hasTable(schema, name)) {
            return Optional.of(catalog.table(schema, name));
        }
        return same(catalog.databases(), schema)
                .flatMap(database -> same(catalog.tables(database), name).map(table -> catalog.table(database, table)));
    }

    private static Optional<String> same(List<String> names, String wanted) {
        return names.stream()
                .filter(name -> name.toLowerCase(Locale.ENGLISH).equals(wanted))
                .findFirst();
    }

    /** The table of a handle. */
    Table open(ConnectorSession session, TableHandle handle) {
        Table table = Table.open(fileSystem(session), new TablePath(handle.location()));
        return handle.branch().isEmpty() ? table : table.branch(handle.branch());
    }

    private TrinoTableFileSystem fileSystem(ConnectorSession session) {
        return new TrinoTableFileSystem(fileSystems.create(session));
    }
}
