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
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanSummary;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.schema.BucketKeyBuffer;
import io.tablestore.schema.TableSchema;
import io.tablestore.trino.statistics.TrinoAggregates;
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
import io.tablestore.trino.types.TrinoVersions;
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
import io.trino.spi.expression.Variable;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.statistics.TableStatistics;
import io.trino.spi.type.RowType;
import io.trino.spi.type.Type;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What metadata says of the rows that scans of one transaction return; each scan is asked once. */
final class TrinoSummaries {

    private final TrinoTables source;
    private final Map<Scan, ScanSummary> summaries = new ConcurrentHashMap<>();

    TrinoSummaries(TrinoTables source) {
        this.source = source;
    }

    /** The schema that the handle pinned. */
    TableSchema schema(ConnectorSession session, TrinoTableHandle handle) {
        return TrinoErrors.translated(
                () -> source.open(session, handle).schema(handle.snapshot().schemaId()));
    }

    /** The columns to read, or all columns if they are not known yet. */
    List<TrinoColumn> columns(ConnectorSession session, TrinoTableHandle handle) {
        return handle.columns()
                .orElseGet(() -> schema(session, handle).fields().stream()
                        .map(field -> TrinoColumn.of(field))
                        .toList());
    }

    /** Summary of metadata for the columns that are read or tested. */
    ScanSummary summary(ConnectorSession session, TrinoTableHandle handle) {
        List<TrinoColumn> known = new ArrayList<>(columns(session, handle));
        handle.predicate().getDomains().ifPresent(conditions -> known.addAll(conditions.keySet()));
        return summary(session, handle, known);
    }

    ScanSummary summary(ConnectorSession session, TrinoTableHandle handle, List<TrinoColumn> columns) {
        List<String> names = columns.stream()
                .filter(column -> !column.hidden() && column.fields().isEmpty())
                .map(TrinoColumn::name)
                .distinct()
                .sorted()
                .toList();
        Scan scan = handle.scan().select(names).limit(Long.MAX_VALUE);
        return TrinoErrors.translated(() -> summaries.computeIfAbsent(
                scan, key -> source.open(session, handle).summarize(key)));
    }
}
