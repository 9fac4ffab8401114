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
package io.tablestore.flink;

import io.tablestore.catalog.Table;
import io.tablestore.format.BinaryRow;
import io.tablestore.format.ManifestEntry;
import io.tablestore.format.Snapshot;
import io.tablestore.format.TableSchema;
import io.tablestore.options.TableOptions;
import io.tablestore.scan.LiveFiles;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.schema.SchemaChange;
import io.tablestore.types.DataField;
import io.tablestore.writer.TableCommit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.table.catalog.AbstractCatalog;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogDatabase;
import org.apache.flink.table.catalog.CatalogDatabaseImpl;
import org.apache.flink.table.catalog.CatalogFunction;
import org.apache.flink.table.catalog.CatalogPartition;
import org.apache.flink.table.catalog.CatalogPartitionImpl;
import org.apache.flink.table.catalog.CatalogPartitionSpec;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.TableChange;
import org.apache.flink.table.catalog.exceptions.CatalogException;
import org.apache.flink.table.catalog.exceptions.DatabaseAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotEmptyException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotExistException;
import org.apache.flink.table.catalog.exceptions.FunctionNotExistException;
import org.apache.flink.table.catalog.exceptions.PartitionNotExistException;
import org.apache.flink.table.catalog.exceptions.ProcedureNotExistException;
import org.apache.flink.table.catalog.exceptions.TableAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;
import org.apache.flink.table.catalog.exceptions.TableNotPartitionedException;
import org.apache.flink.table.catalog.stats.CatalogColumnStatistics;
import org.apache.flink.table.catalog.stats.CatalogTableStatistics;
import org.apache.flink.table.expressions.Expression;
import org.apache.flink.table.factories.Factory;
import org.apache.flink.table.procedures.Procedure;

/** The tables of a warehouse, for Flink SQL. */
final class FlinkCatalog extends AbstractCatalog {

    /** Database of the procedures, which has no tables. */
    private static final String SYSTEM_DATABASE = "sys";

    private final io.tablestore.catalog.Catalog catalog;
    private final TableAccess access;

    /** @param access by which tasks open tables */
    FlinkCatalog(String name, String defaultDatabase, io.tablestore.catalog.Catalog catalog, TableAccess access) {
        super(name, defaultDatabase);
        this.catalog = catalog;
        this.access = access;
    }

    @Override
    public void open() {
        if (!catalog.hasDatabase(getDefaultDatabase())) {
            catalog.createDatabase(getDefaultDatabase());
        }
    }

    @Override
    public void close() {}

    @Override
    public Optional<Factory> getFactory() {
        return Optional.of(new FlinkTableFactory(access));
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
        if (!database.getProperties().isEmpty()) {
            throw new CatalogException("A database is a directory and has no properties; leave out "
                    + database.getProperties().keySet() + ".");
        }
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
        catalog.dropDatabase(name, cascade);
    }

    @Override
    public void alterDatabase(String name, CatalogDatabase database, boolean ignoreIfNotExists) {
        throw new CatalogException("A database is a directory; there is nothing of it to alter.");
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
        Table table = table(path);
        return FlinkTables.catalogTable(table.schema(), table.location().location());
    }

    @Override
    public CatalogBaseTable getTable(ObjectPath path, long timestamp) throws TableNotExistException {
        Table table = table(path);
        SnapshotRef ref = new SnapshotRef.Timestamp(timestamp);
        TableSchema schema = table.files().schemaFor(ref, table.files().resolve(ref));
        CatalogTable at = FlinkTables.catalogTable(schema, table.location().location());
        Map<String, String> options = new LinkedHashMap<>(at.getOptions());
        options.put(FlinkOptions.SCAN_TIMESTAMP.key(), Long.toString(timestamp));
        return at.copy(options);
    }

    private Table table(ObjectPath path) throws TableNotExistException {
        if (!tableExists(path)) {
            throw new TableNotExistException(getName(), path);
        }
        return catalog.table(path.getDatabaseName(), path.getObjectName());
    }

