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

import io.airlift.slice.Slices;
import io.tablestore.types.TimestampValue;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.Int128;
import io.trino.spi.type.LongTimestamp;
import io.trino.spi.type.LongTimestampWithTimeZone;
import io.trino.spi.type.RealType;
import io.trino.spi.type.TimeType;
import io.trino.spi.type.TimeZoneKey;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import java.math.BigDecimal;

/** Translates values of statistics and partitions from the reader's forms to Trino's. */
public final class TrinoValues {

    private TrinoValues() {}

    /** @param value in a form of {@link io.tablestore.predicate.ValueOrder} */
    public static Object of(Type type, Object value) {
        if (value instanceof byte[] bytes) {
            return Slices.wrappedBuffer(bytes);
        }
        if (value instanceof BigDecimal decimal) {
            DecimalType decimalType = (DecimalType) type;
            var unscaled = decimal.setScale(decimalType.getScale()).unscaledValue();
            return decimalType.isShort() ? (Object) unscaled.longValueExact() : Int128.valueOf(unscaled);
        }
        if (value instanceof TimestampValue timestamp) {
            return timestamp(type, timestamp);
        }
        if (type instanceof RealType) {
            return (long) Float.floatToIntBits(((Double) value).floatValue());
        }
        return type instanceof TimeType ? (Object) ((Long) value * 1_000_000_000L) : value;
    }

    private static Object timestamp(Type type, TimestampValue value) {
        long millis = value.epochMillis();
        int nanos = value.nanoOfMilli();
        if (type instanceof TimestampType timestamp) {
            long micros = millis * 1000 + nanos / 1000;
            return timestamp.isShort() ? (Object) micros : new LongTimestamp(micros, nanos % 1000 * 1000);
        }
        TimestampWithTimeZoneType instant = (TimestampWithTimeZoneType) type;
        return instant.isShort()
                ? (Object) DateTimeEncoding.packDateTimeWithZone(millis, TimeZoneKey.UTC_KEY)
                : LongTimestampWithTimeZone.fromEpochMillisAndFraction(millis, nanos * 1000, TimeZoneKey.UTC_KEY);
    }
}
