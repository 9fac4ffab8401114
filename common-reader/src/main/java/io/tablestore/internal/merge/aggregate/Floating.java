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
package io.tablestore.internal.merge.aggregate;

import io.tablestore.types.DataField;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/** Operations on the bits of floating-point numbers. */
final class Floating {

    private Floating() {}

    /** The operation for the column's type: the floating-point one on bits, or the integer one. */
    static LongBinaryOperator or(DataField field, DoubleBinaryOperator floating, LongBinaryOperator whole) {
        return switch (field.type().root()) {
            // Computing in double and rounding the result to float gives the correctly rounded float result.
            case FLOAT ->
                (held, value) -> Float.floatToRawIntBits((float)
                        floating.applyAsDouble(Float.intBitsToFloat((int) held), Float.intBitsToFloat((int) value)));
            case DOUBLE ->
                (held, value) -> Double.doubleToRawLongBits(
                        floating.applyAsDouble(Double.longBitsToDouble(held), Double.longBitsToDouble(value)));
            default -> whole;
        };
    }
}
