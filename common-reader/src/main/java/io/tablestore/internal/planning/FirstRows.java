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
package io.tablestore.internal.planning;

import io.tablestore.internal.predicate.ColumnStatistics;
import io.tablestore.internal.split.Section;
import io.tablestore.internal.split.SplitFile;
import io.tablestore.predicate.Comparison;
import io.tablestore.predicate.Predicate;
import io.tablestore.predicate.ValueOrder;
import io.tablestore.scan.ColumnOrder;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import io.tablestore.types.TimestampValue;
import io.tablestore.types.TypeRoot;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A condition that the first rows of an ordering must satisfy. Files whose rows are all returned give a bound and the number of
 * values up to it. Once they hold enough values, rows beyond the bound need not be read.
 */
final class FirstRows implements ScanPlanner.BucketSink {

    /** @param bound no value comes after it */
    private record Values(Object bound, long count) {}

    private final ColumnOrder order;
    private final DataField field;
    private final int partitionPosition;
    private final boolean primaryKey;
    private final StatisticsPruner statistics;
    private final List<Values> known = new ArrayList<>();

    private FirstRows(ColumnOrder order, TableSchema schema, LongFunction<TableSchema> schemas) {
        this.order = order;
        this.field = schema.field(order.column());
        this.partitionPosition = schema.partitionKeys().indexOf(order.column());
        this.primaryKey = schema.hasPrimaryKey();
        this.statistics = new StatisticsPruner(schemas);
    }

    /** Null for a column whose bounds cannot be compared or expressed in a condition. */
    static @Nullable FirstRows of(ColumnOrder order, TableSchema schema, LongFunction<TableSchema> schemas) {
        TypeRoot root = schema.field(order.column()).type().root();
        boolean hasBounds = root.isInteger() || root == TypeRoot.DATE || root == TypeRoot.DECIMAL || root.isTimestamp();
        return hasBounds ? new FirstRows(order, schema, schemas) : null;
    }

    @Override
    public void accept(BinaryRow partition, int bucket, List<Section> sections) {
        for (Section section : sections) {
            if (!section.needsMerge() && !section.aligned()) {
                section.files().forEach(file -> add(partition, file));
            }
        }
    }

    private void add(BinaryRow partition, SplitFile file) {
        if (file.deletions() != null || primaryKey && file.file().deleteRowCount() != 0) {
            return;
        }
        long rows = file.file().rowCount();
        Object value = partitionPosition < 0 ? null : partition.value(partitionPosition, field.type());
        ColumnStatistics ofFile = partitionPosition < 0
                ? statistics.statistics(field, file.file())
                : new ColumnStatistics(value, value, value == null ? rows : 0);
        Object bound = order.descending() ? ofFile.min() : ofFile.max();
        if (bound != null && ofFile.nullCount() >= 0 && ofFile.nullCount() < rows) {
            known.add(new Values(bound, rows - ofFile.nullCount()));
        }
    }

    /** The condition for the first {@code rows} rows; TRUE if not enough is known. */
    Predicate condition(long rows) {
        known.sort((a, b) -> order.descending()
                ? ValueOrder.compare(b.bound(), a.bound())
                : ValueOrder.compare(a.bound(), b.bound()));
        long count = 0;
        for (Values values : known) {
            count += values.count();
            if (count >= rows) {
                Predicate inFront = Predicate.compare(
                        order.column(),
                        order.descending() ? Comparison.GREATER_OR_EQUAL : Comparison.LESS_OR_EQUAL,
                        literal(field.type().root(), values.bound()));
                return order.nullsFirst() ? Predicate.or(inFront, Predicate.isNull(order.column())) : inFront;
            }
        }
        return Predicate.TRUE;
    }

    private static Object literal(TypeRoot root, Object bound) {
        if (bound instanceof TimestampValue time) {
            Instant instant = Instant.ofEpochMilli(time.epochMillis()).plusNanos(time.nanoOfMilli());
            return root == TypeRoot.TIMESTAMP ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC) : instant;
        }
        if (bound instanceof BigDecimal) {
            return bound;
        }
        return root == TypeRoot.DATE ? LocalDate.ofEpochDay((Long) bound) : bound;
    }
}
