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

import io.tablestore.internal.memory.BufferPool;
import java.io.IOException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/** The delta encodings, which writers use with {@code parquet.writer.version=v2}. */
public final class DeltaDecoders {

    private DeltaDecoders() {}

    /** DELTA_BINARY_PACKED: a first value, then blocks with a minimum delta and bit-packed differences from it. */
    public static final class Numbers implements ValueDecoder {

        private final PageBytes bytes;
        private final boolean narrow;
        private final int miniblocks;
        private final int miniblockSize;
        private final int[] widths;
        private final long[] rests;
        private long left;
        private long last;
        private boolean first = true;
        private long minDelta;
        private int miniblock;
        private int rest;

        public Numbers(PageBytes bytes, Type type) throws IOException {
            this.bytes = bytes;
            this.narrow = type == Type.INT32;
            int blockSize = bytes.takeVarint();
            miniblocks = bytes.takeVarint();
            left = bytes.takeVarint();
            last = bytes.takeZigzag();
            boolean valid = miniblocks > 0 && miniblocks <= 512 && blockSize > 0 && blockSize <= 1 << 20;
            if (!valid || blockSize % miniblocks != 0 || blockSize / miniblocks % 8 != 0) {
                throw new IOException("delta blocks of " + blockSize + " values in " + miniblocks + " parts");
            }
            miniblockSize = blockSize / miniblocks;
            widths = new int[miniblocks];
            rests = new long[miniblockSize];
            miniblock = miniblocks;
            rest = miniblockSize;
        }

        long count() {
            return left;
        }

        long next() throws IOException {
            if (left-- <= 0) {
                throw new IOException("a delta page has fewer values than its header says");
            }
            if (first) {
                first = false;
                return last;
            }
            if (rest == miniblockSize) {
                nextMiniblock();
            }
            last += minDelta + rests[rest++];
            if (narrow) {
                last = last << 32 >> 32;
            }
            return last;
        }

        private void nextMiniblock() throws IOException {
            if (miniblock == miniblocks) {
                minDelta = bytes.takeZigzag();
                for (int i = 0; i < miniblocks; i++) {
                    widths[i] = bytes.takeByte();
                }
                miniblock = 0;
            }
            int width = widths[miniblock++];
            if (width > 64) {
                throw new IOException("a bit width of " + width);
            }
            long address = bytes.take((long) miniblockSize * width / 8);
            for (int i = 0; i < miniblockSize; i++) {
                rests[i] = width == 0 ? 0 : bits(address, (long) i * width, width);
            }
            rest = 0;
        }

        private static long bits(long address, long bit, int width) {
            int shift = (int) (bit & 7);
            long at = address + (bit >>> 3);
            long value = MemoryUtil.getLong(at) >>> shift;
            if (shift + width > 64) {
                value |= (long) MemoryUtil.getByte(at + 8) << (64 - shift);
            }
            return width == 64 ? value : value & (1L << width) - 1;
        }

        @Override
        public void read(int count, Values target) throws IOException {
            if (narrow) {
                int[] ints = target.ints(count);
                for (int i = 0; i < count; i++) {
                    ints[i] = (int) next();
                }
            } else {
                long[] longs = target.longs(count);
                for (int i = 0; i < count; i++) {
                    longs[i] = next();
                }
            }
        }

        @Override
        public void skip(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                next();
            }
        }

