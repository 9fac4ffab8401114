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

import io.tablestore.catalog.Table;
import io.tablestore.error.ReadCancelledException;
import io.tablestore.error.StoreException;
import io.tablestore.error.TableStoreException;
import io.tablestore.schema.BucketKeyBuffer;
import io.tablestore.schema.TableSchema;
import io.tablestore.trino.statistics.TrinoStatistics;
import io.tablestore.trino.table.TrinoPartitioning;
import io.tablestore.trino.table.TrinoSessionProperties;
import io.tablestore.trino.table.TrinoTableHandle;
import io.tablestore.trino.table.TrinoTableName;
import io.tablestore.trino.table.TrinoTables;
import io.tablestore.trino.types.TrinoColumn;
import io.tablestore.trino.types.TrinoErrors;
import io.tablestore.trino.types.TrinoPredicates;
import io.tablestore.trino.types.TrinoTypes;
import io.tablestore.types.DataField;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.AggregateFunction;
import io.trino.spi.connector.AggregationApplicationResult;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorPartitioningHandle;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.ConnectorTablePartitioning;
import io.trino.spi.connector.ConnectorTableProperties;
import io.trino.spi.connector.ConnectorTableVersion;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.ConstraintApplicationResult;
import io.trino.spi.connector.LimitApplicationResult;
import io.trino.spi.connector.ProjectionApplicationResult;
import io.trino.spi.connector.RelationColumnsMetadata;
import io.trino.spi.connector.RelationCommentMetadata;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.SystemTable;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.statistics.TableStatistics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Answers Trino's planner and executes metadata statements. A table's snapshot is resolved when the statement first
 * names it, and is kept in the table's handle.
 */
public final class TrinoMetadata extends DefinitionStatements {

    private final TrinoSummaries summaries;
    private final TrinoPushdown pushdown;

    private final TrinoHandles handles;

    public TrinoMetadata(TrinoTables source) {
        super(source);
        this.summaries = new TrinoSummaries(source);
        this.pushdown = new TrinoPushdown(summaries);
        this.handles = new TrinoHandles(source);
    }

    @Override
    public List<String> listSchemaNames(ConnectorSession session) {
        return TrinoErrors.translated(() -> source.catalog(session).databases().stream()
                .map(name -> name.toLowerCase(Locale.ENGLISH))
                .toList());
    }

    @Override
    public List<SchemaTableName> listTables(ConnectorSession session, Optional<String> schema) {
        return TrinoErrors.translated(() -> {
            List<SchemaTableName> names = new ArrayList<>();
            for (String database : source.catalog(session).databases()) {
                String name = database.toLowerCase(Locale.ENGLISH);
                if (schema.isEmpty() || schema.get().equals(name)) {
                    source.catalog(session)
                            .tables(database)
                            .forEach(table -> names.add(new SchemaTableName(name, table)));
                }
            }
            return names;
        });
    }

    @Override
    public @Nullable ConnectorTableHandle getTableHandle(
            ConnectorSession session,
            SchemaTableName name,
            Optional<ConnectorTableVersion> startVersion,
            Optional<ConnectorTableVersion> endVersion) {
        if (startVersion.isPresent()) {
            throw new TrinoException(
                    StandardErrorCode.NOT_SUPPORTED,
                    "A range of versions is not supported; name one with FOR VERSION AS OF.");
        }
        return handles.of(session, name, endVersion);
    }

    @Override
    public Optional<SystemTable> getSystemTable(ConnectorSession session, SchemaTableName name) {
        TrinoTableName wanted = TrinoTableName.parse(name);
        return wanted.systemTable()
                .flatMap(kind -> TrinoErrors.translated(() -> source.find(session, wanted.schema(), wanted.table())
                        .map(found -> {
                            Table table = found.table();
                            String branch = wanted.branchOf(table);
                            Table read = branch.isEmpty() ? table : table.branch(branch);
                            return new TrinoSystemTable(name, read.systemTable(kind));
                        })));
    }

    @Override
    public Collection<String> listBranches(ConnectorSession session, SchemaTableName name) {
        return TrinoErrors.translated(() -> source.find(session, name.getSchemaName(), name.getTableName())
                .map(found -> found.table().branchNames())
                .orElse(List.of()));
    }

