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
package io.tablestore.internal.file.orc;

import io.tablestore.internal.predicate.ColumnStatistics;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.orc.OrcProto;
import org.jspecify.annotations.Nullable;

/** Converts statistics of stripes and row groups to the reader's value forms. Doubtful statistics count as unknown. */
final class OrcStatistics {

    private static final long DAY_MILLIS = 86_400_000;

    /** The first day of the Gregorian calendar. Writers interpret earlier days differently. */
    private static final int GREGORIAN_DAY = -141_427;

    /** Bounds are written out in plain digits; a number with more digits than this is not a decimal of the format. */
    private static final int MAX_DIGITS = 38;

    private OrcStatistics() {}

    /**
     * @param type of the column, as the file's schema declares it
     * @param rowCount number of rows that the statistics cover
     */
    static ColumnStatistics of(OrcProto.ColumnStatistics statistics, DataType type, long rowCount) {
        long nullCount = statistics.hasNumberOfValues() && statistics.getNumberOfValues() <= rowCount
                ? rowCount - statistics.getNumberOfValues()
                : -1;
        Object min = null;
        Object max = null;
        switch (type.root()) {
            case TINYINT, SMALLINT, INT, BIGINT, TIME -> {
                OrcProto.IntegerStatistics numbers = statistics.getIntStatistics();
                min = numbers.hasMinimum() ? (Object) numbers.getMinimum() : null;
                max = numbers.hasMaximum() ? (Object) numbers.getMaximum() : null;
            }
            case VARCHAR -> {
                OrcProto.StringStatistics texts = statistics.getStringStatistics();
                min = texts.hasMinimum() ? texts.getMinimumBytes().toByteArray() : lowerBound(texts);
                max = texts.hasMaximum() ? texts.getMaximumBytes().toByteArray() : upperBound(texts);
            }
            case DATE -> {
                OrcProto.DateStatistics days = statistics.getDateStatistics();
                if (days.hasMinimum() && days.hasMaximum() && days.getMinimum() >= GREGORIAN_DAY) {
                    min = (long) days.getMinimum();
                    max = (long) days.getMaximum();
                }
            }
            case DECIMAL -> {
                OrcProto.DecimalStatistics decimals = statistics.getDecimalStatistics();
                int scale = ((DataType.Atomic) type).scale();
                BigDecimal least = decimals.hasMinimum() ? decimal(decimals.getMinimum()) : null;
                BigDecimal greatest = decimals.hasMaximum() ? decimal(decimals.getMaximum()) : null;
                // Values of a greater scale are rounded when read, possibly across a bound.
                min = least == null ? null : least.min(least.setScale(scale, RoundingMode.HALF_UP));
                max = greatest == null ? null : greatest.max(greatest.setScale(scale, RoundingMode.HALF_UP));
            }
            case TIMESTAMP -> {
                OrcProto.TimestampStatistics times = statistics.getTimestampStatistics();
                boolean known = times.hasMinimumUtc() && times.hasMaximumUtc();
                if (known
                        && times.getMinimumUtc() > Long.MIN_VALUE + DAY_MILLIS
                        && times.getMaximumUtc() < Long.MAX_VALUE - DAY_MILLIS) {
                    // A margin of one day, because the zone of the wall clock depends on the writer.
                    min = new TimestampValue(times.getMinimumUtc() - DAY_MILLIS, 0);
                    max = new TimestampValue(times.getMaximumUtc() + DAY_MILLIS, 0);
                }
            }
            default -> {} // maxima of floating-point numbers ignore NaN; other types have no bounds
        }
        return new ColumnStatistics(min, max, nullCount);
    }

    private static byte @Nullable [] lowerBound(OrcProto.StringStatistics texts) {
        return texts.hasLowerBound() ? texts.getLowerBoundBytes().toByteArray() : null;
    }

    private static byte @Nullable [] upperBound(OrcProto.StringStatistics texts) {
        return texts.hasUpperBound() ? texts.getUpperBoundBytes().toByteArray() : null;
    }

    private static @Nullable BigDecimal decimal(String text) {
        try {
            BigDecimal value = new BigDecimal(text);
            return value.scale() >= 0 && value.scale() <= MAX_DIGITS && value.precision() <= MAX_DIGITS ? value : null;
        } catch (NumberFormatException unreadable) {
            return null;
        }
    }
}
