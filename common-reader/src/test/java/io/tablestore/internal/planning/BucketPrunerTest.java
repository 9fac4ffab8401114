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

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.internal.format.row.BucketFunction;
import io.tablestore.internal.metadata.TestTable;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.options.LayoutOptions.BucketFunctionName;
import io.tablestore.predicate.Comparison;
import io.tablestore.predicate.Predicate;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which buckets can hold the keys that a condition asks for. */
class BucketPrunerTest {

    private static final int TOTAL = 16;

    private static TableSchema schema(String columns, String keys, String... options) {
        Map<String, String> all = new java.util.HashMap<>(Map.of("bucket", "" + TOTAL));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return TestTable.of(columns, "", keys, all).schema();
    }

    private static Set<Integer> buckets(TableSchema schema, Predicate predicate) {
        BucketPruner pruner = BucketPruner.of(schema, BoundPredicate.bind(predicate, schema.fields()));
        Set<Integer> buckets = new TreeSet<>();
        for (int bucket = 0; bucket < TOTAL; bucket++) {
            if (pruner.test(bucket, TOTAL)) {
                buckets.add(bucket);
            }
        }
        return buckets;
    }

    private static int bucket(TableSchema schema, @Nullable Object... key) {
        return Objects.requireNonNull(new BucketFunction(
                        BucketFunctionName.DEFAULT,
                        schema.bucketKey().stream().map(DataField::type).toList())
                .bucket(Arrays.asList(key), TOTAL));
    }

    private static Predicate equal(String column, Object literal) {
        return Predicate.compare(column, Comparison.EQUAL, literal);
    }

