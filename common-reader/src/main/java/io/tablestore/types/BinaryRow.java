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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A row of metadata in the format's binary layout: partition, key bounds, statistics (format reference, 5.1 and 5.3). Rows are
 * values: two rows are equal if their bytes are.
 *
 * <p>Reading outside the bytes throws {@link IndexOutOfBoundsException}, which file readers turn into an error that names the
 * file.
 */
public final class BinaryRow {

    /** The row without fields: the partition of a table without partitions. */
    public static final BinaryRow EMPTY = new BinaryRow(0, new byte[8]);

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final int MAX_ARITY = 1 << 20;

    private final int arity;
    private final byte[] bytes;

    /** @param bytes the row without the arity prefix; owned by the new row */
    public BinaryRow(int arity, byte[] bytes) {
        this.arity = arity;
        this.bytes = bytes;
    }

    /**
     * Reads the serialized form: four bytes of arity, big-endian, then the row.
     *
     * @throws IndexOutOfBoundsException if the bytes are too short for their arity
     */
    public static BinaryRow deserialize(byte[] buffer, int offset, int length) {
        if (length < 4) {
            throw new IndexOutOfBoundsException("a row of " + length + " bytes has no arity");
        }
        int arity = (int) BIG_INT.get(buffer, offset);
        if (arity < 0 || arity > MAX_ARITY || length - 4 < headerSize(arity) + 8 * arity) {
            throw new IndexOutOfBoundsException("a row of " + length + " bytes cannot have " + arity + " fields");
        }
        return new BinaryRow(arity, Arrays.copyOfRange(buffer, offset + 4, offset + length));
    }

    public static BinaryRow deserialize(byte[] buffer) {
        return deserialize(buffer, 0, buffer.length);
    }

    /** The serialized form, the inverse of {@link #deserialize}. */
    public byte[] serialize() {
        byte[] result = new byte[4 + bytes.length];
        BIG_INT.set(result, 0, arity);
        System.arraycopy(bytes, 0, result, 4, bytes.length);
        return result;
    }

    /** Size in bytes of the header and the null bits. */
    public static int headerSize(int arity) {
        return ((arity + 63 + 8) / 64) * 8;
    }

    public int arity() {
        return arity;
    }

    /** Size of the row in bytes, without the arity prefix. */
    public int sizeInBytes() {
        return bytes.length;
    }

    public boolean isNull(int field) {
        int bit = field + 8;
        return (bytes[bit >> 3] & (1 << (bit & 7))) != 0;
    }

    private int slot(int field) {
        if (field < 0 || field >= arity) {
            throw new IndexOutOfBoundsException("field " + field + " of a row with " + arity);
        }
        return headerSize(arity) + 8 * field;
    }

    public boolean getBoolean(int field) {
        return bytes[slot(field)] != 0;
    }

    public byte getByte(int field) {
        return bytes[slot(field)];
    }

    public short getShort(int field) {
        return (short) SHORT.get(bytes, slot(field));
    }

    public int getInt(int field) {
        return (int) INT.get(bytes, slot(field));
    }

    public long getLong(int field) {
        return (long) LONG.get(bytes, slot(field));
    }

    /** The bytes of a string or binary. */
    public byte[] getBytes(int field) {
        long slotValue = getLong(field);
        if (slotValue < 0) {
            int length = (int) (slotValue >>> 56) & 0x7F;
            if (length > 7) {
                throw new IndexOutOfBoundsException("a value of " + length + " bytes inside its slot");
            }
            return Arrays.copyOfRange(bytes, slot(field), slot(field) + length);
        }
        return variable((int) (slotValue >>> 32), (int) slotValue);
    }

    private byte[] variable(int offset, int length) {
        if (offset < 0 || length < 0 || offset > bytes.length - length) {
            throw new IndexOutOfBoundsException(
                    "a value of " + length + " bytes at " + offset + " in a row of " + bytes.length + " bytes");
        }
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    private BigDecimal getDecimal(int field, int precision, int scale) {
        if (precision <= 18) {
            return BigDecimal.valueOf(getLong(field), scale);
        }
        long slotValue = getLong(field);
        byte[] unscaled = variable((int) (slotValue >>> 32), (int) slotValue);
        if (unscaled.length == 0) {
            throw new IndexOutOfBoundsException("a decimal of 0 bytes");
        }
        return new BigDecimal(new BigInteger(unscaled), scale);
    }

    private TimestampValue getTimestamp(int field, int precision) {
        if (precision <= 3) {
            return new TimestampValue(getLong(field), 0);
        }
        long slotValue = getLong(field);
        byte[] millis = variable((int) (slotValue >>> 32), 8);
        return new TimestampValue((long) LONG.get(millis, 0), (int) slotValue);
    }

    /**
     * A field's value in the form of {@link io.tablestore.predicate.ValueOrder}; null if the field is null or its type has no
     * order.
     */
    public @Nullable Object value(int field, DataType type) {
        if (isNull(field)) {
            return null;
        }
        if (!(type instanceof DataType.Atomic atomic)) {
            return null;
        }
        return switch (atomic.root()) {
            case BOOLEAN -> getBoolean(field);
            case TINYINT -> (long) getByte(field);
            case SMALLINT -> (long) getShort(field);
            case INT, DATE, TIME -> (long) getInt(field);
            case BIGINT -> getLong(field);
            case FLOAT -> (double) Float.intBitsToFloat(getInt(field));
            case DOUBLE -> Double.longBitsToDouble(getLong(field));
            case DECIMAL -> getDecimal(field, atomic.precision(), atomic.scale());
            case TIMESTAMP, TIMESTAMP_LTZ -> getTimestamp(field, atomic.precision());
            case CHAR, VARCHAR, BINARY, VARBINARY -> getBytes(field);
            case VARIANT, BLOB, ARRAY, MULTISET, MAP, ROW, VECTOR -> null;
        };
    }

    /** Murmur3 of the complete row, seed 42 (format reference, 5.5). */
    public int murmurHash() {
        return murmurHash(bytes, bytes.length);
    }

    /** As {@link #murmurHash()}, for the first {@code length} bytes, a multiple of four. */
    public static int murmurHash(byte[] bytes, int length) {
        int h = 42;
        for (int i = 0; i < length; i += 4) {
            int k = (int) INT.get(bytes, i) * 0xcc9e2d51;
            h ^= Integer.rotateLeft(k, 15) * 0x1b873593;
            h = Integer.rotateLeft(h, 13) * 5 + 0xe6546b64;
        }
        h ^= length;
        h = (h ^ (h >>> 16)) * 0x85ebca6b;
        h = (h ^ (h >>> 13)) * 0xc2b2ae35;
        return h ^ (h >>> 16);
    }

    public boolean hasBytes(byte[] others, int length) {
        return Arrays.equals(bytes, 0, bytes.length, others, 0, length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BinaryRow row && row.arity == arity && Arrays.equals(row.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