    @Override
    public boolean tableExists(ObjectPath path) {
        return catalog.hasTable(path.getDatabaseName(), path.getObjectName());
    }

    @Override
    public void createTable(ObjectPath path, CatalogBaseTable table, boolean ignoreIfExists)
            throws TableAlreadyExistException, DatabaseNotExistException {
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
        if (connector != null) {
            throw new CatalogException("Tables of another connector ('connector' = '" + connector
                    + "') are created as temporary tables, or in another catalog.");
        }
        catalog.createTable(path.getDatabaseName(), path.getObjectName(), FlinkTables.definition(resolved));
    }

    @Override
    public void dropTable(ObjectPath path, boolean ignoreIfNotExists) throws TableNotExistException {
        if (!tableExists(path)) {
            if (!ignoreIfNotExists) {
                throw new TableNotExistException(getName(), path);
            }
            return;
        }
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
        alter(path, optionChanges(table, newTable));
    }

    private void alter(ObjectPath path, List<SchemaChange> changes) {
        catalog.alterTable(path.getDatabaseName(), path.getObjectName(), schema -> changes);
    }

    private static List<SchemaChange> optionChanges(Table table, CatalogBaseTable newTable) {
        Map<String, String> before = FlinkTables.catalogTable(
                        table.schema(), table.location().location())
                .getOptions();
        List<SchemaChange> changes = new ArrayList<>();
        newTable.getOptions().forEach((key, value) -> {
            if (!value.equals(before.get(key))) {
                changes.add(new SchemaChange.SetOption(key, value));
            }
        });
        before.keySet().stream()
                .filter(key -> !newTable.getOptions().containsKey(key))
                .forEach(key -> changes.add(new SchemaChange.SetOption(key, null)));
        return changes;
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
        alter(path, FlinkChanges.of(changes));
    }

    // Partitions.

    private Set<BinaryRow> partitions(Table table) {
        Snapshot latest = table.files().latestSnapshot();
        Set<BinaryRow> partitions = new LinkedHashSet<>();
        if (latest != null) {
            for (ManifestEntry entry :
                    new LiveFiles(table.files(), table.schema().partitionFields()).of(latest, null)) {
                partitions.add(entry.partition());
            }
        }
        return partitions;
    }

    @Override
    public List<CatalogPartitionSpec> listPartitions(ObjectPath path)
            throws TableNotExistException, TableNotPartitionedException {
        return listPartitions(path, new CatalogPartitionSpec(Map.of()));
    }

    @Override
    public List<CatalogPartitionSpec> listPartitions(ObjectPath path, CatalogPartitionSpec some)
            throws TableNotExistException, TableNotPartitionedException {
        Table table = table(path);
        TableSchema schema = table.schema();
        if (schema.partitionKeys().isEmpty()) {
            throw new TableNotPartitionedException(getName(), path);
        }
        String nullName = schema.optionSet().get(TableOptions.PARTITION_DEFAULT_NAME);
        List<DataField> columns = schema.partitionFields();
        List<CatalogPartitionSpec> specs = new ArrayList<>();
        for (BinaryRow partition : partitions(table)) {
            if (PartitionFilter.of(schema, some.getPartitionSpec()).test(partition)) {
                Map<String, String> values = new LinkedHashMap<>();
                for (int i = 0; i < columns.size(); i++) {
                    values.put(columns.get(i).name(), PartitionFilter.text(columns.get(i), partition, i, nullName));
                }
                specs.add(new CatalogPartitionSpec(values));
            }
        }
        return specs;
    }

    @Override
    public List<CatalogPartitionSpec> listPartitionsByFilter(ObjectPath path, List<Expression> filters) {
        // The planner falls back to listing all of them and testing each.
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
        throw new CatalogException("A partition is there when it has rows; insert some.");
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
        Table table = catalog.table(path.getDatabaseName(), path.getObjectName());
        new TableCommit(table, "flink-" + UUID.randomUUID())
                .dropPartitions(TableCommit.BATCH, PartitionFilter.of(table.schema(), spec.getPartitionSpec()));
    }

