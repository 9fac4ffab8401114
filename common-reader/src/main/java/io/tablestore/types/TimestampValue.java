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
package io.tablestore.types;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * A point in time with nanosecond precision: wall-clock time for TIMESTAMP, UTC for TIMESTAMP WITH LOCAL TIME ZONE.
 *
 * @param epochMillis milliseconds since 1970-01-01T00:00, floored
 * @param nanoOfMilli 0 to 999,999
 */
public record TimestampValue(long epochMillis, int nanoOfMilli) implements Comparable<TimestampValue> {

    public static TimestampValue ofMicros(long epochMicros) {
        return new TimestampValue(Math.floorDiv(epochMicros, 1000L), (int) Math.floorMod(epochMicros, 1000L) * 1000);
    }

    public static TimestampValue of(LocalDateTime wallClock) {
        return of(wallClock.toInstant(ZoneOffset.UTC));
    }

    public static TimestampValue of(Instant instant) {
        return new TimestampValue(instant.toEpochMilli(), instant.getNano() % 1_000_000);
    }

    /** Microseconds since the epoch, floored; throws {@link ArithmeticException} if they do not fit in 64 bits. */
    public long epochMicros() {
        return Math.addExact(Math.multiplyExact(epochMillis, 1000L), nanoOfMilli / 1000);
    }

    /** The date and time of this point, read as UTC. */
    public LocalDateTime toLocalDateTime() {
        long second = Math.floorDiv(epochMillis, 1000L);
        int nano = (int) Math.floorMod(epochMillis, 1000L) * 1_000_000 + nanoOfMilli;
        return LocalDateTime.ofEpochSecond(second, nano, ZoneOffset.UTC);
    }

    @Override
    public int compareTo(TimestampValue other) {
        int byMillis = Long.compare(epochMillis, other.epochMillis);
        return byMillis != 0 ? byMillis : Integer.compare(nanoOfMilli, other.nanoOfMilli);
    }
}
