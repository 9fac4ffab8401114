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
package io.tablestore.internal.read.filter;

import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.predicate.BoundPredicate.Leaf;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.IdentityHashMap;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;

/** Tests columns whose values are integers of up to 64 bits: also booleans, times, short decimals and timestamps. */
final class LongFilter {

    /** The literals of IN lists; keyed by identity, because lists can be long. */
    private final IdentityHashMap<Leaf, LongSet> sets = new IdentityHashMap<>();

    /** Moves the passing rows to the front of {@code rows}, none of which is null; returns their count. */
    int filter(Leaf leaf, DataType.Atomic type, FieldVector vector, int[] rows, int count) {
        long[] values = new long[count];
        extract(type, vector, rows, count, values);
        int kept = 0;
        if (leaf.literals().size() == 1) {
            Bound bound = bound(type, leaf.literal());
            for (int i = 0; i < count; i++) {
                if (LeafFilter.holds(leaf.test(), bound.compareTo(values[i]))) {
                    rows[kept++] = rows[i];
                }
            }
            return kept;
        }
        LongSet literals = sets.computeIfAbsent(leaf, key -> longSet(key, type));
        boolean wanted = leaf.test() == BoundPredicate.Test.IN;
        for (int i = 0; i < count; i++) {
            if (literals.contains(values[i]) == wanted) {
                rows[kept++] = rows[i];
            }
        }
        return kept;
    }

    /** The literals that a stored value can equal. */
    private static LongSet longSet(Leaf leaf, DataType.Atomic type) {
        return new LongSet(leaf.literals().stream()
                .map(literal -> bound(type, literal))
                .filter(bound -> !bound.between())
                .mapToLong(Bound::floor)
                .toArray());
    }

    /**
     * A literal's position among the integers: equal to {@code floor}, or between {@code floor} and the next integer.
     *
     * @param between whether the literal is greater than {@code floor} and smaller than the next integer
     */
    private record Bound(long floor, boolean between) {

        int compareTo(long value) {
            return value < floor ? -1 : value > floor ? 1 : between ? -1 : 0;
        }
    }

    private static Bound bound(DataType.Atomic type, Object literal) {
        if (literal instanceof Boolean flag) {
            return new Bound(flag ? 1 : 0, false);
        }
        if (literal instanceof TimestampValue timestamp) {
            if (type.precision() <= 3) {
                return new Bound(timestamp.epochMillis(), timestamp.nanoOfMilli() > 0);
            }
            BigInteger micros = BigInteger.valueOf(timestamp.epochMillis())
                    .multiply(BigInteger.valueOf(1000))
                    .add(BigInteger.valueOf(timestamp.nanoOfMilli() / 1000));
            return saturated(micros, timestamp.nanoOfMilli() % 1000 > 0);
        }
        if (literal instanceof BigDecimal decimal) {
            BigDecimal scaled = decimal.setScale(type.scale(), RoundingMode.FLOOR);
            return saturated(scaled.unscaledValue(), scaled.compareTo(decimal) != 0);
        }
        return new Bound((Long) literal, false);
    }

    private static Bound saturated(BigInteger floor, boolean between) {
        if (floor.bitLength() < 64) {
            return new Bound(floor.longValue(), between);
        }
        // Every value is on one side of the literal. None is equal, because stored values never reach the ends of the
        // range.
        return floor.signum() > 0 ? new Bound(Long.MAX_VALUE, true) : new Bound(Long.MIN_VALUE, false);
    }

    private static void extract(DataType.Atomic type, FieldVector vector, int[] rows, int count, long[] target) {
        long data = vector.getDataBuffer().memoryAddress();
        switch (type.root()) {
            case BOOLEAN -> {
                for (int i = 0; i < count; i++) {
                    target[i] = ((BitVector) vector).get(rows[i]);
                }
            }
            case TINYINT -> {
                for (int i = 0; i < count; i++) {
                    target[i] = MemoryUtil.getByte(data + rows[i]);
                }
            }
            case SMALLINT -> {
                for (int i = 0; i < count; i++) {
                    target[i] = MemoryUtil.getShort(data + 2L * rows[i]);
                }
            }
            case INT, DATE, TIME -> {
                for (int i = 0; i < count; i++) {
                    target[i] = MemoryUtil.getInt(data + 4L * rows[i]);
                }
            }
            case DECIMAL -> {
                for (int i = 0; i < count; i++) {
                    target[i] = MemoryUtil.getLong(data + 16L * rows[i]);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    target[i] = MemoryUtil.getLong(data + 8L * rows[i]);
                }
            }
        }
    }
}
