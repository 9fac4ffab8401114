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

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.theta.UpdateSketch;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.GenericArray;
import org.apache.paimon.data.GenericMap;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.DecimalType;
import org.roaringbitmap.longlong.Roaring64Bitmap;

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
        return switch (random.nextInt(17)) {
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
            case 11 -> collect();
            case 12 ->
                new Choice(
                        "merge_map",
                        DataTypes.MAP(DataTypes.INT().notNull(), DataTypes.STRING()),
                        null,
                        true,
                        Map.of());
            case 13 -> keyTime();
            case 14 -> nestedUpdate();
            case 15 -> sketch();
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

    private Choice collect() {
        DataType element = random.nextBoolean() ? DataTypes.INT() : DataTypes.STRING();
        Map<String, String> options = random.nextBoolean() ? Map.of("distinct", "true") : Map.of();
        return new Choice("collect", DataTypes.ARRAY(element), null, true, options);
    }

    private Choice keyTime() {
        DataType row =
                DataTypes.ROW(DataTypes.FIELD(0, "v", DataTypes.INT()), DataTypes.FIELD(1, "ts", DataTypes.STRING()));
        DataType type = DataTypes.MAP(DataTypes.INT().notNull(), row);
        return new Choice("merge_map_with_keytime", type, () -> timedMap(), false, Map.of());
    }

    private Object timedMap() {
        if (random.nextInt(5) == 0) {
            return null;
        }
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Object time = random.nextInt(6) == 0 ? null : BinaryString.fromString("t" + random.nextInt(5));
            Object row = random.nextInt(6) == 0 ? null : GenericRow.of(random.nextInt(100), time);
            map.put(random.nextInt(4), row);
        }
        return new GenericMap(map);
    }

    /** Rows whose keys differ within an array: 1.4 and 2.0 do not agree about those that do not. */
    private Choice nestedUpdate() {
        DataType row = DataTypes.ROW(
                DataTypes.FIELD(0, "a", DataTypes.INT()),
                DataTypes.FIELD(1, "b", DataTypes.STRING()),
                DataTypes.FIELD(2, "c", DataTypes.DOUBLE()));
        boolean keyed = random.nextInt(3) > 0;
        boolean partial = keyed && random.nextBoolean();
        String function = partial ? "nested_partial_update" : "nested_update";
        Map<String, String> options = keyed ? Map.of("nested-key", "a") : Map.of();
        return new Choice(function, DataTypes.ARRAY(row), () -> nestedRows(), !partial, options);
    }

    private Object nestedRows() {
        if (random.nextInt(5) == 0) {
            return null;
        }
        List<Object> rows = new ArrayList<>();
        for (int key = 0; key < 5; key++) {
            if (random.nextInt(3) == 0) {
                Object text = random.nextInt(3) == 0 ? null : BinaryString.fromString("b" + random.nextInt(3));
                Object number = random.nextInt(3) == 0 ? null : random.nextInt(3) * 1.5;
                rows.add(GenericRow.of(key, text, number));
            }
        }
        return new GenericArray(rows.toArray());
    }

    private Choice sketch() {
        String function =
                List.of("rbm32", "rbm64", "hll_sketch", "theta_sketch").get(random.nextInt(4));
        return new Choice(function, DataTypes.BYTES(), () -> sketch(function), false, Map.of());
    }

    private Object sketch(String function) {
        if (random.nextInt(5) == 0) {
            return null;
        }
        int[] members = random.ints(1 + random.nextInt(4), 0, 1000).toArray();
        switch (function) {
            case "rbm32" -> {
                org.roaringbitmap.RoaringBitmap bitmap = org.roaringbitmap.RoaringBitmap.bitmapOf(members);
                bitmap.runOptimize();
                byte[] bytes = new byte[bitmap.serializedSizeInBytes()];
                bitmap.serialize(ByteBuffer.wrap(bytes));
                return bytes;
            }
            case "rbm64" -> {
                Roaring64Bitmap bitmap = new Roaring64Bitmap();
                for (int member : members) {
                    bitmap.addLong(member * 10_000_000_000L);
                }
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try {
                    bitmap.serialize(new DataOutputStream(bytes));
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
                return bytes.toByteArray();
            }
            case "hll_sketch" -> {
                HllSketch sketch = new HllSketch();
                for (int member : members) {
                    sketch.update(member);
                }
                return sketch.toCompactByteArray();
            }
            default -> {
                UpdateSketch sketch = UpdateSketch.builder().build();
                for (int member : members) {
                    sketch.update(member);
                }
                return sketch.compact().toByteArray();
            }
        }
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
