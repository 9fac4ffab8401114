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
import org.jspecify.annotations.Nullable;

/** Tests one value against a leaf. */
public final class LeafTest {

    private LeafTest() {}

    /** True if the leaf holds for the value; a null passes {@code IS NULL} only. */
    public static boolean passes(Leaf leaf, @Nullable Object value) {
        if (value == null) {
            return leaf.test() == BoundPredicate.Test.IS_NULL;
        }
        Object comparable = leaf.field().type().root() == TypeRoot.CHAR ? withoutTrailingBlanks((byte[]) value) : value;
        return switch (leaf.test()) {
            case EQUAL -> ValueOrder.compare(comparable, leaf.literal()) == 0;
            case NOT_EQUAL -> ValueOrder.compare(comparable, leaf.literal()) != 0;
            case LESS -> ValueOrder.compare(comparable, leaf.literal()) < 0;
            case LESS_OR_EQUAL -> ValueOrder.compare(comparable, leaf.literal()) <= 0;
            case GREATER -> ValueOrder.compare(comparable, leaf.literal()) > 0;
            case GREATER_OR_EQUAL -> ValueOrder.compare(comparable, leaf.literal()) >= 0;
            case IN -> isAmong(leaf, comparable);
            case NOT_IN -> !isAmong(leaf, comparable);
            case IS_NULL -> false;
            case IS_NOT_NULL -> true;
            case STARTS_WITH -> startsWith((byte[]) value, (byte[]) leaf.literal());
            case NOT_STARTS_WITH -> !startsWith((byte[]) value, (byte[]) leaf.literal());
        };
    }

    /** CHAR values are compared without trailing blanks. */
    public static byte[] withoutTrailingBlanks(byte[] text) {
        int length = text.length;
        while (length > 0 && text[length - 1] == ' ') {
            length--;
        }
        return length == text.length ? text : Arrays.copyOf(text, length);
    }

    static boolean startsWith(byte[] text, byte[] prefix) {
        return text.length >= prefix.length && Arrays.mismatch(text, 0, prefix.length, prefix, 0, prefix.length) < 0;
    }

    private static boolean isAmong(Leaf leaf, Object value) {
        return Collections.binarySearch(leaf.literals(), value, ValueOrder::compare) >= 0;
    }
}
