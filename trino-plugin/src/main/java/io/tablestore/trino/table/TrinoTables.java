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
package io.tablestore.trino.table;

import io.tablestore.TableStore;
import io.tablestore.catalog.Catalog;
import io.tablestore.catalog.Table;
import io.tablestore.catalog.TableCaches;
import io.tablestore.error.InvalidTableException;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.metastore.MetastoreCatalog;
import io.tablestore.metastore.TableStorage;
import io.trino.filesystem.TrinoFileSystemFactory;
import io.trino.spi.connector.ConnectorSession;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the tables of a catalog with the permissions of the session's user. Names are compared in lower case, as in
 * Trino.
 */
public final class TrinoTables {

    private static final int MAX_OPENED = 200;

    private final TrinoFileSystemFactory fileSystems;

    /** Catalogs may have the same bucket at different stores, so none relies on what another found out. */
    private final String catalog = UUID.randomUUID().toString();

    private final TrinoConfig config;
    private final ReadStatistics statistics;
    private final TableCaches caches;

    /** The metastore that lists the tables; null for a warehouse directory. */
    private final @Nullable MetastoreCatalog metastore;

    /** Open tables by query, location and branch. */
    private final Map<List<String>, Table> opened = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, Table> eldest) {
            return size() > MAX_OPENED;
        }
    });

    public TrinoTables(TrinoFileSystemFactory fileSystems, TrinoConfig config, ReadStatistics statistics) {
        this.fileSystems = fileSystems;
        this.config = config;
        this.statistics = statistics;
        this.caches = TableStore.newCaches(
                config.getMetadataCacheSize().toBytes(),
                config.getMergeCacheSize().toBytes());
        this.metastore = config.getMetastore() == TrinoConfig.Metastore.HIVE
                ? new MetastoreCatalog(config.metastoreOptions(), TrinoTables::noFiles)
                : null;
    }

    /** Refuses access to files without a session, since they are accessed with its user's permissions. */
    private static TableFileSystem noFiles(TablePath path) {
        throw new IllegalStateException(path + " is opened without a session");
    }

    /**
     * A table that was found by name.
     *
     * @param database in the catalog's spelling
     * @param name in the catalog's spelling
     */
    public record Found(String database, String name, Table table) {}

    public TrinoConfig config() {
        return config;
    }

    public ReadStatistics statistics() {
        return statistics;
    }

    public Catalog catalog(ConnectorSession session) {
        TrinoTableFileSystem files = fileSystem(session);
        return metastore == null
                ? TableStore.openCatalog(files, new TablePath(config.getWarehouse()))
                : metastore.with(new MetastoreStorage(files));
    }

    /** Keeps the schemes of locations, by which Trino selects a file system. */
    private record MetastoreStorage(TrinoTableFileSystem files) implements TableStorage {

        @Override
        public TableFileSystem files(TablePath location) {
            return files;
        }

        @Override
        public TablePath path(String location) {
            return new TablePath(location.replaceFirst("^file:/(?!/)", "file:///"));
        }
    }

    /** The table with that name, or empty if there is none. */
    public Optional<Found> find(ConnectorSession session, String schema, String name) {
        Catalog catalog = catalog(session);
        Optional<Table> found = catalog.findTable(schema, name);
        if (found.isPresent()) {
            return Optional.of(new Found(schema, name, found.get()));
        }
        return database(session, schema)
                .flatMap(database -> same("tables", catalog.tables(database), name)
                        .map(table -> new Found(database, table, catalog.table(database, table))));
    }

    /** The database with that name in the catalog's spelling, or empty if there is none. */
    public Optional<String> database(ConnectorSession session, String schema) {
        return same("schemas", catalog(session).databases(), schema);
    }

    /**
     * The name that equals Trino's name, which is in lower case.
     *
     * @throws InvalidTableException if several names match, since the table must not be chosen at random
     */
    private static Optional<String> same(String what, List<String> names, String wanted) {
        List<String> found = names.stream()
                .filter(name -> name.toLowerCase(Locale.ENGLISH).equals(wanted))
                .toList();
        if (found.size() > 1 && !found.contains(wanted)) {
            throw new InvalidTableException("The " + what + " " + String.join(" and ", found)
                    + " differ in case only, and Trino cannot distinguish them. Rename one with Flink or Spark.");
        }
        return found.contains(wanted) ? Optional.of(wanted) : found.stream().findFirst();
    }

    /** The table of a handle. A query always gets the same instance, which caches the schemas that it has read. */
    public Table open(ConnectorSession session, TrinoTableHandle handle) {
        List<String> key = key(session, handle);
        Table known = opened.get(key);
        if (known != null) {
            return known;
        }
        Table table = TableStore.openTable(fileSystem(session), new TablePath(handle.location()), caches);
        Table wanted = handle.branch().isEmpty() ? table : table.branch(handle.branch());
        opened.put(key, wanted);
        return wanted;
    }

    /** Keeps a table that was opened to make its handle, with what has been read of it. */
    public void keep(ConnectorSession session, TrinoTableHandle handle, Table table) {
        opened.putIfAbsent(key(session, handle), table.withCaches(caches));
    }

    private static List<String> key(ConnectorSession session, TrinoTableHandle handle) {
        return List.of(session.getQueryId(), handle.location(), handle.branch());
    }

    private TrinoTableFileSystem fileSystem(ConnectorSession session) {
        return new TrinoTableFileSystem(fileSystems.create(session), catalog);
    }
}
