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
package io.tablestore.internal.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.read.DecodedBatch.Stretch;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FilteredColumnsTest {

    private static final DataField A = new DataField(1, "a", DataType.of(TypeRoot.BIGINT));
    private static final DataField B = new DataField(2, "b", DataType.of(TypeRoot.BIGINT));
    private static final DataField C = new DataField(3, "c", DataType.of(TypeRoot.BIGINT));

    /** How many more allocations succeed. */
    private int allowed = Integer.MAX_VALUE;

    private final BufferAllocator allocator = ArrowMemory.newRoot(1 << 20, new AllocationListener() {
        @Override
        public void onPreAllocation(long bytes) {
            if (allowed-- <= 0) {
                throw new OutOfMemoryException("refused");
            }
        }
    });
    private final BufferPool pool = new BufferPool(allocator);
    private final FilteredColumns filtered = new FilteredColumns();

    @AfterEach
    void everyBufferIsReleased() {
        filtered.close();
        pool.close();
        allocator.close();
    }

    /** The values 10 x id, 10 x id + 1 and so on. */
    private ArrowColumn column(DataField field) {
        BigIntVector vector = (BigIntVector) ArrowTypes.field(field).createVector(allocator);
        vector.allocateNew(4);
        for (int row = 0; row < 4; row++) {
            vector.set(row, 10L * field.id() + row);
        }
        vector.setValueCount(4);
        return ArrowColumn.of(vector, pool);
    }

    private DecodedBatch batch(int rows) {
        return new DecodedBatch(
                List.of(C, A, B),
                (index, wanted) -> column(List.of(C, A, B).get(index)),
                Stretch.ofNoFile(rows),
                null,
                rows);
    }

    private static List<Long> values(ArrowColumn column) {
        BigIntVector vector = (BigIntVector) column.vector();
        return IntStream.range(0, vector.getValueCount()).mapToObj(vector::get).toList();
    }

    @Test
    void aColumnIsDecodedOnce() {
        ArrowColumn first = filtered.column(A, this::column).column();
        assertThat(filtered.column(A, this::column).column()).isSameAs(first);
    }

    @Test
    void aBatchOfAllRowsTakesTheColumnsThemselves() {
        ArrowColumn a = filtered.column(A, this::column).column();
        DecodedBatch batch = batch(4);
        filtered.moveTo(batch);
        filtered.close();
        assertThat(batch.column(1)).isSameAs(a);
        assertThat(values(batch.column(1))).containsExactly(10L, 11L, 12L, 13L);
        assertThat(values(batch.column(2))).containsExactly(20L, 21L, 22L, 23L);
        batch.release();
    }

    @Test
    void aBatchOfFewRowsGetsCopies() {
        filtered.column(B, this::column);
        DecodedBatch batch = batch(2);
        filtered.copyTo(batch, new int[] {1, 3, 2}, 2, pool);
        filtered.close();
        assertThat(values(batch.column(2))).containsExactly(21L, 23L);
        batch.release();
    }

    @Test
    void aCopyThatFailsLeavesNothingBehind() {
        filtered.column(A, this::column);
        filtered.column(B, this::column);
        long before = allocator.getAllocatedMemory();
        allowed = 2; // the values and the validity of one copy
        assertThatThrownBy(() -> filtered.copyTo(batch(2), new int[] {1, 3}, 2, pool))
                .isInstanceOf(OutOfMemoryException.class);
        pool.close();
        assertThat(allocator.getAllocatedMemory()).isEqualTo(before);
    }
}
