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
package io.tablestore.internal.format.row;

import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds binary rows from values in the forms of {@link io.tablestore.predicate.ValueOrder}. */
public final class BinaryRowWriter {

    private BinaryRowWriter() {}

    /**
     * Builds a row with exactly the bytes that the format's writers produce, so that its hash gives the bucket.
     *
     * @param values one per type; null means null
     */
    public static BinaryRow write(List<DataType> types, List<@Nullable Object> values) {
        int arity = types.size();
        int header = BinaryRow.headerSize(arity);
        int size = header + 8 * arity;
        for (int i = 0; i < arity; i++) {
            size += variableSize(types.get(i), values.get(i));
        }
        ByteBuffer row = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        int variableAt = header + 8 * arity;
        for (int i = 0; i < arity; i++) {
            DataType type = types.get(i);
            Object value = values.get(i);
            int slot = header + 8 * i;
            if (value == null) {
                int bit = i + 8;
                row.put(bit >> 3, (byte) (row.get(bit >> 3) | 1 << (bit & 7)));
                if (variableSize(type, null) > 0) {
                    row.putLong(slot, (long) variableAt << 32); // the space stays reserved
                }
            } else {
                put(row, slot, variableAt, (DataType.Atomic) type, value);
            }
            variableAt += variableSize(type, value);
        }
        return new BinaryRow(arity, row.array());
    }

    /** DECIMAL above 18 digits and TIMESTAMP above milliseconds reserve space even for null. */
    private static int variableSize(DataType type, @Nullable Object value) {
        if (!(type instanceof DataType.Atomic atomic)) {
            return 0; // always null here
        }
        return switch (atomic.root()) {
            case DECIMAL -> atomic.precision() > 18 ? 16 : 0;
            case TIMESTAMP, TIMESTAMP_LTZ -> atomic.precision() > 3 ? 8 : 0;
            case CHAR, VARCHAR, BINARY, VARBINARY ->
                value instanceof byte[] bytes && bytes.length > 7 ? (bytes.length + 7) / 8 * 8 : 0;
            default -> 0;
        };
    }

    private static void put(ByteBuffer row, int slot, int variableAt, DataType.Atomic type, Object value) {
        switch (type.root()) {
            case BOOLEAN -> row.put(slot, (byte) ((Boolean) value ? 1 : 0));
            case TINYINT -> row.put(slot, ((Long) value).byteValue());
            case SMALLINT -> row.putShort(slot, ((Long) value).shortValue());
            case INT, DATE, TIME -> row.putInt(slot, Math.toIntExact((Long) value));
            case BIGINT -> row.putLong(slot, (Long) value);
            case FLOAT -> row.putFloat(slot, ((Double) value).floatValue());
            case DOUBLE -> row.putDouble(slot, (Double) value);
            case DECIMAL -> putDecimal(row, slot, variableAt, type, (BigDecimal) value);
            case TIMESTAMP, TIMESTAMP_LTZ -> {
                TimestampValue timestamp = (TimestampValue) value;
                if (type.precision() <= 3) {
                    row.putLong(slot, timestamp.epochMillis());
                } else {
                    row.putLong(slot, (long) variableAt << 32 | timestamp.nanoOfMilli());
                    row.putLong(variableAt, timestamp.epochMillis());
                }
            }
            case CHAR, VARCHAR, BINARY, VARBINARY -> putBytes(row, slot, variableAt, (byte[]) value);
            default -> throw new IllegalStateException("no binary form of " + type);
        }
    }

    private static void putDecimal(ByteBuffer row, int slot, int variableAt, DataType.Atomic type, BigDecimal value) {
        if (type.precision() <= 18) {
            row.putLong(slot, value.setScale(type.scale()).unscaledValue().longValueExact());
        } else {
            byte[] unscaled = value.setScale(type.scale()).unscaledValue().toByteArray();
            row.putLong(slot, (long) variableAt << 32 | unscaled.length);
            row.put(variableAt, unscaled);
        }
    }

    private static void putBytes(ByteBuffer row, int slot, int variableAt, byte[] value) {
        if (value.length <= 7) {
            row.put(slot, value);
            row.put(slot + 7, (byte) (0x80 | value.length));
        } else {
            row.putLong(slot, (long) variableAt << 32 | value.length);
            row.put(variableAt, value);
        }
    }
}
