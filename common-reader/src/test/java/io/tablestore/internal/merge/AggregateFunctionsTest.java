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
package io.tablestore.internal.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.merge.aggregate.AggregateFunction;
import io.tablestore.internal.merge.aggregate.AggregateFunctions;
import io.tablestore.internal.merge.aggregate.FunctionOptions;
import io.tablestore.internal.merge.column.Action;
import io.tablestore.internal.merge.column.AggregateFailure;
import io.tablestore.internal.merge.column.VersionColumn;
import io.tablestore.options.OptionSet;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AggregateFunctionsTest {

    private static final DataType BIGINT = DataType.of(TypeRoot.BIGINT);
    private static final DataType STRING = DataType.of(TypeRoot.VARCHAR, DataType.MAX_LENGTH);

    private final BufferAllocator allocator = ArrowMemory.newRoot(1 << 20);
    private final BufferPool pool = new BufferPool(allocator);

    @AfterEach
    void everyBufferIsReleased() {
        pool.close();
        allocator.close();
    }

    static List<AggregateFunction> all() {
        return AggregateFunctions.ALL;
    }

    @ParameterizedTest
    @MethodSource("all")
    void isFoundByItsNameAndRefusesATypeItDoesNotTake(AggregateFunction function) {
        assertThat(AggregateFunctions.ALL.stream().map(AggregateFunction::name)).containsOnlyOnce(function.name());
        DataField field = new DataField(1, "c", function.accepts(BIGINT) ? new DataType.Row(List.of(), true) : BIGINT);
        if (!function.accepts(field.type())) {
            assertThatThrownBy(() -> AggregateFunctions.of(function.name(), field, options(Map.of())))
                    .hasMessageContaining("schema/schema-0: column c")
                    .hasMessageContaining("'" + function.name() + "' of type");
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void documentationHasItsRow(AggregateFunction function) throws Exception {
        String page = Files.readString(Path.of("../docs/AGGREGATE_FUNCTIONS.md"));
        assertThat(page)
                .contains("| `" + function.name() + "` | " + function.description() + " | "
                        + (function.retracts() ? "yes" : "no") + " |");
    }

    @Test
    void anUnknownFunctionIsNamedWithThoseThatThereAre() {
        assertThatThrownBy(() -> AggregateFunctions.of("median", new DataField(1, "c", BIGINT), options(Map.of())))
                .hasMessageContaining("'median'")
                .hasMessageContaining("sum, product");
    }

    private static FunctionOptions options(Map<String, String> options) {
        return new FunctionOptions(new OptionSet("schema/schema-0", options), "c");
    }

    /** Merges the versions of one key by a function of a BIGINT or STRING column. */
    private @Nullable Object merge(
            String function,
            DataType type,
            Map<String, String> options,
            byte @Nullable [] actions,
            @Nullable Object... values) {
        DataField field = new DataField(1, "c", type);
        MergePlan plan = new MergePlan();
        long[] refs = new long[values.length];
        for (int i = 0; i < refs.length; i++) {
            refs[i] = MergePlan.ref(0, i);
        }
        plan.reset(refs, 0, refs.length);
        plan.startGroup(0);
        plan.finish(refs.length);
        try (FieldVector vector = vector(type, values);
                ArrowColumn merged = AggregateFunctions.of(function, field, options(options))
                        .merge(plan, actions, new VersionColumn(plan, new FieldVector[] {vector}, new int[1]), pool)) {
            Object value = merged.vector().getObject(0);
            return value instanceof Long || value instanceof BigDecimal || value == null ? value : value.toString();
        }
    }

    private FieldVector vector(DataType type, @Nullable Object... values) {
        FieldVector vector = ArrowTypes.field(new DataField(1, "c", type)).createVector(allocator);
        vector.allocateNew();
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof Long number) {
                ((BigIntVector) vector).setSafe(i, number);
            } else if (values[i] instanceof BigDecimal decimal) {
                ((DecimalVector) vector).setSafe(i, decimal);
            } else if (values[i] instanceof String text) {
                ((VarCharVector) vector).setSafe(i, text.getBytes(StandardCharsets.UTF_8));
            }
        }
        vector.setValueCount(values.length);
        return vector;
    }

    private @Nullable Object merge(String function, @Nullable Object... values) {
        return merge(function, BIGINT, Map.of(), null, values);
    }

    private static byte[] actions(int... actions) {
        byte[] bytes = new byte[actions.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) actions[i];
        }
        return bytes;
    }

    @Test
    void numbersAndPicks() {
        assertThat(merge("sum", 10L, null, 7L)).isEqualTo(17L);
        assertThat(merge("sum", null, null)).isNull();
        assertThat(merge("product", 10L, null, 7L)).isEqualTo(70L);
        assertThat(merge("max", 10L, null, 7L)).isEqualTo(10L);
        assertThat(merge("min", 10L, null, 7L)).isEqualTo(7L);
        assertThat(merge("last_value", 10L, 7L, null)).isNull();
        assertThat(merge("last_non_null_value", 10L, 7L, null)).isEqualTo(7L);
        assertThat(merge("first_value", null, 7L, 8L)).isNull();
        assertThat(merge("first_non_null_value", null, 7L, 8L)).isEqualTo(7L);
    }

    @Test
    void retractionsTakeBackWhatTheyCan() {
        byte[] back = actions(Action.ADD, Action.ADD, Action.RETRACT);
        assertThat(merge("sum", BIGINT, Map.of(), back, 10L, 7L, 2L)).isEqualTo(15L);
        assertThat(merge("product", BIGINT, Map.of(), back, 10L, 6L, 4L)).isEqualTo(15L);
        assertThat(merge("last_value", BIGINT, Map.of(), back, 10L, 7L, 2L)).isNull();
        assertThatThrownBy(() -> merge("max", BIGINT, Map.of(), back, 10L, 7L, 2L))
                .isInstanceOf(AggregateFailure.class)
                .hasMessageContaining("ignore-retract");
        assertThat(merge("max", BIGINT, Map.of("fields.c.ignore-retract", "true"), back, 10L, 7L, 2L))
                .isEqualTo(10L);
    }

    @Test
    void whatDoesNotFitFailsOrComesOutAsOneDotFourComputesIt() {
        assertThatThrownBy(() -> merge("sum", Long.MAX_VALUE, 1L))
                .isInstanceOf(AggregateFailure.class)
                .hasMessageContaining("does not fit in BIGINT")
                .hasMessageContaining("'aggregation.overflow' = 'wrap'");
        Map<String, String> wrap = Map.of("aggregation.overflow", "wrap");
        assertThat(merge("sum", BIGINT, wrap, null, Long.MAX_VALUE, 1L)).isEqualTo(Long.MIN_VALUE);
        DataType wide = new DataType.Atomic(TypeRoot.DECIMAL, 20, 0, true);
        BigDecimal most = new BigDecimal("99999999999999999999");
        assertThatThrownBy(() -> merge("sum", wide, Map.of(), null, most, BigDecimal.ONE))
                .hasMessageContaining("100000000000000000000 does not fit in DECIMAL(20, 0)");
        assertThat(merge("sum", wide, wrap, null, most, BigDecimal.ONE)).isNull();
    }

    @Test
    void textsAreJoinedWithoutBlankOnesAndOnceIfDistinct() {
        assertThat(merge("listagg", STRING, Map.of(), null, "a", null, " ", "b"))
                .isEqualTo("a,b");
        Map<String, String> distinct = Map.of("fields.c.distinct", "true", "fields.c.list-agg-delimiter", "|");
        assertThat(merge("listagg", STRING, distinct, null, "ab|c", "a|c|d|d")).isEqualTo("ab|c|a|d");
    }

    @Test
    void aSingleVersionIsTakenAsItIsStored() {
        Map<String, String> distinct = Map.of("fields.c.distinct", "true");
        assertThat(merge("listagg", STRING, distinct, actions(Action.RETRACT), "a,a, "))
                .isEqualTo("a,a, ");
        assertThat(merge("sum", BIGINT, Map.of(), actions(Action.RETRACT), 5L)).isEqualTo(5L);
    }

    @Test
    void allFunctionsTakePartInTheContract() {
        List<String> names = new ArrayList<>();
        AggregateFunctions.ALL.forEach(function -> names.add(function.name()));
        assertThat(names).containsAll(Arrays.asList("collect", "merge_map", "nested_update", "hll_sketch", "rbm64"));
    }
}
