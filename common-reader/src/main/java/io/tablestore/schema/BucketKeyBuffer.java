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
package io.tablestore.schema;

import io.tablestore.options.LayoutOptions;
import io.tablestore.options.LayoutOptions.BucketFunctionName;
import io.tablestore.options.OptionSet;
import io.tablestore.options.ReadOptions;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Computes the buckets of many keys, one at a time, without creating objects: a reusable binary row (format reference, 5.1).
 * Supports keys of integers, dates, booleans, strings and bytes; see {@link #supports}.
 *
 * <p>Call {@link #reset()} for each key, then put its columns in order; omitted columns are null.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class BucketKeyBuffer {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final List<DataType> types;
    private final int header;
    private byte[] row = new byte[64];
    private int size;

    /** @param types supported types of the bucket key's columns */
    public BucketKeyBuffer(List<DataType> types) {
        this.types = List.copyOf(types);
        this.header = BinaryRow.headerSize(types.size());
    }

    public static boolean supports(DataType type) {
        TypeRoot root = type.root();
        return switch (root) {
            case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, DATE, VARCHAR, VARBINARY -> true;
            default -> false;
        };
    }

    /** Whether a table has a fixed number of buckets and {@link #bucket} of the bucket key gives a row's bucket. */
    public static boolean supports(TableSchema schema) {
        OptionSet options = schema.optionSet();
        List<DataField> key = schema.bucketKey();
        return options.get(LayoutOptions.BUCKET) > 0
                && options.get(LayoutOptions.BUCKET_FUNCTION) == BucketFunctionName.DEFAULT
                && options.get(ReadOptions.FALLBACK_BRANCH).isEmpty()
                && !key.isEmpty()
                && key.stream().allMatch(field -> supports(field.type()));
    }

    /** Starts a new key, with all columns null. */
    public void reset() {
        size = header + 8 * types.size();
        if (row.length < size) {
            row = new byte[2 * size];
        }
        Arrays.fill(row, 0, size, (byte) 0);
        for (int i = 0; i < types.size(); i++) {
            int bit = i + 8;
            row[bit >> 3] |= (byte) (1 << (bit & 7));
        }
    }

    private int notNull(int column) {
        int bit = column + 8;
        row[bit >> 3] &= (byte) ~(1 << (bit & 7));
        return header + 8 * column;
    }

    /** Sets an integer, date (days) or boolean (0 or 1). */
    public void put(int column, long value) {
        int slot = notNull(column);
        long bits = switch (types.get(column).root()) {
            case BOOLEAN, TINYINT -> value & 0xFF;
            case SMALLINT -> value & 0xFFFF;
            case INT, DATE -> value & 0xFFFF_FFFFL;
            default -> value;
        };
        LONG.set(row, slot, bits);
    }

    /** Sets a UTF-8 string, or bytes. */
    public void put(int column, byte[] source, int offset, int length) {
        int slot = notNull(column);
        if (length <= 7) {
            System.arraycopy(source, offset, row, slot, length);
            row[slot + 7] = (byte) (0x80 | length);
            return;
        }
        int padded = (length + 7) / 8 * 8;
        if (row.length < size + padded) {
            row = Arrays.copyOf(row, 2 * (size + padded));
        }
        Arrays.fill(row, size + padded - 8, size + padded, (byte) 0);
        System.arraycopy(source, offset, row, size, length);
        LONG.set(row, slot, (long) size << 32 | length);
        size += padded;
    }

    /** Whether the current key equals this row. */
    public boolean holds(BinaryRow other) {
        return other.hasBytes(row, size);
    }

    /** Copies the current key to a new row. */
    public BinaryRow toRow() {
        return new BinaryRow(types.size(), Arrays.copyOf(row, size));
    }

    /** The hash of the current key; the default bucket function takes its remainder. */
    public int hash() {
        return BinaryRow.murmurHash(row, size);
    }

    /** The bucket of the current key by the default bucket function. */
    public int bucket(int bucketCount) {
        return Math.abs(BinaryRow.murmurHash(row, size) % bucketCount);
    }
}
