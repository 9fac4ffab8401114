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

/** Collects what Spark pushes down. Snapshot and schema were resolved when the table was loaded. */
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
     * Conditions on values, which the reader tests. Spark keeps them in its plan as well: it derives a runtime filter for
     * the other side of a join only where it sees that rows are left out.
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

    /** Spark asks twice, whether all of it is taken and whether a part: metadata is summed up for the first time only. */
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

    /** Files that cannot have one of the first rows are left out; Spark sorts the others. */
    @Override
    public boolean pushTopN(SortOrder[] orders, int rows) {
        SortOrder order = orders[0]; // rows that tie in it are all kept
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

    /** Of limit and order: each task returns some rows that are not wanted; Spark drops them. */
    @Override
    public boolean isPartiallyPushed() {
        return true;
    }

    /** Rows that are skipped are not even read where they can be counted. */
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
