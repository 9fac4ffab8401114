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

import io.tablestore.catalog.DropBehavior;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.spark.catalog.RefusedStages;
import io.tablestore.spark.catalog.SparkCatalog;
import io.tablestore.spark.read.SparkFunctions;
import io.tablestore.spark.table.SparkSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.NamespaceAlreadyExistsException;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.NonEmptyNamespaceException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.DelegatingCatalogExtension;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.TableWritePrivilege;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * Spark's session catalog, extended by the tables of a warehouse or metastore: {@code
 * spark.sql.catalog.spark_catalog=io.tablestore.spark.TableStoreSessionCatalog}. A name is looked up among table-store
 * tables first, then in Spark's own catalog.
 */
public final class TableStoreSessionCatalog extends DelegatingCatalogExtension implements RefusedStages {

    /** Options of Spark's own session catalog. */
    private static final Set<String> SPARKS_OWN = Set.of("defaultDatabase");

    private @Nullable SparkCatalog opened;

    @Override
    public void initialize(String catalogName, CaseInsensitiveStringMap options) {
        super.initialize(catalogName, options);
        opened = SparkCatalog.open(catalogName, options, SPARKS_OWN);
    }

    private SparkCatalog tables() {
        if (opened == null) {
            throw new IllegalStateException("the catalog is not initialized");
        }
        return opened;
    }

    private static boolean isOurs(Map<String, String> properties) {
        return SparkSettings.PROVIDER.equalsIgnoreCase(properties.get("provider"));
    }

    @Override
    public Identifier[] listTables(String[] namespace) throws NoSuchNamespaceException {
        Set<Identifier> all = new LinkedHashSet<>();
        if (super.namespaceExists(namespace)) {
            all.addAll(Arrays.asList(super.listTables(namespace)));
        }
        if (tables().hasDatabase(namespace)) {
            tables().catalog().tables(namespace[0]).forEach(table -> all.add(Identifier.of(namespace, table)));
        }
        return all.toArray(Identifier[]::new);
    }

    @Override
    public boolean tableExists(Identifier identifier) {
        return tables().has(identifier) || super.tableExists(identifier);
    }

    @Override
    public Table loadTable(Identifier identifier) throws NoSuchTableException {
        return tables().hasTableOf(identifier)
                ? tables().load(identifier, SnapshotRef.LATEST)
                : super.loadTable(identifier);
    }

    /** Called by Spark 3.5.3 and later to load a table that a statement writes to. */
    @Override
    public Table loadTable(Identifier identifier, Set<TableWritePrivilege> privileges) throws NoSuchTableException {
        if (tables().has(identifier)) {
            throw tables().noWrites(identifier);
        }
        return super.loadTable(identifier, privileges);
    }

    @Override
    public Table loadTable(Identifier identifier, String version) throws NoSuchTableException {
        return tables().has(identifier)
                ? tables().load(identifier, new SnapshotRef.Version(version))
                : super.loadTable(identifier, version);
    }

    @Override
    public Table loadTable(Identifier identifier, long timestampMicros) throws NoSuchTableException {
        return tables().has(identifier)
                ? tables().load(identifier, new SnapshotRef.Timestamp(Math.floorDiv(timestampMicros, 1000L)))
                : super.loadTable(identifier, timestampMicros);
    }

    @Override
    public Table createTable(
            Identifier identifier, Column[] columns, Transform[] partitions, Map<String, String> properties)
            throws TableAlreadyExistsException, NoSuchNamespaceException {
        return isOurs(properties)
                ? tables().create(identifier, SparkCatalog.schema(columns), partitions, properties)
                : super.createTable(identifier, columns, partitions, properties);
    }

    @Override
    @SuppressWarnings("deprecation") // the form that older versions of Spark call
    public Table createTable(
            Identifier identifier, StructType schema, Transform[] partitions, Map<String, String> properties)
            throws TableAlreadyExistsException, NoSuchNamespaceException {
        return isOurs(properties)
                ? tables().create(identifier, schema, partitions, properties)
                : super.createTable(identifier, schema, partitions, properties);
    }

    @Override
    public Table alterTable(Identifier identifier, TableChange... changes) throws NoSuchTableException {
        return tables().has(identifier) ? tables().alter(identifier, changes) : super.alterTable(identifier, changes);
    }

    @Override
    public boolean dropTable(Identifier identifier) {
        return tables().has(identifier) ? tables().drop(identifier) : super.dropTable(identifier);
    }

    @Override
    public boolean purgeTable(Identifier identifier) {
        return tables().has(identifier) ? tables().drop(identifier) : super.purgeTable(identifier);
    }

    @Override
    public void renameTable(Identifier from, Identifier to) throws NoSuchTableException, TableAlreadyExistsException {
        if (tables().has(from)) {
            tables().rename(from, to);
        } else {
            super.renameTable(from, to);
        }
    }

    @Override
    public String[][] listNamespaces() throws NoSuchNamespaceException {
        List<String> names = new ArrayList<>();
        for (String[] namespace : super.listNamespaces()) {
            names.add(namespace[0]);
        }
        tables().catalog().databases().stream()
                .filter(database -> !names.contains(database))
                .forEach(names::add);
        return names.stream().map(database -> new String[] {database}).toArray(String[][]::new);
    }

    @Override
    public boolean namespaceExists(String[] namespace) {
        return tables().hasDatabase(namespace) || super.namespaceExists(namespace);
    }

    @Override
    public Map<String, String> loadNamespaceMetadata(String[] namespace) throws NoSuchNamespaceException {
        return super.namespaceExists(namespace) || !tables().hasDatabase(namespace)
                ? super.loadNamespaceMetadata(namespace)
                : Map.of("location", tables().catalog().databaseLocation(namespace[0]));
    }

    /** Creates the database in Spark's catalog, and then in ours unless that has already created it there. */
    @Override
    public void createNamespace(String[] namespace, Map<String, String> metadata)
            throws NamespaceAlreadyExistsException {
        super.createNamespace(namespace, metadata);
        if (!tables().hasDatabase(namespace)) {
            tables().catalog().createDatabase(namespace[0]);
        }
    }

    @Override
    public boolean dropNamespace(String[] namespace, boolean cascade)
            throws NoSuchNamespaceException, NonEmptyNamespaceException {
        boolean dropped = false;
        if (tables().hasDatabase(namespace)) {
            if (!cascade && !tables().catalog().tables(namespace[0]).isEmpty()) {
                throw new NonEmptyNamespaceException(namespace);
            }
            tables().catalog().dropDatabase(namespace[0], cascade ? DropBehavior.CASCADE : DropBehavior.RESTRICT);
            dropped = true;
        }
        return super.namespaceExists(namespace) ? super.dropNamespace(namespace, cascade) : dropped;
    }

    @Override
    public UnboundFunction loadFunction(Identifier identifier) throws NoSuchFunctionException {
        return SparkFunctions.has(identifier) ? SparkFunctions.load(identifier) : super.loadFunction(identifier);
    }

    @Override
    public boolean functionExists(Identifier identifier) {
        return SparkFunctions.has(identifier) || super.functionExists(identifier);
    }
}
