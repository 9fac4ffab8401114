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

import io.tablestore.internal.merge.column.ColumnMerge;
import io.tablestore.options.MergeOptions.Overflow;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.math.BigDecimal;
import java.util.function.LongBinaryOperator;

/** {@code sum}: adds the values; null only if all values are null. */
final class Sum implements AggregateFunction {

    @Override
    public String name() {
        return "sum";
    }

    @Override
    public String description() {
        return "The sum of the values; null only if all of them are. A retraction subtracts.";
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
        if (field.type() instanceof DataType.Atomic type && type.root() == TypeRoot.DECIMAL && type.precision() > 18) {
            return new DecimalMerge(field, BigDecimal::add, BigDecimal::subtract, RetractionFromNull.NEGATES, overflow);
        }
        return new NumberMerge(
                field,
                Floating.or(field, Double::sum, addition(overflow)),
                Floating.or(field, (held, value) -> held - value, subtraction(overflow)),
                RetractionFromNull.NEGATES,
                overflow);
    }

    private static LongBinaryOperator addition(Overflow overflow) {
        return switch (overflow) {
            case FAIL -> Math::addExact;
            case WRAP -> Long::sum;
        };
    }

    private static LongBinaryOperator subtraction(Overflow overflow) {
        return switch (overflow) {
            case FAIL -> Math::subtractExact;
            case WRAP -> (held, value) -> held - value;
        };
    }
}
