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

import io.tablestore.internal.merge.column.AggregateFailure;
import io.tablestore.internal.merge.column.ColumnMerge;
import io.tablestore.options.MergeOptions.Overflow;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.math.BigDecimal;
import java.util.function.LongBinaryOperator;

/** {@code product}: multiplies the values; null only if all values are null. */
final class Product implements AggregateFunction {

    @Override
    public String name() {
        return "product";
    }

    @Override
    public String description() {
        return "The product of the values; null only if all of them are. A retraction divides.";
    }

    @Override
    public boolean accepts(DataType type) {
        return type.root().isNumeric();
    }

    @Override
    public boolean retracts() {
        return true;
    }

    @Override
    public ColumnMerge forColumn(DataField field, FunctionOptions options) {
        Overflow overflow = options.overflow();
        if (field.type().root() == TypeRoot.DECIMAL) {
            return new DecimalMerge(
                    field, BigDecimal::multiply, Product::divide, RetractionFromNull.STAYS_NULL, overflow);
        }
        return new NumberMerge(
                field,
                Floating.or(field, (held, value) -> held * value, multiplication(overflow)),
                Floating.or(field, (held, value) -> held / value, Product::divide),
                RetractionFromNull.STAYS_NULL,
                overflow);
    }

    private static LongBinaryOperator multiplication(Overflow overflow) {
        return switch (overflow) {
            case FAIL -> Math::multiplyExact;
            case WRAP -> (held, value) -> held * value;
        };
    }

    private static long divide(long a, long b) {
        if (b == 0) {
            throw new AggregateFailure("a retraction divides " + a + " by zero");
        }
        return a / b;
    }

    private static BigDecimal divide(BigDecimal a, BigDecimal b) {
        try {
            return a.divide(b);
        } catch (ArithmeticException inexact) {
            throw new AggregateFailure("a retraction divides " + a.toPlainString() + " by " + b.toPlainString()
                    + ", which has no exact result");
        }
    }
}
