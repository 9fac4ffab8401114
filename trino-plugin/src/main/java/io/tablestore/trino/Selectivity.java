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
package io.tablestore.trino;

import io.tablestore.scan.ScanSummary;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.Range;
import io.trino.spi.statistics.StatsUtil;
import io.trino.spi.type.Type;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The share of rows that a condition lets through, as the planner would guess it. It cannot guess itself: conditions that the
 * reader tests are not in its plan any more.
 */
final class Selectivity {

    /** Where nothing is known of a column. */
    private static final double UNKNOWN_VALUE = 0.1;

    private static final double UNKNOWN_RANGE = 0.5;

    private Selectivity() {}

    /**
     * @param known of the column, or null
     * @param rows of the table
     * @param distinct different values, or -1 if unknown
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
        if (known == null || known.min() == null || known.max() == null) {
            return UNKNOWN_RANGE;
        }
        OptionalDouble min = StatsUtil.toStatsRepresentation(type, TrinoValues.of(type, known.min()));
        OptionalDouble max = StatsUtil.toStatsRepresentation(type, TrinoValues.of(type, known.max()));
        if (min.isEmpty() || max.isEmpty()) {
            return UNKNOWN_RANGE;
        }
        double low = range.getLowValue()
                .map(value -> StatsUtil.toStatsRepresentation(type, value).orElse(min.getAsDouble()))
                .orElse(min.getAsDouble());
        double high = range.getHighValue()
                .map(value -> StatsUtil.toStatsRepresentation(type, value).orElse(max.getAsDouble()))
                .orElse(max.getAsDouble());
        double overlap = Math.min(high, max.getAsDouble()) - Math.max(low, min.getAsDouble());
        double width = max.getAsDouble() - min.getAsDouble();
        return overlap < 0 ? 0 : width <= 0 ? 1 : overlap / width;
    }
}
