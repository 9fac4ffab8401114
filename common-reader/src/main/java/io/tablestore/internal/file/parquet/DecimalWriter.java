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
import io.tablestore.types.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.parquet.format.Type;

/**
 * Converts decimals and integers to decimals of the wanted scale. Digits beyond that scale are rounded half up, as in a cast of
 * the table format. A number with more digits than the wanted precision does not fit.
 */
final class DecimalWriter extends FixedWriters.OneByOne {

    private final Conversion conversion;
    private final Type physical;
    private final boolean unsigned;
    private final int scale;
    private final int up;
    private final long factor;
    private final BigInteger bound;
    private final long boundHigh;
    private final long boundLow;

    DecimalWriter(FixedBuilder builder, Conversion conversion) {
        super(builder);
        this.conversion = conversion;
        StoredType stored = conversion.column().stored();
        DataType.Atomic wanted = (DataType.Atomic) conversion.wanted().type();
        physical = stored.physical();
        unsigned = stored.kind() == StoredType.Kind.UNSIGNED;
        scale = stored.scale();
        up = wanted.scale() - scale;
        factor = up >= 0 && up <= 18 ? BigInteger.TEN.pow(up).longValueExact() : 0;
        bound = BigInteger.TEN.pow(wanted.precision());
        boundHigh = bound.shiftRight(64).longValue();
        boundLow = bound.longValue();
    }

    @Override
    void put(int slot, int index, Values values) {
        long at = address + 16L * slot;
        if (physical == Type.INT32) {
            putNumber(at, unsigned ? values.ints[index] & 0xFFFF_FFFFL : values.ints[index]);
        } else if (physical == Type.INT64) {
            putNumber(at, values.longs[index]);
        } else {
            putBytes(at, values.addresses[index], values.lengths[index]);
        }
    }

    private void putNumber(long at, long unscaled) {
        if (factor == 0 || unsigned && unscaled < 0) {
            putWide(at, unsigned ? new BigInteger(Long.toUnsignedString(unscaled)) : BigInteger.valueOf(unscaled));
        } else {
            putChecked(at, Math.multiplyHigh(unscaled, factor), unscaled * factor);
        }
    }

    private void putBytes(long at, long source, int length) {
        if (up != 0 || length > 16) {
            byte[] bytes = new byte[length];
            MemoryUtil.copyFromMemory(source, bytes, 0, length);
            putWide(at, length == 0 ? BigInteger.ZERO : new BigInteger(bytes));
            return;
        }
        long low = length > 0 && MemoryUtil.getByte(source) < 0 ? -1 : 0;
        long high = low;
        for (int i = 0; i < length; i++) {
            high = high << 8 | low >>> 56;
            low = low << 8 | MemoryUtil.getByte(source + i) & 0xFF;
        }
        putChecked(at, high, low);
    }

    /** Writes a 128-bit number if its magnitude is below the bound. */
    private void putChecked(long at, long high, long low) {
        long sizeHigh = high;
        long sizeLow = low;
        if (high < 0) {
            sizeHigh = ~high + (low == 0 ? 1 : 0);
            sizeLow = -low;
        }
        boolean fits = sizeHigh >= 0
                && (sizeHigh < boundHigh || sizeHigh == boundHigh && Long.compareUnsigned(sizeLow, boundLow) < 0);
        if (!fits) {
            BigInteger scaled = BigInteger.valueOf(high).shiftLeft(64).or(new BigInteger(Long.toUnsignedString(low)));
            throw unfit(new BigDecimal(scaled, scale + up));
        }
        MemoryUtil.putLong(at, low);
        MemoryUtil.putLong(at + 8, high);
    }

    private void putWide(long at, BigInteger unscaled) {
        BigDecimal exact = new BigDecimal(unscaled, scale);
        BigInteger scaled = exact.setScale(scale + up, RoundingMode.HALF_UP).unscaledValue();
        if (scaled.abs().compareTo(bound) >= 0) {
            throw unfit(exact);
        }
        MemoryUtil.putLong(at, scaled.longValue());
        MemoryUtil.putLong(at + 8, scaled.shiftRight(64).longValue());
    }

    private RuntimeException unfit(BigDecimal value) {
        return conversion.unfit(value.stripTrailingZeros().toPlainString());
    }
}
