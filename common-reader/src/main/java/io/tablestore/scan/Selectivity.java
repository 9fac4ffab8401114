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

import io.tablestore.predicate.Comparison;
import io.tablestore.predicate.Predicate;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.TimestampValue;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Estimates the fraction of rows that satisfy a condition, from the statistics of the columns. */
public final class Selectivity {

    /** Used if nothing is known about a column. */
    private static final double UNKNOWN_VALUE = 0.1;

    private static final double UNKNOWN_RANGE = 0.5;

    private final ScanSummary summary;
    private final TableSchema schema;

    public Selectivity(ScanSummary summary, TableSchema schema) {
        this.summary = summary;
        this.schema = schema;
    }

    /** A fraction from 0 to 1. */
    public double of(Predicate predicate) {
        return within(share(predicate));
    }

    private double share(Predicate predicate) {
        if (predicate instanceof Predicate.And and) {
            return and.children().stream().mapToDouble(this::of).reduce(1, (a, b) -> a * b);
        }
        if (predicate instanceof Predicate.Or or) {
            return 1 - or.children().stream().mapToDouble(this::of).reduce(1, (a, b) -> a * (1 - b));
        }
        if (predicate instanceof Predicate.Not not) {
            return 1 - of(not.child());
        }
        if (predicate instanceof Predicate.IsNull isNull) {
            return nulls(known(isNull.column()));
        }
        if (predicate instanceof Predicate.In in) {
            return in.literals().size() * ofValue(in.column());
        }
        if (predicate instanceof Predicate.StartsWith prefix) {
            return ofValue(prefix.column());
        }
        return predicate instanceof Predicate.Compare compare
                ? ofComparison(compare)
                : predicate.equals(Predicate.TRUE) ? 1 : 0;
    }

    private static double within(double share) {
        return Math.max(0, Math.min(1, share));
    }

    private ScanSummary.@Nullable Column known(String column) {
        for (DataField field : schema.fields()) {
            if (field.name().equals(column)) {
                return summary.column(field);
            }
        }
        return null; // a nested field
    }

    private double nulls(ScanSummary.@Nullable Column column) {
        return column == null || column.nullCount() < 0 || summary.rowCount() == 0
                ? 0
                : Math.min(1, (double) column.nullCount() / summary.rowCount());
    }

    private double ofValue(String name) {
        ScanSummary.Column column = known(name);
        double distinct = column == null ? -1 : summary.distinctCount(schema, column.field());
        return (1 - nulls(column)) * (distinct > 0 ? 1 / distinct : UNKNOWN_VALUE);
    }

    private double ofComparison(Predicate.Compare compare) {
        if (compare.comparison() == Comparison.EQUAL) {
            return ofValue(compare.column());
        }
        ScanSummary.Column column = known(compare.column());
        if (compare.comparison() == Comparison.NOT_EQUAL) {
            return 1 - nulls(column) - ofValue(compare.column());
        }
        double low = column == null ? Double.NaN : measure(column.min());
        double high = column == null ? Double.NaN : measure(column.max());
        double at = measure(compare.literal());
        if (Double.isNaN(low) || Double.isNaN(high) || Double.isNaN(at)) {
            return UNKNOWN_RANGE;
        }
        double below = high <= low ? at < low ? 0 : 1 : within((at - low) / (high - low));
        boolean less = compare.comparison() == Comparison.LESS || compare.comparison() == Comparison.LESS_OR_EQUAL;
        double share = high <= low && at == low ? 1 : less ? below : 1 - below;
        return (1 - nulls(column)) * share;
    }

    /** A bound or literal as a number; NaN if it is not numeric. */
    private static double measure(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof LocalDate day) {
            return day.toEpochDay();
        }
        if (value instanceof LocalTime time) {
            return time.toNanoOfDay() / 1e6;
        }
        if (value instanceof TimestampValue time) {
            return time.epochMillis();
        }
        if (value instanceof LocalDateTime time) {
            return time.toInstant(ZoneOffset.UTC).toEpochMilli();
        }
        return value instanceof Instant time ? time.toEpochMilli() : Double.NaN;
    }
}
