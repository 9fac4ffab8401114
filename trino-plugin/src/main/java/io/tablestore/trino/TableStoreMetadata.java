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
import io.tablestore.error.InvalidTableException;
import io.tablestore.error.TableStoreException;
import io.tablestore.format.BucketKeyBuffer;
import io.tablestore.format.TableSchema;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanSummary;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.scan.SystemTables;
import io.tablestore.schema.SchemaChange;
import io.tablestore.types.ColumnPath;
import io.tablestore.types.DataField;
import io.trino.plugin.base.projection.ApplyProjectionUtil;
import io.trino.plugin.base.projection.ApplyProjectionUtil.ProjectedColumnRepresentation;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.AggregateFunction;
import io.trino.spi.connector.AggregationApplicationResult;
import io.trino.spi.connector.Assignment;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ColumnPosition;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorPartitioningHandle;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTableLayout;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.ConnectorTablePartitioning;
import io.trino.spi.connector.ConnectorTableProperties;
import io.trino.spi.connector.ConnectorTableVersion;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.ConstraintApplicationResult;
import io.trino.spi.connector.LimitApplicationResult;
import io.trino.spi.connector.PointerType;
import io.trino.spi.connector.ProjectionApplicationResult;
import io.trino.spi.connector.RelationColumnsMetadata;
import io.trino.spi.connector.RelationCommentMetadata;
import io.trino.spi.connector.SaveMode;
import io.trino.spi.connector.SchemaNotFoundException;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.SystemTable;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.expression.Variable;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.security.TrinoPrincipal;
import io.trino.spi.statistics.TableStatistics;
import io.trino.spi.type.RowType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What Trino's planner asks, and what statements change. A table's snapshot is resolved when the statement first names it
 * and stays in its handle.
 */
final class TableStoreMetadata implements ConnectorMetadata {

    private static final String BRANCH_SUFFIX = "$branch_";
    private static final String READ_OPTIMIZED_SUFFIX = "$ro";

    private final TableStoreSource source;

