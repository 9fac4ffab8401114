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
package io.tablestore.internal.file.parquet.variant;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * The bytes of a VARIANT value under construction (Parquet's VariantEncoding). Fields and elements are appended first; the header
 * that precedes them is inserted once all are there.
 */
final class VariantBytes {

    private static final int NULL = 0;
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int INT8 = 3;
    private static final int DOUBLE = 7;
    private static final int DECIMAL4 = 8;
    private static final int DATE = 11;
    private static final int TIMESTAMP = 12;
    private static final int TIMESTAMP_NTZ = 13;
    private static final int FLOAT = 14;
    private static final int BINARY = 15;
    private static final int STRING = 16;

    private static final int SHORT_STRING = 1;
    private static final int OBJECT = 2;
    private static final int ARRAY = 3;
    private static final int MAX_SHORT_STRING = 63;

    private byte[] bytes = new byte[256];
    private int size;

    void clear() {
        size = 0;
    }

    byte[] array() {
        return bytes;
    }

    int size() {
        return size;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
        }
    }

    private void little(long value, int count) {
        reserve(count);
        put(size, value, count);
        size += count;
    }

    private void put(int position, long value, int count) {
        for (int i = 0; i < count; i++) {
            bytes[position + i] = (byte) (value >>> 8 * i);
        }
    }

    private void primitive(int type) {
        little((long) type << 2, 1);
    }

    void putNull() {
        primitive(NULL);
    }

    void putTrue() {
        primitive(TRUE);
    }

    void putFalse() {
        primitive(FALSE);
    }

    /** Writes an integer in 1, 2, 4 or 8 bytes, as few as possible. */
    void putLong(long value) {
        int exponent = value == (byte) value ? 0 : value == (short) value ? 1 : value == (int) value ? 2 : 3;
        primitive(INT8 + exponent);
        little(value, 1 << exponent);
    }

    void putFloat(float value) {
        primitive(FLOAT);
        little(Float.floatToRawIntBits(value), 4);
    }

    void putDouble(double value) {
        primitive(DOUBLE);
        little(Double.doubleToRawLongBits(value), 8);
    }

    void putDate(int days) {
        primitive(DATE);
        little(days, 4);
    }

    /** @param micros since 1970 in UTC */
    void putInstant(long micros) {
        primitive(TIMESTAMP);
        little(micros, 8);
    }

    /** @param micros since 1970 in an unnamed zone */
    void putLocalTimestamp(long micros) {
        primitive(TIMESTAMP_NTZ);
        little(micros, 8);
    }

    void putDecimal(BigDecimal value) {
        BigInteger unscaled = value.unscaledValue();
        int exponent = value.precision() <= 9 ? 0 : value.precision() <= 18 ? 1 : 2;
        primitive(DECIMAL4 + exponent);
        little(value.scale(), 1);
        if (exponent < 2) {
            little(unscaled.longValueExact(), 4 << exponent);
        } else {
            little(unscaled.longValue(), 8);
            little(unscaled.shiftRight(64).longValue(), 8);
        }
    }

    void putString(byte[] text) {
        if (text.length <= MAX_SHORT_STRING) {
            little((long) text.length << 2 | SHORT_STRING, 1);
        } else {
            primitive(STRING);
            little(text.length, 4);
        }
        putRaw(text, 0, text.length);
    }

    void putBinary(byte[] value) {
        primitive(BINARY);
        little(value.length, 4);
        putRaw(value, 0, value.length);
    }

    /** Writes a value that is already encoded. */
    void putRaw(byte[] source, int start, int length) {
        reserve(length);
        System.arraycopy(source, start, bytes, size, length);
        size += length;
    }

    /**
     * Inserts the header of an array before its elements.
     *
     * @param start start of the first element
     * @param offsets start of each element, relative to {@code start}
     */
    void closeArray(int start, int[] offsets, int count) {
        int dataBytes = size - start;
        int offsetSize = width(dataBytes);
        int head = head(start, count, (count + 1) * offsetSize, ARRAY, offsetSize - 1, 2);
        for (int i = 0; i < count; i++) {
            put(head + i * offsetSize, offsets[i], offsetSize);
        }
        put(head + count * offsetSize, dataBytes, offsetSize);
    }

    /**
     * Inserts the header of an object before the values of its fields.
     *
     * @param ids ids of the field names; the fields are in the order of their names, as the format requires
     * @param offsets start of the value of the field with the same index, relative to {@code start}; the values may be in any order
     */
    void closeObject(int start, int[] ids, int[] offsets, int count) {
        int dataBytes = size - start;
        int maxId = 0;
        for (int i = 0; i < count; i++) {
            maxId = Math.max(maxId, ids[i]);
        }
        int idSize = width(maxId);
        int offsetSize = width(dataBytes);
        int sizes = (idSize - 1) << 2 | offsetSize - 1;
        int head = head(start, count, count * idSize + (count + 1) * offsetSize, OBJECT, sizes, 4);
        int offsetStart = head + count * idSize;
        for (int i = 0; i < count; i++) {
            put(head + i * idSize, ids[i], idSize);
            put(offsetStart + i * offsetSize, offsets[i], offsetSize);
        }
        put(offsetStart + count * offsetSize, dataBytes, offsetSize);
    }

    /** Makes room for a header and writes its first bytes; returns the position of the rest. */
    private int head(int start, int count, int rest, int type, int sizes, int largeBit) {
        boolean large = count > 255;
        int countBytes = large ? 4 : 1;
        int headBytes = 1 + countBytes + rest;
        reserve(headBytes);
        System.arraycopy(bytes, start, bytes, start + headBytes, size - start);
        size += headBytes;
        bytes[start] = (byte) (((large ? 1 << largeBit : 0) | sizes) << 2 | type);
        put(start + 1, count, countBytes);
        return start + 1 + countBytes;
    }

    private static int width(int value) {
        return value < 1 << 8 ? 1 : value < 1 << 16 ? 2 : value < 1 << 24 ? 3 : 4;
    }
}
