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
package io.tablestore.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.TestVectors;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ColumnCopierTest {

    /** The copy stays when the source is closed, and no memory is left at the end. */
    @Test
    void rowsAreCopiedInTheOrderAskedFor() {
        DataType lists = new DataType.Collection(TypeRoot.ARRAY, DataType.of(TypeRoot.BIGINT), 0, true);
        try (BufferAllocator allocator = new RootAllocator();
                ColumnCopier copier = new ColumnCopier(allocator)) {
            ArrowColumn copy;
            List<@Nullable List<Long>> values = Arrays.asList(List.of(1L, 2L), null, List.of(), List.of(3L));
            try (FieldVector source = TestVectors.of(new DataField(0, "a", lists), values, allocator)) {
                copy = copier.copy(source, new int[] {3, 1, 0});
            }
            assertThat(TestVectors.values(copy.vector(), lists)).containsExactly(List.of(3L), null, List.of(1L, 2L));
            copy.close();
        }
    }
}
