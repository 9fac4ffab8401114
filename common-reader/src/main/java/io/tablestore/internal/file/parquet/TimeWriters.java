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
package io.tablestore.internal.file.parquet;

import io.tablestore.internal.file.parquet.encoding.Values;
import io.tablestore.internal.file.parquet.footer.StoredType;
import io.tablestore.internal.vector.FixedBuilder;
import io.tablestore.internal.vector.NanoTimestampBuilder;
import io.tablestore.types.DataType;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.parquet.format.Type;

/** Converts times and timestamps to the column's unit. Finer digits are truncated towards the past. */
final class TimeWriters {

    private static final long MILLIS_OF_DAY = 86_400_000L;

    private TimeWriters() {}

    /** Milliseconds of the day. */
    static final class Times extends FixedWriters.OneByOne {
        private final Conversion conversion;
        private final boolean fromInts;
        private final long unitsPerMilli;

        Times(FixedBuilder builder, Conversion conversion) {
            super(builder);
            this.conversion = conversion;
            StoredType stored = conversion.column().stored();
            fromInts = stored.physical() == Type.INT32;
            unitsPerMilli = Math.max(1, stored.unitsPerSecond() / 1000L);
        }

        @Override
        void put(int slot, int index, Values values) {
            long value = fromInts ? values.ints[index] : values.longs[index];
            long millis = value / unitsPerMilli;
            if (value < 0 || millis >= MILLIS_OF_DAY) {
                throw conversion.unfit(Long.toString(value));
            }
            MemoryUtil.putInt(address + 4L * slot, (int) millis);
        }
    }

    /** Milliseconds or microseconds, from numbers in another unit. */
    static final class Timestamps extends FixedWriters.OneByOne {
        private final Conversion conversion;
        private final long factor;
        private final long divisor;

        /**
         * @param stored units per second in the file
         * @param wanted units per second in the vector
         */
        Timestamps(FixedBuilder builder, Conversion conversion, long stored, long wanted) {
            super(builder);
            this.conversion = conversion;
            factor = Math.max(1, wanted / stored);
            divisor = Math.max(1, stored / wanted);
        }

        @Override
        void put(int slot, int index, Values values) {
            long value = values.longs[index];
            long converted = value * factor;
            if (divisor > 1) {
                converted = Math.floorDiv(value, divisor);
            } else if (Math.multiplyHigh(value, factor) != converted >> 63) {
                throw conversion.unfit(Long.toString(value));
            }
            MemoryUtil.putLong(address + 8L * slot, converted);
        }
    }

    /** Milliseconds or microseconds, from INT96. */
    static final class DaysAndNanos extends FixedWriters.OneByOne {
        private final Conversion conversion;
        private final boolean micros;

        DaysAndNanos(FixedBuilder builder, Conversion conversion) {
            super(builder);
            this.conversion = conversion;
            this.micros = ((DataType.Atomic) conversion.wanted().type()).precision() > 3;
        }

        @Override
        void put(int slot, int index, Values values) {
            long millis = values.longs[index];
            long converted = millis;
            if (micros) {
                // The first and the last millisecond fit only in part. A millisecond before 1970 is measured from its
                // end.
                long nearer = millis < 0 ? millis + 1 : millis;
                long whole = nearer * 1000L;
                converted = whole + values.ints[index] / 1000 - (millis < 0 ? 1000 : 0);
                boolean fits = Math.multiplyHigh(nearer, 1000L) == whole >> 63
                        && (millis < 0 ? converted < whole : converted >= whole);
                if (!fits) {
                    throw conversion.unfit(millis + " milliseconds");
                }
            }
            MemoryUtil.putLong(address + 8L * slot, converted);
        }
    }

    static final class NanoTimestamps extends ColumnWriter {
        private final NanoTimestampBuilder builder;
        private final long stored;

        /** @param stored units per second in the file, or 0 for INT96 */
        NanoTimestamps(NanoTimestampBuilder builder, long stored) {
            super(builder);
            this.builder = builder;
            this.stored = stored;
        }

        @Override
        void putRange(int slot, int count, Values values) {
            for (int i = 0; i < count; i++) {
                put(slot + i, i, values);
            }
        }

        @Override
        void put(int slot, int index, Values values) {
            long value = values.longs[index];
            if (stored == 0) {
                builder.put(slot, value, values.ints[index]);
            } else {
                long unitsPerMilli = stored / 1000L;
                int nanosPerUnit = (int) (1_000_000_000L / stored);
                builder.put(
                        slot,
                        Math.floorDiv(value, unitsPerMilli),
                        (int) Math.floorMod(value, unitsPerMilli) * nanosPerUnit);
            }
        }
    }
}
