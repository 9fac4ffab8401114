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
package io.tablestore.trino.read;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.tablestore.arrow.ArrowColumn;
import io.trino.spi.block.ArrayBlock;
import io.trino.spi.block.Block;
import io.trino.spi.block.ByteArrayBlock;
import io.trino.spi.block.DictionaryBlock;
import io.trino.spi.block.Fixed12Block;
import io.trino.spi.block.Int128ArrayBlock;
import io.trino.spi.block.IntArrayBlock;
import io.trino.spi.block.LongArrayBlock;
import io.trino.spi.block.RowBlock;
import io.trino.spi.block.ShortArrayBlock;
import io.trino.spi.block.VariableWidthBlock;
import io.trino.spi.block.VariantBlock;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.CharType;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.DateType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.MapType;
import io.trino.spi.type.RealType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.SmallintType;
import io.trino.spi.type.TimeType;
import io.trino.spi.type.TimeZoneKey;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.TinyintType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarbinaryType;
import io.trino.spi.type.VariantType;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/**
 * Converts Arrow vectors to Trino blocks. Both have the same layout of values and validity, so most columns need one
 * copy to the heap. The same loop converts values that Trino stores in another unit, and skips rows that are not
 * selected.
 */
final class TrinoBlocks {

    private static final long PICOS_PER_MILLI = 1_000_000_000L;

    private TrinoBlocks() {}

    /**
     * Converts a column.
     *
     * @param rows number of rows of the vectors
     * @param kept the selected rows, ascending; null selects all
     * @param keptCount only the first {@code keptCount} entries of {@code kept} are valid
     */
    static Block of(Type type, ArrowColumn column, int rows, int @Nullable [] kept, int keptCount) {
        FieldVector dictionary = column.dictionary();
        int count = kept == null ? rows : keptCount;
        if (dictionary == null) {
            FieldVector vector = column.vector();
            Block block = kept == null || !isFixed(type) ? of(type, vector, rows) : fixed(type, vector, kept, count);
            return kept == null || isFixed(type) ? block : block.copyPositions(kept, 0, count);
        }
        FieldVector indices = column.vector();
        int entries = dictionary.getValueCount();
        int[] ids = kept == null
                ? ints(indices.getDataBuffer(), rows)
                : gathered(intsOf(indices.getDataBuffer(), rows), kept, count);
        boolean nulls = indices.getNullCount() > 0;
        for (int i = 0; nulls && i < count; i++) {
            ids[i] = indices.isNull(kept == null ? i : kept[i]) ? entries : ids[i]; // the extra entry, a null
        }
        return DictionaryBlock.create(count, bytes(type, dictionary, entries, nulls), ids);
    }

    /** Types whose selected values are copied directly from Arrow memory. */
    private static boolean isFixed(Type type) {
        return type instanceof IntegerType
                || type instanceof DateType
                || type instanceof RealType
                || type instanceof BigintType
                || type instanceof DoubleType
                || type instanceof DecimalType;
    }

    private static Block fixed(Type type, FieldVector vector, int[] kept, int count) {
        ArrowBuf data = vector.getDataBuffer();
        int rows = vector.getValueCount();
        Optional<long[]> valid = valid(vector, kept, count);
        if (type instanceof DecimalType decimal) {
            return decimals(decimal, longsOf(data, 2 * rows), valid, kept, count);
        }
        if (type instanceof BigintType || type instanceof DoubleType) {
            LongBuffer source = longsOf(data, rows);
            long[] values = new long[count];
            for (int i = 0; i < count; i++) {
                values[i] = source.get(kept[i]);
            }
            return new LongArrayBlock(count, valid, values);
        }
        return new IntArrayBlock(count, valid, gathered(intsOf(data, rows), kept, count));
    }

