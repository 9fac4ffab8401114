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
package io.tablestore.internal.format.manifest;

import io.tablestore.internal.predicate.ColumnStatistics;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * Minima, maxima and null counts of some columns, by position (format reference, 4.4).
 *
 * @param min one field per covered column; null means unknown
 * @param max as {@code min}
 * @param nullCounts one per covered column, -1 means unknown; null if none is known
 */
public record SimpleStats(BinaryRow min, BinaryRow max, long @Nullable [] nullCounts) {

    /** Covers no column. */
    public static final SimpleStats NONE = new SimpleStats(BinaryRow.EMPTY, BinaryRow.EMPTY, null);

    /** The statistics of the column at {@code position}, whose type when written was {@code type}. */
    public ColumnStatistics column(int position, DataType type) {
        long nullCount = nullCounts == null || position >= nullCounts.length ? -1 : nullCounts[position];
        if (position >= min.arity() || position >= max.arity()) {
            return new ColumnStatistics(null, null, nullCount);
        }
        return new ColumnStatistics(min.value(position, type), max.value(position, type), nullCount);
    }
}
