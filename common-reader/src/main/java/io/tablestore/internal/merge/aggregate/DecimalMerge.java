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
import io.tablestore.internal.merge.column.ObjectMerge;
import io.tablestore.options.MergeOptions;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.BinaryOperator;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Arithmetic on decimals of any precision. Results are rounded half up to the column's scale. */
final class DecimalMerge extends ObjectMerge<BigDecimal> {

    private final BinaryOperator<BigDecimal> add;
    private final BinaryOperator<BigDecimal> retract;
    private final boolean retractsFromNull;
    private final boolean wraps;

    DecimalMerge(
            DataField field,
            BinaryOperator<BigDecimal> add,
            BinaryOperator<BigDecimal> retract,
            RetractionFromNull fromNull,
            MergeOptions.Overflow overflow) {
        super(field);
        this.add = add;
        this.retract = retract;
        this.retractsFromNull = fromNull == RetractionFromNull.NEGATES;
        this.wraps = overflow == MergeOptions.Overflow.WRAP;
    }

    @Override
    protected BigDecimal read(FieldVector vector, int row) {
        return ((DecimalVector) vector).getObject(row);
    }

    @Override
    protected void write(FieldVector target, int slot, BigDecimal value) {
        ((DecimalVector) target).setSafe(slot, value);
    }

    @Override
    protected @Nullable BigDecimal add(@Nullable BigDecimal held, @Nullable BigDecimal value) {
        if (held == null || value == null) {
            return held == null ? value : held;
        }
        return fitted(add.apply(held, value));
    }

    @Override
    protected @Nullable BigDecimal retract(@Nullable BigDecimal held, @Nullable BigDecimal value) {
        if (value == null) {
            return held;
        }
        if (held != null) {
            return fitted(retract.apply(held, value));
        }
        return retractsFromNull ? value.negate() : null;
    }

    /** A decimal that does not fit becomes null if results follow the 1.x releases, which continue after an overflow. */
    private @Nullable BigDecimal fitted(BigDecimal result) {
        DataType.Atomic type = (DataType.Atomic) field.type();
        BigDecimal rounded = result.setScale(type.scale(), RoundingMode.HALF_UP);
        if (rounded.precision() <= type.precision()) {
            return rounded;
        }
        if (wraps) {
            return null;
        }
        throw new AggregateFailure(rounded.toPlainString() + " does not fit in " + type + "; widen the column, or set '"
                + MergeOptions.AGGREGATION_OVERFLOW.key() + "' = 'wrap'");
    }
}
