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
package io.tablestore.predicate;

import io.tablestore.types.TimestampValue;
import java.math.BigDecimal;
import java.util.Arrays;

/**
 * Orders column values in predicates and statistics. The Java types are {@link Boolean} for BOOLEAN, {@link Long} for integers,
 * DATE (days) and TIME (milliseconds), {@link Double} for FLOAT and DOUBLE, {@link BigDecimal} for DECIMAL, {@code byte[]} for
 * strings (UTF-8) and binaries, and {@link TimestampValue} for timestamps.
 */
public final class ValueOrder {

    private ValueOrder() {}

    /**
     * Compares two values of one column. Bytes are unsigned. All NaNs are equal and greater than any other number; -0.0 equals
     * 0.0.
     *
     * @throws IllegalStateException if the values have different Java types
     */
    public static int compare(Object left, Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            return Long.compare(a, b);
        }
        if (left instanceof byte[] a && right instanceof byte[] b) {
            return Arrays.compareUnsigned(a, b);
        }
        if (left instanceof Double a && right instanceof Double b) {
            return compareDoubles(a, b);
        }
        if (left instanceof BigDecimal a && right instanceof BigDecimal b) {
            return a.compareTo(b);
        }
        if (left instanceof TimestampValue a && right instanceof TimestampValue b) {
            return a.compareTo(b);
        }
        if (left instanceof Boolean a && right instanceof Boolean b) {
            return Boolean.compare(a, b);
        }
        throw new IllegalStateException("values of different forms: " + left.getClass() + ", " + right.getClass());
    }

    /** Compares doubles as predicates do: all NaNs are equal and greater than any other number; -0.0 equals 0.0. */
    public static int compareDoubles(double left, double right) {
        return left < right
                ? -1
                : left > right ? 1 : left == right ? 0 : Boolean.compare(Double.isNaN(left), Double.isNaN(right));
    }
}
