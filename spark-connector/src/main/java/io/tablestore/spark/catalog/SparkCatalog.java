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
package io.tablestore.spark.catalog;

import io.tablestore.catalog.Catalog;
import io.tablestore.catalog.SystemTableName;
import io.tablestore.error.InvalidTableException;
import io.tablestore.error.TableStoreException;
import io.tablestore.metastore.Catalogs;
import io.tablestore.metastore.MetastoreOptions;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.schema.SchemaChange;
import io.tablestore.spark.table.SparkCatalogOptions;
import io.tablestore.spark.table.SparkLocation;
import io.tablestore.spark.table.SparkSettings;
import io.tablestore.spark.table.SparkTableName;
import io.tablestore.spark.table.SparkTableState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.CatalogV2Util;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks up, lists and changes the tables of a catalog by Spark's identifiers.
 *
 * @param sparksOwn settings of the catalog that belong to Spark, not to us
 */
public record SparkCatalog(String name, Catalog catalog, Set<String> sparksOwn) {

    /** Properties that Spark itself sets on a namespace. */
    private static final Set<String> SPARKS_OWN = Set.of(SupportsNamespaces.PROP_OWNER);

    /**
     * @param given the options under {@code spark.sql.catalog.<name>.}
     * @param sparksOwn those of them that belong to Spark, not to us
     */
    public static SparkCatalog open(String catalogName, CaseInsensitiveStringMap given, Set<String> sparksOwn) {
        Map<String, String> options = SparkCatalogOptions.known(catalogName, given, sparksOwn);
        String warehouse = options.get(MetastoreOptions.WAREHOUSE_KEY);
        if (warehouse == null && !Catalogs.isHive(options)) {
            String prefix = SparkSettings.CATALOGS + catalogName + ".";
            throw new TableStoreException("Catalog " + catalogName + " has no warehouse. Set " + prefix
                    + MetastoreOptions.WAREHOUSE_KEY + " to a directory or URI, or " + prefix + Catalogs.METASTORE_KEY
                    + " to hive and " + prefix + MetastoreOptions.URI_KEY + " to thrift://host:9083.");
        }
        if (warehouse != null) { // a path without a scheme is in Spark's default file system
            options.put(
                    MetastoreOptions.WAREHOUSE_KEY, SparkLocation.of(warehouse).location());
        }
        return new SparkCatalog(
                catalogName,
                Catalogs.open(options, path -> SparkLocation.of(path).fileSystem()),
                sparksOwn);
    }

    public TableStoreException noWrites(Identifier identifier) throws NoSuchTableException {
        if (find(identifier) == null) {
            throw new NoSuchTableException(identifier);
        }
        return SparkTable.noWrites(shown(identifier));
    }

    private String shown(Identifier identifier) {
        return name + "." + String.join(".", identifier.namespace()) + "." + identifier.name();
    }

    public boolean hasDatabase(String[] namespace) {
        return namespace.length == 1 && catalog.hasDatabase(namespace[0]);
    }

    public boolean has(Identifier identifier) {
        return find(identifier) != null;
    }

    /** A table that a statement names. */
    private record Found(SparkTableName name, io.tablestore.catalog.Table table) {}

    private Optional<Found> found(Identifier identifier) {
        SparkTableName name = SparkTableName.of(identifier);
        return name == null
                ? Optional.empty()
                : catalog.findTable(name.database(), name.table()).map(table -> new Found(name, table));
    }

    private @Nullable SparkTableName find(Identifier identifier) {
        SparkTableName table = SparkTableName.of(identifier);
        return table != null && catalog.hasTable(table.database(), table.table()) ? table : null;
    }

    /** Whether the base table exists, even if the branch or system table in the name does not. */
    public boolean hasTableOf(Identifier identifier) {
        SparkTableName table = SparkTableName.withoutView(identifier);
        return table != null && catalog.hasTable(table.database(), table.table());
    }

    /** @throws TableStoreException if the base table exists, but the name refers to an unknown system table */
    private void refuseView(Identifier identifier) {
        if (hasTableOf(identifier)) {
            SystemTableName.parse(SparkTableName.lastStep(identifier).toLowerCase(Locale.ROOT));
        }
    }

    /** @throws TableStoreException if the branch or system table does not exist */
    public Table load(Identifier identifier, SnapshotRef snapshot) throws NoSuchTableException {
        Optional<Found> known = found(identifier);
        if (known.isEmpty()) {
            refuseView(identifier);
            throw new NoSuchTableException(identifier);
        }
        SparkSettings.checkCatalog(name, sparksOwn);
        SparkTableName named = known.get().name();
        io.tablestore.catalog.Table found = known.get().table();
        boolean isBranch = !named.branch().isEmpty();
        String shown = shown(identifier);
        if (named.view() != null) {
            if (!snapshot.equals(SnapshotRef.LATEST)) {
                throw new TableStoreException(
                        shown
                                + " has no versions: it shows all versions of the table. Leave VERSION or TIMESTAMP AS OF out.");
            }
            var of = isBranch ? found.branch(named.branch()) : found;
            return new SparkSystemTable(shown, of.systemTable(named.view()));
        }
        SparkTableState state = SparkTableState.of(shown, found, named.branch(), snapshot);
        return new SparkTable(named.readOptimized() ? state.readOptimizedView() : state, snapshot, null);
    }