    private static int[] gathered(IntBuffer source, int[] kept, int count) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = source.get(kept[i]);
        }
        return values;
    }

    private static Block of(Type type, FieldVector vector, int count) {
        if (type instanceof RowType row) {
            StructVector struct = (StructVector) vector;
            Block[] fields = new Block[row.getFields().size()];
            for (int i = 0; i < fields.length; i++) {
                FieldVector child = struct.getChildrenFromFields().get(i);
                fields[i] = of(row.getFields().get(i).getType(), child, count);
            }
            return RowBlock.fromNotNullSuppressedFieldBlocks(count, valid(vector, count), fields);
        }
        if (type instanceof ArrayType array) {
            ListVector list = (ListVector) vector;
            int[] offsets = ints(list.getOffsetBuffer(), count + 1);
            Block elements = of(array.getElementType(), list.getDataVector(), count == 0 ? 0 : offsets[count]);
            return ArrayBlock.fromElementBlock(count, valid(vector, count), offsets, elements);
        }
        if (type instanceof MapType map) {
            MapVector entries = (MapVector) vector;
            int[] offsets = ints(entries.getOffsetBuffer(), count + 1);
            int size = count == 0 ? 0 : offsets[count];
            List<FieldVector> parts = ((StructVector) entries.getDataVector()).getChildrenFromFields();
            return map.createBlockFromKeyValue(
                    valid(vector, count),
                    offsets,
                    of(map.getKeyType(), parts.get(0), size),
                    of(map.getValueType(), parts.get(1), size));
        }
        return type instanceof VariantType ? variants((StructVector) vector, count) : atomic(type, vector, count);
    }

    /** Converts Arrow's struct of value and metadata. */
    private static Block variants(StructVector vector, int count) {
        List<FieldVector> parts = vector.getChildrenFromFields();
        return VariantBlock.create(
                count,
                bytes(VarbinaryType.VARBINARY, parts.get(1), count, false),
                bytes(VarbinaryType.VARBINARY, parts.get(0), count, false),
                valid(vector, count));
    }

    private static Block atomic(Type type, FieldVector vector, int count) {
        if (type instanceof TimestampType timestamp) {
            return timestamps(timestamp, vector, count);
        }
        if (type instanceof TimestampWithTimeZoneType instant) {
            return instants(instant, vector, count);
        }
        ArrowBuf data = vector.getDataBuffer();
        Optional<long[]> valid = valid(vector, count);
        if (type instanceof BooleanType) {
            byte[] values = new byte[count];
            for (int i = 0; i < count; i++) {
                values[i] = (byte) (data.getByte(i >>> 3) >>> (i & 7) & 1);
            }
            return new ByteArrayBlock(count, valid, values);
        }
        if (type instanceof TinyintType) {
            byte[] values = new byte[count];
            data.getBytes(0, values);
            return new ByteArrayBlock(count, valid, values);
        }
        if (type instanceof SmallintType) {
            short[] values = new short[count];
            data.nioBuffer(0, 2 * count)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer()
                    .get(values);
            return new ShortArrayBlock(count, valid, values);
        }
        if (type instanceof IntegerType || type instanceof DateType || type instanceof RealType) {
            return new IntArrayBlock(count, valid, ints(data, count));
        }
        if (type instanceof BigintType || type instanceof DoubleType) {
            return new LongArrayBlock(count, valid, longs(data, count));
        }
        if (type instanceof DecimalType decimal) {
            return decimals(decimal, longsOf(data, 2 * count), valid, null, count);
        }
        if (type instanceof TimeType) {
            long[] values = new long[count];
            for (int i = 0; i < count; i++) {
                values[i] = data.getInt(4L * i) * PICOS_PER_MILLI;
            }
            return new LongArrayBlock(count, valid, values);
        }
        return bytes(type, vector, count, false);
    }

    /** @param source 128 bits for each value, the low half first */
    private static Block decimals(
            DecimalType type, LongBuffer source, Optional<long[]> valid, int @Nullable [] kept, int count) {
        if (type.isShort()) {
            long[] values = new long[count];
            for (int i = 0; i < count; i++) {
                values[i] = source.get(2 * (kept == null ? i : kept[i]));
            }
            return new LongArrayBlock(count, valid, values);
        }
        long[] values = new long[2 * count];
        for (int i = 0; i < count; i++) {
            int row = kept == null ? i : kept[i];
            values[2 * i] = source.get(2 * row + 1); // the high half first
            values[2 * i + 1] = source.get(2 * row);
        }
        return new Int128ArrayBlock(count, valid, values);
    }

    private static Block timestamps(TimestampType type, FieldVector vector, int count) {
        if (vector instanceof StructVector struct) {
            ArrowBuf millis = struct.getChildrenFromFields().get(0).getDataBuffer();
            ArrowBuf nanos = struct.getChildrenFromFields().get(1).getDataBuffer();
            int[] values = new int[3 * count];
            for (int i = 0; i < count; i++) {
                int nano = nanos.getInt(4L * i);
                put(values, i, millis.getLong(8L * i) * 1000 + nano / 1000, nano % 1000 * 1000);
            }
            return new Fixed12Block(count, valid(vector, count), values);
        }
        long[] values = longs(vector.getDataBuffer(), count);
        if (type.getPrecision() <= 3) {
            for (int i = 0; i < count; i++) {
                values[i] *= 1000;
            }
        }
        return new LongArrayBlock(count, valid(vector, count), values);
    }

    private static Block instants(TimestampWithTimeZoneType type, FieldVector vector, int count) {
        if (type.getPrecision() <= 3) {
            long[] values = longs(vector.getDataBuffer(), count);
            for (int i = 0; i < count; i++) {
                values[i] =
                        vector.isNull(i) ? 0 : DateTimeEncoding.packDateTimeWithZone(values[i], TimeZoneKey.UTC_KEY);
            }
            return new LongArrayBlock(count, valid(vector, count), values);
        }
        int[] values = new int[3 * count];
        for (int i = 0; i < count; i++) {
            if (vector.isNull(i)) {
                continue;
            }
            long millis;
            int nanos;
            if (vector instanceof StructVector struct) {
                millis = struct.getChildrenFromFields().get(0).getDataBuffer().getLong(8L * i);
                nanos = struct.getChildrenFromFields().get(1).getDataBuffer().getInt(4L * i);
            } else {
                long micros = vector.getDataBuffer().getLong(8L * i);
                millis = Math.floorDiv(micros, 1000L);
                nanos = (int) Math.floorMod(micros, 1000L) * 1000;
            }
            put(values, i, DateTimeEncoding.packDateTimeWithZone(millis, TimeZoneKey.UTC_KEY), nanos * 1000);
        }
        return new Fixed12Block(count, valid(vector, count), values);
    }

    private static void put(int[] values, int position, long first, int second) {
        values[3 * position] = (int) first;
        values[3 * position + 1] = (int) (first >>> 32);
        values[3 * position + 2] = second;
    }

    /** @param extraNull whether to append an entry for null */
    private static VariableWidthBlock bytes(Type type, FieldVector vector, int count, boolean extraNull) {
        int size = extraNull ? count + 1 : count;
        int[] offsets = new int[size + 1];
        ArrowBuf stored = vector.getOffsetBuffer();
        int length = count == 0 ? 0 : stored.getInt(4L * count);
        if (count > 0) {
            stored.nioBuffer(0, 4 * (count + 1))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asIntBuffer()
                    .get(offsets, 0, count + 1);
        }
        offsets[size] = length;
        byte[] data = new byte[length];
        if (length > 0) {
            vector.getDataBuffer().getBytes(0, data);
        }
        Optional<long[]> valid = valid(vector, count);
        if (extraNull) {
            long[] bits = new long[(size + 63) >>> 6];
            for (int i = 0; i < count; i++) {
                bits[i >>> 6] |= vector.isNull(i) ? 0 : 1L << i;
            }
            valid = Optional.of(bits);
        }
        if (type instanceof CharType) {
            return trimmed(data, offsets, size, valid);
        }
        return new VariableWidthBlock(size, Slices.wrappedBuffer(data), offsets, valid);
    }

    /** Removes trailing blanks, which Trino's CHAR does not store. */
    private static VariableWidthBlock trimmed(byte[] data, int[] offsets, int size, Optional<long[]> valid) {
        int[] ends = new int[size + 1];
        int target = 0;
        for (int i = 0; i < size; i++) {
            int end = offsets[i + 1];
            while (end > offsets[i] && data[end - 1] == ' ') {
                end--;
            }
            System.arraycopy(data, offsets[i], data, target, end - offsets[i]);
            target += end - offsets[i];
            ends[i + 1] = target;
        }
        Slice slice = Slices.wrappedBuffer(data, 0, target);
        return new VariableWidthBlock(size, slice, ends, valid);
    }

    private static IntBuffer intsOf(ArrowBuf data, int count) {
        return data.nioBuffer(0, 4 * count).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    }

    private static LongBuffer longsOf(ArrowBuf data, int count) {
        return data.nioBuffer(0, 8 * count).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    }

    private static int[] ints(ArrowBuf data, int count) {
        int[] values = new int[count];
        if (data.capacity() >= 4L * count) {
            intsOf(data, count).get(values);
        }
        return values;
    }

    private static long[] longs(ArrowBuf data, int count) {
        long[] values = new long[count];
        longsOf(data, count).get(values);
        return values;
    }

    /** The validity of the selected rows of a vector; empty if no value is null. */
    private static Optional<long[]> valid(FieldVector vector, int[] kept, int count) {
        if (vector.getNullCount() == 0) {
            return Optional.empty();
        }
        long[] words = new long[(count + 63) >>> 6];
        for (int i = 0; i < count; i++) {
            words[i >>> 6] |= vector.isNull(kept[i]) ? 0 : 1L << i;
        }
        return Optional.of(words);
    }

    /** The validity of a vector, whose bits Trino numbers in the same order; empty if no value is null. */
    private static Optional<long[]> valid(FieldVector vector, int count) {
        if (vector.getNullCount() == 0) {
            return Optional.empty();
        }
        long[] words = new long[(count + 63) >>> 6];
        ArrowBuf bits = vector.getValidityBuffer();
        for (int i = 0; i < (count + 7) >>> 3; i++) {
            words[i >>> 3] |= (bits.getByte(i) & 0xFFL) << 8 * (i & 7);
        }
        return Optional.of(words);
    }
}
