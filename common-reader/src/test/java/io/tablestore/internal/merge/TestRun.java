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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** A sorted run out of a list, with deleted rows, a level and blocks of any size. */
final class TestRun implements KeyRun {

    /**
     * A stored row.
     *
     * @param field the sequence field
     * @param kind as {@code _VALUE_KIND} stores it
     * @param deleted whether a deletion vector names the row
     */
    record Row(String key, long sequence, @Nullable Long field, int kind, boolean deleted) {}

    private final List<Row> rows;
    private final int rank;
    private final int level;
    private final int blockRows;
    private final boolean longKeys;
    private final BufferAllocator allocator;
    private final List<FieldVector> open = new ArrayList<>();
    private int next;

    /** @param longKeys whether keys are numbers, otherwise texts */
    TestRun(List<Row> rows, int rank, int level, int blockRows, boolean longKeys, BufferAllocator allocator) {
        this.rows = rows;
        this.rank = rank;
        this.level = level;
        this.blockRows = blockRows;
        this.longKeys = longKeys;
        this.allocator = allocator;
    }

    List<Row> rows() {
        return rows;
    }

    int rank() {
        return rank;
    }

    @Override
    public int hashCode() {
        return rank;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    int runLevel() {
        return level;
    }

    @Override
    public String toString() {
        return "level " + level + ", rank " + rank + ", blocks of " + blockRows + ": " + rows;
    }

    @Override
    public long rowCount() {
        return rows.size();
    }

    @Override
    public boolean mayDropLater() {
        return rows.stream().skip(next).anyMatch(row -> row.kind() % 2 == 1 || row.deleted());
    }

    @Override
    public @Nullable KeyBlock next() {
        close();
        if (next == rows.size()) {
            return null;
        }
        int start = next;
        next = Math.min(rows.size(), next + blockRows);
        return new Block(start, rows.subList(start, next));
    }

    @Override
    public void close() {
        open.forEach(FieldVector::close);
        open.clear();
    }

    /** One key as vectors, for bounds; the caller closes them. */
    static List<FieldVector> key(String key, boolean longKeys, BufferAllocator allocator) {
        if (longKeys) {
            BigIntVector numbers = new BigIntVector("key", allocator);
            numbers.allocateNew();
            numbers.setSafe(0, Long.parseLong(key));
            numbers.setValueCount(1);
            return List.of(numbers);
        }
        VarCharVector texts = new VarCharVector("key", allocator);
        texts.allocateNew();
        texts.setSafe(0, key.getBytes(StandardCharsets.UTF_8));
        texts.setValueCount(1);
        return List.of(texts);
    }

    private final class Block implements KeyBlock {
        private final int start;
        private final List<Row> block;
        private final List<FieldVector> keys;
        private @Nullable FieldVector sequences;
        private @Nullable List<FieldVector> sequenceFields;

        Block(int start, List<Row> block) {
            this.start = start;
            this.block = block;
            if (longKeys) {
                keys = List.of(longs(
                        "key",
                        block.stream().map(row -> Long.valueOf(row.key())).toList()));
            } else {
                VarCharVector texts = opened(new VarCharVector("key", allocator));
                for (int i = 0; i < block.size(); i++) {
                    texts.setSafe(i, block.get(i).key().getBytes(StandardCharsets.UTF_8));
                }
                texts.setValueCount(block.size());
                keys = List.of(texts);
            }
        }

        private <V extends FieldVector> V opened(V vector) {
            vector.allocateNew();
            open.add(vector);
            return vector;
        }

        private FieldVector longs(String name, List<@Nullable Long> values) {
            BigIntVector vector = opened(new BigIntVector(name, allocator));
            for (int i = 0; i < values.size(); i++) {
                Long value = values.get(i);
                if (value == null) {
                    vector.setNull(i);
                } else {
                    vector.setSafe(i, value);
                }
            }
            vector.setValueCount(values.size());
            return vector;
        }

        @Override
        public String origin() {
            return "run " + rank;
        }

        @Override
        public int rowCount() {
            return block.size();
        }

        @Override
        public List<FieldVector> keys() {
            return keys;
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
            FieldVector known = sequences;
            if (known == null) {
                known = longs("sequence", block.stream().map(Row::sequence).toList());
                sequences = known;
            }
            return known;
        }

        @Override
        public List<FieldVector> sequenceFields() {
            List<FieldVector> known = sequenceFields;
            if (known == null) {
                List<@Nullable Long> fields = new ArrayList<>();
                block.forEach(row -> fields.add(row.field()));
                known = List.of(longs("field", fields));
                sequenceFields = known;
            }
            return known;
        }

        @Override
        public boolean mayRetract() {
            return block.stream().anyMatch(row -> row.kind() % 2 == 1);
        }

        @Override
        public @Nullable RowBits alive() {
            if (rows.stream().noneMatch(Row::deleted)) {
                return null;
            }
            RowBits alive = RowBits.ones(rows.size());
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i).deleted()) {
                    alive.clear(i);
                }
            }
            return alive;
        }

        @Override
        public long aliveStart() {
            return start;
        }

        @Override
        public int level() {
            return level;
        }

        @Override
        public FieldVector kinds() {
            if (!mayRetract()) {
                throw new IllegalStateException("kinds are asked for where there is no retraction");
            }
            TinyIntVector vector = opened(new TinyIntVector("kind", allocator));
            for (int i = 0; i < block.size(); i++) {
                vector.setSafe(i, block.get(i).kind());
            }
            vector.setValueCount(block.size());
            return vector;
        }
    }
}
