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
package io.tablestore.spark;

import io.tablestore.catalog.Catalog;
import io.tablestore.error.TableStoreException;
import io.tablestore.metastore.Catalogs;
import io.tablestore.metastore.MetastoreOptions;
import io.tablestore.scan.SnapshotRef;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.TableInfo;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * A warehouse directory as a Spark catalog: {@code spark.sql.catalog.<name>=io.tablestore.spark.TableStoreCatalog} and
 * {@code spark.sql.catalog.<name>.warehouse=<directory or URI>}; or a Hive metastore, with {@code .metastore=hive} and
 * {@code .uri=thrift://host:9083}.
 */
public final class TableStoreCatalog implements TableCatalog, SupportsNamespaces {

    private String name = "";
    private @Nullable Catalog opened;

    @Override
    public void initialize(String catalogName, CaseInsensitiveStringMap given) {
        Map<String, String> options = new HashMap<>(given.asCaseSensitiveMap());
        String warehouse = options.get(MetastoreOptions.WAREHOUSE_KEY);
        if (warehouse == null && !Catalogs.isHive(options)) {
            String prefix = "spark.sql.catalog." + catalogName + ".";
            throw new TableStoreException("Catalog " + catalogName + " has no warehouse. Set " + prefix
                    + MetastoreOptions.WAREHOUSE_KEY + " to a directory or URI, or " + prefix + Catalogs.METASTORE_KEY
                    + " to hive and " + prefix + MetastoreOptions.URI_KEY + " to thrift://host:9083.");
        }
        if (warehouse != null) { // without a scheme it belongs to Spark's default file system
            options.put(
                    MetastoreOptions.WAREHOUSE_KEY,
                    SparkTableSource.of(warehouse).location());
        }
        name = catalogName;
        opened = Catalogs.open(options, path -> SparkTableSource.of(path).fileSystem());
    }

    @Override
    public String name() {
        return name;
    }

    private Catalog catalog() {
        if (opened == null) {
            throw new IllegalStateException("the catalog is not initialized");
        }
        return opened;
    }

    @Override
    public Identifier[] listTables(String[] namespace) throws NoSuchNamespaceException {
        checkNamespace(namespace);
        return catalog().tables(namespace[0]).stream()
                .map(table -> Identifier.of(namespace, table))
                .toArray(Identifier[]::new);
    }

    @Override
    public boolean tableExists(Identifier identifier) {
        return identifier.namespace().length == 1
                && catalog().hasTable(identifier.namespace()[0], identifier.name());
    }

    @Override
    public Table loadTable(Identifier identifier) throws NoSuchTableException {
        return load(identifier, SnapshotRef.LATEST);
    }

    @Override
    public Table loadTable(Identifier identifier, String version) throws NoSuchTableException {
        return load(identifier, new SnapshotRef.Version(version));
    }

    @Override
    public Table loadTable(Identifier identifier, long timestampMicros) throws NoSuchTableException {
        return load(identifier, new SnapshotRef.Timestamp(Math.floorDiv(timestampMicros, 1000L)));
    }

    private Table load(Identifier identifier, SnapshotRef snapshot) throws NoSuchTableException {
        if (!tableExists(identifier)) {
            throw new NoSuchTableException(identifier);
        }
        String database = identifier.namespace()[0];
        SparkTableSource source =
                SparkTableSource.of(catalog().table(database, identifier.name()).location());
        return new SparkTable(name + "." + database + "." + identifier.name(), source, snapshot);
    }

    @Override
    public Table createTable(Identifier identifier, TableInfo info) {
        throw readOnly("CREATE TABLE");
    }

    @Override
    public Table alterTable(Identifier identifier, TableChange... changes) {
        throw readOnly("ALTER TABLE");
    }

    @Override
    public boolean dropTable(Identifier identifier) {
        throw readOnly("DROP TABLE");
    }

    @Override
    public void renameTable(Identifier from, Identifier to) {
        throw readOnly("ALTER TABLE ... RENAME");
    }

    @Override
    public String[][] listNamespaces() {
        return catalog().databases().stream()
                .map(database -> new String[] {database})
                .toArray(String[][]::new);
    }

    @Override
    public String[][] listNamespaces(String[] namespace) throws NoSuchNamespaceException {
        if (namespace.length == 0) {
            return listNamespaces();
        }
        checkNamespace(namespace);
        return new String[0][];
    }

    @Override
    public boolean namespaceExists(String[] namespace) {
        return namespace.length == 1 && catalog().hasDatabase(namespace[0]);
    }

    @Override
    public Map<String, String> loadNamespaceMetadata(String[] namespace) throws NoSuchNamespaceException {
        checkNamespace(namespace);
        return Map.of(SupportsNamespaces.PROP_LOCATION, catalog().databaseLocation(namespace[0]));
    }

    private void checkNamespace(String[] namespace) throws NoSuchNamespaceException {
        if (!namespaceExists(namespace)) {
            throw new NoSuchNamespaceException(namespace);
        }
    }

    @Override
    public void createNamespace(String[] namespace, Map<String, String> metadata) {
        throw readOnly("CREATE NAMESPACE");
    }

    @Override
    public void alterNamespace(String[] namespace, NamespaceChange... changes) {
        throw readOnly("ALTER NAMESPACE");
    }

    @Override
    public boolean dropNamespace(String[] namespace, boolean cascade) {
        throw readOnly("DROP NAMESPACE");
    }

    private TableStoreException readOnly(String statement) {
        return new TableStoreException(
                statement + " is not supported in catalog " + name + ": this connector reads. Use Flink for it.");
    }
}