    @Test
    void equalityOfTheWholeKeyFixesOneBucket() {
        TableSchema schema = schema("a INT, b STRING, v INT", "a,b");
        Predicate both = Predicate.and(equal("a", 7L), equal("b", "x"), equal("v", 1L));
        assertThat(buckets(schema, both)).containsExactly(bucket(schema, 7L, "x".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aColumnThatIsNotFixedLeavesEveryBucket() {
        TableSchema schema = schema("a INT, b STRING, v INT", "a,b");
        assertThat(buckets(schema, equal("a", 7L))).hasSize(TOTAL);
        assertThat(buckets(schema, Predicate.TRUE)).hasSize(TOTAL);
        Predicate or = Predicate.or(equal("a", 7L), equal("a", 8L));
        assertThat(buckets(schema("a INT, v INT", "a"), or)).hasSize(TOTAL);
        assertThat(buckets(schema("a INT, v INT", "a"), Predicate.compare("a", Comparison.LESS, 7L)))
                .hasSize(TOTAL);
        assertThat(buckets(schema("a INT, v INT", "a"), Predicate.not(equal("a", 7L))))
                .hasSize(TOTAL);
    }

    @Test
    void listsGiveABucketForEachOfTheirCombinations() {
        TableSchema schema = schema("a INT, b INT, v INT", "a,b");
        Predicate lists =
                Predicate.and(new Predicate.In("a", List.of(1L, 2L)), new Predicate.In("b", List.of(10L, 20L, 30L)));
        Set<Integer> expected = new TreeSet<>();
        for (long a : new long[] {1, 2}) {
            for (long b : new long[] {10, 20, 30}) {
                expected.add(bucket(schema, a, b));
            }
        }
        assertThat(buckets(schema, lists)).isEqualTo(expected).hasSizeLessThan(TOTAL);
    }

    @Test
    void moreThanAThousandKeysAreNotLookedAt() {
        TableSchema schema = schema("a BIGINT, v INT", "a");
        List<Object> same = new ArrayList<>();
        for (long i = 0; i < 1001; i++) {
            same.add(5L);
        }
        assertThat(buckets(schema, new Predicate.In("a", same.subList(0, 1000))))
                .hasSize(1);
        assertThat(buckets(schema, new Predicate.In("a", same))).hasSize(TOTAL);
    }

    @Test
    void theNumberOfBucketsIsThatOfTheEntry() {
        TableSchema schema = schema("a BIGINT, v INT", "a");
        BucketPruner pruner = BucketPruner.of(schema, BoundPredicate.bind(equal("a", 5L), schema.fields()));
        for (int total : new int[] {1, 3, 8}) {
            int expected = Objects.requireNonNull(new BucketFunction(
                            BucketFunctionName.DEFAULT,
                            List.of(schema.field("a").type()))
                    .bucket(Arrays.asList((Object) 5L), total));
            for (int bucket = 0; bucket < total; bucket++) {
                assertThat(pruner.test(bucket, total)).isEqualTo(bucket == expected);
            }
        }
        assertThat(pruner.test(5, -1))
                .as("dynamic buckets do not follow the hash")
                .isTrue();
        assertThat(pruner.test(5, 0)).isTrue();
    }

    @Test
    void valuesWithSeveralStoredFormsLeaveEveryBucket() {
        assertThat(buckets(schema("a CHAR(3), v INT", "a"), equal("a", "x"))).hasSize(TOTAL);
        assertThat(buckets(schema("a DOUBLE, v INT", "a"), equal("a", 1.5))).hasSize(TOTAL);
        assertThat(buckets(schema("a TINYINT, v INT", "a"), equal("a", 127L))).hasSize(1);
        assertThat(buckets(schema("a TINYINT, v INT", "a"), equal("a", 128L))).hasSize(TOTAL);
        assertThat(buckets(schema("a SMALLINT, v INT", "a"), equal("a", 32768L)))
                .hasSize(TOTAL);
        assertThat(buckets(schema("a INT, v INT", "a"), equal("a", 1L << 31))).hasSize(TOTAL);
    }

    @Test
    void aLiteralFinerThanTheColumnLeavesEveryBucket() {
        TableSchema decimals = schema("a DECIMAL(5,2), v INT", "a");
        assertThat(buckets(decimals, equal("a", new BigDecimal("1.50000")))).hasSize(1);
        assertThat(buckets(decimals, equal("a", new BigDecimal("1.505")))).hasSize(TOTAL);
        assertThat(buckets(decimals, equal("a", new BigDecimal("999.99")))).hasSize(1);
        assertThat(buckets(decimals, equal("a", new BigDecimal("1000")))).hasSize(TOTAL);
        LocalDateTime fine = LocalDateTime.parse("2024-01-01T00:00:00.000001");
        assertThat(buckets(schema("a TIMESTAMP(3), v INT", "a"), equal("a", fine)))
                .hasSize(TOTAL);
        assertThat(buckets(schema("a TIMESTAMP(3), v INT", "a"), equal("a", fine.withNano(0))))
                .hasSize(1);
        assertThat(buckets(schema("a TIMESTAMP(6), v INT", "a"), equal("a", fine)))
                .hasSize(1);
    }

    @Test
    void theFunctionOfTheTableIsUsed() {
        TableSchema mod = schema("a BIGINT, v INT", "a", "bucket-function.type", "mod");
        assertThat(buckets(mod, equal("a", 35L))).containsExactly(3);
        assertThat(buckets(mod, equal("a", -1L))).containsExactly(15);
        TableSchema keyed = schema("a BIGINT, b BIGINT, v INT", "a,b", "bucket-key", "b");
        assertThat(buckets(keyed, equal("b", 5L))).containsExactly(bucket(keyed, 5L));
        assertThat(buckets(keyed, equal("a", 5L))).hasSize(TOTAL);
    }

    @Test
    void aTableWithoutBucketKeyHasNoBucketLeftOut() {
        TableSchema append = TestTable.of("a BIGINT, v INT", "", "", Map.of()).schema();
        assertThat(buckets(append, equal("a", 5L))).hasSize(TOTAL);
    }
}
