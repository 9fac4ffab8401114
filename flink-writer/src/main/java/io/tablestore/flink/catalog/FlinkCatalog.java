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
package io.tablestore.flink.catalog;

import io.tablestore.catalog.DropBehavior;
import io.tablestore.catalog.SystemTableName;
import io.tablestore.catalog.Table;
import io.tablestore.flink.procedure.Procedures;
import io.tablestore.flink.procedure.TableLookup;
import io.tablestore.flink.table.FlinkDefinitions;
import io.tablestore.flink.table.FlinkOptions;
import io.tablestore.flink.table.FlinkPartitionFilter;
import io.tablestore.flink.table.FlinkPartitions;
import io.tablestore.flink.table.FlinkTableLoader;
import io.tablestore.flink.table.FlinkTableName;
import io.tablestore.flink.table.StatesOfStatement;
import io.tablestore.flink.table.TableAccess;
import io.tablestore.flink.table.Warehouse;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.schema.SchemaChange;
import io.tablestore.schema.TableDefinition;
import io.tablestore.schema.TableSchema;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogDatabase;
import org.apache.flink.table.catalog.CatalogDatabaseImpl;
import org.apache.flink.table.catalog.CatalogPartition;
import org.apache.flink.table.catalog.CatalogPartitionImpl;
import org.apache.flink.table.catalog.CatalogPartitionSpec;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.TableChange;
import org.apache.flink.table.catalog.exceptions.CatalogException;
import org.apache.flink.table.catalog.exceptions.DatabaseAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotEmptyException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotExistException;
import org.apache.flink.table.catalog.exceptions.PartitionNotExistException;
import org.apache.flink.table.catalog.exceptions.ProcedureNotExistException;
import org.apache.flink.table.catalog.exceptions.TableAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;
import org.apache.flink.table.catalog.exceptions.TableNotPartitionedException;
import org.apache.flink.table.expressions.Expression;
import org.apache.flink.table.factories.Factory;
import org.apache.flink.table.procedures.Procedure;

/** The Flink catalog of the databases in a warehouse or a Hive metastore. */
public final class FlinkCatalog extends CatalogWithoutFunctions {

    /** The database of the procedures. It has no tables. */
    private static final String SYSTEM_DATABASE = "sys";

    private final io.tablestore.catalog.Catalog catalog;
    private final TableAccess access;
    private final Warehouse warehouse;

    /** @param access how tasks open tables */
    public FlinkCatalog(
            String name,
            String defaultDatabase,
            io.tablestore.catalog.Catalog catalog,
            TableAccess access,
            Warehouse warehouse) {
        super(name, defaultDatabase);
        this.warehouse = warehouse;
        this.catalog = catalog;
        this.access = access;
    }

    @Override
    public void open() {
        warehouse.create();
        if (!catalog.hasDatabase(getDefaultDatabase())) {
            catalog.createDatabase(getDefaultDatabase());
        }
    }

    @Override
    public void close() {}

    @Override
    public Optional<Factory> getFactory() {
        return Optional.of(new FlinkTableFactory(catalog, access));
    }

    // Databases.

    @Override
    public List<String> listDatabases() {
        return catalog.databases();
    }

    @Override
    public CatalogDatabase getDatabase(String name) throws DatabaseNotExistException {
        checkDatabase(name);
        return new CatalogDatabaseImpl(Map.of(), null);
    }

    @Override
    public boolean databaseExists(String name) {
        return catalog.hasDatabase(name);
    }

    @Override
    public void createDatabase(String name, CatalogDatabase database, boolean ignoreIfExists)
            throws DatabaseAlreadyExistException {
        if (catalog.hasDatabase(name)) {
            if (!ignoreIfExists) {
                throw new DatabaseAlreadyExistException(getName(), name);
            }
            return;
        }
        DatabaseRules.check(database);
        catalog.createDatabase(name);
    }

    @Override
    public void dropDatabase(String name, boolean ignoreIfNotExists, boolean cascade)
            throws DatabaseNotExistException, DatabaseNotEmptyException {
        if (!catalog.hasDatabase(name)) {
            if (!ignoreIfNotExists) {
                throw new DatabaseNotExistException(getName(), name);
            }
            return;
        }
        if (!cascade && !catalog.tables(name).isEmpty()) {
            throw new DatabaseNotEmptyException(getName(), name);
        }
        catalog.dropDatabase(name, cascade ? DropBehavior.CASCADE : DropBehavior.RESTRICT);
    }

    @Override
    public void alterDatabase(String name, CatalogDatabase database, boolean ignoreIfNotExists) {
        throw new CatalogException("A database is a directory and has nothing that can be altered.");
    }

