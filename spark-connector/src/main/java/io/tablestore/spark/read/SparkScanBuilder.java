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
import io.tablestore.scan.ColumnOrder;
import io.tablestore.spark.table.SparkTableState;
import io.tablestore.spark.types.SparkColumns;
import io.tablestore.spark.types.SparkPredicates;
import io.tablestore.spark.types.SparkTypes;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.NullOrdering;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownAggregates;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownOffset;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownTopN;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Collects what Spark pushes down to a scan. Snapshot and schema were resolved when the table was loaded. */
public final class SparkScanBuilder
        implements SupportsPushDownV2Filters,
                SupportsPushDownRequiredColumns,
                SupportsPushDownAggregates,
                SupportsPushDownLimit,
                SupportsPushDownTopN,
                SupportsPushDownOffset {

    private final SparkTableState table;
    private StructType required;
    private final List<org.apache.spark.sql.connector.expressions.filter.Predicate> pushed = new ArrayList<>();
    private Predicate predicate = Predicate.TRUE;
    private Predicate first = Predicate.TRUE;
    private long limit = Long.MAX_VALUE;
    private long offset;
    private boolean askedForAggregates;
    private @Nullable LocalRows aggregated;

    public SparkScanBuilder(SparkTableState table) {
        this.table = table;
        this.required = SparkTypes.schema(table.schema().fields());
    }

    @Override
    public org.apache.spark.sql.connector.expressions.filter.Predicate[] pushPredicates(
            org.apache.spark.sql.connector.expressions.filter.Predicate[] predicates) {
        SparkPredicates translator = new SparkPredicates(table.schema().fields());
        List<Predicate> taken = new ArrayList<>();
        List<org.apache.spark.sql.connector.expressions.filter.Predicate> left = new ArrayList<>();
        for (var candidate : predicates) {
            Predicate translated = translator.translate(candidate);
            if (translated != null) {
                taken.add(translated);
                pushed.add(candidate);
            }
            if (translated == null || isSelective(candidate)) {
                left.add(candidate);
            }
        }
        predicate = Predicate.and(taken);
        return left.toArray(org.apache.spark.sql.connector.expressions.filter.Predicate[]::new);
    }

    /**
     * Whether the condition filters by value. The reader evaluates it, but Spark must also keep it in its plan: it
     * derives a runtime filter for the other side of a join only if it sees a filter.
     */
    private boolean isSelective(org.apache.spark.sql.connector.expressions.filter.Predicate candidate) {
        boolean nullTest =
                candidate.name().equals("IS_NULL") || candidate.name().equals("IS_NOT_NULL");
        boolean onPartitions = Arrays.stream(candidate.references())
                .allMatch(reference -> reference.fieldNames().length == 1
                        && table.schema().partitionKeys().contains(reference.fieldNames()[0]));
        return !nullTest && !onPartitions;
    }

    @Override
    public org.apache.spark.sql.connector.expressions.filter.Predicate[] pushedPredicates() {
        return pushed.toArray(org.apache.spark.sql.connector.expressions.filter.Predicate[]::new);
    }

    @Override
    public void pruneColumns(StructType columns) {
        required = columns;
    }

    private io.tablestore.scan.Scan tested() {
        return table.scan().where(predicate);
    }

    @Override
    public boolean supportCompletePushDown(Aggregation aggregation) {
        return pushAggregation(aggregation);
    }

    /** Spark calls this twice, for complete and for partial push-down. Only the first call summarizes metadata. */
    @Override
    public boolean pushAggregation(Aggregation aggregation) {
        if (!askedForAggregates) {
            askedForAggregates = true;
            aggregated = SparkAggregates.of(aggregation, table, tested());
        }
        return aggregated != null;
    }

    @Override
    public boolean pushLimit(int rows) {
        limit = rows;
        return true;
    }

    /** Skips files that cannot hold one of the first rows. Spark sorts the rest. */
    @Override
    public boolean pushTopN(SortOrder[] orders, int rows) {
        SortOrder order = orders[0]; // the first column suffices, since all rows that tie in it are kept
        if (!(order.expression() instanceof NamedReference reference) || reference.fieldNames().length != 1) {
            return false;
        }
        String name = reference.fieldNames()[0];
        boolean ofTable = table.schema().fields().stream().map(DataField::name).anyMatch(name::equals);
        if (!ofTable) {
            return false;
        }
        first = table.opened()
                .first(
                        tested(),
                        new ColumnOrder(
                                name,
                                order.direction() == SortDirection.DESCENDING,
                                order.nullOrdering() == NullOrdering.NULLS_FIRST),
                        rows);
        return !first.equals(Predicate.TRUE);
    }

    /** Limit and order are pushed partially: tasks may return surplus rows, which Spark drops. */
    @Override
    public boolean isPartiallyPushed() {
        return true;
    }

    /** Accepts an offset if the rows to skip can be counted from metadata; they are then not read at all. */
    @Override
    public boolean pushOffset(int rows) {
        if (!predicate.equals(Predicate.TRUE)
                || limit < Long.MAX_VALUE
                || !SparkSplits.canSkip(table, tested(), rows)) {
            return false;
        }
        offset = rows;
        return true;
    }

    @Override
    public Scan build() {
        if (aggregated != null) {
            return aggregated;
        }
        SparkColumns columns = SparkColumns.of(table.schema(), required);
        Predicate all = first.equals(Predicate.TRUE) ? predicate : Predicate.and(predicate, first);
        return new SparkScan(
                table, table.scan().select(columns.names()).where(all).limit(limit), columns, offset);
    }
}
