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
 * What the metadata says of the rows that a scan returns and of their columns, without reading any. An estimate where
 * rows have to be merged or tested; exact where {@link #isExact()} says so (architecture, Planning).
 *
 * @param isExact whether {@code rowCount} is the number of rows
 * @param sizeInBytes of the files that are read
 * @param bucketCounts the numbers of buckets that the files met were written with
 * @param columns by column id
 */
public record ScanSummary(
        long rowCount, boolean isExact, long sizeInBytes, Set<Integer> bucketCounts, Map<Integer, Column> columns) {

    /**
     * One column.
     *
     * @param nullCount nulls, or -1 if unknown
     * @param nullsAreExact whether the rows that are returned have just so many
     * @param min lower bound, in a form of {@link io.tablestore.predicate.ValueOrder}, or null if unknown or if there is no value
     * @param max upper bound, likewise
     * @param boundsAreValues whether both bounds are values of rows that are returned, the least and the greatest; with
     *     null bounds there is no value then
     * @param distinctCount different values as an ANALYZE found, or -1
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

    /** What is known of a column, or null. */
    public @Nullable Column column(DataField field) {
        return columns.get(field.id());
    }

    /**
     * Different values of a column, or -1 if nothing is known: what an ANALYZE found. Without one a key of one column is
     * unique, and whole numbers and dates are taken to fill their range, for without any number a planner does not order
     * joins at all.
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

    /** The same, where other rows are returned as well. */
    public ScanSummary asEstimate() {
        Map<Integer, Column> estimates = new HashMap<>();
        columns.forEach((id, column) -> estimates.put(id, column.asEstimate()));
        return new ScanSummary(rowCount, false, sizeInBytes, bucketCounts, estimates);
    }
}