    private void checkDatabase(String name) throws DatabaseNotExistException {
        if (!catalog.hasDatabase(name)) {
            throw new DatabaseNotExistException(getName(), name);
        }
    }

    // Tables.

    @Override
    public List<String> listTables(String database) throws DatabaseNotExistException {
        checkDatabase(database);
        return catalog.tables(database);
    }

    @Override
    public List<String> listViews(String database) throws DatabaseNotExistException {
        checkDatabase(database);
        return List.of();
    }

    @Override
    public CatalogBaseTable getTable(ObjectPath path) throws TableNotExistException {
        StatesOfStatement.lookUp();
        FlinkTableName name = FlinkTableName.of(path.getObjectName());
        Table table = shown(path, name);
        return name.isSystemTable()
                ? FlinkDefinitions.systemTable(table.systemTable(SystemTableName.parse(name.systemTable())), name)
                : FlinkDefinitions.catalogTable(table.schema(), table.location().location());
    }

    @Override
    public CatalogBaseTable getTable(ObjectPath path, long timestamp) throws TableNotExistException {
        StatesOfStatement.lookUp(
                ObjectIdentifier.of(getName(), path.getDatabaseName(), path.getObjectName()), timestamp);
        FlinkTableName name = FlinkTableName.of(path.getObjectName());
        if (name.isSystemTable()) {
            throw new CatalogException(
                    "Table " + path + " shows metadata as it is now and has no earlier versions; leave"
                            + " out FOR SYSTEM_TIME AS OF.");
        }
        Table table = shown(path, name);
        SnapshotRef ref = new SnapshotRef.Timestamp(timestamp);
        TableSchema schema = table.schema(ref);
        return FlinkDefinitions.earlierTable(schema, table, timestamp);
    }

    /** The table or branch that a name in a query refers to. */
    private Table shown(ObjectPath path, FlinkTableName name) throws TableNotExistException {
        Table table = catalog.findTable(path.getDatabaseName(), name.table())
                .orElseThrow(() -> new TableNotExistException(getName(), path))
                .withCaches(FlinkTableLoader.CACHES);
        return name.branch().isEmpty() ? table : table.branch(name.branch());
    }

    /** The table itself, for changes. */
    private Table table(ObjectPath path) throws TableNotExistException {
        FlinkTableName.checkPlain(path.getObjectName());
        return shown(path, FlinkTableName.of(path.getObjectName()));
    }

    @Override
    public boolean tableExists(ObjectPath path) {
        FlinkTableName name = FlinkTableName.of(path.getObjectName());
        Optional<Table> table = catalog.findTable(path.getDatabaseName(), name.table());
        return table.isPresent()
                && (name.branch().isEmpty() || table.get().branchNames().contains(name.branch()))
                && (!name.isSystemTable() || SystemTableName.isKnown(name.systemTable()));
    }

    @Override
    public void createTable(ObjectPath path, CatalogBaseTable table, boolean ignoreIfExists)
            throws TableAlreadyExistException, DatabaseNotExistException {
        FlinkTableName.checkPlain(path.getObjectName());
        checkDatabase(path.getDatabaseName());
        if (tableExists(path)) {
            if (!ignoreIfExists) {
                throw new TableAlreadyExistException(getName(), path);
            }
            return;
        }
        if (!(table instanceof ResolvedCatalogTable resolved)) {
            throw new CatalogException(
                    "Only tables are created in " + getName() + ", not views or materialized tables.");
        }
        String connector = resolved.getOptions().get("connector");
        if (connector != null && !connector.equals(FlinkOptions.IDENTIFIER)) {
            throw new CatalogException("Tables of another connector ('connector' = '" + connector
                    + "') are created as temporary tables, or in another catalog.");
        }
        TableDefinition definition = FlinkDefinitions.definition(CopiedOptions.withoutLocation(resolved, catalog));
        TableWrite.checkWritable(definition);
        catalog.createTable(path.getDatabaseName(), path.getObjectName(), definition);
    }

    @Override
    public void dropTable(ObjectPath path, boolean ignoreIfNotExists) throws TableNotExistException {
        if (!tableExists(path)) {
            if (!ignoreIfNotExists) {
                throw new TableNotExistException(getName(), path);
            }
            return;
        }
        FlinkTableName.checkPlain(path.getObjectName());
        catalog.dropTable(path.getDatabaseName(), path.getObjectName());
    }

    @Override
    public void renameTable(ObjectPath path, String newName, boolean ignoreIfNotExists)
            throws TableNotExistException, TableAlreadyExistException {
        if (!tableExists(path)) {
            if (!ignoreIfNotExists) {
                throw new TableNotExistException(getName(), path);
            }
            return;
        }
        ObjectPath target = new ObjectPath(path.getDatabaseName(), newName);
        FlinkTableName.checkPlain(path.getObjectName());
        FlinkTableName.checkPlain(target.getObjectName());
        if (tableExists(target)) {
            throw new TableAlreadyExistException(getName(), target);
        }
        catalog.renameTable(path.getDatabaseName(), path.getObjectName(), path.getDatabaseName(), newName);
    }

