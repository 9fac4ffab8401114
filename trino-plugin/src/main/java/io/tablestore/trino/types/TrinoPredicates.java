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
package io.tablestore.trino.types;

import io.airlift.slice.Slice;
import io.tablestore.predicate.Comparison;
import io.tablestore.predicate.Predicate;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.Range;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.DateType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.Int128;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.LongTimestamp;
import io.trino.spi.type.LongTimestampWithTimeZone;
import io.trino.spi.type.RealType;
import io.trino.spi.type.SmallintType;
import io.trino.spi.type.TimeType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.TinyintType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarbinaryType;
import io.trino.spi.type.VarcharType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Translates Trino's domains to the reader's predicates. */
public final class TrinoPredicates {

    private TrinoPredicates() {}

    /**
     * Whether the reader evaluates domains of the column exactly as Trino does. Floating-point numbers are evaluated
     * again by Trino, which orders NaN differently; for them the reader may return some extra rows.
     */
    public static boolean isExact(TrinoColumn column) {
        Type type = column.type();
        return isTestable(column) && !(type instanceof DoubleType) && !(type instanceof RealType);
    }

    /** Whether the reader can evaluate domains of the column without losing rows. */
    public static boolean isTestable(TrinoColumn column) {
        return !column.hidden() && column.comparable() && isTestable(column.type());
    }

    private static boolean isTestable(Type type) {
        return type instanceof BooleanType
                || type instanceof TinyintType
                || type instanceof SmallintType
                || type instanceof IntegerType
                || type instanceof BigintType
                || type instanceof DateType
                || type instanceof DecimalType
                || type instanceof VarcharType
                || type instanceof VarbinaryType
                || type instanceof TimeType
                || type instanceof TimestampType
                || type instanceof TimestampWithTimeZoneType
                || type instanceof DoubleType
                || type instanceof RealType;
    }

    /** The domains that {@link #isTestable} accepts, as one predicate. */
    public static Predicate of(TupleDomain<TrinoColumn> domains) {
        if (domains.isNone()) {
            return Predicate.FALSE;
        }
        List<Predicate> conditions = new ArrayList<>();
        domains.getDomains().orElseThrow().forEach((column, domain) -> {
            if (isTestable(column)) {
                conditions.add(of(column, domain));
            }
        });
        return Predicate.and(conditions);
    }

    private static Predicate of(TrinoColumn column, Domain domain) {
        Predicate isNull = Predicate.isNull(column.path());
        if (domain.getValues().isNone()) {
            return domain.isNullAllowed() ? isNull : Predicate.FALSE;
        }
        if (domain.getValues().isAll()) {
            return domain.isNullAllowed() ? Predicate.TRUE : Predicate.not(isNull);
        }
        Predicate values = values(column, domain.getValues().getRanges().getOrderedRanges());
        return domain.isNullAllowed() ? Predicate.or(values, isNull) : values;
    }

    private static Predicate values(TrinoColumn column, List<Range> ranges) {
        List<Object> single = new ArrayList<>();
        List<Predicate> any = new ArrayList<>();
        for (Range range : ranges) {
            if (range.isSingleValue()) {
                single.add(literal(column.type(), range.getSingleValue()));
            } else {
                any.add(between(column, range));
            }
        }
        if (!single.isEmpty()) {
            any.add(new Predicate.In(column.path(), single));
        }
        return Predicate.or(any);
    }

    private static Predicate between(TrinoColumn column, Range range) {
        List<Predicate> both = new ArrayList<>();
        range.getLowValue()
                .ifPresent(low -> both.add(Predicate.compare(
                        column.path(),
                        range.isLowInclusive() ? Comparison.GREATER_OR_EQUAL : Comparison.GREATER,
                        literal(column.type(), low))));
        range.getHighValue()
                .ifPresent(high -> both.add(Predicate.compare(
                        column.path(),
                        range.isHighInclusive() ? Comparison.LESS_OR_EQUAL : Comparison.LESS,
                        literal(column.type(), high))));
        return Predicate.and(both);
    }

    /** A value of Trino in the reader's form. */
    static Object literal(Type type, Object value) {
        if (type instanceof DateType) {
            return LocalDate.ofEpochDay((Long) value);
        }
        if (type instanceof RealType) {
            return (double) Float.intBitsToFloat(((Long) value).intValue());
        }
        if (type instanceof DecimalType decimal) {
            BigInteger unscaled = value instanceof Int128 wide ? wide.toBigInteger() : BigInteger.valueOf((Long) value);
            return new BigDecimal(unscaled, decimal.getScale());
        }
        if (type instanceof VarcharType) {
            return ((Slice) value).toStringUtf8();
        }
        if (type instanceof VarbinaryType) {
            return ((Slice) value).getBytes();
        }
        if (type instanceof TimeType) {
            return LocalTime.ofNanoOfDay((Long) value / 1000);
        }
        if (type instanceof TimestampType) {
            return value instanceof LongTimestamp wide
                    ? wallClock(wide.getEpochMicros(), wide.getPicosOfMicro() / 1000)
                    : wallClock((Long) value, 0);
        }
        if (type instanceof TimestampWithTimeZoneType) {
            return value instanceof LongTimestampWithTimeZone wide
                    ? Instant.ofEpochMilli(wide.getEpochMillis()).plusNanos(wide.getPicosOfMilli() / 1000)
                    : Instant.ofEpochMilli(DateTimeEncoding.unpackMillisUtc((Long) value));
        }
        return value;
    }

    private static LocalDateTime wallClock(long micros, int nanos) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L),
                (int) Math.floorMod(micros, 1_000_000L) * 1000 + nanos,
                ZoneOffset.UTC);
    }
}
