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
package io.tablestore.internal.read.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.predicate.BoundPredicate.Leaf;
import io.tablestore.internal.predicate.BoundPredicate.Test;
import io.tablestore.internal.predicate.SampleValues;
import io.tablestore.internal.predicate.SampleValues.Ranked;
import io.tablestore.internal.read.column.ConstantColumns;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels of filters against one value at a time, over each type. */
class LeafFilterTest {

    private final BufferAllocator allocator = ArrowMemory.newRoot(1 << 20);
    private final BufferPool pool = new BufferPool(allocator);

    @AfterEach
    void everyBufferIsReleased() {
        pool.close();
        allocator.close();
    }

    static Stream<SampleValues> samples() {
        return SampleValues.all().stream();
    }

    private ArrowColumn column(DataField field, List<@Nullable Object> values) {
        FieldVector vector = ArrowTypes.field(field).createVector(allocator);
        vector.setInitialCapacity(values.size());
        vector.allocateNew();
        for (int row = 0; row < values.size(); row++) {
            Object value = values.get(row);
            if (value != null) {
                ConstantColumns.set(vector, row, (DataType.Atomic) field.type(), value);
            }
        }
        vector.setValueCount(values.size());
        return ArrowColumn.of(vector, pool);
    }

    private static List<Integer> filter(Leaf leaf, ArrowColumn column, List<Integer> rows) {
        int[] positions = rows.stream().mapToInt(Integer::intValue).toArray();
        int count = new LeafFilter().filter(leaf, column, positions, positions.length);
        return Arrays.stream(positions, 0, count).boxed().toList();
    }

