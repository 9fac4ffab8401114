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
package io.tablestore.internal.predicate;

import io.tablestore.predicate.ValueOrder;
import org.jspecify.annotations.Nullable;

/**
 * Known bounds and null count of one column in a set of rows (a file, a row group, a page, a partition).
 *
 * @param min a lower bound of the values that are not null, in a form of {@link ValueOrder}, or null if unknown
 * @param max an upper bound, inclusive, or null if unknown
 * @param nullCount number of nulls, or -1 if unknown
 */
public record ColumnStatistics(
        @Nullable Object min, @Nullable Object max, long nullCount) {

    /** Nothing is known. */
    public static final ColumnStatistics UNKNOWN = new ColumnStatistics(null, null, -1);

    /** A column of nulls only. */
    public static ColumnStatistics allNull(long rowCount) {
        return new ColumnStatistics(null, null, rowCount);
    }

    /** The statistics of both sets of rows combined. */
    public ColumnStatistics and(ColumnStatistics other) {
        long nulls = nullCount < 0 || other.nullCount < 0 ? -1 : nullCount + other.nullCount;
        if (min == null || max == null || other.min == null || other.max == null) {
            return new ColumnStatistics(null, null, nulls);
        }
        return new ColumnStatistics(
                ValueOrder.compare(min, other.min) <= 0 ? min : other.min,
                ValueOrder.compare(max, other.max) >= 0 ? max : other.max,
                nulls);
    }
}
