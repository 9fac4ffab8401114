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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.arrow.TestVectors;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.merge.MergePlan;
import io.tablestore.internal.merge.column.Action;
import io.tablestore.internal.merge.column.AggregateFailure;
import io.tablestore.internal.merge.column.ColumnMerge;
import io.tablestore.internal.merge.column.VersionColumn;
import io.tablestore.internal.predicate.SampleValues;
import io.tablestore.options.OptionSet;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Aggregate functions over versions that lie in two runs, each version with its action. */
class FunctionKernelsTest {

    private static final DataType BIGINT = DataType.of(TypeRoot.BIGINT);

    private final BufferAllocator allocator = ArrowMemory.newRoot(16 << 20);
    private final BufferPool pool = new BufferPool(allocator);

    @AfterEach
    void everyBufferIsReleased() {
        pool.close();
        allocator.close();
    }

    private static Map<String, String> options(String... options) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return all;
    }

    /** Merges groups of versions; null actions add every one. */
    private List<@Nullable Object> merge(
            String function,
            DataType type,
            Map<String, String> options,
            List<List<@Nullable Object>> groups,
            byte @Nullable [] actions) {
        MergePlan plan = new MergePlan();
        List<List<@Nullable Object>> runs = List.of(new ArrayList<>(), new ArrayList<>());
        List<Long> refs = new ArrayList<>();
        for (List<@Nullable Object> group : groups) {
            for (Object value : group) {
                int run = refs.size() % 3 % 2;
                refs.add(MergePlan.ref(run, runs.get(run).size() + 5 * run));
                runs.get(run).add(value);
            }
        }
        plan.reset(refs.stream().mapToLong(Long::longValue).toArray(), 0, refs.size());
        int start = 0;
        for (List<@Nullable Object> group : groups) {
            plan.startGroup(start);
            start += group.size();
        }
        plan.finish(start);
        DataField field = new DataField(1, "c", type);
        FunctionOptions functionOptions = new FunctionOptions(new OptionSet("schema/schema-0", options), "c");
        ColumnMerge merge = AggregateFunctions.of(function, field, functionOptions);
        try (FieldVector first = TestVectors.of(field, runs.get(0), allocator);
                FieldVector second = TestVectors.of(field, runs.get(1), allocator)) {
            VersionColumn versions = new VersionColumn(plan, new FieldVector[] {first, second}, new int[] {0, 5});
            try (ArrowColumn merged = merge.merge(plan, actions, versions, pool)) {
                return TestVectors.values(merged.vector(), type);
            }
        }
    }

    private @Nullable Object one(
            String function, DataType type, Map<String, String> options, @Nullable Object... versions) {
        return merge(function, type, options, List.of(Arrays.asList(versions)), null)
                .get(0);
    }

    static Stream<DataType> numbers() {
        return Stream.of(
                DataType.of(TypeRoot.TINYINT),
                DataType.of(TypeRoot.SMALLINT),
                DataType.of(TypeRoot.INT),
                BIGINT,
                DataType.of(TypeRoot.FLOAT),
                DataType.of(TypeRoot.DOUBLE),
                DataType.decimal(10, 2),
                DataType.decimal(30, 2));
    }

    private static Object number(DataType type, long value) {
        return switch (type.root()) {
            case FLOAT, DOUBLE -> (double) value;
            case DECIMAL -> BigDecimal.valueOf(value).setScale(2, RoundingMode.UNNECESSARY);
            default -> value;
        };
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void sumsFollowTheActionsOfTheirVersions(DataType type) {
        Random random = new Random(17);
        for (int round = 0; round < 100; round++) {
            List<List<@Nullable Object>> groups = new ArrayList<>();
            List<@Nullable Object> expected = new ArrayList<>();
            List<Byte> actions = new ArrayList<>();
            for (int group = 0; group < 10; group++) {
                List<@Nullable Object> versions = new ArrayList<>();
                int count = 1 + random.nextInt(5);
                Long held = null;
                for (int i = 0; i < count; i++) {
                    Long value = random.nextInt(4) == 0 ? null : Long.valueOf(random.nextInt(9) - 4);
                    byte action = (byte) random.nextInt(6);
                    versions.add(value == null ? null : number(type, value));
                    actions.add(action);
                    if (count == 1) {
                        held = value;
                    } else if (action == Action.SET) {
                        held = value;
                    } else if (action == Action.SET_AND_RETRACT) {
                        held = value == null ? null : Long.valueOf(0);
                    } else if (action != Action.SKIP && value != null) {
                        held = (held == null ? 0 : held) + (action == Action.RETRACT ? -value : value);
                    }
                }
                groups.add(versions);
                expected.add(held == null ? null : number(type, held));
            }
            byte[] bytes = new byte[actions.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = actions.get(i);
            }
            List<@Nullable Object> merged = merge("sum", type, Map.of(), groups, bytes);
            for (int group = 0; group < expected.size(); group++) {
                Object wanted = expected.get(group);
                Object found = merged.get(group);
                if (wanted instanceof Double number) {
                    assertThat(found).isInstanceOf(Double.class);
                    assertThat((Double) found + 0.0)
                            .as("%s %s", groups, actions)
                            .isEqualTo(number + 0.0);
                } else {
                    assertThat(found).as("%s %s", groups, actions).isEqualTo(wanted);
                }
            }
        }
    }

    @Test
    void aSumThatDoesNotFitFailsOrIsCut() {
        Map<String, String> wrap = options("aggregation.overflow", "wrap");
        Object[][] cases = {
            {DataType.of(TypeRoot.TINYINT), 127L, 1L, -128L},
            {DataType.of(TypeRoot.TINYINT), -128L, -1L, 127L},
            {DataType.of(TypeRoot.SMALLINT), 32767L, 1L, -32768L},
            {DataType.of(TypeRoot.INT), 2147483647L, 1L, -2147483648L},
            {BIGINT, Long.MAX_VALUE, 1L, Long.MIN_VALUE}
        };
        for (Object[] sample : cases) {
            DataType type = (DataType) sample[0];
            assertThatThrownBy(() -> one("sum", type, Map.of(), sample[1], sample[2]))
                    .isInstanceOf(AggregateFailure.class)
                    .hasMessageContaining("does not fit in " + type.root());
            assertThat(one("sum", type, wrap, sample[1], sample[2])).isEqualTo(sample[3]);
            assertThat(one("sum", type, Map.of(), sample[1], 0L)).isEqualTo(sample[1]);
        }
        DataType decimal = DataType.decimal(4, 2);
        BigDecimal most = new BigDecimal("99.99");
        BigDecimal least = new BigDecimal("0.01");
        assertThat(one("sum", decimal, Map.of(), most, least.negate())).isEqualTo(new BigDecimal("99.98"));
        assertThatThrownBy(() -> one("sum", decimal, Map.of(), most, least))
                .hasMessageContaining("99.99 and 0.01 give what does not fit in DECIMAL(4, 2)");
        assertThatThrownBy(() -> one("sum", decimal, Map.of(), most.negate(), least.negate()))
                .isInstanceOf(AggregateFailure.class);
    }

    @Test
    void productsMultiplyAndDivide() {
        assertThat(one("product", BIGINT, Map.of(), 3L, null, -4L)).isEqualTo(-12L);
        byte[] back = {Action.ADD, Action.RETRACT};
        assertThat(merge("product", BIGINT, Map.of(), List.of(Arrays.asList(12L, 4L)), back))
                .containsExactly(3L);
        assertThat(merge("product", BIGINT, Map.of(), List.of(Arrays.asList(null, 4L)), back))
                .as("null stays null")
                .containsExactly((Object) null);
        assertThatThrownBy(() -> merge("product", BIGINT, Map.of(), List.of(Arrays.asList(12L, 0L)), back))
                .hasMessageContaining("divides 12 by zero");
    }

    static Stream<SampleValues> samples() {
        return SampleValues.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void picksCopyTheValueOfTheRightVersion(SampleValues sample) {
        Random random = new Random(23);
        for (int round = 0; round < 20; round++) {
            List<List<@Nullable Object>> groups = new ArrayList<>();
            List<@Nullable Object> last = new ArrayList<>();
            List<@Nullable Object> lastPresent = new ArrayList<>();
            List<@Nullable Object> firstPresent = new ArrayList<>();
            List<@Nullable Object> first = new ArrayList<>();
            for (int group = 0; group < 12; group++) {
                List<@Nullable Object> versions = new ArrayList<>();
                for (int i = random.nextInt(5); i >= 0; i--) {
                    versions.add(
                            random.nextInt(3) == 0
                                    ? null
                                    : sample.stored()
                                            .get(random.nextInt(sample.stored().size()))
                                            .value());
                }
                groups.add(versions);
                List<@Nullable Object> present =
                        versions.stream().filter(java.util.Objects::nonNull).toList();
                first.add(TestVectors.comparable(versions.get(0)));
                last.add(TestVectors.comparable(versions.get(versions.size() - 1)));
                firstPresent.add(present.isEmpty() ? null : TestVectors.comparable(present.get(0)));
                lastPresent.add(present.isEmpty() ? null : TestVectors.comparable(present.get(present.size() - 1)));
            }
            assertThat(merge("last_value", sample.type(), Map.of(), groups, null))
                    .isEqualTo(last);
            assertThat(merge("last_non_null_value", sample.type(), Map.of(), groups, null))
                    .isEqualTo(lastPresent);
            assertThat(merge("first_value", sample.type(), Map.of(), groups, null))
                    .isEqualTo(first);
            assertThat(merge("first_non_null_value", sample.type(), Map.of(), groups, null))
                    .isEqualTo(firstPresent);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void extremesFollowTheOrderOfTheType(SampleValues sample) {
        if (sample.type().root() == TypeRoot.BOOLEAN || sample.type().root() == TypeRoot.CHAR) {
            return;
        }
        int size = sample.stored().size();
        for (int low = 0; low < size; low++) {
            for (int high = low; high < size; high++) {
                if (sample.stored().get(low).rank() == sample.stored().get(high).rank()) {
                    continue;
                }
                Object a = sample.stored().get(low).value();
                Object b = sample.stored().get(high).value();
                for (Object[] versions : new Object[][] {{a, b}, {b, a}, {null, a, b}, {b, null, a}}) {
                    assertThat(one("max", sample.type(), Map.of(), versions)).isEqualTo(TestVectors.comparable(b));
                    assertThat(one("min", sample.type(), Map.of(), versions)).isEqualTo(TestVectors.comparable(a));
                }
            }
        }
    }

    @Test
    void booleansAreJoined() {
        DataType bool = DataType.of(TypeRoot.BOOLEAN);
        for (Object[] versions : new Object[][] {{true, true}, {true, false}, {false, true}, {false, false}}) {
            boolean all = (Boolean) versions[0] && (Boolean) versions[1];
            boolean some = (Boolean) versions[0] || (Boolean) versions[1];
            assertThat(one("bool_and", bool, Map.of(), versions)).isEqualTo(all);
            assertThat(one("bool_or", bool, Map.of(), versions)).isEqualTo(some);
        }
        assertThat(one("bool_and", bool, Map.of(), null, true)).isEqualTo(true);
        assertThat(one("bool_or", bool, Map.of(), false, null)).isEqualTo(false);
    }

    private static final DataType ARRAY = new DataType.Collection(TypeRoot.ARRAY, BIGINT, 0, true);

    @Test
    void collectJoinsTheElementsOfArrays() {
        List<@Nullable Object> a = Arrays.asList(1L, null, 2L, 2L);
        List<Object> b = List.of(2L, 3L);
        assertThat(one("collect", ARRAY, Map.of(), a, null, b)).isEqualTo(Arrays.asList(1L, null, 2L, 2L, 2L, 3L));
        assertThat(one("collect", ARRAY, Map.of(), null, null)).isNull();
        assertThat(one("collect", ARRAY, options("fields.c.distinct", "true"), a, b))
                .isEqualTo(Arrays.asList(1L, null, 2L, 3L));
        assertThat(one("collect", ARRAY, options("fields.c.distinct", "true"), a))
                .as("a single one")
                .isEqualTo(a);
        byte[] back = {Action.ADD, Action.RETRACT};
        assertThat(merge("collect", ARRAY, Map.of(), List.of(List.of(a, List.of(2L, 9L))), back))
                .containsExactly(Arrays.asList(1L, null, 2L));
    }

    @Test
    void mapsTakeTheLaterValueOfAKey() {
        DataType map = new DataType.Mapping(BIGINT, BIGINT, true);
        List<Object> a = List.of(List.of(1L, 10L), List.of(2L, 20L));
        List<Object> b = List.of(Arrays.asList(2L, null), List.of(3L, 30L));
        assertThat(one("merge_map", map, Map.of(), a, null, b))
                .isEqualTo(List.of(List.of(1L, 10L), Arrays.asList(2L, null), List.of(3L, 30L)));
        byte[] back = {Action.ADD, Action.RETRACT};
        assertThat(merge("merge_map", map, Map.of(), List.of(List.of(a, b)), back))
                .containsExactly(List.of(List.of(1L, 10L)));
        byte[] reversed = {Action.ADD, Action.ADD_REVERSED};
        assertThat(merge("merge_map", map, Map.of(), List.of(List.of(a, b)), reversed))
                .containsExactly(List.of(List.of(2L, 20L), List.of(3L, 30L), List.of(1L, 10L)));
    }

    private static final DataType ROWS = new DataType.Collection(
            TypeRoot.ARRAY,
            new DataType.Row(
                    List.of(
                            new DataField(1, "k", BIGINT),
                            new DataField(2, "s", BIGINT),
                            new DataField(3, "v", BIGINT)),
                    true),
            0,
            true);

    private static List<@Nullable Object> row(@Nullable Object... fields) {
        return Arrays.asList(fields);
    }

    @Test
    void nestedRowsWithoutAKeyFollowEachOtherUpToTheLimit() {
        List<Object> a = List.of(row(1L, 1L, 10L), row(2L, 1L, 20L));
        List<Object> b = List.of(row(1L, 2L, 11L), row(3L, 1L, 30L));
        assertThat(one("nested_update", ROWS, Map.of(), a, null, b))
                .isEqualTo(List.of(row(1L, 1L, 10L), row(2L, 1L, 20L), row(1L, 2L, 11L), row(3L, 1L, 30L)));
        assertThat(one("nested_update", ROWS, options("fields.c.count-limit", "3"), a, b))
                .isEqualTo(List.of(row(1L, 1L, 10L), row(2L, 1L, 20L), row(1L, 2L, 11L)));
        byte[] back = {Action.ADD, Action.RETRACT};
        assertThat(merge(
                        "nested_update",
                        ROWS,
                        Map.of(),
                        List.of(List.of(a, List.of(row(1L, 1L, 10L), row(2L, 2L, 20L)))),
                        back))
                .containsExactly(List.of(row(2L, 1L, 20L)));
    }

    @Test
    void nestedRowsWithAKeyReplaceEachOtherByTheirSequence() {
        Map<String, String> keyed = options("fields.c.nested-key", "k");
        List<Object> a = List.of(row(1L, 5L, 10L), row(2L, 5L, 20L));
        List<Object> b = List.of(row(1L, 4L, 11L), row(2L, null, 21L), row(3L, 1L, 30L));
        assertThat(one("nested_update", ROWS, keyed, a, b))
                .isEqualTo(List.of(row(1L, 4L, 11L), row(2L, null, 21L), row(3L, 1L, 30L)));
        Map<String, String> ordered = options("fields.c.nested-key", "k", "fields.c.nested-sequence-field", "s");
        assertThat(one("nested_update", ROWS, ordered, a, b))
                .isEqualTo(List.of(row(1L, 5L, 10L), row(2L, 5L, 20L), row(3L, 1L, 30L)));
        assertThat(one("nested_update", ROWS, ordered, a, List.of(row(1L, 5L, 12L))))
                .isEqualTo(List.of(row(1L, 5L, 12L), row(2L, 5L, 20L)));
        byte[] back = {Action.ADD, Action.RETRACT};
        assertThat(merge("nested_update", ROWS, keyed, List.of(List.of(a, b)), back))
                .containsExactly(List.of());
        Map<String, String> limited = options("fields.c.nested-key", "k", "fields.c.count-limit", "2");
        assertThat(one("nested_update", ROWS, limited, a, b)).isEqualTo(List.of(row(1L, 4L, 11L), row(2L, null, 21L)));
    }

    @Test
    void aNullInANestedKeyIsAValueIsPassedOverOrIsRefused() {
        List<Object> a = List.of(row(null, 1L, 10L));
        List<Object> b = List.of(row(null, 2L, 20L));
        assertThat(nullKey("merge", a, b)).isEqualTo(List.of(row(null, 2L, 20L)));
        assertThat(nullKey("ignore", a, b)).isEqualTo(List.of());
        assertThatThrownBy(() -> nullKey("error", a, b)).hasMessageContaining("nested key holds null");
        assertThatThrownBy(() -> nullKey("other", a, b)).hasMessageContaining("merge, ignore or error");
    }

    private @Nullable Object nullKey(String strategy, Object... versions) {
        return one(
                "nested_update",
                ROWS,
                options("fields.c.nested-key", "k", "fields.c.nested-key-null-strategy", strategy),
                versions);
    }

    @Test
    void nestedPartialUpdatesFillInFieldByField() {
        Map<String, String> keyed = options("fields.c.nested-key", "k");
        List<Object> a = List.of(row(1L, 5L, null), row(2L, null, 20L));
        List<Object> b = List.of(row(1L, null, 11L), row(2L, 6L, 21L));
        assertThat(one("nested_partial_update", ROWS, keyed, a, null, b))
                .isEqualTo(List.of(row(1L, 5L, 11L), row(2L, 6L, 21L)));
        byte[] reversed = {Action.ADD, Action.ADD_REVERSED};
        assertThat(merge("nested_partial_update", ROWS, keyed, List.of(List.of(a, b)), reversed))
                .containsExactly(List.of(row(1L, 5L, 11L), row(2L, 6L, 20L)));
        assertThatThrownBy(() -> one("nested_partial_update", ROWS, Map.of(), a, b))
                .hasMessageContaining("nested-key");
    }
}
