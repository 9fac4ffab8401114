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
import io.tablestore.catalog.DropBehavior;
import io.tablestore.error.InvalidTableException;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.spark.catalog.RefusedStages;
import io.tablestore.spark.catalog.SparkCatalog;
import io.tablestore.spark.read.SparkFunctions;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.FunctionCatalog;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.TableWritePrivilege;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * A Spark catalog of the databases in a warehouse or a Hive metastore, configured by {@code
 * spark.sql.catalog.<name>=io.tablestore.spark.TableStoreCatalog} and {@code spark.sql.catalog.<name>.warehouse}.
 *
 * <p>It reads tables and changes their metadata. It does not write rows.
 */
public final class TableStoreCatalog implements RefusedStages, SupportsNamespaces, FunctionCatalog {

    private String name = "";
    private @Nullable SparkCatalog opened;

    @Override
    public void initialize(String catalogName, CaseInsensitiveStringMap options) {
        name = catalogName;
        opened = SparkCatalog.open(catalogName, options, Set.of());
    }

    @Override
    public String name() {
        return name;
    }

    private SparkCatalog tables() {
        if (opened == null) {
            throw new IllegalStateException("the catalog is not initialized");
        }
        return opened;
    }

    private Catalog catalog() {
        return tables().catalog();
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
        return tables().has(identifier);
    }

    @Override
    public Table loadTable(Identifier identifier) throws NoSuchTableException {
        return tables().load(identifier, SnapshotRef.LATEST);
    }

    /** Called by Spark 3.5.3 and later to load a table that a statement writes to. */
    @Override
    public Table loadTable(Identifier identifier, Set<TableWritePrivilege> privileges) throws NoSuchTableException {
        throw tables().noWrites(identifier);
    }

    @Override
    public Table loadTable(Identifier identifier, String version) throws NoSuchTableException {
        return tables().load(identifier, new SnapshotRef.Version(version));
    }

    @Override
    public Table loadTable(Identifier identifier, long timestampMicros) throws NoSuchTableException {
        return tables().load(identifier, new SnapshotRef.Timestamp(Math.floorDiv(timestampMicros, 1000L)));
    }

    @Override
    @SuppressWarnings("deprecation") // the form that every version of Spark falls back to
    public Table createTable(
            Identifier identifier, Column[] columns, Transform[] partitions, Map<String, String> properties)
            throws TableAlreadyExistsException, NoSuchNamespaceException {
        return tables().create(identifier, SparkCatalog.schema(columns), partitions, properties);
    }

    @Override
    @SuppressWarnings("deprecation") // the form that older versions of Spark call
    public Table createTable(
            Identifier identifier, StructType schema, Transform[] partitions, Map<String, String> properties)
            throws TableAlreadyExistsException, NoSuchNamespaceException {
        return tables().create(identifier, schema, partitions, properties);
    }

    @Override
    public Table alterTable(Identifier identifier, TableChange... changes) throws NoSuchTableException {
        return tables().alter(identifier, changes);
    }

    @Override
    public boolean dropTable(Identifier identifier) {
        return tables().drop(identifier);
    }

    @Override
    public boolean purgeTable(Identifier identifier) {
        return dropTable(identifier);
    }

    @Override
    public void renameTable(Identifier from, Identifier to) throws NoSuchTableException, TableAlreadyExistsException {
        tables().rename(from, to);
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
        return tables().hasDatabase(namespace);
    }

    @Override
    public Map<String, String> loadNamespaceMetadata(String[] namespace) throws NoSuchNamespaceException {
        if (namespace.length != 1) {
            throw new NoSuchNamespaceException(namespace);
        }
        try { // Spark calls this several times for a CREATE TABLE
            return Map.of(SupportsNamespaces.PROP_LOCATION, catalog().databaseLocation(namespace[0]));
        } catch (InvalidTableException absent) {
            throw new NoSuchNamespaceException(namespace);
        }
    }

    private void checkNamespace(String[] namespace) throws NoSuchNamespaceException {
        if (!namespaceExists(namespace)) {
            throw new NoSuchNamespaceException(namespace);
        }
    }

    @Override
    public void createNamespace(String[] namespace, Map<String, String> metadata) {
        tables().createDatabase(namespace, metadata);
    }

    @Override
    public void alterNamespace(String[] namespace, NamespaceChange... changes) {
        throw SparkCatalog.noProperties();
    }

    @Override
    public boolean dropNamespace(String[] namespace, boolean cascade) throws NoSuchNamespaceException {
        checkNamespace(namespace);
        catalog().dropDatabase(namespace[0], cascade ? DropBehavior.CASCADE : DropBehavior.RESTRICT);
        return true;
    }

    @Override
    public Identifier[] listFunctions(String[] namespace) {
        return namespace.length == 0 ? SparkFunctions.list() : new Identifier[0];
    }

    @Override
    public UnboundFunction loadFunction(Identifier identifier) throws NoSuchFunctionException {
        return SparkFunctions.load(identifier);
    }
}
