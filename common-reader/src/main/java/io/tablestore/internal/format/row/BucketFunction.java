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
package io.tablestore.internal.format.row;

import io.tablestore.options.LayoutOptions.BucketFunctionName;
import io.tablestore.types.DataType;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes a row's bucket from its bucket key (format reference, 5.5). Values have the forms of {@link
 * io.tablestore.predicate.ValueOrder}.
 */
public final class BucketFunction {

    private final BucketFunctionName name;
    private final List<DataType> types;

    /** @param types of the bucket key's columns */
    public BucketFunction(BucketFunctionName name, List<DataType> types) {
        this.name = name;
        this.types = List.copyOf(types);
    }

    /** The bucket of a key among {@code bucketCount}; null if the function is not defined for the values. */
    public @Nullable Integer bucket(List<@Nullable Object> key, int bucketCount) {
        return switch (name) {
            case DEFAULT -> Math.abs(BinaryRowWriter.write(types, key).murmurHash() % bucketCount);
            case MOD -> {
                Object value = key.get(0);
                yield (int) Math.floorMod(value == null ? 0L : (Long) value, (long) bucketCount);
            }
            case HIVE -> hive(key, bucketCount);
        };
    }

    private @Nullable Integer hive(List<@Nullable Object> key, int bucketCount) {
        int hash = 0;
        for (int i = 0; i < types.size(); i++) {
            Object value = key.get(i);
            Integer part = value == null ? Integer.valueOf(0) : hiveHash((DataType.Atomic) types.get(i), value);
            if (part == null) {
                return null;
            }
            hash = 31 * hash + part;
        }
        return (hash & Integer.MAX_VALUE) % bucketCount;
    }

    private static @Nullable Integer hiveHash(DataType.Atomic type, Object value) {
        return switch (type.root()) {
            case BOOLEAN -> (Boolean) value ? 1 : 0;
            case TINYINT, SMALLINT, INT, DATE, TIME -> ((Long) value).intValue();
            case BIGINT -> Long.hashCode((Long) value);
            case FLOAT -> (Double) value == 0.0 ? 0 : Float.floatToIntBits(((Double) value).floatValue());
            case DOUBLE -> (Double) value == 0.0 ? 0 : Double.hashCode((Double) value);
            case DECIMAL -> hiveDecimal((BigDecimal) value).hashCode();
            case CHAR, VARCHAR, BINARY, VARBINARY -> {
                int hash = 0;
                for (byte b : (byte[]) value) {
                    hash = 31 * hash + b;
                }
                yield hash;
            }
            default -> null;
        };
    }

    private static BigDecimal hiveDecimal(BigDecimal value) {
        BigDecimal stripped = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
