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
package io.tablestore.internal.read.column;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.arrow.TestVectors;
import io.tablestore.error.TableStoreException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A column as an older schema stored it becomes the column that is wanted. */
class EvolutionTest {

    private static final DataType INT = DataType.of(TypeRoot.INT);
    private static final DataType BIGINT = DataType.of(TypeRoot.BIGINT);

    private final BufferAllocator allocator = ArrowMemory.newRoot(1 << 20);
    private final BufferPool pool = new BufferPool(allocator);

    @AfterEach
    void everyBufferIsReleased() {
        pool.close();
        allocator.close();
    }

    private static DataField field(int id, String name, DataType type) {
        return new DataField(id, name, type);
    }

    private static DataType row(DataField... fields) {
        return new DataType.Row(List.of(fields), true);
    }

    private FileColumn plan(DataType stored, DataType wanted) {
        return Evolution.plan("f", field(1, "old", stored), field(1, "c", wanted), pool);
    }

    /** Evolves values of the type that is decoded. */
    private List<@Nullable Object> evolve(DataType stored, DataType wanted, List<? extends @Nullable Object> values) {
        FileColumn planned = plan(stored, wanted);
        Evolution evolution = Objects.requireNonNull(planned.evolution());
        ArrowColumn source = ArrowColumn.of(TestVectors.of(planned.decoded(), values, allocator), pool);
        try (ArrowColumn evolved = evolution.apply(source)) {
            return TestVectors.values(evolved.vector(), wanted);
        }
    }

    @Test
    void typesThatKeepTheirValuesAreDecodedAsWanted() {
        FileColumn widened = plan(INT, BIGINT);
        assertThat(widened.evolution()).isNull();
        assertThat(widened.decoded().type()).isEqualTo(BIGINT);
        assertThat(widened.name()).isEqualTo("old");
        assertThat(plan(INT, INT.asNotNull()).evolution()).isNull();
        assertThat(plan(DataType.decimal(5, 2), DataType.decimal(7, 3)).evolution())
                .isNull();
    }

    @Test
    void timestampsAreDecodedInTheirOwnPrecision() {
        FileColumn finer = plan(DataType.of(TypeRoot.TIMESTAMP, 3), DataType.of(TypeRoot.TIMESTAMP, 6));
        assertThat(finer.evolution()).isNotNull();
        assertThat(finer.decoded().type()).isEqualTo(DataType.of(TypeRoot.TIMESTAMP, 3));
        io.tablestore.types.TimestampValue time = new io.tablestore.types.TimestampValue(-5, 0);
        assertThat(evolve(
                        DataType.of(TypeRoot.TIMESTAMP, 3),
                        DataType.of(TypeRoot.TIMESTAMP, 9),
                        Arrays.asList(time, null)))
                .containsExactly(time, null);
    }

    @Test
    void otherTypesAreCastValueByValue() {
        assertThat(evolve(BIGINT, INT, Arrays.asList(5L, null, 1L << 32))).containsExactly(5L, null, 0L);
        assertThat(evolve(INT, DataType.decimal(3, 1), Arrays.asList(5L, 100L)))
                .containsExactly(new java.math.BigDecimal("5.0"), null);
    }

    @Test
    void aTextThatMeansNothingIsNamed() {
        byte[] text = "x1".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> evolve(DataType.string(), INT, List.of(text)))
                .isInstanceOf(TableStoreException.class)
                .hasMessageContainingAll("f: Column c", "'x1'", "STRING", "INT");
        assertThat(allocator.getAllocatedMemory()).isLessThan(1 << 20);
    }

    @Test
    void typesWithoutACastAreRefused() {
        assertThatThrownBy(() -> plan(DataType.of(TypeRoot.BOOLEAN), DataType.of(TypeRoot.DATE)))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContainingAll("column c", "BOOLEAN", "DATE");
        DataField stored = field(1, "c", row(field(5, "x", DataType.of(TypeRoot.BOOLEAN))));
        DataField wanted = field(1, "c", row(field(5, "x", DataType.of(TypeRoot.DATE))));
        assertThatThrownBy(() -> Evolution.check("f", stored, wanted)).hasMessageContaining("column x");
    }

    @Test
    void fieldsAreFoundByTheirIds() {
        DataType stored = row(field(5, "x", INT), field(6, "y", INT), field(7, "z", INT));
        DataType wanted = row(field(7, "x", BIGINT), field(8, "n", INT), field(5, "w", DataType.string()));
        FileColumn planned = plan(stored, wanted);
        assertThat(planned.decoded().type()).hasToString("ROW<z BIGINT, x INT>");
        List<List<@Nullable Object>> values = Arrays.asList(Arrays.asList(70L, 5L), null, Arrays.asList(null, 6L));
        assertThat(evolve(stored, wanted, values))
                .containsExactly(
                        Arrays.asList(70L, null, TestVectors.comparable(new byte[] {'5'})),
                        null,
                        Arrays.asList(null, null, TestVectors.comparable(new byte[] {'6'})));
    }

    @Test
    void renamedFieldsNeedNoCopy() {
        assertThat(plan(row(field(5, "x", INT)), row(field(5, "w", INT))).evolution())
                .isNull();
        assertThat(plan(row(field(5, "x", INT), field(6, "y", INT)), row(field(6, "y", INT), field(5, "x", INT)))
                        .evolution())
                .as("decoded in the wanted order")
                .isNull();
    }

    @Test
    void elementsOfListsAndValuesOfMapsEvolveToo() {
        DataType stored = new DataType.Collection(TypeRoot.ARRAY, row(field(5, "x", INT)), 0, true);
        DataType wanted = new DataType.Collection(TypeRoot.ARRAY, row(field(8, "n", INT), field(5, "x", INT)), 0, true);
        assertThat(evolve(stored, wanted, Arrays.asList(List.of(List.of(1L), List.of(2L)), null, List.of())))
                .containsExactly(List.of(Arrays.asList(null, 1L), Arrays.asList(null, 2L)), null, List.of());
        DataType map = new DataType.Mapping(BIGINT, BIGINT, true);
        DataType narrow = new DataType.Mapping(BIGINT, INT, true);
        assertThat(evolve(map, narrow, Arrays.asList(List.of(List.of(1L, 10L), Arrays.asList(2L, null)), null)))
                .containsExactly(List.of(List.of(1L, 10L), Arrays.asList(2L, null)), null);
    }
}