    /** The sample's values, each with a null behind it. */
    private static List<@Nullable Ranked> withNulls(SampleValues sample) {
        List<@Nullable Ranked> values = new ArrayList<>();
        for (Ranked value : sample.stored()) {
            values.add(value);
            values.add(null);
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void eachTestKeepsTheRowsThatPass(SampleValues sample) {
        DataField field = new DataField(3, "c", sample.type());
        List<@Nullable Ranked> values = withNulls(sample);
        List<Integer> every = new ArrayList<>();
        List<Integer> some = new ArrayList<>();
        for (int row = 0; row < values.size(); row++) {
            every.add(row);
            if (row % 3 != 1) {
                some.add(row);
            }
        }
        try (ArrowColumn column = column(
                field,
                values.stream()
                        .map(value -> value == null ? null : value.value())
                        .toList())) {
            for (Test test : Test.values()) {
                if (test == Test.STARTS_WITH || test == Test.NOT_STARTS_WITH) {
                    continue;
                }
                boolean list = test == Test.IN || test == Test.NOT_IN;
                for (Ranked first : sample.literals()) {
                    for (Ranked second : list ? sample.literals() : List.of(first)) {
                        Leaf leaf = new Leaf(
                                field, test, list ? List.of(first.value(), second.value()) : List.of(first.value()));
                        for (List<Integer> rows : List.of(every, some)) {
                            List<Integer> expected = rows.stream()
                                    .filter(row -> {
                                        Ranked value = values.get(row);
                                        return value == null
                                                ? test == Test.IS_NULL
                                                : test != Test.IS_NULL
                                                        && SampleValues.holds(
                                                                test,
                                                                value.rank(),
                                                                List.of(first.rank(), second.rank()));
                                    })
                                    .toList();
                            assertThat(filter(leaf, column, rows))
                                    .as("%s %s %s of %s", test, first, second, values)
                                    .isEqualTo(expected);
                        }
                    }
                }
            }
        }
    }

    @org.junit.jupiter.api.Test
    void aListOfOneIsAComparison() {
        DataField field = new DataField(3, "c", DataType.of(TypeRoot.BIGINT));
        try (ArrowColumn column = column(field, Arrays.asList(5L, null, 6L))) {
            assertThat(filter(new Leaf(field, Test.IN, List.of(5L)), column, List.of(0, 1, 2)))
                    .containsExactly(0);
            assertThat(filter(new Leaf(field, Test.NOT_IN, List.of(5L)), column, List.of(0, 1, 2)))
                    .containsExactly(2);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @org.junit.jupiter.api.Test
    void prefixesAreComparedByteForByte() {
        for (DataType type : List.of(DataType.string(), DataType.of(TypeRoot.CHAR, 3))) {
            DataField field = new DataField(3, "c", type);
            List<@Nullable Object> values =
                    Arrays.asList(bytes("ab"), bytes("abc"), bytes("a"), null, bytes("b"), bytes("a "));
            List<Integer> rows = List.of(0, 1, 2, 3, 4, 5);
            try (ArrowColumn column = column(field, values)) {
                List<Object> prefix = List.of(bytes("ab"));
                assertThat(filter(new Leaf(field, Test.STARTS_WITH, prefix), column, rows))
                        .containsExactly(0, 1);
                assertThat(filter(new Leaf(field, Test.NOT_STARTS_WITH, prefix), column, rows))
                        .containsExactly(2, 4, 5);
                List<Object> blank = List.of(bytes("a "));
                assertThat(filter(new Leaf(field, Test.STARTS_WITH, blank), column, rows))
                        .containsExactly(5);
            }
        }
    }

    @org.junit.jupiter.api.Test
    void dictionariesAreTestedEntryByEntry() {
        DataField field = new DataField(3, "c", DataType.string());
        try (ArrowColumn entries = column(field, List.of(bytes("x"), bytes("y"), bytes("z")));
                ArrowColumn others = column(field, List.of(bytes("y"), bytes("x"), bytes("z")));
                IntVector indices = new IntVector("c", allocator)) {
            indices.allocateNew(5);
            for (int row : new int[] {0, 1, 3, 4}) {
                indices.set(row, row % 3);
            }
            indices.setNull(2);
            indices.setValueCount(5);
            LeafFilter filter = new LeafFilter();
            Leaf less = new Leaf(field, Test.LESS, List.of(bytes("y")));
            Leaf more = new Leaf(field, Test.GREATER_OR_EQUAL, List.of(bytes("y")));
            assertThat(indexed(filter, less, indices, entries.vector())).containsExactly(0, 3);
            assertThat(indexed(filter, more, indices, entries.vector())).containsExactly(1, 4);
            assertThat(indexed(filter, more, indices, others.vector()))
                    .as("another dictionary")
                    .containsExactly(0, 3);
            assertThat(indexed(filter, new Leaf(field, Test.IS_NULL, List.of()), indices, entries.vector()))
                    .containsExactly(2);
        }
    }

    private List<Integer> indexed(LeafFilter filter, Leaf leaf, IntVector indices, FieldVector dictionary) {
        int[] rows = {0, 1, 2, 3, 4};
        ArrowColumn column = new ArrowColumn(indices, dictionary, pool, List.of());
        return Arrays.stream(rows, 0, filter.filter(leaf, column, rows, 5))
                .boxed()
                .toList();
    }

    @org.junit.jupiter.api.Test
    void aFieldIsNullWhereARowAroundItIs() {
        DataField inner = new DataField(7, "b", DataType.of(TypeRoot.BIGINT));
        DataField unread = new DataField(6, "a", DataType.of(TypeRoot.BIGINT));
        DataField held = new DataField(5, "r", new DataType.Row(List.of(unread, inner), true));
        DataField path = new DataField(5, "r", new DataType.Row(List.of(inner), true));
        StructVector rows = (StructVector) ArrowTypes.field(held).createVector(allocator);
        rows.allocateNew();
        long[] values = {1, 2, 3, 4};
        for (int row = 0; row < 4; row++) {
            if (row != 1) {
                rows.setIndexDefined(row);
            }
            if (row != 2) {
                ConstantColumns.set(
                        rows.getChildrenFromFields().get(1), row, DataType.of(TypeRoot.BIGINT), values[row]);
            }
        }
        rows.getChildrenFromFields().forEach(child -> child.setValueCount(4));
        rows.setValueCount(4);
        try (ArrowColumn column = ArrowColumn.of(rows, pool)) {
            assertThat(nested(new Leaf(path, inner, Test.GREATER_OR_EQUAL, List.of(1L)), held, column))
                    .containsExactly(0, 3);
            assertThat(nested(new Leaf(path, inner, Test.IS_NULL, List.of()), held, column))
                    .containsExactly(1, 2);
            assertThat(nested(new Leaf(path, inner, Test.IS_NOT_NULL, List.of()), held, column))
                    .containsExactly(0, 3);
            assertThat(nested(new Leaf(path, inner, Test.NOT_EQUAL, List.of(1L)), held, column))
                    .containsExactly(3);
        }
    }

    private static List<Integer> nested(Leaf leaf, DataField held, ArrowColumn column) {
        int[] rows = {0, 1, 2, 3};
        int count = new LeafFilter().filterNested(leaf, held, column, rows, 4);
        return Arrays.stream(rows, 0, count).boxed().toList();
    }

    @org.junit.jupiter.api.Test
    void conditionsOfSeveralPartsKeepTheRowsThatPass() {
        DataField a = new DataField(1, "a", DataType.of(TypeRoot.INT));
        DataField b = new DataField(2, "b", DataType.of(TypeRoot.INT));
        Random random = new Random(11);
        List<@Nullable Object> ofA = new ArrayList<>();
        List<@Nullable Object> ofB = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ofA.add(random.nextInt(5) == 0 ? null : Long.valueOf(random.nextInt(6)));
            ofB.add(random.nextInt(5) == 0 ? null : Long.valueOf(random.nextInt(6)));
        }
        try (ArrowColumn columnA = column(a, ofA);
                ArrowColumn columnB = column(b, ofB)) {
            for (int round = 0; round < 200; round++) {
                BoundPredicate predicate = random(random, List.of(a, b), 3);
                int[] rows = new int[100];
                Arrays.setAll(rows, row -> row);
                int count = new ColumnFilter()
                        .filter(
                                predicate,
                                leaf -> new ColumnFilter.Tested(
                                        leaf.column(), leaf.column().id() == 1 ? columnA : columnB),
                                rows,
                                100);
                List<Integer> expected = new ArrayList<>();
                for (int row = 0; row < 100; row++) {
                    int at = row;
                    Function<Leaf, @Nullable Object> values =
                            leaf -> (leaf.column().id() == 1 ? ofA : ofB).get(at);
                    if (predicate.test(values)) {
                        expected.add(row);
                    }
                }
                assertThat(Arrays.stream(rows, 0, count).boxed().toList())
                        .as("%s", predicate)
                        .isEqualTo(expected);
            }
        }
    }

    private static BoundPredicate random(Random random, List<DataField> fields, int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            DataField field = fields.get(random.nextInt(fields.size()));
            List<Test> tests = List.of(Test.EQUAL, Test.LESS, Test.GREATER_OR_EQUAL, Test.IS_NULL, Test.NOT_IN);
            return new Leaf(field, tests.get(random.nextInt(tests.size())), List.of((long) random.nextInt(6)));
        }
        List<BoundPredicate> children = new ArrayList<>();
        for (int i = 0; i < 2 + random.nextInt(2); i++) {
            children.add(random(random, fields, depth - 1));
        }
        return random.nextBoolean() ? BoundPredicate.and(children) : BoundPredicate.or(children);
    }

    @org.junit.jupiter.api.Test
    void setsOfNumbersHoldWhatTheyWereMadeOf() {
        Random random = new Random(3);
        for (int size : new int[] {0, 1, 2, 3, 4, 7, 8, 100}) {
            long[] values = random.longs(size, -50, 50).toArray();
            LongSet set = new LongSet(values);
            for (long value = -60; value < 60; value++) {
                long wanted = value;
                assertThat(set.contains(value)).isEqualTo(Arrays.stream(values).anyMatch(v -> v == wanted));
            }
            assertThat(set.contains(Long.MIN_VALUE)).isFalse();
        }
        assertThat(new LongSet(new long[] {Long.MIN_VALUE, 4}).contains(Long.MIN_VALUE))
                .isTrue();
    }
}