    @Override
    public void alterTable(ObjectPath path, CatalogBaseTable newTable, boolean ignoreIfNotExists)
            throws TableNotExistException {
        if (!tableExists(path) && ignoreIfNotExists) {
            return;
        }
        Table table = table(path);
        alter(path, FlinkChanges.ofOptions(table, newTable));
    }

    private void alter(ObjectPath path, List<SchemaChange> changes) {
        catalog.alterTable(path.getDatabaseName(), path.getObjectName(), schema -> changes);
    }

    @Override
    public void alterTable(
            ObjectPath path, CatalogBaseTable newTable, List<TableChange> changes, boolean ignoreIfNotExists)
            throws TableNotExistException {
        if (!tableExists(path)) {
            if (!ignoreIfNotExists) {
                throw new TableNotExistException(getName(), path);
            }
            return;
        }
        FlinkTableName.checkPlain(path.getObjectName());
        alter(path, FlinkChanges.of(changes));
    }

    // Partitions.

    @Override
    public List<CatalogPartitionSpec> listPartitions(ObjectPath path)
            throws TableNotExistException, TableNotPartitionedException {
        return listPartitions(path, new CatalogPartitionSpec(Map.of()));
    }

    @Override
    public List<CatalogPartitionSpec> listPartitions(ObjectPath path, CatalogPartitionSpec some)
            throws TableNotExistException, TableNotPartitionedException {
        FlinkTableName name = FlinkTableName.of(path.getObjectName());
        Table table = shown(path, name);
        TableSchema schema = table.schema();
        if (name.isSystemTable() || schema.partitionKeys().isEmpty()) {
            throw new TableNotPartitionedException(getName(), path);
        }
        return FlinkPartitions.list(table, schema, some.getPartitionSpec()).stream()
                .map(CatalogPartitionSpec::new)
                .toList();
    }

    @Override
    public List<CatalogPartitionSpec> listPartitionsByFilter(ObjectPath path, List<Expression> filters) {
        // The planner then lists all partitions and tests each.
        throw new UnsupportedOperationException("partitions are tested by the planner");
    }

    @Override
    public CatalogPartition getPartition(ObjectPath path, CatalogPartitionSpec spec) throws PartitionNotExistException {
        if (!partitionExists(path, spec)) {
            throw new PartitionNotExistException(getName(), path, spec);
        }
        return new CatalogPartitionImpl(Map.of(), null);
    }

    @Override
    public boolean partitionExists(ObjectPath path, CatalogPartitionSpec spec) {
        try {
            return !listPartitions(path, spec).isEmpty();
        } catch (TableNotExistException | TableNotPartitionedException none) {
            return false;
        }
    }

    @Override
    public void createPartition(
            ObjectPath path, CatalogPartitionSpec spec, CatalogPartition partition, boolean ignoreIfExists) {
        throw new CatalogException("A partition exists once it has rows; insert some.");
    }

    @Override
    public void dropPartition(ObjectPath path, CatalogPartitionSpec spec, boolean ignoreIfNotExists)
            throws PartitionNotExistException {
        if (!partitionExists(path, spec)) {
            if (!ignoreIfNotExists) {
                throw new PartitionNotExistException(getName(), path, spec);
            }
            return;
        }
        FlinkTableName.checkPlain(path.getObjectName());
        Table table = catalog.table(path.getDatabaseName(), path.getObjectName());
        new TableCommit(table, "flink-" + UUID.randomUUID())
                .dropPartitions(TableCommit.BATCH, FlinkPartitionFilter.of(table.schema(), spec.getPartitionSpec()));
    }

    @Override
    public void alterPartition(
            ObjectPath path, CatalogPartitionSpec spec, CatalogPartition partition, boolean ignoreIfNotExists) {
        throw new CatalogException("A partition has no properties that can be altered.");
    }

    // Procedures.

    @Override
    public List<String> listProcedures(String database) throws DatabaseNotExistException {
        if (!database.equals(SYSTEM_DATABASE)) {
            checkDatabase(database);
            return List.of();
        }
        return Procedures.NAMES;
    }

    @Override
    public Procedure getProcedure(ObjectPath path) throws ProcedureNotExistException {
        Procedure procedure = path.getDatabaseName().equals(SYSTEM_DATABASE)
                ? Procedures.of(path.getObjectName(), new TableLookup(catalog, access))
                : null;
        if (procedure == null) {
            throw new ProcedureNotExistException(getName(), path);
        }
        return procedure;
    }
}
