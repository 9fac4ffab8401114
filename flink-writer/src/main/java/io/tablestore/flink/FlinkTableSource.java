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
import io.tablestore.format.TableSchema;
import io.tablestore.predicate.Predicate;
import io.tablestore.scan.Scan;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.configuration.Configuration;
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

/** {@code SELECT} of one snapshot, resolved when the statement is planned. */
final class FlinkTableSource
        implements ScanTableSource,
                SupportsFilterPushDown,
                SupportsProjectionPushDown,
                SupportsLimitPushDown,
                SupportsStatisticReport {

    private final TableLoader loader;
    private final Table table;
    private final TableSchema schema;
    private final SnapshotRef.Pinned snapshot;
    private final @Nullable Integer parallelism;
    private @Nullable List<String> columns;
    private Predicate predicate = Predicate.TRUE;
    private long limit = Long.MAX_VALUE;

    FlinkTableSource(TableLoader loader, Configuration options) {
        this.loader = loader;
        this.table = loader.load();
        this.snapshot = table.pin(wanted(options));
        this.schema = table.files().schema(snapshot.schemaId());
        this.parallelism = options.getOptional(FlinkOptions.SCAN_PARALLELISM).orElse(null);
    }

    private FlinkTableSource(FlinkTableSource other) {
        this.loader = other.loader;
        this.table = other.table;
        this.schema = other.schema;
        this.snapshot = other.snapshot;
        this.parallelism = other.parallelism;
        this.columns = other.columns;
        this.predicate = other.predicate;
        this.limit = other.limit;
    }

    private static SnapshotRef wanted(Configuration options) {
        if (options.contains(FlinkOptions.SCAN_SNAPSHOT)) {
            return new SnapshotRef.Id(options.get(FlinkOptions.SCAN_SNAPSHOT));
        }
        if (options.contains(FlinkOptions.SCAN_TAG)) {
            return new SnapshotRef.Tag(options.get(FlinkOptions.SCAN_TAG));
        }
        return options.contains(FlinkOptions.SCAN_TIMESTAMP)
                ? new SnapshotRef.Timestamp(options.get(FlinkOptions.SCAN_TIMESTAMP))
                : SnapshotRef.LATEST;
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return ChangelogMode.insertOnly();
    }

    private Scan scan() {
        return Scan.ALL.at(snapshot).select(columns).where(predicate).limit(limit);
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        return SourceProvider.of(new TableStoreSource(loader, snapshot, scan()), parallelism);
    }

    @Override
    public Result applyFilters(List<ResolvedExpression> filters) {
        FlinkPredicates predicates = new FlinkPredicates(schema.fields());
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
        List<DataField> fields = schema.fields();
        columns =
                Arrays.stream(projected).map(path -> fields.get(path[0]).name()).toList();
    }

    @Override
    public void applyLimit(long newLimit) {
        limit = newLimit;
    }

    @Override
    public TableStats reportStatistics() {
        return FlinkStatistics.of(table.summarize(scan()), schema, columns);
    }

    @Override
    public DynamicTableSource copy() {
        return new FlinkTableSource(this);
    }

    @Override
    public String asSummaryString() {
        return FlinkOptions.IDENTIFIER + " snapshot " + snapshot.snapshotId();
    }
}
