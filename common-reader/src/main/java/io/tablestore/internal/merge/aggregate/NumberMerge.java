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

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.merge.MergePlan;
import io.tablestore.internal.merge.column.Action;
import io.tablestore.internal.merge.column.AggregateFailure;
import io.tablestore.internal.merge.column.ColumnMerge;
import io.tablestore.internal.merge.column.VersionColumn;
import io.tablestore.internal.vector.FixedBuilder;
import io.tablestore.options.MergeOptions;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.LongBinaryOperator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic on numbers that fit in 64 bits: integers, floating-point numbers as their bits, decimals of at most 18 digits as
 * their unscaled value. Nulls are ignored.
 */
final class NumberMerge implements ColumnMerge {

    private final DataField field;
    private final boolean wraps;
    private final LongBinaryOperator add;
    private final LongBinaryOperator retract;
    private final boolean retractsFromNull;
    private final int width;
    private final long bound;

    /**
     * The start value of a retraction from null. For floating-point numbers it is negative zero, so that retracting 0.0 gives
     * -0.0.
     */
    private final long zero;

    /**
     * @param add takes the column's value, then the version's; truncates a result of more than 64 bits, or throws an {@link
     * ArithmeticException}, as {@code overflow} says
     * @param retract as {@code add}
     */
    NumberMerge(
            DataField field,
            LongBinaryOperator add,
            LongBinaryOperator retract,
            RetractionFromNull fromNull,
            MergeOptions.Overflow overflow) {
        this.field = field;
        this.wraps = overflow == MergeOptions.Overflow.WRAP;
        this.add = add;
        this.retract = retract;
        this.retractsFromNull = fromNull == RetractionFromNull.NEGATES;
        this.width = switch (field.type().root()) {
            case TINYINT -> 1;
            case SMALLINT -> 2;
            case INT, FLOAT -> 4;
            case DECIMAL -> 16;
            default -> 8;
        };
        this.zero = switch (field.type().root()) {
            case FLOAT -> Float.floatToRawIntBits(-0.0f);
            case DOUBLE -> Double.doubleToRawLongBits(-0.0);
            default -> 0;
        };
        this.bound = width == 16
                ? BigInteger.TEN
                        .pow(((DataType.Atomic) field.type()).precision())
                        .longValueExact()
                : 0;
    }

    @Override
    public ArrowColumn merge(MergePlan plan, byte @Nullable [] actions, VersionColumn versions, BufferPool pool) {
        int groups = plan.groupCount();
        try (FixedBuilder builder = new FixedBuilder(pool, ArrowTypes.field(field.asNullable()), groups, width)) {
            for (int group = 0; group < groups; group++) {
                int start = plan.start(group);
                boolean present;
                long held = zero;
                if (plan.isSingle(group)) {
                    present = !versions.isNull(start);
                    held = present ? load(versions.address(start, width)) : 0;
                } else {
                    present = false;
                    for (int entry = start; entry < plan.end(group); entry++) {
                        byte action = actions == null ? Action.ADD : actions[entry];
                        boolean isNull = versions.isNull(entry);
                        if (action == Action.SET || action == Action.SET_AND_RETRACT) {
                            present = false;
                            held = zero;
                        }
                        if (action == Action.SKIP || isNull) {
                            continue;
                        }
                        long value = load(versions.address(entry, width));
                        boolean back = action == Action.RETRACT || action == Action.SET_AND_RETRACT;
                        if (action == Action.SET_AND_RETRACT) {
                            held = value;
                            present = true;
                        }
                        if (present || !back || retractsFromNull) {
                            held = combine(present, held, value, back, group);
                            present = true;
                        }
                    }
                }
                if (present) {
                    store(builder.address(), group, held);
                } else {
                    builder.setNull(group);
                }
            }
            return builder.finish();
        }
    }

    private long combine(boolean present, long held, long value, boolean back, int group) {
        if (!present && !back) {
            return value;
        }
        try {
            long result = back ? retract.applyAsLong(held, value) : add.applyAsLong(held, value);
            return wraps ? cut(result) : checked(result);
        } catch (ArithmeticException overflow) {
            throw new AggregateFailure(
                            name(held) + (back ? " without " : " and ") + name(value) + " give what does not fit in "
                                    + field.type() + "; widen the column, or set '"
                                    + MergeOptions.AGGREGATION_OVERFLOW.key() + "' = 'wrap'")
                    .of(field, group);
        } catch (AggregateFailure failure) {
            throw failure.of(field, group);
        }
    }

    private String name(long value) {
        return field.type() instanceof DataType.Atomic type && type.root() == TypeRoot.DECIMAL
                ? BigDecimal.valueOf(value, type.scale()).toPlainString()
                : Long.toString(value);
    }

    private long checked(long result) {
        if (width == 16 ? result <= -bound || result >= bound : cut(result) != result) {
            throw new ArithmeticException();
        }
        return result;
    }

    private long cut(long result) {
        return switch (width) {
            case 1 -> (byte) result;
            case 2 -> (short) result;
            case 4 -> (int) result;
            default -> result;
        };
    }

    private long load(long address) {
        return switch (width) {
            case 1 -> MemoryUtil.getByte(address);
            case 2 -> MemoryUtil.getShort(address);
            case 4 -> MemoryUtil.getInt(address);
            default -> MemoryUtil.getLong(address);
        };
    }

    private void store(long address, int slot, long value) {
        switch (width) {
            case 1 -> MemoryUtil.putByte(address + slot, (byte) value);
            case 2 -> MemoryUtil.putShort(address + 2L * slot, (short) value);
            case 4 -> MemoryUtil.putInt(address + 4L * slot, (int) value);
            case 16 -> {
                MemoryUtil.putLong(address + 16L * slot, value);
                MemoryUtil.putLong(address + 16L * slot + 8, value >> 63);
            }
            default -> MemoryUtil.putLong(address + 8L * slot, value);
        }
    }
}
