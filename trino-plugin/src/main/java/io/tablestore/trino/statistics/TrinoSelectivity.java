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
import io.tablestore.trino.types.TrinoValues;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.Range;
import io.trino.spi.statistics.DoubleRange;
import io.trino.spi.statistics.StatsUtil;
import io.trino.spi.type.TimeType;
import io.trino.spi.type.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the share of rows that pass a condition, as Trino's planner would. The planner cannot do it: conditions
 * that the reader evaluates are no longer in its plan.
 */
final class TrinoSelectivity {

    /** Share of rows that equal a value, for a column without statistics. */
    private static final double UNKNOWN_VALUE = 0.1;

    private static final double UNKNOWN_RANGE = 0.5;

    private TrinoSelectivity() {}

    /**
     * @param known statistics of the column, or null
     * @param rows of the table
     * @param distinct number of distinct values, or -1 if unknown
     */
    static double of(Domain domain, ScanSummary.@Nullable Column known, double rows, double distinct) {
        double nulls = known == null || known.nullCount() < 0 || rows == 0 ? 0 : known.nullCount() / rows;
        double share = domain.isNullAllowed() ? nulls : 0;
        if (domain.getValues().isAll()) {
            return share + 1 - nulls;
        }
        if (domain.getValues().isNone()) {
            return share;
        }
        double values = 0;
        for (Range range : domain.getValues().getRanges().getOrderedRanges()) {
            values += range.isSingleValue()
                    ? distinct > 0 ? 1 / distinct : UNKNOWN_VALUE
                    : ofRange(range, known, domain.getType());
        }
        return share + (1 - nulls) * Math.min(1, values);
    }

    private static double ofRange(Range range, ScanSummary.@Nullable Column known, Type type) {
        Optional<DoubleRange> stored = stored(known, type);
        if (stored.isEmpty()) {
            return UNKNOWN_RANGE;
        }
        double width = width(stored.get());
        return overlap(range, stored.get(), type)
                .map(overlap -> width <= 0 ? 1 : width(overlap) / width)
                .orElse(0.0);
    }

    private static double width(DoubleRange range) {
        return range.getMax() - range.getMin();
    }

    /** The range of a column's values, if it is known and Trino has statistics for the type. */
    static Optional<DoubleRange> stored(ScanSummary.@Nullable Column known, Type type) {
        Object min = known == null ? null : known.min();
        Object max = known == null ? null : known.max();
        if (min == null || max == null || type instanceof TimeType || isNaN(min) || isNaN(max)) {
            return Optional.empty();
        }
        return DoubleRange.from(type, TrinoValues.of(type, min), TrinoValues.of(type, max));
    }

    private static boolean isNaN(Object value) {
        return value instanceof Double number && Double.isNaN(number);
    }

    /** The intersection of a condition's range with the range of the column's values; empty if they do not overlap. */
    static Optional<DoubleRange> overlap(Range range, DoubleRange stored, Type type) {
        double low = Math.max(stored.getMin(), bound(range.getLowValue(), type, stored.getMin()));
        double high = Math.min(stored.getMax(), bound(range.getHighValue(), type, stored.getMax()));
        return low <= high ? Optional.of(new DoubleRange(low, high)) : Optional.empty();
    }

    private static double bound(Optional<Object> value, Type type, double unbounded) {
        return value.map(bound -> StatsUtil.toStatsRepresentation(type, bound).orElse(unbounded))
                .orElse(unbounded);
    }
}
