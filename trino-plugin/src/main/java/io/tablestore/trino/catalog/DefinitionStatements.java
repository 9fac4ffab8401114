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
package io.tablestore.trino.catalog;

import io.tablestore.catalog.DropBehavior;
import io.tablestore.error.InvalidTableException;
import io.tablestore.schema.SchemaChange;
import io.tablestore.schema.TableSchema;
import io.tablestore.trino.table.TrinoTableHandle;
import io.tablestore.trino.table.TrinoTables;
import io.tablestore.trino.types.TrinoColumn;
import io.tablestore.trino.types.TrinoErrors;
import io.tablestore.trino.types.TrinoTypes;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ColumnPosition;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.SaveMode;
import io.trino.spi.connector.SchemaNotFoundException;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.security.TrinoPrincipal;
import io.trino.spi.type.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The statements that define schemas and tables. They change metadata only. */
abstract class DefinitionStatements extends RefusedStatements {

    final TrinoTables source;

    DefinitionStatements(TrinoTables source) {
        this.source = source;
    }

    @Override
    public void createSchema(
            ConnectorSession session, String schema, Map<String, Object> properties, TrinoPrincipal owner) {
        if (!owner.getName().equals(session.getUser())) {
            throw refused("setting an owner on a schema", "; leave AUTHORIZATION out: schemas have no owner here");
        }
        TrinoErrors.translating(() -> source.catalog(session).createDatabase(schema));
    }

    @Override
    public void dropSchema(ConnectorSession session, String schema, boolean cascade) {
        DropBehavior behavior = cascade ? DropBehavior.CASCADE : DropBehavior.RESTRICT;
        TrinoErrors.translating(() -> source.catalog(session)
                .dropDatabase(source.database(session, schema).orElse(schema), behavior));
    }

    @Override
    public void createTable(ConnectorSession session, ConnectorTableMetadata table, SaveMode mode) {
        if (mode == SaveMode.REPLACE) {
            throw replacing();
        }
        SchemaTableName name = table.getTable();
        checkName(name.getTableName());
        TrinoErrors.translating(() -> {
            if (source.find(session, name.getSchemaName(), name.getTableName()).isPresent()) {
                if (mode == SaveMode.IGNORE) {
                    return;
                }
                throw new InvalidTableException("There is a table " + name + " already.");
            }
            String database = source.database(session, name.getSchemaName())
                    .orElseThrow(() -> new SchemaNotFoundException(name.getSchemaName()));
            source.catalog(session).createTable(database, name.getTableName(), TrinoDefinitions.definition(table));
        });
    }

    /** Refuses names with a dollar sign, which are reserved for system tables and branches. */
    private static void checkName(String name) {
        if (name.indexOf('$') >= 0) {
            throw new TrinoException(
                    StandardErrorCode.NOT_SUPPORTED, "'" + name + "' cannot be the name of a table: it has a $.");
        }
    }

    private TrinoTables.Found found(ConnectorSession session, ConnectorTableHandle table) {
        TrinoTableHandle handle = (TrinoTableHandle) table;
        if (!handle.branch().isEmpty() || handle.readOptimized()) {
            throw refused(
                    "changing " + handle.name(),
                    ", a view of the table in another state; change the table itself, or its branch with Flink");
        }
        return source.find(session, handle.name().getSchemaName(), handle.name().getTableName())
                .orElseThrow(() -> new InvalidTableException("There is no table " + handle.name() + " any more."));
    }

    @Override
    public void dropTable(ConnectorSession session, ConnectorTableHandle table) {
        TrinoErrors.translating(() -> {
            TrinoTables.Found found = found(session, table);
            source.catalog(session).dropTable(found.database(), found.name());
        });
    }

    @Override
    public void renameTable(ConnectorSession session, ConnectorTableHandle table, SchemaTableName newName) {
        checkName(newName.getTableName());
        TrinoErrors.translating(() -> {
            TrinoTables.Found found = found(session, table);
            String database = source.database(session, newName.getSchemaName()).orElse(newName.getSchemaName());
            source.catalog(session).renameTable(found.database(), found.name(), database, newName.getTableName());
        });
    }

