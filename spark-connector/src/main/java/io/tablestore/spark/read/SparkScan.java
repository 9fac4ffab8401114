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
package io.tablestore.spark.read;

import io.tablestore.predicate.Predicate;
import io.tablestore.predicate.PredicateSerializer;
import io.tablestore.scan.Scan;
import io.tablestore.spark.statistics.SparkMetrics;
import io.tablestore.spark.statistics.SparkStatistics;
import io.tablestore.spark.table.RefusedStreams;
import io.tablestore.spark.table.SparkSettings;
import io.tablestore.spark.table.SparkTableState;
import io.tablestore.spark.types.SparkColumns;
import io.tablestore.spark.types.SparkPredicates;
import io.tablestore.spark.types.SparkTypes;
import io.tablestore.spark.types.SparkVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportPartitioning;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.connector.read.SupportsRuntimeV2Filtering;
import org.apache.spark.sql.connector.read.partitioning.KeyGroupedPartitioning;
import org.apache.spark.sql.connector.read.partitioning.Partitioning;
import org.apache.spark.sql.connector.read.partitioning.UnknownPartitioning;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A scan of one snapshot. Splits are planned once, when Spark first asks for statistics, and again if a runtime filter
 * narrows the scan.
 */
final class SparkScan
        implements Batch, SupportsReportStatistics, SupportsReportPartitioning, SupportsRuntimeV2Filtering {

    /** The first version whose storage-partitioned joins lose no rows. */
    private static final SparkVersion KEEPS_ROWS = new SparkVersion(4, 2);

    private final SparkTableState table;
    private final Scan scan;
    private final SparkColumns columns;
    private final StructType readSchema;
    private final long offset;
    private final SparkPartitioning partitioning;
    private Predicate atRuntime = Predicate.TRUE;
    private @Nullable SparkSplits planned;
    private @Nullable Partitioning reported;
    private @Nullable Statistics statistics;

    /** @param offset number of rows to skip */
    SparkScan(SparkTableState table, Scan scan, SparkColumns columns, long offset) {
        this.table = table;
        this.scan = scan;
        this.columns = columns;
        this.readSchema = columns.schema();
        this.offset = offset;
        this.partitioning = SparkPartitioning.of(table.schema(), columns);
    }

    private Predicate predicate() {
        return atRuntime.equals(Predicate.TRUE) ? scan.predicate() : Predicate.and(scan.predicate(), atRuntime);
    }

    private synchronized SparkSplits planned() {
        SparkSplits known = planned;
        if (known == null) {
            known = SparkSplits.of(table, scan.where(predicate()), partitioning, offset);
            planned = known;
        }
        return known;
    }

    @Override
    public StructType readSchema() {
        return readSchema;
    }

    @Override
    public String description() {
        return table + " where " + scan.predicate()
                + (scan.limit() < Long.MAX_VALUE ? " limit " + scan.limit() : "")
                + (offset > 0 ? " offset " + offset : "");
    }

    @Override
    public ColumnarSupportMode columnarSupportMode() {
        return ColumnarSupportMode.SUPPORTED;
    }

    @Override
    public Batch toBatch() {
        return this;
    }

    @Override
    public MicroBatchStream toMicroBatchStream(String checkpoint) {
        throw RefusedStreams.noStreamingRead(table.name());
    }

    /** Row counts are estimates if rows are merged or filtered. */
    @Override
    public synchronized Statistics estimateStatistics() {
        Statistics known = statistics;
        if (known == null) {
            // The cost-based optimizer accounts for the conditions itself.
            Predicate counted = SQLConf.get().cboEnabled() ? Predicate.TRUE : scan.predicate();
            known = new SparkStatistics(planned().summary(), table.schema(), counted, columns);
            statistics = known;
        }
        return known;
    }

    /**
     * Partition columns and bucket, if Spark uses them (spark.sql.sources.v2.bucketing.enabled), loses no rows by it,
     * and gains from it.
     */
    @Override
    public synchronized Partitioning outputPartitioning() {
        Partitioning known = reported;
        if (known == null) {
            List<Expression> keys = keys();
            known = keys.isEmpty()
                    ? new UnknownPartitioning(0)
                    : new KeyGroupedPartitioning(
                            keys.toArray(Expression[]::new), planned().keys());
            reported = known;
        }
        return known;
    }

    /** The partitioning to report to Spark, or none if it would be unsafe or useless. */
    private List<Expression> keys() {
        if (offset > 0
                || !isInPlaceSafe()
                || partitioning.partitionColumns().isEmpty() && partitioning.bucketKey() == null) {
            return List.of();
        }
        SparkSplits known = planned();
        return isWorthIt(known) ? partitioning.expressions(known.summary().bucketCounts()) : List.of();
    }

    /**
     * Whether reporting the partitioning pays off. Spark reads all splits of a key in one task. Few keys would leave
     * cores idle. Many small ones would make more tasks than a shuffle, so they are reported only if the user enables
     * it.
     */
    private boolean isWorthIt(SparkSplits known) {
        int most = Math.max(
                SQLConf.get().numShufflePartitions(),
                known.together(tasksAtOnce()).size());
        return known.keys() >= Math.min(known.splits().size(), tasksAtOnce()) && (known.keys() <= most || isAskedFor());
    }

    private static int tasksAtOnce() {
        return SparkSession.active().sparkContext().defaultParallelism();
    }

    private static boolean isAskedFor() {
        return SparkSettings.isTrue(SparkSettings.JOIN_BY_BUCKET);
    }

    /**
     * Whether a storage-partitioned join is safe. Spark 3.5 to 4.1 apply the join's keys to every scan below the join,
     * including a broadcast one. That scan then loses rows of other keys, or the query fails ("assertion failed"). On
     * these versions the partitioning is reported only if the user enables it and the table is too large to be
     * broadcast.
     */
    private boolean isInPlaceSafe() {
        SQLConf conf = SQLConf.get();
        if (!conf.v2BucketingEnabled()) {
            return false;
        }
        if (SparkVersion.of(SparkSession.active().version()).compareTo(KEEPS_ROWS) >= 0) {
            return true;
        }
        return isAskedFor()
                && estimateStatistics().sizeInBytes().orElse(Long.MAX_VALUE) > conf.autoBroadcastJoinThreshold();
    }

    /** Columns that a runtime filter from a join's other side may test. None with a limit or an offset. */
    @Override
    public NamedReference[] filterAttributes() {
        if (offset > 0 || scan.limit() < Long.MAX_VALUE) {
            return new NamedReference[0];
        }
        return columns.fields().stream()
                .filter(SparkPredicates::isComparable)
                .map(field -> Expressions.column(SparkTypes.quoted(field.name())))
                .toArray(NamedReference[]::new);
    }

    @Override
    public synchronized void filter(org.apache.spark.sql.connector.expressions.filter.Predicate[] predicates) {
        SparkPredicates translator = new SparkPredicates(table.schema().fields());
        List<Predicate> known = new ArrayList<>();
        for (var predicate : predicates) {
            Predicate translated = translator.translate(predicate);
            if (translated != null) {
                known.add(translated);
            }
        }
        Predicate narrower = Predicate.and(known);
        if (!narrower.equals(atRuntime)) {
            atRuntime = narrower;
            planned = null;
        }
    }

    @Override
    public InputPartition[] planInputPartitions() {
        columns.fields().forEach(SparkTypes::checkReadable);
        List<? extends InputPartition> tasks = outputPartitioning() instanceof KeyGroupedPartitioning
                ? planned().byKey()
                : planned().together(tasksAtOnce());
        return tasks.toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return new SparkReaderFactory(table, columns, PredicateSerializer.serialize(predicate()), scan.limit());
    }

    @Override
    public CustomMetric[] supportedCustomMetrics() {
        return SparkMetrics.all();
    }

    @Override
    public CustomTaskMetric[] reportDriverMetrics() {
        return SparkMetrics.of(planned().metrics());
    }

    /** Scans of the same rows and columns are equal, so that Spark can reuse an exchange. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SparkScan same
                && table.equals(same.table)
                && scan.equals(same.scan)
                && readSchema.equals(same.readSchema)
                && offset == same.offset;
    }

    @Override
    public int hashCode() {
        return Objects.hash(table, scan, readSchema, offset);
    }
}
