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
package io.tablestore.compat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.DecimalType;

/** Random aggregate functions with a column each accepts, and values that do not overflow. */
final class RandomAggregates {

    /**
     * A function of a column.
     *
     * @param values null for any value of the type
     * @param retracts whether it takes retractions
     * @param options of the column, without their prefix
     */
    record Choice(
            String function, DataType type, Supplier<Object> values, boolean retracts, Map<String, String> options) {}

    private final Random random;
    private final RandomValues values;

    RandomAggregates(Random random, RandomValues values) {
        this.random = random;
        this.values = values;
    }

    Choice choose() {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> {
                DataType type = numeric();
                yield new Choice("sum", type, () -> small(type, 1), true, Map.of());
            }
            case 3 -> {
                DataType type = numeric();
                yield new Choice("product", type, () -> unit(type), true, Map.of());
            }
            case 4 -> ordered("max");
            case 5 -> ordered("min");
            case 6 -> new Choice("last_value", values.valueType(), null, true, Map.of());
            case 7 -> new Choice("last_non_null_value", values.valueType(), null, true, Map.of());
            case 8 -> new Choice("first_value", values.valueType(), null, false, Map.of());
            case 9 -> new Choice("first_non_null_value", values.valueType(), null, false, Map.of());
            case 10 -> listagg();
            default ->
                new Choice(random.nextBoolean() ? "bool_and" : "bool_or", DataTypes.BOOLEAN(), null, false, Map.of());
        };
    }

    private Choice ordered(String function) {
        DataType type = values.valueType();
        while (!RandomValues.isOrdered(type)) {
            type = values.valueType();
        }
        return new Choice(function, type, null, false, Map.of());
    }

    private Choice listagg() {
        Map<String, String> options = random.nextBoolean() ? Map.of() : Map.of("list-agg-delimiter", "; ");
        if (random.nextInt(3) == 0) {
            options = Map.of("distinct", "true");
        }
        return new Choice("listagg", DataTypes.STRING(), this::word, false, options);
    }

    private Object word() {
        if (random.nextInt(5) == 0) {
            return null;
        }
        List<String> words = new ArrayList<>();
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            words.add("" + (char) ('a' + random.nextInt(6)));
        }
        return BinaryString.fromString(String.join(",", words));
    }

    private DataType numeric() {
        return switch (random.nextInt(9)) {
            case 0 -> DataTypes.TINYINT();
            case 1 -> DataTypes.SMALLINT();
            case 2 -> DataTypes.INT();
            case 3 -> DataTypes.BIGINT();
            case 4 -> DataTypes.FLOAT();
            case 5 -> DataTypes.DOUBLE();
            case 6 -> DataTypes.DECIMAL(8, 2);
            case 7 -> DataTypes.DECIMAL(18, 4);
            default -> DataTypes.DECIMAL(38, 10);
        };
    }

    private Object small(DataType type, int bound) {
        return random.nextInt(5) == 0 ? null : number(type, random.nextInt(2 * bound + 1) - bound);
    }

    private Object unit(DataType type) {
        return random.nextInt(5) == 0 ? null : number(type, random.nextBoolean() ? 1 : -1);
    }

    private static Object number(DataType type, int value) {
        return switch (type.getTypeRoot()) {
            case TINYINT -> (byte) value;
            case SMALLINT -> (short) value;
            case INTEGER -> value;
            case BIGINT -> (long) value;
            case FLOAT -> (float) value;
            case DOUBLE -> (double) value;
            case DECIMAL -> {
                DecimalType decimal = (DecimalType) type;
                yield Decimal.fromBigDecimal(
                        java.math.BigDecimal.valueOf(value), decimal.getPrecision(), decimal.getScale());
            }
            default -> throw new IllegalStateException(type.toString());
        };
    }
}