    private void alter(
            ConnectorSession session, ConnectorTableHandle table, Function<TableSchema, List<SchemaChange>> changes) {
        TrinoErrors.translating(() -> {
            TrinoTables.Found found = found(session, table);
            source.catalog(session).alterTable(found.database(), found.name(), changes);
        });
    }

    @Override
    public void setTableProperties(
            ConnectorSession session, ConnectorTableHandle table, Map<String, Optional<Object>> properties) {
        alter(session, table, schema -> TrinoDefinitions.properties(schema, properties));
    }

    @Override
    public void setTableComment(ConnectorSession session, ConnectorTableHandle table, Optional<String> comment) {
        alter(session, table, schema -> List.of(new SchemaChange.DescribeTable(comment.orElse(null))));
    }

    @Override
    public void setColumnComment(
            ConnectorSession session, ConnectorTableHandle table, ColumnHandle column, Optional<String> comment) {
        List<String> path = List.of(((TrinoColumn) column).name());
        alter(session, table, schema -> List.of(new SchemaChange.Describe(path, comment.orElse(null))));
    }

    @Override
    public void addColumn(
            ConnectorSession session, ConnectorTableHandle table, ColumnMetadata column, ColumnPosition position) {
        if (!column.isNullable()) { // existing rows have no value
            throw refused(
                    "adding not null columns", "; rows that are there have no value: add the column without NOT NULL");
        }
        alter(
                session,
                table,
                schema -> List.of(new SchemaChange.Add(
                        List.of(), TrinoDefinitions.column(column), TrinoDefinitions.position(schema, position))));
    }

    @Override
    public void addField(
            ConnectorSession session,
            ConnectorTableHandle table,
            List<String> parentPath,
            String fieldName,
            Type type,
            boolean ignoreExisting) {
        alter(
                session,
                table,
                schema -> ignoreExisting && TrinoDefinitions.hasField(schema, parentPath, fieldName)
                        ? List.of()
                        : List.of(TrinoDefinitions.addField(schema, parentPath, fieldName, type)));
    }

    @Override
    public void dropColumn(ConnectorSession session, ConnectorTableHandle table, ColumnHandle column) {
        alter(session, table, schema -> List.of(new SchemaChange.Drop(List.of(((TrinoColumn) column).name()))));
    }

    @Override
    public void dropField(
            ConnectorSession session, ConnectorTableHandle table, ColumnHandle column, List<String> fieldPath) {
        alter(
                session,
                table,
                schema -> List.of(new SchemaChange.Drop(TrinoDefinitions.path(schema, column, fieldPath))));
    }

    @Override
    public void renameColumn(
            ConnectorSession session, ConnectorTableHandle table, ColumnHandle column, String newName) {
        List<String> path = List.of(((TrinoColumn) column).name());
        alter(session, table, schema -> List.of(new SchemaChange.Rename(path, newName)));
    }

    @Override
    public void renameField(
            ConnectorSession session, ConnectorTableHandle table, List<String> fieldPath, String newName) {
        alter(
                session,
                table,
                schema -> List.of(new SchemaChange.Rename(TrinoDefinitions.spelled(schema, fieldPath), newName)));
    }

    @Override
    public void setColumnType(ConnectorSession session, ConnectorTableHandle table, ColumnHandle column, Type type) {
        setFieldType(session, table, List.of(((TrinoColumn) column).name()), type);
    }

    @Override
    public void setFieldType(ConnectorSession session, ConnectorTableHandle table, List<String> fieldPath, Type type) {
        alter(
                session,
                table,
                schema -> List.of(new SchemaChange.Retype(
                        TrinoDefinitions.spelled(schema, fieldPath),
                        TrinoTypes.toTable(String.join(".", fieldPath), type))));
    }

    @Override
    public void dropNotNullConstraint(ConnectorSession session, ConnectorTableHandle table, ColumnHandle column) {
        alter(session, table, schema -> List.of(new SchemaChange.AllowNulls(List.of(((TrinoColumn) column).name()))));
    }
}
