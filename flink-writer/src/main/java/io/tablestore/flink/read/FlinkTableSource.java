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
package io.tablestore.flink.read;

import io.tablestore.flink.statistics.FlinkStatistics;
import io.tablestore.flink.table.FlinkOptions;
import io.tablestore.flink.table.FlinkTableState;
import io.tablestore.flink.table.StatesOfStatement;
import io.tablestore.flink.types.FlinkErrors;
import io.tablestore.flink.types.FlinkPredicates;
import io.tablestore.predicate.Predicate;
import io.tablestore.scan.Scan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.connector.source.abilities.SupportsFilterPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsLimitPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsStatisticReport;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.plan.stats.TableStats;
import org.apache.flink.table.types.DataType;
import org.jspecify.annotations.Nullable;

/** The source of a {@code SELECT}, which reads one snapshot. The snapshot is resolved when the statement is planned. */
public final class FlinkTableSource
        implements ScanTableSource,
                SupportsFilterPushDown,
                SupportsProjectionPushDown,
                SupportsLimitPushDown,
                SupportsStatisticReport {

    private final FlinkTableState planned;
    private final @Nullable Integer parallelism;
    private List<String> columns;
    private Predicate predicate = Predicate.TRUE;
    private long limit = Long.MAX_VALUE;

    public FlinkTableSource(FlinkTableState planned, @Nullable Integer parallelism) {
        this.planned = planned;
        this.columns = planned.columns();
        this.parallelism = parallelism;
    }

    private FlinkTableSource(FlinkTableSource other) {
        this(other.planned, other.parallelism);
        this.columns = other.columns;
        this.predicate = other.predicate;
        this.limit = other.limit;
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return ChangelogMode.insertOnly();
    }

    private Scan scan() {
        return planned.scan().select(columns).where(predicate).limit(limit);
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        StatesOfStatement.translate();
        return SourceProvider.of(new FlinkSource(planned, scan()), parallelism);
    }

    @Override
    public Result applyFilters(List<ResolvedExpression> filters) {
        FlinkPredicates predicates = new FlinkPredicates(planned.schema().fields());
        List<ResolvedExpression> accepted = new ArrayList<>();
        List<ResolvedExpression> remaining = new ArrayList<>();
        List<Predicate> translated = new ArrayList<>();
        for (ResolvedExpression filter : filters) {
            Predicate one = predicates.translate(filter);
            if (one == null) {
                remaining.add(filter);
            } else {
                accepted.add(filter);
                translated.add(one);
            }
        }
        predicate = Predicate.and(translated);
        return Result.of(accepted, remaining);
    }

    @Override
    public boolean supportsNestedProjection() {
        return false;
    }

    @Override
    public void applyProjection(int[][] projected, DataType producedType) {
        columns = Arrays.stream(projected)
                .map(path -> planned.columns().get(path[0]))
                .toList();
    }

    @Override
    public void applyLimit(long newLimit) {
        limit = newLimit;
    }

    @Override
    public TableStats reportStatistics() {
        return FlinkErrors.innermost(
                () -> FlinkStatistics.of(planned.table().summarize(scan()), planned.schema(), columns));
    }

    @Override
    public DynamicTableSource copy() {
        return new FlinkTableSource(this);
    }

    @Override
    public String asSummaryString() {
        return FlinkOptions.IDENTIFIER + " snapshot " + planned.snapshot().snapshotId();
    }
}
