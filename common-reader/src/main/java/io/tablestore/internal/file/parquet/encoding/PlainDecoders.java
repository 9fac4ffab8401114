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
package io.tablestore.internal.file.parquet.encoding;

import io.tablestore.arrow.MemoryBits;
import java.io.IOException;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.parquet.format.Type;

/** PLAIN: consecutive values; booleans as bits, strings with a length prefix. */
public final class PlainDecoders {

    private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;
    private static final long MILLIS_OF_DAY = 86_400_000;
    private static final long MICROS_OF_DAY = 86_400_000_000L;

    private PlainDecoders() {}

    public static ValueDecoder of(Type type, int typeLength, PageBytes bytes) {
        return switch (type) {
            case BOOLEAN -> new Bits(bytes);
            case INT32, FLOAT -> new Ints(bytes);
            case INT64, DOUBLE -> new Longs(bytes);
            case INT96 -> new Int96(bytes);
            case BYTE_ARRAY -> new Binaries(bytes);
            case FIXED_LEN_BYTE_ARRAY -> new Fixed(bytes, typeLength);
        };
    }

    private abstract static class Whole implements ValueDecoder {
        final PageBytes bytes;
        private final int width;

        Whole(PageBytes bytes, int width) {
            this.bytes = bytes;
            this.width = width;
        }

        @Override
        public void skip(int count) throws IOException {
            bytes.take((long) count * width);
        }

        long takeValues(int count) throws IOException {
            return bytes.take((long) count * width);
        }

        @Override
        public void checkConsumed() throws IOException {
            if (bytes.remaining() > 0) {
                throw new IOException(bytes.remaining() + " bytes are left behind the last value of the page");
            }
        }
    }

    private static final class Ints extends Whole {
        Ints(PageBytes bytes) {
            super(bytes, 4);
        }

        @Override
        public void read(int count, Values target) throws IOException {
            long address = takeValues(count);
            int[] ints = target.ints(count);
            for (int i = 0; i < count; i++) {
                ints[i] = MemoryUtil.getInt(address + 4L * i);
            }
        }

        @Override
        public long take(int count) throws IOException {
            return takeValues(count);
        }
    }

    private static final class Longs extends Whole {
        Longs(PageBytes bytes) {
            super(bytes, 8);
        }

        @Override
        public void read(int count, Values target) throws IOException {
            long address = takeValues(count);
            long[] longs = target.longs(count);
            for (int i = 0; i < count; i++) {
                longs[i] = MemoryUtil.getLong(address + 8L * i);
            }
        }

        @Override
        public long take(int count) throws IOException {
            return takeValues(count);
        }
    }

    /**
     * Nanoseconds of the day, then the Julian day, both little-endian. Spark counts from the first Julian day in 64-bit
     * microseconds, which overflow for years from 287585 on. The stored day then lies before the first instant that microseconds
     * since 1970 can represent, and the true one is 2^64 microseconds later (parquet-testing, int96_from_spark).
     */
    private static final class Int96 extends Whole {

        /** The first millisecond that 64-bit microseconds can represent. */
        private static final long FIRST_MILLI = Math.floorDiv(Long.MIN_VALUE, 1000L);

        /** The first Julian day that 64-bit microseconds can represent. */
        private static final long FIRST_DAY = Math.floorDiv(Long.MIN_VALUE, MICROS_OF_DAY);

        Int96(PageBytes bytes) {
            super(bytes, 12);
        }

        @Override
        public void read(int count, Values target) throws IOException {
            long address = takeValues(count);
            long[] millis = target.longs(count);
            int[] nanos = target.ints(count);
            for (int i = 0; i < count; i++) {
                long nanosOfDay = MemoryUtil.getLong(address + 12L * i);
                long day = MemoryUtil.getInt(address + 12L * i + 8);
                millis[i] = (day - JULIAN_DAY_OF_EPOCH) * MILLIS_OF_DAY + Math.floorDiv(nanosOfDay, 1_000_000L);
                nanos[i] = (int) Math.floorMod(nanosOfDay, 1_000_000L);
                if (millis[i] < FIRST_MILLI && day >= FIRST_DAY) {
                    unwrap(i, millis, nanos);
                }
            }
        }

        /** Adds 2^64 microseconds. */
        private static void unwrap(int i, long[] millis, int[] nanos) {
            long later = nanos[i] + 616_000L;
            millis[i] += 18_446_744_073_709_551L + later / 1_000_000L;
            nanos[i] = (int) (later % 1_000_000L);
        }
    }

    private static final class Fixed extends Whole {
        private final int length;

        Fixed(PageBytes bytes, int length) {
            super(bytes, length);
            this.length = length;
        }

        @Override
        public void read(int count, Values target) throws IOException {
            long address = takeValues(count);
            long[] addresses = target.addresses(count);
            int[] lengths = target.lengths;
            for (int i = 0; i < count; i++) {
                addresses[i] = address + (long) length * i;
                lengths[i] = length;
            }
        }
    }

    private static final class Bits implements ValueDecoder {
        private final PageBytes bytes;
        private final long address;
        private long bit;

        Bits(PageBytes bytes) {
            this.bytes = bytes;
            this.address = bytes.position();
        }

        @Override
        public void read(int count, Values target) throws IOException {
            check(count);
            int[] ints = target.ints(count);
            for (int i = 0; i < count; i++, bit++) {
                ints[i] = MemoryBits.get(address, bit);
            }
        }

        @Override
        public void skip(int count) throws IOException {
            check(count);
            bit += count;
        }

        private void check(int count) throws IOException {
            if (bit + count > bytes.remaining() * 8) {
                throw new IOException(
                        "a page of " + bytes.remaining() + " bytes has no " + (bit + count) + " booleans");
            }
        }

        @Override
        public void checkConsumed() throws IOException {
            if ((bit + 7) / 8 != bytes.remaining()) {
                throw new IOException("a page of " + bytes.remaining() + " bytes has more than " + bit + " booleans");
            }
        }
    }

    private static final class Binaries implements ValueDecoder {
        private final PageBytes bytes;

        Binaries(PageBytes bytes) {
            this.bytes = bytes;
        }

        @Override
        public void read(int count, Values target) throws IOException {
            long[] addresses = target.addresses(count);
            int[] lengths = target.lengths;
            long at = bytes.position();
            long left = bytes.remaining();
            for (int i = 0; i < count; i++) {
                int length = left < 4 ? -1 : MemoryUtil.getInt(at);
                left -= 4L + length;
                if (length < 0 || left < 0) {
                    throw new IOException("a value of " + length + " bytes does not fit in the page");
                }
                addresses[i] = at + 4;
                lengths[i] = length;
                at += 4L + length;
            }
            bytes.take(at - bytes.position());
        }

        @Override
        public void skip(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                bytes.take(bytes.takeInt());
            }
        }

        @Override
        public int fitting(int most, long limit) throws IOException {
            PageBytes ahead = bytes.copy();
            long total = 0;
            for (int i = 0; i < most && ahead.remaining() > 0; i++) {
                int length = ahead.takeInt();
                ahead.take(length);
                total += length;
                if (total > limit) {
                    return i;
                }
            }
            return most;
        }

        @Override
        public void checkConsumed() throws IOException {
            if (bytes.remaining() > 0) {
                throw new IOException(bytes.remaining() + " bytes are left behind the last value of the page");
            }
        }
    }
}