    @Override
    public void alterPartition(
            ObjectPath path, CatalogPartitionSpec spec, CatalogPartition partition, boolean ignoreIfNotExists) {
        throw new CatalogException("A partition has no properties that could be altered.");
    }

    // Procedures.

    private Map<String, Procedure> procedures() {
        TableLookup tables = new TableLookup(catalog, access);
        return Map.of(
                "compact", new CompactProcedure(tables),
                "expire_snapshots", new ExpireSnapshotsProcedure(tables),
                "create_tag", new CreateTagProcedure(tables),
                "delete_tag", new DeleteTagProcedure(tables),
                "rollback_to", new RollbackToProcedure(tables),
                "remove_orphan_files", new RemoveOrphanFilesProcedure(tables));
    }

    @Override
    public List<String> listProcedures(String database) throws DatabaseNotExistException {
        if (!database.equals(SYSTEM_DATABASE)) {
            checkDatabase(database);
            return List.of();
        }
        return procedures().keySet().stream().sorted().toList();
    }

    @Override
    public Procedure getProcedure(ObjectPath path) throws ProcedureNotExistException {
        Procedure procedure =
                path.getDatabaseName().equals(SYSTEM_DATABASE) ? procedures().get(path.getObjectName()) : null;
        if (procedure == null) {
            throw new ProcedureNotExistException(getName(), path);
        }
        return procedure;
    }

    // Functions and statistics.

    @Override
    public List<String> listFunctions(String database) {
        return List.of();
    }

    @Override
    public CatalogFunction getFunction(ObjectPath path) throws FunctionNotExistException {
        throw new FunctionNotExistException(getName(), path);
    }

    @Override
    public boolean functionExists(ObjectPath path) {
        return false;
    }

    @Override
    public void createFunction(ObjectPath path, CatalogFunction function, boolean ignoreIfExists) {
        throw noFunctions();
    }

    @Override
    public void alterFunction(ObjectPath path, CatalogFunction function, boolean ignoreIfNotExists) {
        throw noFunctions();
    }

    @Override
    public void dropFunction(ObjectPath path, boolean ignoreIfNotExists) {
        throw noFunctions();
    }

    private CatalogException noFunctions() {
        return new CatalogException("Catalog " + getName() + " has no functions; create them in another.");
    }

    /** What a scan knows of its rows, it says itself. */
    @Override
    public CatalogTableStatistics getTableStatistics(ObjectPath path) {
        return CatalogTableStatistics.UNKNOWN;
    }

    @Override
    public CatalogColumnStatistics getTableColumnStatistics(ObjectPath path) {
        return CatalogColumnStatistics.UNKNOWN;
    }

    @Override
    public CatalogTableStatistics getPartitionStatistics(ObjectPath path, CatalogPartitionSpec spec) {
        return CatalogTableStatistics.UNKNOWN;
    }

    @Override
    public CatalogColumnStatistics getPartitionColumnStatistics(ObjectPath path, CatalogPartitionSpec spec) {
        return CatalogColumnStatistics.UNKNOWN;
    }

    @Override
    public void alterTableStatistics(ObjectPath path, CatalogTableStatistics statistics, boolean ignoreIfNotExists) {
        throw noStatistics();
    }

    @Override
    public void alterTableColumnStatistics(
            ObjectPath path, CatalogColumnStatistics statistics, boolean ignoreIfNotExists) {
        throw noStatistics();
    }

    @Override
    public void alterPartitionStatistics(
            ObjectPath path, CatalogPartitionSpec spec, CatalogTableStatistics statistics, boolean ignoreIfNotExists) {
        throw noStatistics();
    }

    @Override
    public void alterPartitionColumnStatistics(
            ObjectPath path, CatalogPartitionSpec spec, CatalogColumnStatistics statistics, boolean ignoreIfNotExists) {
        throw noStatistics();
    }

    private static CatalogException noStatistics() {
        return new CatalogException("Statistics are those of the table's files; they cannot be set.");
    }
}