    @Override
    public boolean branchExists(ConnectorSession session, SchemaTableName name, String branch) {
        return listBranches(session, name).contains(branch);
    }

    @Override
    public ConnectorTableMetadata getTableMetadata(ConnectorSession session, ConnectorTableHandle table) {
        TrinoTableHandle handle = (TrinoTableHandle) table;
        TableSchema schema = summaries.schema(session, handle);
        List<ColumnMetadata> columns = new ArrayList<>(columns(schema));
        TrinoColumn.HIDDEN.stream()
                .filter(hidden ->
                        columns.stream().noneMatch(column -> column.getName().equals(hidden.name())))
                .map(TrinoMetadata::hidden)
                .toList()
                .forEach(columns::add);
        return new ConnectorTableMetadata(
                handle.name(), columns, TableProperties.of(schema), Optional.ofNullable(schema.comment()));
    }

    private static List<ColumnMetadata> columns(TableSchema schema) {
        return schema.fields().stream().map(TrinoMetadata::column).toList();
    }

    private static ColumnMetadata column(DataField field) {
        return ColumnMetadata.builder()
                .setName(field.name().toLowerCase(Locale.ENGLISH))
                .setType(TrinoTypes.of(field))
                .setNullable(field.type().nullable())
                .setComment(Optional.ofNullable(field.description()))
                .setProperties(ColumnProperties.of(field))
                .build();
    }

    private static ColumnMetadata hidden(TrinoColumn column) {
        return ColumnMetadata.builder()
                .setName(column.name())
                .setType(column.type())
                .setHidden(true)
                .build();
    }

    @Override
    public Map<String, ColumnHandle> getColumnHandles(ConnectorSession session, ConnectorTableHandle table) {
        Map<String, ColumnHandle> handles = new LinkedHashMap<>();
        for (DataField field :
                summaries.schema(session, (TrinoTableHandle) table).fields()) {
            handles.put(field.name().toLowerCase(Locale.ENGLISH), TrinoColumn.of(field));
        }
        TrinoColumn.HIDDEN.forEach(hidden -> handles.putIfAbsent(hidden.name(), hidden));
        return handles;
    }

    @Override
    public ColumnMetadata getColumnMetadata(ConnectorSession session, ConnectorTableHandle table, ColumnHandle column) {
        TrinoColumn ref = (TrinoColumn) column;
        return ref.hidden()
                ? hidden(ref)
                : column(summaries.schema(session, (TrinoTableHandle) table).field(ref.name()));
    }

    @Override
    public Iterator<RelationColumnsMetadata> streamRelationColumns(
            ConnectorSession session, Optional<String> schema, UnaryOperator<Set<SchemaTableName>> relationFilter) {
        return relationFilter.apply(Set.copyOf(listTables(session, schema))).stream()
                .flatMap(name -> readable(session, name).stream()
                        .map(known -> RelationColumnsMetadata.forTable(name, columns(known))))
                .iterator();
    }

    @Override
    public Iterator<RelationCommentMetadata> streamRelationComments(
            ConnectorSession session, Optional<String> schema, UnaryOperator<Set<SchemaTableName>> relationFilter) {
        return relationFilter.apply(Set.copyOf(listTables(session, schema))).stream()
                .flatMap(name -> readable(session, name).stream()
                        .map(known -> RelationCommentMetadata.forRelation(name, Optional.ofNullable(known.comment()))))
                .iterator();
    }

