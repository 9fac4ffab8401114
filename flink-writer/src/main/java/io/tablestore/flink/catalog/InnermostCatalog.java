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

import io.tablestore.flink.types.FlinkErrors;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.catalog.AbstractCatalog;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogDatabase;
import org.apache.flink.table.catalog.CatalogPartition;
import org.apache.flink.table.catalog.CatalogPartitionSpec;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.TableChange;
import org.apache.flink.table.expressions.Expression;
import org.apache.flink.table.factories.Factory;
import org.apache.flink.table.procedures.Procedure;

/**
 * Wraps a catalog so that its errors have no causes (see {@link FlinkErrors}). It is a class rather than a proxy
 * because Flink 2.0 expects an {@link AbstractCatalog} when it plans a scan or a sink. Methods also throw the checked
 * exceptions of their interface, though they do not declare them.
 */
public final class InnermostCatalog extends CatalogWithoutFunctions {

    private final FlinkCatalog catalog;

    public InnermostCatalog(FlinkCatalog catalog) {
        super(catalog.getName(), catalog.getDefaultDatabase());
        this.catalog = catalog;
    }

    @Override
    public void close() {
        catalog.close();
    }

    @Override
    public void open() {
        FlinkErrors.run(() -> catalog.open());
    }

    @Override
    public Optional<Factory> getFactory() {
        return FlinkErrors.call(() -> catalog.getFactory());
    }

    @Override
    public List<String> listDatabases() {
        return FlinkErrors.call(() -> catalog.listDatabases());
    }

    @Override
    public CatalogDatabase getDatabase(String name) {
        return FlinkErrors.call(() -> catalog.getDatabase(name));
    }

    @Override
    public boolean databaseExists(String name) {
        return FlinkErrors.call(() -> catalog.databaseExists(name));
    }

    @Override
    public void createDatabase(String name, CatalogDatabase database, boolean ignoreIfExists) {
        FlinkErrors.run(() -> catalog.createDatabase(name, database, ignoreIfExists));
    }

    @Override
    public void dropDatabase(String name, boolean ignoreIfNotExists, boolean cascade) {
        FlinkErrors.run(() -> catalog.dropDatabase(name, ignoreIfNotExists, cascade));
    }

    @Override
    public void alterDatabase(String name, CatalogDatabase database, boolean ignoreIfNotExists) {
        FlinkErrors.run(() -> catalog.alterDatabase(name, database, ignoreIfNotExists));
    }

    @Override
    public List<String> listTables(String database) {
        return FlinkErrors.call(() -> catalog.listTables(database));
    }

    @Override
    public List<String> listViews(String database) {
        return FlinkErrors.call(() -> catalog.listViews(database));
    }

    @Override
    public CatalogBaseTable getTable(ObjectPath path) {
        return FlinkErrors.call(() -> catalog.getTable(path));
    }

    @Override
    public CatalogBaseTable getTable(ObjectPath path, long timestamp) {
        return FlinkErrors.call(() -> catalog.getTable(path, timestamp));
    }

    @Override
    public boolean tableExists(ObjectPath path) {
        return FlinkErrors.call(() -> catalog.tableExists(path));
    }

    @Override
    public void createTable(ObjectPath path, CatalogBaseTable table, boolean ignoreIfExists) {
        FlinkErrors.run(() -> catalog.createTable(path, table, ignoreIfExists));
    }

    @Override
    public void dropTable(ObjectPath path, boolean ignoreIfNotExists) {
        FlinkErrors.run(() -> catalog.dropTable(path, ignoreIfNotExists));
    }

    @Override
    public void renameTable(ObjectPath path, String newName, boolean ignoreIfNotExists) {
        FlinkErrors.run(() -> catalog.renameTable(path, newName, ignoreIfNotExists));
    }

    @Override
    public void alterTable(ObjectPath path, CatalogBaseTable newTable, boolean ignoreIfNotExists) {
        FlinkErrors.run(() -> catalog.alterTable(path, newTable, ignoreIfNotExists));
    }

    @Override
    public void alterTable(
            ObjectPath path, CatalogBaseTable newTable, List<TableChange> changes, boolean ignoreIfNotExists) {
        FlinkErrors.run(() -> catalog.alterTable(path, newTable, changes, ignoreIfNotExists));
    }

    @Override
    public List<CatalogPartitionSpec> listPartitions(ObjectPath path) {
        return FlinkErrors.call(() -> catalog.listPartitions(path));
    }

    @Override
    public List<CatalogPartitionSpec> listPartitions(ObjectPath path, CatalogPartitionSpec some) {
        return FlinkErrors.call(() -> catalog.listPartitions(path, some));
    }

    @Override
    public List<CatalogPartitionSpec> listPartitionsByFilter(ObjectPath path, List<Expression> filters) {
        return FlinkErrors.call(() -> catalog.listPartitionsByFilter(path, filters));
    }

    @Override
    public CatalogPartition getPartition(ObjectPath path, CatalogPartitionSpec spec) {
        return FlinkErrors.call(() -> catalog.getPartition(path, spec));
    }

    @Override
    public boolean partitionExists(ObjectPath path, CatalogPartitionSpec spec) {
        return FlinkErrors.call(() -> catalog.partitionExists(path, spec));
    }

    @Override
    public void createPartition(
            ObjectPath path, CatalogPartitionSpec spec, CatalogPartition partition, boolean ignoreIfExists) {
        FlinkErrors.run(() -> catalog.createPartition(path, spec, partition, ignoreIfExists));
    }

    @Override
    public void dropPartition(ObjectPath path, CatalogPartitionSpec spec, boolean ignoreIfNotExists) {
        FlinkErrors.run(() -> catalog.dropPartition(path, spec, ignoreIfNotExists));
    }

    @Override
    public void alterPartition(
            ObjectPath path, CatalogPartitionSpec spec, CatalogPartition partition, boolean ignoreIfNotExists) {
        FlinkErrors.run(() -> catalog.alterPartition(path, spec, partition, ignoreIfNotExists));
    }

    @Override
    public List<String> listProcedures(String database) {
        return FlinkErrors.call(() -> catalog.listProcedures(database));
    }

    @Override
    public Procedure getProcedure(ObjectPath path) {
        return FlinkErrors.call(() -> catalog.getProcedure(path));
    }
}
