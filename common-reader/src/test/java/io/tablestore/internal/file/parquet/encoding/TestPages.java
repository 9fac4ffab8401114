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

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;

/** Writes pages in the encodings of Parquet, straight from the specification, for tests. */
public final class TestPages {

    private TestPages() {}

    public static void varint(ByteArrayOutputStream out, long value) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            out.write((int) (left & 0x7F | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }

    public static void zigzag(ByteArrayOutputStream out, long value) {
        varint(out, value << 1 ^ value >> 63);
    }

    /** Packs values from the lowest bit on; a number of values that fills whole bytes. */
    static void pack(ByteArrayOutputStream out, long[] values, int width) {
        byte[] bytes = new byte[(values.length * width + 7) / 8];
        for (int i = 0; i < values.length; i++) {
            for (int bit = 0; bit < width; bit++) {
                if ((values[i] >>> bit & 1) != 0) {
                    int at = i * width + bit;
                    bytes[at / 8] |= (byte) (1 << at % 8);
                }
            }
        }
        out.writeBytes(bytes);
    }

    /** The hybrid of runs and packed groups, in a random mixture. */
    public static byte[] rle(int[] values, int width, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (at < values.length) {
            int run = 1;
            while (at + run < values.length && values[at + run] == values[at]) {
                run++;
            }
            int left = values.length - at;
            if (run >= 3 && random.nextInt(4) > 0 || left < 8 && random.nextBoolean()) {
                int taken = 1 + random.nextInt(run);
                varint(out, (long) taken << 1);
                for (int b = 0; b < (width + 7) / 8; b++) {
                    out.write(values[at] >>> 8 * b);
                }
                at += taken;
            } else {
                int groups = left < 8 ? 1 : 1 + random.nextInt(Math.min(4, left / 8));
                long[] packed = new long[groups * 8];
                for (int i = 0; i < packed.length; i++) {
                    packed[i] = at + i < values.length ? values[at + i] & 0xFFFFFFFFL : 0;
                }
                varint(out, (long) groups << 1 | 1);
                pack(out, packed, width);
                at += packed.length;
            }
        }
        return out.toByteArray();
    }

    /** DELTA_BINARY_PACKED. */
    public static byte[] delta(long[] values, int blockSize, int miniblocks, boolean narrow) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, blockSize);
        varint(out, miniblocks);
        varint(out, values.length);
        zigzag(out, values.length == 0 ? 0 : values[0]);
        int size = blockSize / miniblocks;
        for (int start = 1; start < values.length; start += blockSize) {
            int count = Math.min(blockSize, values.length - start);
            long[] deltas = new long[count];
            long min = Long.MAX_VALUE;
            for (int i = 0; i < count; i++) {
                long delta = values[start + i] - values[start + i - 1];
                deltas[i] = narrow ? (int) delta : delta;
                min = Math.min(min, deltas[i]);
            }
            zigzag(out, min);
            byte[] widths = new byte[miniblocks];
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            for (int block = 0; block * size < count; block++) {
                long[] rests = new long[size];
                int width = 0;
                for (int i = 0; i < size && block * size + i < count; i++) {
                    long rest = deltas[block * size + i] - min;
                    rests[i] = narrow ? rest & 0xFFFFFFFFL : rest;
                    width = Math.max(width, 64 - Long.numberOfLeadingZeros(rests[i]));
                }
                widths[block] = (byte) width;
                pack(packed, rests, width);
            }
            out.writeBytes(widths);
            out.writeBytes(packed.toByteArray());
        }
        return out.toByteArray();
    }

    static byte[] deltaLengths(List<byte[]> values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(delta(values.stream().mapToLong(value -> value.length).toArray(), 128, 4, true));
        values.forEach(out::writeBytes);
        return out.toByteArray();
    }

    static byte[] deltaPrefixes(List<byte[]> values) {
        long[] prefixes = new long[values.size()];
        long[] suffixes = new long[values.size()];
        ByteArrayOutputStream rests = new ByteArrayOutputStream();
        byte[] before = new byte[0];
        for (int i = 0; i < prefixes.length; i++) {
            byte[] value = values.get(i);
            int shared = 0;
            while (shared < value.length && shared < before.length && value[shared] == before[shared]) {
                shared++;
            }
            prefixes[i] = shared;
            suffixes[i] = (long) value.length - shared;
            rests.write(value, shared, value.length - shared);
            before = value;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(delta(prefixes, 128, 4, true));
        out.writeBytes(delta(suffixes, 128, 4, true));
        out.writeBytes(rests.toByteArray());
        return out.toByteArray();
    }

    /** PLAIN binaries. */
    public static byte[] plain(List<byte[]> values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] value : values) {
            out.writeBytes(little(4, value.length));
            out.writeBytes(value);
        }
        return out.toByteArray();
    }

    /** PLAIN numbers of a width in bytes. */
    public static byte[] plain(int width, long... values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (long value : values) {
            out.writeBytes(little(width, value));
        }
        return out.toByteArray();
    }

    public static byte[] little(int width, long value) {
        byte[] bytes = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        return java.util.Arrays.copyOf(bytes, width);
    }

    /** BYTE_STREAM_SPLIT. */
    static byte[] split(List<byte[]> values, int width) {
        byte[] bytes = new byte[values.size() * width];
        for (int b = 0; b < width; b++) {
            for (int i = 0; i < values.size(); i++) {
                bytes[b * values.size() + i] = values.get(i)[b];
            }
        }
        return bytes;
    }
}