    public static StructType schema(Column[] columns) {
        for (Column column : columns) {
            if (column.defaultValue() != null || column.generationExpression() != null) {
                throw new InvalidTableException(
                        "Column " + column.name() + " has a default or generated value; set it with Flink.");
            }
        }
        return CatalogV2Util.v2ColumnsToStructType(columns);
    }

    public Table create(
            Identifier identifier, StructType schema, Transform[] partitions, Map<String, String> properties)
            throws TableAlreadyExistsException, NoSuchNamespaceException {
        if (!hasDatabase(identifier.namespace())) {
            throw new NoSuchNamespaceException(identifier.namespace());
        }
        if (has(identifier)) {
            throw new TableAlreadyExistsException(identifier);
        }
        String provider = properties.getOrDefault("provider", SparkSettings.PROVIDER);
        if (!provider.equalsIgnoreCase(SparkSettings.PROVIDER)) {
            throw new InvalidTableException("Catalog " + name + " has tables USING " + SparkSettings.PROVIDER
                    + " only, not USING " + provider + ".");
        }
        checkName(identifier);
        catalog.createTable(
                identifier.namespace()[0], identifier.name(), SparkDefinitions.of(schema, partitions, properties));
        try {
            return load(identifier, SnapshotRef.LATEST);
        } catch (NoSuchTableException dropped) {
            throw new TableStoreException(
                    "Table " + identifier + " was created, and then dropped by another session.", dropped);
        }
    }

    /** Refuses names with a dollar sign, which are reserved for branches and views. */
    private static void checkName(Identifier identifier) {
        if (identifier.name().indexOf('$') >= 0) {
            throw new InvalidTableException("'" + identifier.name() + "' cannot be the name of a table: it has a $.");
        }
    }

    private SparkTableName whole(Identifier identifier) throws NoSuchTableException {
        SparkTableName table = find(identifier);
        if (table == null) {
            throw new NoSuchTableException(identifier);
        }
        if (!table.isWhole()) {
            throw new InvalidTableException(identifier + " is a view of a table and cannot be changed.");
        }
        return table;
    }

    public Table alter(Identifier identifier, TableChange... changes) throws NoSuchTableException {
        SparkTableName table = whole(identifier);
        List<SchemaChange> wanted = SparkDefinitions.changes(changes);
        catalog.alterTable(table.database(), table.table(), schema -> wanted);
        return load(identifier, SnapshotRef.LATEST);
    }

    public boolean drop(Identifier identifier) {
        try {
            SparkTableName table = whole(identifier);
            catalog.dropTable(table.database(), table.table());
            return true;
        } catch (NoSuchTableException absent) {
            return false;
        }
    }

    public void rename(Identifier from, Identifier to) throws NoSuchTableException, TableAlreadyExistsException {
        SparkTableName table = whole(from);
        Identifier inCatalog = inCatalog(to, table.database());
        if (has(inCatalog)) {
            throw new TableAlreadyExistsException(inCatalog);
        }
        checkName(inCatalog);
        catalog.renameTable(table.database(), table.table(), inCatalog.namespace()[0], inCatalog.name());
    }

    /** Completes the new name of a table, which Spark passes with or without the catalog and the database. */
    private Identifier inCatalog(Identifier given, String database) {
        String[] namespace = given.namespace();
        if (namespace.length == 0) {
            return Identifier.of(new String[] {database}, given.name());
        }
        if (namespace.length == 2 && namespace[0].equals(name)) {
            return Identifier.of(new String[] {namespace[1]}, given.name());
        }
        if (namespace.length > 1) {
            throw new InvalidTableException(given + " cannot be the name of a table: give a database and a name.");
        }
        return given;
    }

    public void createDatabase(String[] namespace, Map<String, String> properties) {
        if (namespace.length != 1) {
            throw new InvalidTableException(
                    String.join(".", namespace) + " cannot be the name of a database: databases are not nested.");
        }
        if (!SPARKS_OWN.containsAll(properties.keySet())) {
            throw noProperties();
        }
        catalog.createDatabase(namespace[0]);
    }

    public static InvalidTableException noProperties() {
        return new InvalidTableException(
                "Databases of this catalog have no comment, location or other properties of their own.");
    }
}
