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

import io.tablestore.scan.ScanSummary;
import io.tablestore.schema.TableSchema;
import io.tablestore.trino.statistics.TrinoAggregates;
import io.tablestore.trino.table.TrinoSessionProperties;
import io.tablestore.trino.table.TrinoTableHandle;
import io.tablestore.trino.types.TrinoColumn;
import io.tablestore.trino.types.TrinoPredicates;
import io.tablestore.types.ColumnPath;
import io.tablestore.types.DataField;
import io.trino.plugin.base.projection.ApplyProjectionUtil;
import io.trino.plugin.base.projection.ApplyProjectionUtil.ProjectedColumnRepresentation;
import io.trino.spi.connector.AggregateFunction;
import io.trino.spi.connector.AggregationApplicationResult;
import io.trino.spi.connector.Assignment;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.ConstraintApplicationResult;
import io.trino.spi.connector.LimitApplicationResult;
import io.trino.spi.connector.ProjectionApplicationResult;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.expression.Variable;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.type.RowType;
import io.trino.spi.type.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Conditions, limits, projections and aggregates that Trino pushes down to the scan of a table. */
final class TrinoPushdown {

    private final TrinoSummaries summaries;

    TrinoPushdown(TrinoSummaries summaries) {
        this.summaries = summaries;
    }

    Optional<ConstraintApplicationResult<ConnectorTableHandle>> applyFilter(
            TrinoTableHandle handle, Constraint constraint) {
        if (handle.counted()) {
            return Optional.empty();
        }
        TupleDomain<TrinoColumn> summary = constraint.getSummary().transformKeys(TrinoColumn.class::cast);
        TupleDomain<TrinoColumn> tested =
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

    Optional<LimitApplicationResult<ConnectorTableHandle>> applyLimit(TrinoTableHandle handle, long limit) {
        if (handle.counted() || handle.limit().isPresent() && handle.limit().getAsLong() <= limit) {
            return Optional.empty();
        }
        return Optional.of(new LimitApplicationResult<>(handle.limit(limit), false, false));
    }

    Optional<ProjectionApplicationResult<ConnectorTableHandle>> applyProjection(
            ConnectorSession session,
            TrinoTableHandle handle,
            List<ConnectorExpression> projections,
            Map<String, ColumnHandle> assignments) {
        if (handle.counted()) {
            return Optional.empty();
        }
        boolean fields = TrinoSessionProperties.projectionPushdown(session);
        List<DataField> columnsOfTable = summaries.schema(session, handle).fields();
        Map<ConnectorExpression, Variable> replaced = new HashMap<>();
        Map<TrinoColumn, Assignment> read = new LinkedHashMap<>();
        boolean nested = false;
        for (ConnectorExpression projection : projections) {
            for (ConnectorExpression part : ApplyProjectionUtil.extractSupportedProjectedColumns(
                    projection, expression -> fields || expression instanceof Variable)) {
                ProjectedColumnRepresentation path = ApplyProjectionUtil.createProjectedColumnRepresentation(part);
                Variable variable = path.getVariable();
                TrinoColumn column = (TrinoColumn) Objects.requireNonNull(assignments.get(variable.getName()));
                TrinoColumn field = path.isVariable() ? null : field(columnsOfTable, column, path);
                TrinoColumn wanted = field == null ? column : field;
                nested |= field != null;
                read.putIfAbsent(
                        wanted,
                        new Assignment(field == null ? variable.getName() : field.path(), wanted, wanted.type()));
                replaced.put(
                        field == null ? variable : part,
                        new Variable(Objects.requireNonNull(read.get(wanted)).getVariable(), wanted.type()));
            }
        }
        Optional<List<TrinoColumn>> columns = Optional.of(List.copyOf(read.keySet()));
        if (!nested && handle.columns().map(LinkedHashSet::new).equals(columns.map(LinkedHashSet::new))) {
            return Optional.empty();
        }
        List<ConnectorExpression> rewritten = projections.stream()
                .map(projection -> ApplyProjectionUtil.replaceWithNewVariables(projection, replaced))
                .toList();
        return Optional.of(new ProjectionApplicationResult<>(
                handle.select(columns.get()), rewritten, List.copyOf(read.values()), false));
    }

    /** The field that a projection selects; null if its path would be ambiguous because a name contains a dot. */
    private static @Nullable TrinoColumn field(
            List<DataField> columnsOfTable, TrinoColumn column, ProjectedColumnRepresentation path) {
        List<String> steps = new ArrayList<>();
        Type type = column.type();
        for (int index : path.getDereferenceIndices()) {
            RowType.Field field = ((RowType) type).getFields().get(index);
            steps.add(field.getName().orElseThrow());
            type = field.getType();
        }
        TrinoColumn field = column.field(steps, type);
        List<String> names = new ArrayList<>(List.of(field.name()));
        names.addAll(field.fields());
        return ColumnPath.to(names, columnsOfTable) == null ? null : field;
    }

    Optional<AggregationApplicationResult<ConnectorTableHandle>> applyAggregation(
            ConnectorSession session,
            TrinoTableHandle handle,
            List<AggregateFunction> aggregates,
            Map<String, ColumnHandle> assignments,
            List<List<ColumnHandle>> groupingSets) {
        if (handle.counted()
                || handle.limit().isPresent()
                || !groupingSets.equals(List.of(List.of()))
                || !handle.predicate().isAll()
                        && !isOnPartitions(summaries.schema(session, handle), handle.predicate())) {
            return Optional.empty();
        }
        List<TrinoAggregates> wanted = new ArrayList<>();
        for (AggregateFunction aggregate : aggregates) {
            Optional<TrinoAggregates> known = TrinoAggregates.of(aggregate, assignments);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            wanted.add(known.get());
        }
        List<TrinoColumn> columns = wanted.stream()
                .flatMap(aggregate -> aggregate.column().stream())
                .distinct()
                .toList();
        ScanSummary summary = summaries.summary(session, handle, columns);
        List<ConnectorExpression> values = new ArrayList<>();
        for (TrinoAggregates aggregate : wanted) {
            Optional<ConnectorExpression> value = aggregate.value(summary, summaries.schema(session, handle));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value.get());
        }
        return Optional.of(new AggregationApplicationResult<>(handle.asCounted(), values, List.of(), Map.of(), false));
    }

    private static boolean isOnPartitions(TableSchema schema, TupleDomain<TrinoColumn> predicate) {
        return predicate.getDomains().stream()
                .flatMap(domains -> domains.keySet().stream())
                .allMatch(column -> !column.hidden() && schema.partitionKeys().contains(column.path()));
    }
}
