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
package io.tablestore.internal.file.orc;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.internal.file.decoder.UnfitValue;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.vector.FixedBuilder;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.orc.OrcProto;
import org.apache.orc.OrcProto.Stream.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Decimals: unscaled values of any length, each with its own scale. Short decimals of ORC 2 are integers with the column's scale.
 * Digits beyond the wanted scale are rounded half up, as in ORC's own reader and in casts of the table format. A value with too
 * many digits before the decimal point is an error that names the column.
 */
final class OrcDecimals extends OrcColumn {

    /** A zigzag value of 128 bits takes 19 bytes of seven bits each. */
    private static final int MAX_BYTES = 19;

    /** This many groups of seven bits fit in a long. */
    private static final int LONG_BYTES = 9;

    private static final int LONG_DIGITS = 18;

    private static final int MAX_SCALE = 38;

    private final String file;
    private final OrcProto.Type stored;
    private final @Nullable OrcStream data;
    private final @Nullable IntegerRuns scales;

    /** Unscaled values of ORC 2, or null. */
    private final @Nullable IntegerRuns shorts;

    private final int scale;
    private final BigInteger limit;

    /** The limit as a long, or the greatest long if the limit exceeds it. */
    private final long longLimit;

    private long low;

    /** A value that does not fit in {@code low}, or null. */
    private @Nullable BigInteger wide;

    OrcDecimals(OrcContext context, DataField wanted, int id, OrcProto.Type stored) throws IOException {
        super(wanted, context.stripe(), id);
        this.file = context.file();
        this.stored = stored;
        boolean isShort = context.tail().hasShortDecimals() && stored.getPrecision() <= LONG_DIGITS;
        shorts = isShort
                ? new IntegerRuns(
                        context.stripe().stream(id, Kind.DATA), IntegerRuns.Sign.SIGNED, IntegerRuns.Version.V2)
                : null;
        data = isShort ? null : context.stripe().stream(id, Kind.DATA);
        scales = isShort ? null : context.integers(id, Kind.SECONDARY, IntegerRuns.Sign.SIGNED);
        DataType.Atomic type = (DataType.Atomic) wanted.type();
        scale = type.scale();
        limit = BigInteger.TEN.pow(type.precision());
        longLimit = limit.bitLength() < Long.SIZE ? limit.longValue() : Long.MAX_VALUE;
    }

    @Override
    ArrowColumn build(int slots, int values, boolean @Nullable [] filled, BufferPool pool) throws IOException {
        try (FixedBuilder builder = new FixedBuilder(pool, field(), slots, 16)) {
            setNulls(builder, slots, filled);
            for (int slot = 0; slot < slots; slot++) {
                if (filled == null || filled[slot]) {
                    put(builder.address() + 16L * slot, readNext());
                }
            }
            return builder.finish();
        }
    }

    /** Reads a value into {@code low} or {@code wide}; returns its scale. */
    private int readNext() throws IOException {
        if (shorts != null) {
            low = shorts.next();
            wide = null;
            return stored.getScale();
        }
        if (data == null || scales == null) {
            throw new IllegalStateException("no stream of values");
        }
        readUnscaled(data);
        return (int) scales.next();
    }

    private void put(long address, int storedScale) throws IOException {
        if (wide == null && storedScale == scale && low > -longLimit && low < longLimit) {
            MemoryUtil.putLong(address, low);
            MemoryUtil.putLong(address + 8, low >> 63);
            return;
        }
        BigInteger unscaled = wide == null ? BigInteger.valueOf(low) : wide;
        if (storedScale < 0 || storedScale > MAX_SCALE) {
            throw new IOException("a decimal of scale " + storedScale);
        }
        BigDecimal exact = new BigDecimal(unscaled, storedScale);
        BigInteger value = exact.setScale(scale, RoundingMode.HALF_UP).unscaledValue();
        if (value.abs().compareTo(limit) >= 0) {
            String type = "ORC DECIMAL(" + stored.getPrecision() + ", " + stored.getScale() + ")";
            throw UnfitValue.of(file, wanted, type, exact.toPlainString());
        }
        MemoryUtil.putLong(address, value.longValue());
        MemoryUtil.putLong(address + 8, value.shiftRight(64).longValueExact());
    }

    private void readUnscaled(OrcStream stream) throws IOException {
        long bits = 0;
        BigInteger high = null;
        for (int i = 0; ; i++) {
            if (i == MAX_BYTES) {
                throw new IOException("a decimal of more than 128 bits");
            }
            int next = stream.readByte();
            if (i < LONG_BYTES) {
                bits |= (long) (next & 0x7F) << (7 * i);
            } else {
                BigInteger part = BigInteger.valueOf(next & 0x7F).shiftLeft(7 * i);
                high = high == null ? part : high.or(part);
            }
            if (next < 0x80) {
                break;
            }
        }
        if (high == null) {
            low = OrcStream.unzigzag(bits);
            wide = null;
        } else {
            BigInteger zigzag = high.or(BigInteger.valueOf(bits));
            BigInteger half = zigzag.shiftRight(1);
            wide = zigzag.testBit(0) ? half.not() : half;
        }
    }

    @Override
    void skipValues(int values) throws IOException {
        if (shorts != null) {
            shorts.skip(values);
        }
        for (int i = 0; data != null && i < values; i++) {
            while (data.readByte() >= 0x80) {
                // skips to the last byte of the value
            }
        }
        if (scales != null) {
            scales.skip(values);
        }
    }
}
