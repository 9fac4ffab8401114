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
package io.tablestore.trino;

import io.tablestore.catalog.Table;
import io.tablestore.error.TableStoreException;
import io.tablestore.format.TableSchema;
import io.tablestore.scan.Scan;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.scan.SystemTables;
import io.tablestore.types.DataField;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.ConnectorTableVersion;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.ConstraintApplicationResult;
import io.trino.spi.connector.LimitApplicationResult;
import io.trino.spi.connector.PointerType;
import io.trino.spi.connector.RelationColumnsMetadata;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.SystemTable;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.statistics.Estimate;
import io.trino.spi.statistics.TableStatistics;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.LongTimestampWithTimeZone;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.VarcharType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What Trino's planner asks. A table's snapshot is resolved when the statement first names it and stays in its handle. */
final class TableStoreMetadata implements ConnectorMetadata {

    private static final String BRANCH_SUFFIX = "$branch_";
    private static final String READ_OPTIMIZED_SUFFIX = "$ro";

    private final TableStoreSource source;

    /** The tables of this transaction, which keep the schemas that they have read. */
    private final Map<List<String>, Table> tables = new ConcurrentHashMap<>();

    TableStoreMetadata(TableStoreSource source) {
        this.source = source;
    }

    @Override
    public List<String> listSchemaNames(ConnectorSession session) {
        return Errors.translated(() -> source.catalog(session).databases().stream()
                .map(name -> name.toLowerCase(Locale.ENGLISH))
                .toList());
    }

