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
package io.tablestore.scan;

import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What metadata says about the rows and columns that a scan returns. It is an estimate if rows have to be merged or filtered,
 * and exact if {@link #isExact()} says so.
 *
 * @param isExact whether {@code rowCount} is exact
 * @param sizeInBytes size of the files that are read
 * @param bucketCounts all bucket counts that the files were written with
 * @param columns by column id
 */
public record ScanSummary(
        long rowCount, boolean isExact, long sizeInBytes, Set<Integer> bucketCounts, Map<Integer, Column> columns) {

    /**
     * The statistics of one column.
     *
     * @param nullCount number of nulls, or -1 if unknown
     * @param nullsAreExact whether {@code nullCount} is exact for the returned rows
     * @param min lower bound, in a form of {@link io.tablestore.predicate.ValueOrder}; null if unknown or if there is no value
     * @param max upper bound, in the same form
     * @param boundsAreValues whether the bounds are the least and greatest values of the returned rows; if so, null bounds mean
     *     that there is no value
     * @param distinctCount number of distinct values according to ANALYZE, or -1
     */
    public record Column(
            DataField field,
            long nullCount,
            boolean nullsAreExact,
            @Nullable Object min,
            @Nullable Object max,
            boolean boundsAreValues,
            long distinctCount) {

        Column asEstimate() {
            return new Column(field, nullCount, false, min, max, false, distinctCount);
        }
    }

    public ScanSummary {
        bucketCounts = Set.copyOf(bucketCounts);
        columns = Map.copyOf(columns);
    }

    /** The statistics of a column, or null if there are none. */
    public @Nullable Column column(DataField field) {
        return columns.get(field.id());
    }

    /**
     * Number of distinct values of a column, or -1 if unknown. A single-column primary key is unique; other columns use the
     * result of ANALYZE. Without one, integers and dates are assumed to fill their range, because planners do not reorder joins
     * at all without a number.
     */
    public double distinctCount(TableSchema schema, DataField field) {
        Column known = column(field);
        if (known == null) {
            return -1;
        }
        if (schema.primaryKeys().equals(List.of(field.name()))) {
            return (double) rowCount;
        }
        if (known.distinctCount() >= 0) {
            return Math.min(rowCount, known.distinctCount());
        }
        double values = (double) rowCount - Math.max(0, known.nullCount());
        return known.min() instanceof Long low && known.max() instanceof Long high
                ? Math.max(0, Math.min(values, (double) high - (double) low + 1))
                : -1;
    }

    /** The same summary as an estimate, for a scan that may return other rows too. */
    public ScanSummary asEstimate() {
        Map<Integer, Column> estimates = new HashMap<>();
        columns.forEach((id, column) -> estimates.put(id, column.asEstimate()));
        return new ScanSummary(rowCount, false, sizeInBytes, bucketCounts, estimates);
    }
}
