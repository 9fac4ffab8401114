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

import io.tablestore.scan.ScanSummary;
import io.tablestore.spark.table.SparkTableState;
import io.tablestore.spark.types.SparkPredicates;
import io.tablestore.spark.types.SparkTypes;
import io.tablestore.spark.types.SparkValues;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.aggregate.AggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.Count;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.expressions.aggregate.Max;
import org.apache.spark.sql.connector.expressions.aggregate.Min;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Answers aggregates from the table's metadata if their values are exact there: one row, without reading data files. */
final class SparkAggregates {

    /** @param value in Spark's internal form */
    private record Known(
            org.apache.spark.sql.types.DataType type,
            @Nullable Object value) {}

    private SparkAggregates() {}

    /**
     * The row of results, or null if metadata does not have all exact values.
     *
     * @param scan the rows to aggregate, with their conditions
     */
    static @Nullable LocalRows of(Aggregation aggregation, SparkTableState table, io.tablestore.scan.Scan scan) {
        if (aggregation.groupByExpressions().length > 0) {
            return null;
        }
        Set<String> columns = new LinkedHashSet<>();
        for (AggregateFunc aggregate : aggregation.aggregateExpressions()) {
            if (!(aggregate instanceof CountStar)) {
                DataField column = column(aggregate, table);
                if (column == null) {
                    return null;
                }
                columns.add(column.name());
            }
        }
        ScanSummary summary = table.opened().summarize(scan.select(List.copyOf(columns)));
        if (!summary.isExact()) {
            return null;
        }
        List<StructField> fields = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        for (AggregateFunc aggregate : aggregation.aggregateExpressions()) {
            Known known = known(aggregate, table, summary);
            if (known == null) {
                return null;
            }
            fields.add(DataTypes.createStructField("agg_" + fields.size(), known.type, true));
            values.add(known.value);
        }
        InternalRow row = new GenericInternalRow(values.toArray());
        return new LocalRows(
                new StructType(fields.toArray(StructField[]::new)), table + " from metadata", List.of(row));
    }

    private static @Nullable DataField column(AggregateFunc aggregate, SparkTableState table) {
        boolean counts = aggregate instanceof Count count && !count.isDistinct();
        Expression[] children = aggregate.children();
        if (!counts && !(aggregate instanceof Min) && !(aggregate instanceof Max)
                || children.length != 1
                || !(children[0] instanceof NamedReference reference)
                || reference.fieldNames().length != 1) {
            return null;
        }
        return table.schema().fields().stream()
                .filter(field -> field.name().equals(reference.fieldNames()[0]))
                .filter(field -> counts || SparkPredicates.isComparable(field))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Known known(AggregateFunc aggregate, SparkTableState table, ScanSummary summary) {
        if (aggregate instanceof CountStar) {
            return new Known(DataTypes.LongType, summary.rowCount());
        }
        DataField field = column(aggregate, table);
        ScanSummary.Column known = field == null ? null : summary.column(field);
        if (field == null || known == null) {
            return null;
        }
        if (aggregate instanceof Count) {
            return known.nullsAreExact() ? new Known(DataTypes.LongType, summary.rowCount() - known.nullCount()) : null;
        }
        Object bound = aggregate instanceof Min ? known.min() : known.max();
        return known.boundsAreValues() ? new Known(SparkTypes.vectorType(field), SparkValues.of(field, bound)) : null;
    }
}
