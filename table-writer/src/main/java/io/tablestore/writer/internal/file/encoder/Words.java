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
package io.tablestore.writer.internal.file.encoder;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian access to heap bytes in words. */
public final class Words {

    /** Number of bytes that must exist after data that is read or copied in words. */
    public static final int SLACK_BYTES = Long.BYTES;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SHORT_BYTES = 64;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L; // 2^64 divided by the golden ratio

    private Words() {}

    public static int getInt(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    public static void putInt(byte[] bytes, int at, int value) {
        INTS.set(bytes, at, value);
    }

    public static long getLong(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    public static void putLong(byte[] bytes, int at, long value) {
        LONGS.set(bytes, at, value);
    }

    /** The first bytes of a string as an unsigned number with the same order; needs slack. */
    public static long prefix(byte[] bytes, int start, int length) {
        long word = Long.reverseBytes(getLong(bytes, start));
        return length >= Long.BYTES ? word : length == 0 ? 0 : word & -1L << 8 * (Long.BYTES - length);
    }

    /** The lowest {@code length} bytes of the word at {@code start}. */
    private static long low(byte[] bytes, int start, int length) {
        return getLong(bytes, start) & (1L << 8 * length) - 1;
    }

    public static int hash(long number) {
        long mixed = number * MIX;
        return (int) (mixed >>> 32 ^ mixed >>> 17);
    }

    /** A hash of bytes; needs slack. */
    public static int hash(byte[] bytes, int start, int length) {
        long hash = length;
        int whole = start + (length & -Long.BYTES);
        for (int at = start; at < whole; at += Long.BYTES) {
            hash = (hash ^ getLong(bytes, at)) * MIX;
            hash ^= hash >>> 32;
        }
        return hash((hash ^ low(bytes, whole, length & 7)) * MIX);
    }

    /** Whether the bytes are equal; both arrays need slack. */
    public static boolean equal(byte[] left, int leftStart, byte[] right, int rightStart, int length) {
        int whole = length & -Long.BYTES;
        for (int at = 0; at < whole; at += Long.BYTES) {
            if (getLong(left, leftStart + at) != getLong(right, rightStart + at)) {
                return false;
            }
        }
        return low(left, leftStart + whole, length & 7) == low(right, rightStart + whole, length & 7);
    }

    /** Copies bytes. May also overwrite slack; both arrays need it. */
    public static void copy(byte[] source, int start, byte[] target, int at, int length) {
        if (length > SHORT_BYTES) {
            System.arraycopy(source, start, target, at, length);
            return;
        }
        for (int i = 0; i < length; i += Long.BYTES) {
            putLong(target, at + i, getLong(source, start + i));
        }
    }
}