    /**
     * The schema of a table, or empty if it cannot be read: listing tables must not fail for a table that is damaged or
     * was dropped meanwhile. A failure of the store is thrown, since the list would lack intact tables.
     */
    private Optional<TableSchema> readable(ConnectorSession session, SchemaTableName name) {
        try {
            return source.find(session, name.getSchemaName(), name.getTableName())
                    .map(found -> {
                        TableSchema schema = found.table().schema();
                        TrinoHandles.checkColumnNames(name, schema);
                        return schema;
                    });
        } catch (ReadCancelledException cancelled) {
            throw TrinoErrors.translated(cancelled);
        } catch (StoreException failed) {
            if (failed.reason() == StoreException.Reason.MISSING) {
                return Optional.empty();
            }
            throw TrinoErrors.translated(failed);
        } catch (TableStoreException | TrinoException damagedOrDropped) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<ConstraintApplicationResult<ConnectorTableHandle>> applyFilter(
            ConnectorSession session, ConnectorTableHandle table, Constraint constraint) {
        return pushdown.applyFilter((TrinoTableHandle) table, constraint);
    }

    @Override
    public Optional<LimitApplicationResult<ConnectorTableHandle>> applyLimit(
            ConnectorSession session, ConnectorTableHandle table, long limit) {
        return pushdown.applyLimit((TrinoTableHandle) table, limit);
    }

    @Override
    public Optional<ProjectionApplicationResult<ConnectorTableHandle>> applyProjection(
            ConnectorSession session,
            ConnectorTableHandle table,
            List<ConnectorExpression> projections,
            Map<String, ColumnHandle> assignments) {
        return pushdown.applyProjection(session, (TrinoTableHandle) table, projections, assignments);
    }

    @Override
    public Optional<AggregationApplicationResult<ConnectorTableHandle>> applyAggregation(
            ConnectorSession session,
            ConnectorTableHandle table,
            List<AggregateFunction> aggregates,
            Map<String, ColumnHandle> assignments,
            List<List<ColumnHandle>> groupingSets) {
        return pushdown.applyAggregation(session, (TrinoTableHandle) table, aggregates, assignments, groupingSets);
    }

    /** Row counts of merge-on-read tables are estimates, which assume that updates mostly hit existing rows. */
    @Override
    public TableStatistics getTableStatistics(ConnectorSession session, ConnectorTableHandle table) {
        TrinoTableHandle handle = (TrinoTableHandle) table;
        if (handle.counted()) {
            return TableStatistics.empty();
        }
        try {
            return new TrinoStatistics(
                            summaries.summary(session, handle), summaries.schema(session, handle), handle.predicate())
                    .of(summaries.columns(session, handle));
        } catch (TrinoException failed) {
            return TableStatistics.empty(); // the read reports the error in more detail
        }
    }

    @Override
    public ConnectorTableProperties getTableProperties(ConnectorSession session, ConnectorTableHandle table) {
        TrinoTableHandle handle = (TrinoTableHandle) table;
        TableSchema schema = summaries.schema(session, handle);
        TupleDomain<ColumnHandle> enforced = handle.predicate()
                .filter((column, domain) -> TrinoPredicates.isExact(column))
                .transformKeys(ColumnHandle.class::cast);
        if (handle.counted() || !TrinoSessionProperties.bucketExecution(session) || !BucketKeyBuffer.supports(schema)) {
            return new ConnectorTableProperties(enforced, Optional.empty(), Optional.empty(), List.of());
        }
        Optional<TrinoPartitioning> partitioning = handle.partitioning()
                .or(() -> TrinoPartitioning.of(
                        schema, summaries.summary(session, handle).bucketCounts()));
        return new ConnectorTableProperties(
                enforced,
                partitioning.map(known -> new ConnectorTablePartitioning(
                        known,
                        schema.bucketKey().stream()
                                .map(field -> (ColumnHandle) TrinoColumn.of(field))
                                .toList())),
                Optional.empty(),
                List.of());
    }

    @Override
    public Optional<ConnectorTableHandle> applyPartitioning(
            ConnectorSession session,
            ConnectorTableHandle table,
            Optional<ConnectorPartitioningHandle> wanted,
            List<ColumnHandle> columns) {
        TrinoTableHandle handle = (TrinoTableHandle) table;
        if (handle.partitioning().isPresent()) {
            return Optional.empty();
        }
        return getTableProperties(session, handle)
                .getTablePartitioning()
                .filter(known -> wanted.isEmpty() || wanted.get().equals(known.getPartitioningHandle()))
                .filter(known -> Set.copyOf(columns).containsAll(known.getPartitioningColumns()))
                .map(known -> handle.partitionedBy((TrinoPartitioning) known.getPartitioningHandle()));
    }
}
