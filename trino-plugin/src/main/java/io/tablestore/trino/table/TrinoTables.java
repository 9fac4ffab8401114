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
import org.jspecify.annotations.Nullable;

/** The tables of a catalog, reached as the user of a session. Names are compared as Trino does, in lower case. */
public final class TrinoTables {

    private static final int MAX_OPENED = 200;

    private final TrinoFileSystemFactory fileSystems;
    private final TrinoConfig config;
    private final ReadStatistics statistics;
    private final TableCaches caches;

    /** The metastore that tables are known by, or null for a warehouse directory. */
    private final @Nullable MetastoreCatalog metastore;

    /** By query, location and branch. */
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

    /** Files are reached as the user of a session only. */
    private static TableFileSystem noFiles(TablePath path) {
        throw new IllegalStateException(path + " is opened without a session");
    }

    /**
     * A table found by its name.
     *
     * @param database as the catalog spells it
     * @param name as the catalog spells it
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

    /** Locations keep their schemes, by which Trino chooses a file system. */
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

    /** The table of that name, or empty if there is none. */
    public Optional<Found> find(ConnectorSession session, String schema, String name) {
        Catalog catalog = catalog(session);
        if (catalog.hasTable(schema, name)) {
            return Optional.of(new Found(schema, name, catalog.table(schema, name)));
        }
        return database(session, schema)
                .flatMap(database -> same("tables", catalog.tables(database), name)
                        .map(table -> new Found(database, table, catalog.table(database, table))));
    }

    /** The database of that name as the catalog spells it, or empty if there is none. */
    public Optional<String> database(ConnectorSession session, String schema) {
        return same("schemas", catalog(session).databases(), schema);
    }

    /**
     * The name that Trino means by one in lower case.
     *
     * @throws InvalidTableException if there are several; which of them is read must not be left to chance
     */
    private static Optional<String> same(String what, List<String> names, String wanted) {
        List<String> found = names.stream()
                .filter(name -> name.toLowerCase(Locale.ENGLISH).equals(wanted))
                .toList();
        if (found.size() > 1 && !found.contains(wanted)) {
            throw new InvalidTableException("The " + what + " " + String.join(" and ", found)
                    + " differ in case only, which Trino does not tell apart. Rename one with Flink or Spark.");
        }
        return found.contains(wanted) ? Optional.of(wanted) : found.stream().findFirst();
    }

    /** The table of a handle; for one query the same each time, for it keeps the schemas that it has read. */
    public Table open(ConnectorSession session, TrinoTableHandle handle) {
        List<String> key = List.of(session.getQueryId(), handle.location(), handle.branch());
        Table known = opened.get(key);
        if (known != null) {
            return known;
        }
        Table table = TableStore.openTable(fileSystem(session), new TablePath(handle.location()), caches);
        Table wanted = handle.branch().isEmpty() ? table : table.branch(handle.branch());
        opened.put(key, wanted);
        return wanted;
    }

    private TrinoTableFileSystem fileSystem(ConnectorSession session) {
        return new TrinoTableFileSystem(fileSystems.create(session));
    }
}
