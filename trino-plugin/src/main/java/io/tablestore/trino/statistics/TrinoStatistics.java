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
package io.tablestore.trino.statistics;

import io.tablestore.scan.ScanSummary;
import io.tablestore.schema.TableSchema;
import io.tablestore.trino.types.TrinoColumn;
import io.tablestore.trino.types.TrinoPredicates;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.Range;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.statistics.ColumnStatistics;
import io.trino.spi.statistics.DoubleRange;
import io.trino.spi.statistics.Estimate;
import io.trino.spi.statistics.TableStatistics;
import io.trino.spi.type.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statistics of a scan's rows from table metadata, in Trino's form. */
public final class TrinoStatistics {

    private final ScanSummary summary;
    private final TableSchema schema;
    private final Map<TrinoColumn, Domain> conditions;

    /** Number of rows before the conditions. */
    private final double stored;

    /** @param predicate the condition that the reader evaluates */
    public TrinoStatistics(ScanSummary summary, TableSchema schema, TupleDomain<TrinoColumn> predicate) {
        this.summary = summary;
        this.schema = schema;
        this.stored = (double) summary.rowCount();
        this.conditions = predicate
                .filter((column, domain) -> TrinoPredicates.isExact(column)) // the planner accounts for the others
                .getDomains()
                .orElse(Map.of());
    }

    public TableStatistics of(List<TrinoColumn> columns) {
        double rows = stored;
        for (Map.Entry<TrinoColumn, Domain> condition : conditions.entrySet()) {
            TrinoColumn column = condition.getKey();
            rows *= TrinoSelectivity.of(condition.getValue(), known(column), stored, distinct(column));
        }
        TableStatistics.Builder statistics = TableStatistics.builder().setRowCount(Estimate.of(rows));
        for (TrinoColumn column : columns) {
            ScanSummary.Column known = known(column);
            if (known != null) {
                statistics.setColumnStatistics(column, statistics(column, known, rows));
            }
        }
        return statistics.build();
    }

    private ScanSummary.@Nullable Column known(TrinoColumn column) {
        return column.hidden() || !column.fields().isEmpty() ? null : summary.column(schema.field(column.name()));
    }

    private ColumnStatistics statistics(TrinoColumn column, ScanSummary.Column known, double rows) {
        ColumnStatistics.Builder statistics = ColumnStatistics.builder();
        if (stored == 0) {
            return statistics
                    .setNullsFraction(Estimate.zero())
                    .setDistinctValuesCount(Estimate.zero())
                    .build();
        }
        Domain condition = conditions.get(column);
        if (condition != null && !condition.isNullAllowed()) {
            statistics.setNullsFraction(Estimate.zero());
        } else if (known.nullCount() >= 0) {
            statistics.setNullsFraction(Estimate.of(Math.min(1, known.nullCount() / stored)));
        }
        range(known, column.type(), condition).ifPresent(statistics::setRange);
        double distinct = distinct(column);
        if (distinct >= 0) {
            double share = condition == null ? 1 : TrinoSelectivity.of(condition, known, stored, distinct);
            statistics.setDistinctValuesCount(Estimate.of(Math.min(distinct * share, rows)));
        }
        return statistics.build();
    }

    private double distinct(TrinoColumn column) {
        return known(column) == null ? -1 : summary.distinctCount(schema, schema.field(column.name()));
    }

    private static Optional<DoubleRange> range(ScanSummary.Column known, Type type, @Nullable Domain condition) {
        Optional<DoubleRange> stored = TrinoSelectivity.stored(known, type);
        if (condition == null
                || condition.getValues().isNone()
                || condition.getValues().isAll()) {
            return stored;
        }
        Range asked = condition.getValues().getRanges().getSpan();
        return stored.flatMap(range -> TrinoSelectivity.overlap(asked, range, type));
    }
}