    /** What is known of the scans of this transaction. */
    private final Map<Scan, ScanSummary> summaries = new ConcurrentHashMap<>();

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
            Optional<TableStoreSource.Found> found = source.find(session, name.getSchemaName(), base);
            if (found.isEmpty()) {
                return null;
            }
            Table table = found.get().table();
            Table read = branch.isEmpty() ? table : table.branch(branch);
            ZoneId zone = session.getTimeZoneKey().getZoneId();
            SnapshotRef.Pinned snapshot =
                    read.pin(version.map(given -> ref(given, zone)).orElse(SnapshotRef.LATEST));
            return new TableHandle(
                    name,
                    table.location().location(),
                    branch,
                    readOptimized,
                    snapshot,
                    TupleDomain.all(),
                    OptionalLong.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false);
        });
    }

    /** @param zone of the session, for wall-clock times */
    private static SnapshotRef ref(ConnectorTableVersion version, ZoneId zone) {
        Object value = version.getVersion();
        if (version.getPointerType() == PointerType.TEMPORAL) {
            return new SnapshotRef.Timestamp(instant(version, zone).toEpochMilli());
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

    private static Instant instant(ConnectorTableVersion version, ZoneId zone) {
        Object time = TrinoPredicates.literal(version.getVersionType(), version.getVersion());
        if (time instanceof Instant instant) {
            return instant;
        }
        if (time instanceof LocalDate day) {
            return day.atStartOfDay(zone).toInstant();
        }
        if (time instanceof LocalDateTime wallClock) {
            return wallClock.atZone(zone).toInstant();
        }
        throw new TrinoException(
                StandardErrorCode.NOT_SUPPORTED,
                "FOR TIMESTAMP AS OF needs a date or a timestamp, not " + version.getVersionType() + ".");
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
                        .map(found ->
                                new MetadataTable(name, kind.of(found.table().files()))));
            }
        }
        return Optional.empty();
    }

    private TableSchema schema(ConnectorSession session, TableHandle handle) {
        return Errors.translated(() ->
                source.open(session, handle).files().schema(handle.snapshot().schemaId()));
    }

    @Override
    public ConnectorTableMetadata getTableMetadata(ConnectorSession session, ConnectorTableHandle table) {
        TableHandle handle = (TableHandle) table;
        TableSchema schema = schema(session, handle);
        List<ColumnMetadata> columns = new ArrayList<>(columns(schema));
        ColumnRef.HIDDEN.stream()
                .filter(hidden ->
                        columns.stream().noneMatch(column -> column.getName().equals(hidden.name())))
                .map(TableStoreMetadata::hidden)
                .toList()
                .forEach(columns::add);
        return new ConnectorTableMetadata(
                handle.name(), columns, TableProperties.of(schema), Optional.ofNullable(schema.comment()));
    }

    private static List<ColumnMetadata> columns(TableSchema schema) {
        return schema.fields().stream().map(TableStoreMetadata::column).toList();
    }

    private static ColumnMetadata column(DataField field) {
        return ColumnMetadata.builder()
                .setName(field.name().toLowerCase(Locale.ENGLISH))
                .setType(TrinoTypes.of(field))
                .setNullable(field.type().nullable())
                .setComment(Optional.ofNullable(field.description()))
                .build();
    }

    private static ColumnMetadata hidden(ColumnRef column) {
        return ColumnMetadata.builder()
                .setName(column.name())
                .setType(column.type())
                .setHidden(true)
                .build();
    }

    @Override
    public Map<String, ColumnHandle> getColumnHandles(ConnectorSession session, ConnectorTableHandle table) {
        Map<String, ColumnHandle> handles = new LinkedHashMap<>();
        for (DataField field : schema(session, (TableHandle) table).fields()) {
            handles.put(field.name().toLowerCase(Locale.ENGLISH), ColumnRef.of(field.name(), TrinoTypes.of(field)));
        }
        ColumnRef.HIDDEN.forEach(hidden -> handles.putIfAbsent(hidden.name(), hidden));
        return handles;
    }

    @Override
    public ColumnMetadata getColumnMetadata(ConnectorSession session, ConnectorTableHandle table, ColumnHandle column) {
        ColumnRef ref = (ColumnRef) column;
        return ref.hidden()
                ? hidden(ref)
                : column(schema(session, (TableHandle) table).field(ref.name()));
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

    /** The schema of a table, if it can be read: a list of tables does not fail because of one of them. */
    private Optional<TableSchema> readable(ConnectorSession session, SchemaTableName name) {
        try {
            return source.find(session, name.getSchemaName(), name.getTableName())
                    .map(found -> found.table().schema());
        } catch (TableStoreException damagedOrDropped) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<ConstraintApplicationResult<ConnectorTableHandle>> applyFilter(
            ConnectorSession session, ConnectorTableHandle table, Constraint constraint) {
        TableHandle handle = (TableHandle) table;
        if (handle.counted()) {
            return Optional.empty();
        }
        TupleDomain<ColumnRef> summary = constraint.getSummary().transformKeys(ColumnRef.class::cast);
        TupleDomain<ColumnRef> tested =
                handle.predicate().intersect(summary.filter((column, domain) -> TrinoPredicates.isTestable(column)));
        if (tested.equals(handle.predicate())) {
            return Optional.empty();
        }
        Map<ColumnHandle, Domain> remaining = new HashMap<>();
        summary.getDomains()
                .ifPresent(domains -> domains.forEach((column, domain) -> {
                    if (!TrinoPredicates.isExact(column)) {
                        remaining.put(column, domain);
                    }
                }));
        TupleDomain<ColumnHandle> left =
                summary.isNone() ? TupleDomain.all() : TupleDomain.withColumnDomains(remaining);
        return Optional.of(
                new ConstraintApplicationResult<>(handle.where(tested), left, constraint.getExpression(), false));
    }

    @Override
    public Optional<LimitApplicationResult<ConnectorTableHandle>> applyLimit(
            ConnectorSession session, ConnectorTableHandle table, long limit) {
        TableHandle handle = (TableHandle) table;
        if (handle.counted() || handle.limit().isPresent() && handle.limit().getAsLong() <= limit) {
            return Optional.empty();
        }
        return Optional.of(new LimitApplicationResult<>(handle.limit(limit), false, false));
    }

    @Override
    public Optional<ProjectionApplicationResult<ConnectorTableHandle>> applyProjection(
            ConnectorSession session,
            ConnectorTableHandle table,
            List<ConnectorExpression> projections,
            Map<String, ColumnHandle> assignments) {
        TableHandle handle = (TableHandle) table;
        if (handle.counted()) {
            return Optional.empty();
        }
        boolean fields = TableStoreSessionProperties.projectionPushdown(session);
        List<DataField> columnsOfTable = schema(session, handle).fields();
        Map<ConnectorExpression, Variable> replaced = new HashMap<>();
        Map<ColumnRef, Assignment> read = new LinkedHashMap<>();
        boolean nested = false;
        for (ConnectorExpression projection : projections) {
            for (ConnectorExpression part : ApplyProjectionUtil.extractSupportedProjectedColumns(
                    projection, expression -> fields || expression instanceof Variable)) {
                ProjectedColumnRepresentation path = ApplyProjectionUtil.createProjectedColumnRepresentation(part);
                Variable variable = path.getVariable();
                ColumnRef column = (ColumnRef) Objects.requireNonNull(assignments.get(variable.getName()));
                ColumnRef field = path.isVariable() ? null : field(columnsOfTable, column, path);
                ColumnRef wanted = field == null ? column : field;
                nested |= field != null;
                read.putIfAbsent(
                        wanted,
                        new Assignment(field == null ? variable.getName() : field.path(), wanted, wanted.type()));
                replaced.put(
                        field == null ? variable : part,
                        new Variable(Objects.requireNonNull(read.get(wanted)).getVariable(), wanted.type()));
            }
        }
        Optional<List<ColumnRef>> columns = Optional.of(List.copyOf(read.keySet()));
        if (!nested && handle.columns().map(LinkedHashSet::new).equals(columns.map(LinkedHashSet::new))) {
            return Optional.empty();
        }
        List<ConnectorExpression> rewritten = projections.stream()
                .map(projection -> ApplyProjectionUtil.replaceWithNewVariables(projection, replaced))
                .toList();
        return Optional.of(new ProjectionApplicationResult<>(
                handle.select(columns.get()), rewritten, List.copyOf(read.values()), false));
    }

    /** The field that a projection leads to, or null where its path could mean another, with a dot in its name. */
    private static @Nullable ColumnRef field(
            List<DataField> columnsOfTable, ColumnRef column, ProjectedColumnRepresentation path) {
        List<String> steps = new ArrayList<>();
        Type type = column.type();
        for (int index : path.getDereferenceIndices()) {
            RowType.Field field = ((RowType) type).getFields().get(index);
            steps.add(field.getName().orElseThrow());
            type = field.getType();
        }
        ColumnRef field = column.field(steps, type);
        List<String> names = new ArrayList<>(List.of(field.name()));
        names.addAll(field.fields());
        return ColumnPath.to(names, columnsOfTable) == null ? null : field;
    }

    @Override
    public Optional<AggregationApplicationResult<ConnectorTableHandle>> applyAggregation(
            ConnectorSession session,
            ConnectorTableHandle table,
            List<AggregateFunction> aggregates,
            Map<String, ColumnHandle> assignments,
            List<List<ColumnHandle>> groupingSets) {
        TableHandle handle = (TableHandle) table;
        if (handle.counted()
                || handle.limit().isPresent()
                || !groupingSets.equals(List.of(List.of()))
                || !handle.predicate().isAll() && !isOnPartitions(schema(session, handle), handle.predicate())) {
            return Optional.empty();
        }
        List<AggregateOverMetadata> wanted = new ArrayList<>();
        for (AggregateFunction aggregate : aggregates) {
            Optional<AggregateOverMetadata> known = AggregateOverMetadata.of(aggregate, assignments);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            wanted.add(known.get());
        }
        List<ColumnRef> columns = wanted.stream()
                .flatMap(aggregate -> aggregate.column().stream())
                .distinct()
                .toList();
        ScanSummary summary = summary(session, handle, columns);
        List<ConnectorExpression> values = new ArrayList<>();
        for (AggregateOverMetadata aggregate : wanted) {
            Optional<ConnectorExpression> value = aggregate.value(summary, schema(session, handle));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value.get());
        }
        return Optional.of(new AggregationApplicationResult<>(handle.asCounted(), values, List.of(), Map.of(), false));
    }

    private static boolean isOnPartitions(TableSchema schema, TupleDomain<ColumnRef> predicate) {
        return predicate.getDomains().stream()
                .flatMap(domains -> domains.keySet().stream())
                .allMatch(column -> !column.hidden() && schema.partitionKeys().contains(column.path()));
    }

    /** The columns that are read; all, if that is not known yet. */
    private List<ColumnRef> columns(ConnectorSession session, TableHandle handle) {
        return handle.columns()
                .orElseGet(() -> schema(session, handle).fields().stream()
                        .map(field -> ColumnRef.of(field.name(), TrinoTypes.of(field)))
                        .toList());
    }

    /** Of the columns that are read, and those that are tested. */
    private ScanSummary summary(ConnectorSession session, TableHandle handle) {
        List<ColumnRef> known = new ArrayList<>(columns(session, handle));
        handle.predicate().getDomains().ifPresent(conditions -> known.addAll(conditions.keySet()));
        return summary(session, handle, known);
    }

    private ScanSummary summary(ConnectorSession session, TableHandle handle, List<ColumnRef> columns) {
        List<String> names = columns.stream()
                .filter(column -> !column.hidden() && column.fields().isEmpty())
                .map(ColumnRef::name)
                .distinct()
                .sorted()
                .toList();
        Scan scan = scan(handle).select(names).limit(Long.MAX_VALUE);
        return Errors.translated(() -> summaries.computeIfAbsent(
                scan, key -> source.open(session, handle).summarize(key)));
    }

    /** Rows of merge-on-read tables are estimated: updates mostly meet rows that are there. */
    @Override
    public TableStatistics getTableStatistics(ConnectorSession session, ConnectorTableHandle table) {
        TableHandle handle = (TableHandle) table;
        if (handle.counted()) {
            return TableStatistics.empty();
        }
        try {
            return new TrinoStatistics(summary(session, handle), schema(session, handle), handle.predicate())
                    .of(columns(session, handle));
        } catch (TrinoException failed) {
            return TableStatistics.empty(); // reading will say it better
        }
    }

    @Override
    public ConnectorTableProperties getTableProperties(ConnectorSession session, ConnectorTableHandle table) {
        TableHandle handle = (TableHandle) table;
        TableSchema schema = schema(session, handle);
        TupleDomain<ColumnHandle> enforced = handle.predicate()
                .filter((column, domain) -> TrinoPredicates.isExact(column))
                .transformKeys(ColumnHandle.class::cast);
        if (handle.counted()
                || !TableStoreSessionProperties.bucketExecution(session)
                || !BucketKeyBuffer.supports(schema)) {
            return new ConnectorTableProperties(enforced, Optional.empty(), Optional.empty(), List.of());
        }
        Optional<BucketPartitioning> partitioning = handle.partitioning()
                .or(() -> BucketPartitioning.of(schema, summary(session, handle).bucketCounts()));
        return new ConnectorTableProperties(
                enforced,
                partitioning.map(known -> new ConnectorTablePartitioning(
                        known,
                        schema.bucketKey().stream()
                                .map(field -> (ColumnHandle) ColumnRef.of(field.name(), TrinoTypes.of(field)))
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
        TableHandle handle = (TableHandle) table;
        if (handle.partitioning().isPresent()) {
            return Optional.empty();
        }
        return getTableProperties(session, handle)
                .getTablePartitioning()
                .filter(known -> wanted.isEmpty() || wanted.get().equals(known.getPartitioningHandle()))
                .filter(known -> Set.copyOf(columns).containsAll(known.getPartitioningColumns()))
                .map(known -> handle.partitionedBy((BucketPartitioning) known.getPartitioningHandle()));
    }

    /** The scan of a handle. */
    static Scan scan(TableHandle handle) {
        Scan scan = Scan.ALL
                .at(handle.snapshot())
                .select(List.of())
                .where(TrinoPredicates.of(handle.predicate()))
                .limit(handle.limit().orElse(Long.MAX_VALUE));
        return handle.readOptimized() ? scan.readOptimizedView() : scan;
    }

    @Override
    public void createSchema(
            ConnectorSession session, String schema, Map<String, Object> properties, TrinoPrincipal owner) {
        Errors.translating(() -> source.catalog(session).createDatabase(schema));
    }

    @Override
    public void dropSchema(ConnectorSession session, String schema, boolean cascade) {
        Errors.translating(() -> source.catalog(session)
                .dropDatabase(source.database(session, schema).orElse(schema), cascade));
    }

    @Override
    public void createTable(ConnectorSession session, ConnectorTableMetadata table, SaveMode mode) {
        if (mode == SaveMode.REPLACE) {
            throw new TrinoException(
                    StandardErrorCode.NOT_SUPPORTED, "This connector does not support replacing tables");
        }
        SchemaTableName name = table.getTable();
        checkName(name.getTableName());
        Errors.translating(() -> {
            if (source.find(session, name.getSchemaName(), name.getTableName()).isPresent()) {
                if (mode == SaveMode.IGNORE) {
                    return;
                }
                throw new InvalidTableException("There is a table " + name + " already.");
            }
            String database = source.database(session, name.getSchemaName())
                    .orElseThrow(() -> new SchemaNotFoundException(name.getSchemaName()));
            source.catalog(session).createTable(database, name.getTableName(), TableChanges.definition(table));
        });
    }

    /** Names with a dollar sign are those of system tables and branches. */
    private static void checkName(String name) {
        if (name.indexOf('$') >= 0) {
            throw new TrinoException(
                    StandardErrorCode.NOT_SUPPORTED, "'" + name + "' cannot be the name of a table: it has a $.");
        }
    }

    private TableStoreSource.Found found(ConnectorSession session, ConnectorTableHandle table) {
        TableHandle handle = (TableHandle) table;
        if (!handle.branch().isEmpty() || handle.readOptimized()) {
            throw new TrinoException(
                    StandardErrorCode.NOT_SUPPORTED, "This connector does not support changing " + handle.name());
        }
        return source.find(session, handle.name().getSchemaName(), handle.name().getTableName())
                .orElseThrow(() -> new InvalidTableException("There is no table " + handle.name() + " any more."));
    }

    @Override
    public void dropTable(ConnectorSession session, ConnectorTableHandle table) {
        Errors.translating(() -> {
            TableStoreSource.Found found = found(session, table);
            source.catalog(session).dropTable(found.database(), found.name());
        });
    }

    @Override
    public void renameTable(ConnectorSession session, ConnectorTableHandle table, SchemaTableName newName) {
        checkName(newName.getTableName());
        Errors.translating(() -> {
            TableStoreSource.Found found = found(session, table);
            String database = source.database(session, newName.getSchemaName()).orElse(newName.getSchemaName());
            source.catalog(session).renameTable(found.database(), found.name(), database, newName.getTableName());
        });
    }

    private void alter(
            ConnectorSession session, ConnectorTableHandle table, Function<TableSchema, List<SchemaChange>> changes) {
        Errors.translating(() -> {
            TableStoreSource.Found found = found(session, table);
            source.catalog(session).alterTable(found.database(), found.name(), changes);
        });
    }

    @Override
    public void setTableProperties(
            ConnectorSession session, ConnectorTableHandle table, Map<String, Optional<Object>> properties) {
        alter(session, table, schema -> TableChanges.properties(schema, properties));
    }

    @Override
    public void setTableComment(ConnectorSession session, ConnectorTableHandle table, Optional<String> comment) {
        alter(session, table, schema -> List.of(new SchemaChange.DescribeTable(comment.orElse(null))));
    }

    @Override
    public void setColumnComment(
            ConnectorSession session, ConnectorTableHandle table, ColumnHandle column, Optional<String> comment) {
        List<String> path = List.of(((ColumnRef) column).name());
        alter(session, table, schema -> List.of(new SchemaChange.Describe(path, comment.orElse(null))));
    }

    @Override
    public void addColumn(
            ConnectorSession session, ConnectorTableHandle table, ColumnMetadata column, ColumnPosition position) {
        if (!column.isNullable()) { // rows that are there have no value
            throw new TrinoException(
                    StandardErrorCode.NOT_SUPPORTED, "This connector does not support adding not null columns");
        }
        alter(
                session,
                table,
                schema -> List.of(new SchemaChange.Add(
                        List.of(), TableChanges.column(column), TableChanges.position(schema, position))));
    }

    @Override
    public void addField(
            ConnectorSession session,
            ConnectorTableHandle table,
            List<String> parentPath,
            String fieldName,
            Type type,
            boolean ignoreExisting) {
        alter(session, table, schema -> TableChanges.addField(schema, parentPath, fieldName, type, ignoreExisting));
    }

    @Override
    public void dropColumn(ConnectorSession session, ConnectorTableHandle table, ColumnHandle column) {
        alter(session, table, schema -> List.of(new SchemaChange.Drop(List.of(((ColumnRef) column).name()))));
    }

    @Override
    public void dropField(
            ConnectorSession session, ConnectorTableHandle table, ColumnHandle column, List<String> fieldPath) {
        alter(session, table, schema -> List.of(new SchemaChange.Drop(TableChanges.path(schema, column, fieldPath))));
    }

    @Override
    public void renameColumn(
            ConnectorSession session, ConnectorTableHandle table, ColumnHandle column, String newName) {
        List<String> path = List.of(((ColumnRef) column).name());
        alter(session, table, schema -> List.of(new SchemaChange.Rename(path, newName)));
    }

    @Override
    public void renameField(
            ConnectorSession session, ConnectorTableHandle table, List<String> fieldPath, String newName) {
        alter(
                session,
                table,
                schema -> List.of(new SchemaChange.Rename(TableChanges.spelled(schema, fieldPath), newName)));
    }

    @Override
    public void setColumnType(ConnectorSession session, ConnectorTableHandle table, ColumnHandle column, Type type) {
        setFieldType(session, table, List.of(((ColumnRef) column).name()), type);
    }

    @Override
    public void setFieldType(ConnectorSession session, ConnectorTableHandle table, List<String> fieldPath, Type type) {
        alter(
                session,
                table,
                schema -> List.of(new SchemaChange.Retype(
                        TableChanges.spelled(schema, fieldPath),
                        TrinoTypes.toTable(String.join(".", fieldPath), type))));
    }

    /** Asked before {@code INSERT} is refused. */
    @Override
    public Optional<ConnectorTableLayout> getInsertLayout(ConnectorSession session, ConnectorTableHandle table) {
        return Optional.empty();
    }

    @Override
    public void dropNotNullConstraint(ConnectorSession session, ConnectorTableHandle table, ColumnHandle column) {
        alter(session, table, schema -> List.of(new SchemaChange.AllowNulls(List.of(((ColumnRef) column).name()))));
    }
}