    @Override
    public List<SchemaTableName> listTables(ConnectorSession session, Optional<String> schema) {
        return Errors.translated(() -> {
            List<SchemaTableName> tables = new ArrayList<>();
            for (String database : source.catalog(session).databases()) {
                String name = database.toLowerCase(Locale.ENGLISH);
                if (schema.isEmpty() || schema.get().equals(name)) {
                    source.catalog(session)
                            .tables(database)
                            .forEach(table -> tables.add(new SchemaTableName(name, table)));
                }
            }
            return tables;
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
        String base = name.getTableName();
        String branch = "";
        boolean readOptimized = false;
        int suffix = base.indexOf(BRANCH_SUFFIX);
        if (suffix > 0) {
            branch = base.substring(suffix + BRANCH_SUFFIX.length());
            base = base.substring(0, suffix);
        } else if (base.endsWith(READ_OPTIMIZED_SUFFIX)) {
            readOptimized = true;
            base = base.substring(0, base.length() - READ_OPTIMIZED_SUFFIX.length());
        }
        return handle(session, name, base, branch, readOptimized, endVersion);
    }

    private @Nullable TableHandle handle(
            ConnectorSession session,
            SchemaTableName name,
            String base,
            String branch,
            boolean readOptimized,
            Optional<ConnectorTableVersion> version) {
        return Errors.translated(() -> {
            Optional<Table> found = source.find(session, name.getSchemaName(), base);
            if (found.isEmpty()) {
                return null;
            }
            Table table = found.get();
            Table read = branch.isEmpty() ? table : table.branch(branch);
            SnapshotRef.Pinned snapshot =
                    read.pin(version.map(TableStoreMetadata::ref).orElse(SnapshotRef.LATEST));
            return new TableHandle(
                    name,
                    table.location().location(),
                    branch,
                    readOptimized,
                    snapshot,
                    TupleDomain.all(),
                    OptionalLong.empty());
        });
    }

    private static SnapshotRef ref(ConnectorTableVersion version) {
        Object value = version.getVersion();
        if (version.getPointerType() == PointerType.TEMPORAL) {
            if (version.getVersionType() instanceof TimestampWithTimeZoneType) {
                return new SnapshotRef.Timestamp(
                        value instanceof LongTimestampWithTimeZone wide
                                ? wide.getEpochMillis()
                                : DateTimeEncoding.unpackMillisUtc((Long) value));
            }
            throw new TrinoException(
                    StandardErrorCode.NOT_SUPPORTED,
                    "FOR TIMESTAMP AS OF needs a timestamp with time zone, not " + version.getVersionType() + ".");
        }
        if (version.getVersionType() instanceof VarcharType) {
            return new SnapshotRef.Version(((io.airlift.slice.Slice) value).toStringUtf8());
        }
        if (value instanceof Long id) {
            return new SnapshotRef.Id(id);
        }
        throw new TrinoException(
                StandardErrorCode.NOT_SUPPORTED,
                "FOR VERSION AS OF needs the id of a snapshot or the name of a tag, not " + version.getVersionType()
                        + ".");
    }

    @Override
    public Optional<SystemTable> getSystemTable(ConnectorSession session, SchemaTableName name) {
        int dollar = name.getTableName().lastIndexOf('$');
        if (dollar <= 0 || name.getTableName().contains(BRANCH_SUFFIX)) {
            return Optional.empty();
        }
        String view = name.getTableName().substring(dollar + 1).toUpperCase(Locale.ENGLISH);
        for (SystemTables kind : SystemTables.values()) {
            if (kind.name().equals(view)) {
                String base = name.getTableName().substring(0, dollar);
                return Errors.translated(() -> source.find(session, name.getSchemaName(), base)
                        .map(table -> new MetadataTable(name, kind.of(table.files()))));
            }
        }
        return Optional.empty();
    }

    private Table open(ConnectorSession session, TableHandle handle) {
        return tables.computeIfAbsent(List.of(handle.location(), handle.branch()), key -> source.open(session, handle));
    }

    private TableSchema schema(ConnectorSession session, TableHandle handle) {
        return Errors.translated(
                () -> open(session, handle).files().schema(handle.snapshot().schemaId()));
    }

    @Override
    public ConnectorTableMetadata getTableMetadata(ConnectorSession session, ConnectorTableHandle table) {
        TableHandle handle = (TableHandle) table;
        TableSchema schema = schema(session, handle);
        return new ConnectorTableMetadata(
                handle.name(), columns(schema), Map.of(), Optional.ofNullable(schema.comment()));
    }

    /** Columns of types that Trino has; the others cannot be named. */
    private static List<ColumnMetadata> columns(TableSchema schema) {
        return schema.fields().stream()
                .filter(field -> TrinoTypes.isSupported(field.type()))
                .map(TableStoreMetadata::column)
                .toList();
    }

    private static ColumnMetadata column(DataField field) {
        return ColumnMetadata.builder()
                .setName(field.name().toLowerCase(Locale.ENGLISH))
                .setType(TrinoTypes.of(field))
                .setNullable(field.type().nullable())
                .setComment(Optional.ofNullable(field.description()))
                .build();
    }

    @Override
    public Map<String, ColumnHandle> getColumnHandles(ConnectorSession session, ConnectorTableHandle table) {
        Map<String, ColumnHandle> handles = new LinkedHashMap<>();
        for (DataField field : schema(session, (TableHandle) table).fields()) {
            if (TrinoTypes.isSupported(field.type())) {
                handles.put(
                        field.name().toLowerCase(Locale.ENGLISH), new ColumnRef(field.name(), TrinoTypes.of(field)));
            }
        }
        return handles;
    }

    @Override
    public ColumnMetadata getColumnMetadata(ConnectorSession session, ConnectorTableHandle table, ColumnHandle column) {
        return column(schema(session, (TableHandle) table).field(((ColumnRef) column).name()));
    }

    @Override
    public Iterator<RelationColumnsMetadata> streamRelationColumns(
            ConnectorSession session, Optional<String> schema, UnaryOperator<Set<SchemaTableName>> relationFilter) {
        return relationFilter.apply(Set.copyOf(listTables(session, schema))).stream()
                .flatMap(name -> source.find(session, name.getSchemaName(), name.getTableName()).stream()
                        .map(table -> RelationColumnsMetadata.forTable(name, columns(table.schema()))))
                .iterator();
    }

    @Override
    public Optional<ConstraintApplicationResult<ConnectorTableHandle>> applyFilter(
            ConnectorSession session, ConnectorTableHandle table, Constraint constraint) {
        TableHandle handle = (TableHandle) table;
        TupleDomain<ColumnRef> summary = constraint.getSummary().transformKeys(ColumnRef.class::cast);
        TupleDomain<ColumnRef> tested = handle.predicate()
                .intersect(summary.filter((column, domain) -> TrinoPredicates.isTestable(column.type())));
        if (tested.equals(handle.predicate())) {
            return Optional.empty();
        }
        Map<ColumnHandle, Domain> remaining = new HashMap<>();
        summary.getDomains()
                .ifPresent(domains -> domains.forEach((column, domain) -> {
                    if (!TrinoPredicates.isExact(column.type())) {
                        remaining.put(column, domain);
                    }
                }));
        ConnectorExpression expression = constraint.getExpression();
        TupleDomain<ColumnHandle> left =
                summary.isNone() ? TupleDomain.all() : TupleDomain.withColumnDomains(remaining);
        return Optional.of(new ConstraintApplicationResult<>(handle.where(tested), left, expression, false));
    }

    @Override
    public Optional<LimitApplicationResult<ConnectorTableHandle>> applyLimit(
            ConnectorSession session, ConnectorTableHandle table, long limit) {
        TableHandle handle = (TableHandle) table;
        if (handle.limit().isPresent() && handle.limit().getAsLong() <= limit) {
            return Optional.empty();
        }
        return Optional.of(new LimitApplicationResult<>(handle.limit(limit), false, false));
    }

    /** Rows of merge-on-read tables are counted as they are stored, old versions included. */
    @Override
    public TableStatistics getTableStatistics(ConnectorSession session, ConnectorTableHandle table) {
        TableHandle handle = (TableHandle) table;
        try {
            long rows = open(session, handle)
                    .plan(scan(handle, List.of()))
                    .metrics()
                    .storedRows();
            return TableStatistics.builder()
                    .setRowCount(Estimate.of((double) rows))
                    .build();
        } catch (TableStoreException failed) {
            return TableStatistics.empty(); // reading will say it better
        }
    }

    /** The scan of a handle. */
    static Scan scan(TableHandle handle, List<String> columns) {
        Scan scan = Scan.ALL
                .at(handle.snapshot())
                .select(columns)
                .where(TrinoPredicates.of(handle.predicate()))
                .limit(handle.limit().orElse(Long.MAX_VALUE));
        return handle.readOptimized() ? scan.readOptimizedView() : scan;
    }
}
