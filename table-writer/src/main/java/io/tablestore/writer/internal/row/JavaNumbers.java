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
package io.tablestore.writer.internal.row;

import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Converts Java numbers to those of a column. A number is accepted if the stored value, read back in the original class, is
 * equal: 9.5 becomes the DECIMAL(10, 2) 9.50, and the double 0.1 becomes 0.10; but the double 0.1 does not fit in a FLOAT.
 */
final class JavaNumbers {

    private static final Set<Class<?>> WHOLE = Set.of(
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            java.util.concurrent.atomic.AtomicInteger.class,
            java.util.concurrent.atomic.AtomicLong.class);

    private JavaNumbers() {}

    /** The exact value, or null if it is not a finite number of a known class. */
    private static @Nullable BigDecimal exact(Object value) {
        if (value instanceof Number number && WHOLE.contains(value.getClass())) {
            return BigDecimal.valueOf(number.longValue());
        }
        if (value instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof Double number && Double.isFinite(number)) {
            return BigDecimal.valueOf(number); // converts the decimal text: 0.1 becomes 0.1
        }
        return value instanceof Float number && Float.isFinite(number) ? new BigDecimal(number.toString()) : null;
    }

    /** An integer from {@code min} to {@code max}, or null if the value is not one. */
    static @Nullable Long whole(Object value, long min, long max) {
        BigDecimal exact = exact(value);
        // A large scale would create a number with as many digits.
        if (exact == null || exact.precision() - (long) exact.scale() > 19) {
            return null;
        }
        if (exact.signum() == 0) {
            return min <= 0 && max >= 0 ? 0L : null;
        }
        BigDecimal plain = exact.stripTrailingZeros();
        if (plain.scale() > 0) {
            return null;
        }
        BigInteger whole = isBinary(value) ? binary(value).toBigInteger() : plain.toBigInteger();
        return whole.bitLength() < Long.SIZE && whole.longValue() >= min && whole.longValue() <= max
                ? (Long) whole.longValue()
                : null;
    }

    private static boolean isBinary(Object value) {
        return value instanceof Float || value instanceof Double;
    }

    /** The exact decimal value of a binary floating-point number. */
    private static BigDecimal binary(Object value) {
        return new BigDecimal(((Number) value).doubleValue());
    }

    /** A FLOAT or DOUBLE, or null if the value is not a number or cannot be stored exactly. */
    static @Nullable Double floating(Object value, TypeRoot root) {
        boolean single = root == TypeRoot.FLOAT;
        if (isBinary(value)) {
            double number = ((Number) value).doubleValue();
            boolean kept = !single || Double.compare((float) number, number) == 0;
            return kept ? (Double) number : null;
        }
        BigDecimal exact = exact(value);
        if (exact == null) {
            return null;
        }
        if (value instanceof BigDecimal) {
            String stored = single ? Float.toString(exact.floatValue()) : Double.toString(exact.doubleValue());
            boolean finite = single ? Float.isFinite(exact.floatValue()) : Double.isFinite(exact.doubleValue());
            return finite && new BigDecimal(stored).compareTo(exact) == 0
                    ? (Double) (single ? (double) exact.floatValue() : exact.doubleValue())
                    : null;
        }
        double number = single ? exact.floatValue() : exact.doubleValue();
        return Double.isFinite(number) && new BigDecimal(number).compareTo(exact) == 0 ? (Double) number : null;
    }

    /**
     * A DECIMAL in the scale of its type, or null if the value is not a number.
     *
     * @throws Unfit if it does not fit; the message says why
     */
    static @Nullable BigDecimal decimal(Object value, DataType.Atomic type) {
        BigDecimal exact = exact(value);
        if (exact == null) {
            return null;
        }
        if (exact.signum() == 0) {
            return BigDecimal.ZERO.setScale(type.scale());
        }
        BigDecimal plain = exact.stripTrailingZeros();
        if (plain.precision() - (long) plain.scale() > type.precision() - type.scale()) {
            throw new Unfit("has more digits before the point than the type");
        }
        if (plain.scale() > type.scale()) {
            throw new Unfit("has more digits after the point than the type; round it before");
        }
        return plain.setScale(type.scale());
    }
}
