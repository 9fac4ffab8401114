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
package io.tablestore.internal.predicate;

import io.tablestore.internal.predicate.BoundPredicate.Leaf;
import io.tablestore.predicate.ValueOrder;
import io.tablestore.types.TypeRoot;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Whether a leaf can hold for some row of a set, according to the set's statistics. In case of doubt, it can. */
final class StatisticsTest {

    private StatisticsTest() {}

    static boolean canMatch(Leaf leaf, ColumnStatistics statistics, long rowCount) {
        if (rowCount == 0) {
            return false;
        }
        if (leaf.test() == BoundPredicate.Test.IS_NULL) {
            return statistics.nullCount() != 0;
        }
        if (statistics.nullCount() >= rowCount) {
            return false; // every other test is false for a null
        }
        Object min = statistics.min();
        Object max = statistics.max();
        // CHAR compares without trailing blanks; its statistics do not follow this order.
        if (min == null
                || max == null
                || leaf.field().type().root() == TypeRoot.CHAR
                || isDoubtful(min)
                || isDoubtful(max)) {
            return true;
        }
        return switch (leaf.test()) {
            case EQUAL -> isBetween(leaf.literal(), min, max);
            case NOT_EQUAL -> !isOnly(min, max, leaf.literal()) || isRounded(leaf);
            case LESS -> ValueOrder.compare(min, leaf.literal()) < 0;
            case LESS_OR_EQUAL -> ValueOrder.compare(min, leaf.literal()) <= 0;
            case GREATER -> ValueOrder.compare(max, leaf.literal()) > 0;
            case GREATER_OR_EQUAL -> ValueOrder.compare(max, leaf.literal()) >= 0;
            case IN -> anyBetween(leaf.literals(), min, max);
            case NOT_IN -> isRounded(leaf) || leaf.literals().stream().noneMatch(literal -> isOnly(min, max, literal));
            case STARTS_WITH -> canStartWith((byte[]) min, (byte[]) max, (byte[]) leaf.literal());
            case NOT_STARTS_WITH, IS_NULL, IS_NOT_NULL -> true;
        };
    }

    /** Bounds that are NaN or zero are unreliable, because writers order these values differently. */
    private static boolean isDoubtful(Object bound) {
        return bound instanceof Double value && (value.isNaN() || value == 0.0);
    }

    /** Bounds of strings and binaries may be truncated and rounded outwards, so equal bounds do not imply a single value. */
    private static boolean isRounded(Leaf leaf) {
        TypeRoot root = leaf.field().type().root();
        return root.isString() || root.isBinary() || root.isFloating();
    }

    /** @param literals ascending */
    private static boolean anyBetween(List<Object> literals, Object min, Object max) {
        int found = Collections.binarySearch(literals, min, ValueOrder::compare);
        int first = found >= 0 ? found : -found - 1;
        return first < literals.size() && ValueOrder.compare(literals.get(first), max) <= 0;
    }

    private static boolean isBetween(Object literal, Object min, Object max) {
        return ValueOrder.compare(min, literal) <= 0 && ValueOrder.compare(max, literal) >= 0;
    }

    private static boolean isOnly(Object min, Object max, Object literal) {
        return ValueOrder.compare(min, literal) == 0 && ValueOrder.compare(max, literal) == 0;
    }

    private static boolean canStartWith(byte[] min, byte[] max, byte[] prefix) {
        byte[] minHead = min.length > prefix.length ? Arrays.copyOf(min, prefix.length) : min;
        byte[] maxHead = max.length > prefix.length ? Arrays.copyOf(max, prefix.length) : max;
        return Arrays.compareUnsigned(minHead, prefix) <= 0 && Arrays.compareUnsigned(maxHead, prefix) >= 0;
    }
}
