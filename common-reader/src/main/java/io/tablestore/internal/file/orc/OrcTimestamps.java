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

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.internal.file.decoder.UnfitValue;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.vector.FixedBuilder;
import io.tablestore.internal.vector.NanoTimestampBuilder;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.TimeZone;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.orc.OrcProto;
import org.apache.orc.OrcProto.Stream.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Timestamps, stored as seconds since the start of 2015 and nanoseconds. Local timestamps count from that moment in the writer's
 * zone. Instants count from that moment in UTC, by default shifted by the writer's zone (format reference, 6.4). The calendar is
 * the proleptic Gregorian one, whatever the footer says, because the reference implementation writes it so.
 */
final class OrcTimestamps extends OrcColumn {

    private static final long BASE_SECONDS = LocalDateTime.of(2015, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);

    /** The largest seconds whose milliseconds fit in a long after any zone shift. */
    private static final long MAX_SECONDS = Long.MAX_VALUE / 1000 - (1L << 32);

    /** The largest milliseconds whose microseconds fit in a long. */
    private static final long MAX_MICRO_MILLIS = Long.MAX_VALUE / 1000 - 1;

    private static final TimeZone UTC = TimeZone.getTimeZone("UTC");

    private final String file;
    private final IntegerRuns seconds;
    private final IntegerRuns nanos;
    private final int precision;
    private final TimeZone zone;
    private final long baseSeconds;

    OrcTimestamps(OrcContext context, DataField wanted, int id, OrcProto.Type.Kind stored) throws IOException {
        super(wanted, context.stripe(), id);
        boolean instants = stored == OrcProto.Type.Kind.TIMESTAMP_INSTANT;
        file = context.file();
        seconds = context.integers(id, Kind.DATA, IntegerRuns.Sign.SIGNED);
        nanos = context.integers(id, Kind.SECONDARY, IntegerRuns.Sign.UNSIGNED);
        precision = ((DataType.Atomic) wanted.type()).precision();
        zone = zone(context, instants);
        long baseMillis = BASE_SECONDS * 1000;
        baseSeconds = instants ? BASE_SECONDS : (baseMillis - offsetOfLocal(zone, baseMillis)) / 1000;
    }

    /** A file records its writer's zone only if it has a column of local timestamps. */
    private static TimeZone zone(OrcContext context, boolean instants) {
        TimeZone shifted = context.instantZone();
        if (instants && shifted == null) {
            return UTC;
        }
        String writer = context.stripe().writerZone();
        if (!writer.isEmpty()) {
            return TimeZone.getTimeZone(writer);
        }
        return instants && shifted != null ? shifted : UTC;
    }

    /** The offset of a zone at a local time given as if it were UTC. */
    private static long offsetOfLocal(TimeZone zone, long localMillis) {
        Calendar calendar = new GregorianCalendar(zone);
        LocalDateTime local = LocalDateTime.ofEpochSecond(localMillis / 1000, 0, ZoneOffset.UTC);
        calendar.clear();
        calendar.set(
                local.getYear(),
                local.getMonthValue() - 1,
                local.getDayOfMonth(),
                local.getHour(),
                local.getMinute(),
                local.getSecond());
        return localMillis - calendar.getTimeInMillis();
    }

    /** The last three bits give the number of removed trailing zeros, less one. */
    private static int nanos(long stored) throws IOException {
        long value = stored >>> 3;
        int zeros = (int) (stored & 7);
        if (zeros != 0) {
            for (int i = 0; i <= zeros; i++) {
                value *= 10;
            }
        }
        if (value < 0 || value > 999_999_999) {
            throw new IOException(value + " nanoseconds of a second");
        }
        return (int) value;
    }

    @Override
    ArrowColumn build(int slots, int values, boolean @Nullable [] filled, BufferPool pool) throws IOException {
        if (precision <= 6) {
            try (FixedBuilder builder = new FixedBuilder(pool, field(), slots, 8)) {
                setNulls(builder, slots, filled);
                for (int slot = 0; slot < slots; slot++) {
                    if (filled == null || filled[slot]) {
                        int nano = nanos(nanos.next());
                        long millis = nextMillis(nano);
                        long value = precision <= 3 ? millis : micros(millis, nano);
                        MemoryUtil.putLong(builder.address() + 8L * slot, value);
                    }
                }
                return builder.finish();
            }
        }
        try (NanoTimestampBuilder builder = new NanoTimestampBuilder(pool, field(), slots)) {
            setNulls(builder, slots, filled);
            for (int slot = 0; slot < slots; slot++) {
                if (filled == null || filled[slot]) {
                    int nano = nanos(nanos.next());
                    builder.put(slot, nextMillis(nano), nano % 1_000_000);
                } else {
                    builder.put(slot, 0, 0);
                }
            }
            return builder.finish();
        }
    }

    private long micros(long millis, int nano) {
        if (Math.abs(millis) >= MAX_MICRO_MILLIS) {
            throw UnfitValue.of(file, wanted, "ORC TIMESTAMP", millis + " milliseconds since 1970");
        }
        return millis * 1000 + nano % 1_000_000 / 1000;
    }

    /** Writers truncate the seconds of a time before 1970 towards zero if it has a fraction of at least a millisecond. */
    private long nextMillis(int nano) throws IOException {
        long stored = seconds.next();
        if (stored < -MAX_SECONDS || stored > MAX_SECONDS) {
            throw UnfitValue.of(file, wanted, "ORC TIMESTAMP", stored + " seconds since 2015");
        }
        long millis = (stored + baseSeconds) * 1000 + nano / 1_000_000;
        if (millis < 0 && nano > 999_999) {
            millis -= 1000;
        }
        return millis + zone.getOffset(millis);
    }

    @Override
    void skipValues(int values) throws IOException {
        seconds.skip(values);
        nanos.skip(values);
    }
}
