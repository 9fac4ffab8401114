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

import io.tablestore.arrow.ArrowTypes;
import io.tablestore.types.DataField;
import io.tablestore.writer.row.InputValues;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TinyIntVector;

/** Some rows of a memtable as columns, in order of arrival. */
final class Chunk extends BufferedBlock {

    private static final int MOST_ROWS = 8192;
    private static final int FEWEST_ROWS = 16;
    private static final int BYTES_PER_VALUE = 16;

    private final List<FieldVector> vectors = new ArrayList<>();
    private final List<ColumnAppender> appenders = new ArrayList<>();
    private final BigIntVector sequences;
    private final TinyIntVector kinds;
    private final int[] owners;
    private int rows;
    private boolean hasRetracts;

    /** @param capacity maximum number of rows */
    Chunk(RowLayout layout, BufferAllocator allocator, int capacity) {
        super(layout);
        this.owners = new int[capacity];
        this.sequences = new BigIntVector("sequence", allocator);
        this.kinds = new TinyIntVector("kind", allocator);
        try {
            sequences.allocateNew(capacity);
            kinds.allocateNew(capacity);
            for (DataField field : layout.fields()) {
                FieldVector vector = ArrowTypes.field(field.asNullable()).createVector(allocator);
                vectors.add(vector);
                vector.setInitialCapacity(capacity);
                vector.allocateNew();
                appenders.add(ColumnAppender.of(field.name(), field.type(), vector));
            }
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /** Maximum number of rows of a chunk, small enough that a memtable of that size has several chunks. */
    static int capacity(RowLayout layout, long memTableBytes) {
        long rows =
                memTableBytes / 8 / ((long) BYTES_PER_VALUE * layout.fields().size());
        return (int) Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, rows));
    }

    void add(int owner, byte kind, InputValues row) {
        for (int i = 0; i < appenders.size(); i++) {
            appenders.get(i).append(row, i, rows);
        }
        owners[rows] = owner;
        kinds.getDataBuffer().setByte(rows, kind);
        hasRetracts |= (kind & 1) != 0;
        rows++;
    }

    boolean isFull() {
        return rows == owners.length;
    }

    int owner(int row) {
        return owners[row];
    }

    void setSequence(int row, long sequence) {
        sequences.getDataBuffer().setLong(8L * row, sequence);
    }

    /** Sets the value counts of the vectors. No rows may be added after this. */
    void seal() {
        sequences.getValidityBuffer().setOne(0L, (rows + 7) / 8);
        kinds.getValidityBuffer().setOne(0L, (rows + 7) / 8);
        sequences.setValueCount(rows);
        kinds.setValueCount(rows);
        vectors.forEach(vector -> vector.setValueCount(rows));
    }

    /** Discards the rows but keeps the memory. */
    void reset() {
        rows = 0;
        hasRetracts = false;
        vectors.forEach(FieldVector::reset);
    }

    List<FieldVector> vectors() {
        return vectors;
    }

    @Override
    public String origin() {
        return "the memtable";
    }

    @Override
    public int rowCount() {
        return rows;
    }

    @Override
    public boolean mayRetract() {
        return hasRetracts;
    }

    @Override
    FieldVector column(int position) {
        if (position < vectors.size()) {
            return vectors.get(position);
        }
        return position == vectors.size() ? sequences : kinds;
    }

    void close() {
        sequences.close();
        kinds.close();
        vectors.forEach(FieldVector::close);
    }
}
