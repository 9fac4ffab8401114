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
package io.tablestore.internal.planning;

import io.tablestore.internal.format.row.BucketFunction;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.predicate.BoundPredicate.Leaf;
import io.tablestore.options.LayoutOptions;
import io.tablestore.options.OptionSet;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import io.tablestore.types.TypeRoot;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Prunes buckets that cannot hold the requested keys, if equality conditions fix every column of the bucket key. The number of
 * buckets is taken from each entry, because partitions may have been rescaled one by one (format reference, 5.5).
 */
final class BucketPruner {

    private static final int MAX_KEYS = 1000;

    private final @Nullable BucketFunction function;
    private final List<List<@Nullable Object>> keys;
    private final Map<Integer, BitSet> bucketsByTotal = new ConcurrentHashMap<>();

    private BucketPruner(@Nullable BucketFunction function, List<List<@Nullable Object>> keys) {
        this.function = function;
        this.keys = keys;
    }

    static BucketPruner of(TableSchema schema, BoundPredicate predicate) {
        OptionSet options = schema.optionSet();
        List<DataField> fields = schema.bucketKey();
        List<List<@Nullable Object>> keys = new ArrayList<>();
        keys.add(List.of());
        for (DataField field : fields) {
            List<Object> values = valuesOf(field, predicate);
            if (values == null || (long) keys.size() * values.size() > MAX_KEYS) {
                return new BucketPruner(null, List.of());
            }
            List<List<@Nullable Object>> longer = new ArrayList<>();
            for (List<@Nullable Object> key : keys) {
                for (Object value : values) {
                    List<@Nullable Object> next = new ArrayList<>(key);
                    next.add(value);
                    longer.add(next);
                }
            }
            keys = longer;
        }
        if (fields.isEmpty()) {
            return new BucketPruner(null, List.of());
        }
        BucketFunction function = new BucketFunction(
                options.get(LayoutOptions.BUCKET_FUNCTION),
                fields.stream().map(DataField::type).toList());
        return new BucketPruner(function, keys);
    }

    /** The only values that the column can have, or null if the predicate does not restrict it. */
    private static @Nullable List<Object> valuesOf(DataField field, BoundPredicate predicate) {
        for (BoundPredicate conjunct : predicate.conjuncts()) {
            if (conjunct instanceof Leaf leaf && leaf.column().id() == field.id()) {
                boolean equality = leaf.test() == BoundPredicate.Test.EQUAL || leaf.test() == BoundPredicate.Test.IN;
                if (equality && leaf.literals().stream().allMatch(literal -> isStorable(field, literal))) {
                    return leaf.literals();
                }
            }
        }
        return null;
    }

    /**
     * Whether the value has exactly one stored form in the column. CHAR (trailing blanks) and floating-point values (zeros, NaN)
     * do not, nor does a literal of higher precision than the column.
     */
    private static boolean isStorable(DataField field, Object literal) {
        if (!(field.type() instanceof DataType.Atomic type)) {
            return false;
        }
        if (literal instanceof BigDecimal decimal) {
            BigDecimal plain = decimal.stripTrailingZeros();
            return plain.scale() <= type.scale()
                    && plain.precision() - plain.scale() <= type.precision() - type.scale();
        }
        if (literal instanceof TimestampValue timestamp) {
            return type.precision() > 3 || timestamp.nanoOfMilli() == 0;
        }
        if (literal instanceof Long number) {
            return switch (type.root()) {
                case TINYINT -> number == number.byteValue();
                case SMALLINT -> number == number.shortValue();
                case INT, DATE, TIME -> number == number.intValue();
                default -> true;
            };
        }
        return type.root() != TypeRoot.CHAR && !type.root().isFloating();
    }

    /** Whether the bucket may hold a wanted key. */
    boolean test(int bucket, int totalBuckets) {
        if (function == null || totalBuckets <= 0) {
            return true;
        }
        BitSet buckets = bucketsByTotal.computeIfAbsent(totalBuckets, this::wantedBuckets);
        return buckets.get(bucket);
    }

    private BitSet wantedBuckets(int totalBuckets) {
        BitSet buckets = new BitSet(totalBuckets);
        for (List<@Nullable Object> key : keys) {
            Integer bucket = function == null ? null : function.bucket(key, totalBuckets);
            if (bucket == null) {
                buckets.set(0, totalBuckets);
            } else {
                buckets.set(bucket);
            }
        }
        return buckets;
    }
}
