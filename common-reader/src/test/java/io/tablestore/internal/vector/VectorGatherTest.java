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
package io.tablestore.internal.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.arrow.TestVectors;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.predicate.SampleValues;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows picked out of two vectors, over each type, nested ones to some depth. */
class VectorGatherTest {

    private final BufferAllocator allocator = ArrowMemory.newRoot(16 << 20);
    private final BufferPool pool = new BufferPool(allocator);

    @AfterEach
    void everyBufferIsReleased() {
        pool.close();
        allocator.close();
    }

    static List<DataType> types() {
        List<DataType> types = new ArrayList<>();
        SampleValues.all().forEach(sample -> types.add(sample.type()));
        DataType number = DataType.of(TypeRoot.BIGINT);
        DataType row = new DataType.Row(
                List.of(new DataField(1, "x", number), new DataField(2, "y", DataType.string())), true);
        DataType rows = new DataType.Collection(TypeRoot.ARRAY, row, 0, true);
        types.add(row);
        types.add(rows);
        types.add(new DataType.Collection(TypeRoot.ARRAY, rows, 0, true));
        types.add(new DataType.Mapping(DataType.string(), row, true));
        types.add(new DataType.Collection(TypeRoot.MULTISET, DataType.string(), 0, true));
        types.add(new DataType.Row(List.of(new DataField(3, "r", rows)), true));
        return types;
    }

    private static @Nullable Object random(DataType type, Random random, boolean nullable) {
        if (nullable && random.nextInt(4) == 0) {
            return null;
        }
        if (type instanceof DataType.Atomic) {
            SampleValues sample = SampleValues.all().stream()
                    .filter(candidate -> candidate.type().equals(type.asNullable()))
                    .findFirst()
                    .orElseThrow();
            return sample.stored().get(random.nextInt(sample.stored().size())).value();
        }
        List<DataField> parts = ArrowTypes.parts(type);
        if (type.root() == TypeRoot.ROW) {
            return parts(parts, random);
        }
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            elements.add(
                    parts.size() == 2
                            ? parts(parts, random)
                            : random(parts.get(0).type(), random, true));
        }
        return elements;
    }

    private static List<@Nullable Object> parts(List<DataField> parts, Random random) {
        List<@Nullable Object> values = new ArrayList<>();
        for (DataField part : parts) {
            values.add(random(part.type(), random, part.type().nullable()));
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("types")
    void pickedRowsAreCopiedInTheirOrder(DataType type) {
        Random random = new Random(31);
        DataField field = new DataField(1, "c", type);
        for (int round = 0; round < 10; round++) {
            List<List<@Nullable Object>> values = new ArrayList<>();
            for (int source = 0; source < 2; source++) {
                List<@Nullable Object> ofSource = new ArrayList<>();
                for (int row = 0; row < 20; row++) {
                    ofSource.add(random(type, random, round % 3 != 0));
                }
                values.add(ofSource);
            }
            int count = round == 5 ? 0 : random.nextInt(150);
            int[] from = new int[count + 3];
            int[] rows = new int[count + 3];
            List<@Nullable Object> expected = new ArrayList<>();
            List<@Nullable Object> expectedOfFirst = new ArrayList<>();
            for (int slot = 0; slot < count; slot++) {
                from[slot] = random.nextInt(2);
                rows[slot] = random.nextInt(6) == 0 ? -1 : random.nextInt(20);
                expected.add(
                        rows[slot] < 0
                                ? null
                                : TestVectors.comparable(values.get(from[slot]).get(rows[slot])));
                expectedOfFirst.add(
                        rows[slot] < 0
                                ? null
                                : TestVectors.comparable(values.get(0).get(rows[slot])));
            }
            try (FieldVector first = TestVectors.of(field, values.get(0), allocator);
                    FieldVector second = TestVectors.of(field, values.get(1), allocator)) {
                VectorGather gather = new VectorGather(pool);
                try (ArrowColumn picked = gather.gather(first, rows, count)) {
                    assertThat(TestVectors.values(picked.vector(), type)).isEqualTo(expectedOfFirst);
                }
                FieldVector[] sources = {first, second};
                try (ArrowColumn picked = gather.gather(first.getField(), sources, from, rows, count)) {
                    assertThat(TestVectors.values(picked.vector(), type)).isEqualTo(expected);
                    assertThat(picked.vector().getNullCount()).isEqualTo((int)
                            expected.stream().filter(value -> value == null).count());
                }
            }
        }
    }
}
