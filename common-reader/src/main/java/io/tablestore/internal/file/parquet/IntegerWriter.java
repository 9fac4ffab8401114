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
import io.tablestore.types.TypeRoot;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.parquet.format.Type;

/** Converts integers that are unsigned or whose width differs from the column's: widened, or checked one by one. */
final class IntegerWriter extends FixedWriters.OneByOne {

    private final Conversion conversion;
    private final boolean fromInts;
    private final boolean unsigned;
    private final int width;
    private final long min;
    private final long max;

    IntegerWriter(FixedBuilder builder, Conversion conversion) {
        super(builder);
        this.conversion = conversion;
        StoredType stored = conversion.column().stored();
        fromInts = stored.physical() == Type.INT32;
        unsigned = stored.kind() == StoredType.Kind.UNSIGNED;
        width = width(conversion.wanted().type().root());
        max = Long.MAX_VALUE >>> 64 - 8 * width;
        // An unsigned 64-bit value that is negative as a long is too large.
        min = unsigned ? 0 : -max - 1;
    }

    static int width(TypeRoot root) {
        return switch (root) {
            case TINYINT -> 1;
            case SMALLINT -> 2;
            case INT -> 4;
            case BIGINT -> 8;
            default -> throw new IllegalArgumentException(root + " is no integer");
        };
    }

    @Override
    void put(int slot, int index, Values values) {
        long value = fromInts ? values.ints[index] : values.longs[index];
        if (fromInts && unsigned) {
            value &= 0xFFFF_FFFFL;
        }
        if (value < min || value > max) {
            throw conversion.unfit(unsigned ? Long.toUnsignedString(value) : Long.toString(value));
        }
        switch (width) {
            case 1 -> MemoryUtil.putByte(address + slot, (byte) value);
            case 2 -> MemoryUtil.putShort(address + 2L * slot, (short) value);
            case 4 -> MemoryUtil.putInt(address + 4L * slot, (int) value);
            default -> MemoryUtil.putLong(address + 8L * slot, value);
        }
    }
}
