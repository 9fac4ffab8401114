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
package io.tablestore.writer.internal.memtable;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.RowKind;
import io.tablestore.writer.Schemas;
import io.tablestore.writer.internal.row.JavaValues;
import io.tablestore.writer.row.RowValues;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // nulls are values of these tests
class ChunkTest {

    private static final TableSchema SCHEMA = Schemas.keyed();
    private static final RowLayout LAYOUT = RowLayout.of(SCHEMA);

    private static void add(Chunk chunk, int owner, RowKind kind, Object... values) {
        chunk.add(owner, kind.code(), new JavaValues(SCHEMA.fields()).convert(RowValues.of(values)));
    }

    private static String text(FieldVector vector, int row) {
        return String.valueOf(vector.getObject(row));
    }

    /** An eighth of the memory, at 16 bytes for each of two columns; 16 rows at least and 8192 at most. */
    @Test
    void aChunkIsAboutAnEighthOfTheMemTable() {
        assertThat(Chunk.capacity(LAYOUT, 256 << 10)).isEqualTo(1024);
        assertThat(Chunk.capacity(LAYOUT, 1)).isEqualTo(16);
        assertThat(Chunk.capacity(LAYOUT, 1L << 40)).isEqualTo(8192);
    }

    @Test
    void aChunkIsFullAtItsCapacityAndHoldsOtherRowsAfterAReset() {
        try (BufferAllocator allocator = ArrowMemory.newRoot(16L << 20)) {
            Chunk chunk = new Chunk(LAYOUT, allocator, 3);
            try {
                add(chunk, 5, RowKind.INSERT, 1, "x".repeat(100_000));
                add(chunk, 6, RowKind.DELETE, 2, null);
                assertThat(chunk.isFull()).isFalse();
                add(chunk, 5, RowKind.INSERT, 3, "");
                assertThat(chunk.isFull()).isTrue();
                chunk.seal();
                assertThat(chunk.rowCount()).isEqualTo(3);
                assertThat(chunk.mayRetract()).isTrue();
                assertThat(chunk.owner(0)).isEqualTo(5);
                assertThat(chunk.owner(1)).isEqualTo(6);
                FieldVector texts = chunk.vectors().get(1);
                assertThat(text(texts, 0)).hasSize(100_000);
                assertThat(texts.isNull(1)).isTrue();
                assertThat(text(texts, 2)).isEmpty();
                assertThat(texts.isNull(2)).isFalse();
                chunk.reset();
                assertThat(chunk.isFull()).isFalse();
                assertThat(chunk.mayRetract()).isFalse();
                add(chunk, 0, RowKind.INSERT, 4, null);
                add(chunk, 0, RowKind.UPDATE_AFTER, 5, "five");
                chunk.seal();
                assertThat(chunk.rowCount()).isEqualTo(2);
                assertThat(chunk.mayRetract()).isFalse();
                assertThat(texts.isNull(0)).isTrue();
                assertThat(text(texts, 1)).isEqualTo("five");
            } finally {
                chunk.close();
            }
        }
    }

    @Test
    void updateBeforeAndDeleteRetract() {
        try (BufferAllocator allocator = ArrowMemory.newRoot(16L << 20)) {
            for (RowKind kind : RowKind.values()) {
                Chunk chunk = new Chunk(LAYOUT, allocator, 16);
                add(chunk, 0, kind, 1, "a");
                assertThat(chunk.mayRetract()).isEqualTo(kind.isRetract());
                chunk.close();
            }
        }
    }
}
