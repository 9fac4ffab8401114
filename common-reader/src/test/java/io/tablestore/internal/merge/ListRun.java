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

import io.tablestore.internal.merge.SurvivorMergeTest.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** A sorted run out of a list, in blocks of a few rows so that windows end everywhere. */
final class ListRun implements KeyRun {

    private static final int BLOCK_ROWS = 7;

    private final String name;
    private final List<Row> rows;
    private final boolean longKeys;
    private final int rank;
    private final BufferAllocator allocator;
    private final List<FieldVector> open = new ArrayList<>();
    private int next;

    ListRun(String name, List<Row> rows, boolean longKeys, int rank, BufferAllocator allocator) {
        this.name = name;
        this.rows = rows;
        this.longKeys = longKeys;
        this.rank = rank;
        this.allocator = allocator;
    }

    @Override
    public long rowCount() {
        return rows.size();
    }

    @Override
    public boolean mayDropLater() {
        return rows.stream().anyMatch(row -> row.kind() != 0);
    }

    @Override
    public @Nullable KeyBlock next() {
        close();
        if (next == rows.size()) {
            return null;
        }
        List<Row> block = rows.subList(next, Math.min(rows.size(), next + BLOCK_ROWS));
        next += block.size();
        return new Block(block);
    }

    @Override
    public void close() {
        open.forEach(FieldVector::close);
        open.clear();
    }

    private final class Block implements KeyBlock {
        private final List<Row> block;

        Block(List<Row> block) {
            this.block = block;
        }

        private <V extends FieldVector> V opened(V vector) {
            vector.allocateNew();
            open.add(vector);
            return vector;
        }

        @Override
        public String origin() {
            return name;
        }

        @Override
        public int rowCount() {
            return block.size();
        }

        @Override
        public List<FieldVector> keys() {
            BigIntVector numbers = opened(new BigIntVector("key", allocator));
            VarCharVector texts = opened(new VarCharVector("text", allocator));
            for (int i = 0; i < block.size(); i++) {
                numbers.setSafe(i, block.get(i).key());
                texts.setSafe(i, block.get(i).text().getBytes(StandardCharsets.UTF_8));
            }
            numbers.setValueCount(block.size());
            texts.setValueCount(block.size());
            return longKeys ? List.of(numbers) : List.of(texts, numbers);
        }

        @Override
        public long minSequence() {
            return rows.stream().mapToLong(Row::sequence).min().orElse(0);
        }

        @Override
        public long maxSequence() {
            return rows.stream().mapToLong(Row::sequence).max().orElse(0);
        }

        @Override
        public int tieRank() {
            return rank;
        }

        @Override
        public FieldVector sequences() {
            BigIntVector vector = opened(new BigIntVector("sequence", allocator));
            for (int i = 0; i < block.size(); i++) {
                vector.setSafe(i, block.get(i).sequence());
            }
            vector.setValueCount(block.size());
            return vector;
        }

        @Override
        public List<FieldVector> sequenceFields() {
            BigIntVector vector = opened(new BigIntVector("field", allocator));
            for (int i = 0; i < block.size(); i++) {
                Long field = block.get(i).field();
                if (field == null) {
                    vector.setNull(i);
                } else {
                    vector.setSafe(i, field);
                }
            }
            vector.setValueCount(block.size());
            return List.of(vector);
        }

        @Override
        public boolean mayRetract() {
            return mayDropLater();
        }

        @Override
        public @Nullable RowBits alive() {
            return null;
        }

        @Override
        public long aliveStart() {
            return 0;
        }

        @Override
        public int level() {
            return 0;
        }

        @Override
        public FieldVector kinds() {
            TinyIntVector vector = opened(new TinyIntVector("kind", allocator));
            for (int i = 0; i < block.size(); i++) {
                vector.setSafe(i, block.get(i).kind());
            }
            vector.setValueCount(block.size());
            return vector;
        }
    }
}