        @Override
        public void checkConsumed() throws IOException {
            if (left != 0) {
                throw new IOException("a delta page has " + left + " values more than its header says");
            }
        }
    }

    /** Reads a complete stream of lengths; the data that follows it in the page starts after its end. */
    private static int[] lengths(PageBytes bytes, int expected) throws IOException {
        Numbers numbers = new Numbers(bytes, Type.INT32);
        if (numbers.count() != expected) {
            throw new IOException(numbers.count() + " lengths for " + expected + " values");
        }
        int[] lengths = new int[expected];
        for (int i = 0; i < expected; i++) {
            lengths[i] = (int) numbers.next();
            if (lengths[i] < 0) {
                throw new IOException("a value of " + lengths[i] + " bytes");
            }
        }
        return lengths;
    }

    /** DELTA_LENGTH_BYTE_ARRAY: all lengths, then all bytes. */
    public static final class LengthBinaries implements ValueDecoder {

        private final PageBytes bytes;
        private final int[] lengths;
        private int next;

        public LengthBinaries(PageBytes bytes, int valueCount) throws IOException {
            this.lengths = DeltaDecoders.lengths(bytes, valueCount);
            this.bytes = bytes;
        }

        @Override
        public void read(int count, Values target) throws IOException {
            long[] addresses = target.addresses(count);
            for (int i = 0; i < count; i++) {
                int length = lengths[next++];
                addresses[i] = bytes.take(length);
                target.lengths[i] = length;
            }
        }

        @Override
        public void skip(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                bytes.take(lengths[next++]);
            }
        }

        @Override
        public int fitting(int most, long limit) {
            long total = 0;
            for (int i = 0; i < most && next + i < lengths.length; i++) {
                total += lengths[next + i];
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

    /**
     * DELTA_BYTE_ARRAY: the length of the prefix that each value shares with the previous one, then the suffixes. All values are
     * expanded at once.
     */
    public static final class PrefixBinaries implements ValueDecoder {

        private final BufferPool pool;
        private final long[] starts;
        private @Nullable ArrowBuf expanded;
        private int next;

        public PrefixBinaries(PageBytes bytes, int valueCount, BufferPool pool) throws IOException {
            this.pool = pool;
            int[] prefixes = DeltaDecoders.lengths(bytes, valueCount);
            int[] suffixes = DeltaDecoders.lengths(bytes, valueCount);
            starts = new long[valueCount + 1];
            long total = 0;
            for (int i = 0; i < valueCount; i++) {
                long before = i == 0 ? 0 : starts[i] - starts[i - 1];
                long length = (long) prefixes[i] + suffixes[i];
                if (prefixes[i] > before || length > Integer.MAX_VALUE || suffixes[i] > bytes.remaining()) {
                    throw new IOException("a value that shares " + prefixes[i] + " bytes with one of " + before
                            + " and has " + suffixes[i] + " of its own");
                }
                total += length;
                starts[i + 1] = total;
            }
            ArrowBuf buffer = pool.take(total);
            expanded = buffer;
            try {
                expand(bytes, prefixes, suffixes, buffer.memoryAddress());
            } catch (IOException | RuntimeException damaged) {
                close();
                throw damaged;
            }
        }

        private void expand(PageBytes bytes, int[] prefixes, int[] suffixes, long address) throws IOException {
            for (int i = 0; i < prefixes.length; i++) {
                if (prefixes[i] > 0) {
                    MemoryUtil.copyMemory(address + starts[i - 1], address + starts[i], prefixes[i]);
                }
                MemoryUtil.copyMemory(bytes.take(suffixes[i]), address + starts[i] + prefixes[i], suffixes[i]);
            }
        }

        @Override
        public void read(int count, Values target) throws IOException {
            if (expanded == null || count > starts.length - 1 - next) {
                throw new IOException("a page has fewer values than its header says");
            }
            long[] addresses = target.addresses(count);
            for (int i = 0; i < count; i++, next++) {
                addresses[i] = expanded.memoryAddress() + starts[next];
                target.lengths[i] = (int) (starts[next + 1] - starts[next]);
            }
        }

        @Override
        public void skip(int count) {
            next += count;
        }

        @Override
        public int fitting(int most, long bytes) {
            int end = next;
            while (end < starts.length - 1 && end - next < most && starts[end + 1] - starts[next] <= bytes) {
                end++;
            }
            return end == starts.length - 1 ? most : end - next;
        }

        @Override
        public void close() {
            if (expanded != null) {
                pool.give(expanded);
                expanded = null;
            }
        }
    }

    /** BYTE_STREAM_SPLIT: all first bytes, then all second bytes, and so on. */
    public static final class Streams implements ValueDecoder {

        private final long address;
        private final int valueCount;
        private final boolean narrow;
        private int next;

        public Streams(PageBytes bytes, Type type, int valueCount) throws IOException {
            this.narrow = type == Type.INT32 || type == Type.FLOAT;
            this.valueCount = valueCount;
            long size = (long) valueCount * (narrow ? 4 : 8);
            if (bytes.remaining() != size) {
                throw new IOException("a page of " + bytes.remaining() + " bytes holds no " + valueCount + " values");
            }
            this.address = bytes.take(size);
        }

        @Override
        public void read(int count, Values target) throws IOException {
            if (count > valueCount - next) {
                throw new IOException("a page has fewer values than its header says");
            }
            int[] ints = narrow ? target.ints(count) : target.ints;
            long[] longs = narrow ? target.longs : target.longs(count);
            for (int i = 0; i < count; i++, next++) {
                long value = 0;
                for (int b = narrow ? 3 : 7; b >= 0; b--) {
                    value = value << 8 | MemoryUtil.getByte(address + (long) b * valueCount + next) & 0xFF;
                }
                if (narrow) {
                    ints[i] = (int) value;
                } else {
                    longs[i] = value;
                }
            }
        }

        @Override
        public void skip(int count) {
            next += count;
        }
    }
}
