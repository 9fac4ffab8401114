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
package io.tablestore.bench;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Table;
import io.tablestore.predicate.Comparison;
import io.tablestore.predicate.Predicate;
import io.tablestore.read.ArrowBatch;
import io.tablestore.read.Selection;
import io.tablestore.read.SplitReader;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.scan.Split;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;

/** Reads a table with our reader, every value out of the batches' memory, on one thread. */
final class OurScan {

    private OurScan() {}

    /** @param below keeps the rows with {@code l1 < below}; 0 keeps all */
    static long run(Table table, List<String> columns, long below) {
        Predicate predicate = below > 0 ? Predicate.compare("l1", Comparison.LESS, below) : Predicate.TRUE;
        ScanPlan plan = table.plan(Scan.ALL.select(columns).where(predicate));
        long sum = 0;
        try (BufferAllocator allocator = ArrowMemory.newRoot(Long.MAX_VALUE)) {
            for (Split split : plan.splits()) {
                try (SplitReader reader = table.open(plan, split, allocator)) {
                    sum += consume(reader);
                }
            }
        }
        return sum;
    }

    /** Reads all columns of all rows of a split. */
    static long consume(SplitReader reader) {
        long sum = 0;
        for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
            Selection selection = batch.selection();
            sum += selection.count();
            for (int i = 0; i < batch.fields().size(); i++) {
                sum += consume(batch.column(i), batch, i, selection);
            }
        }
        if (Boolean.getBoolean("bench.verbose")) {
            System.err.println(reader.metrics());
        }
        return sum;
    }

    private static long consume(ArrowColumn column, ArrowBatch batch, int index, Selection selection) {
        FieldVector vector = column.vector();
        long data = vector.getDataBuffer().memoryAddress();
        boolean nulls = vector.getNullCount() > 0;
        int count = selection.count();
        int[] rows = selection.positions();
        long sum = 0;
        switch (batch.fields().get(index).type().root()) {
            case BIGINT, TIMESTAMP, DOUBLE -> {
                for (int i = 0; i < count; i++) {
                    int row = rows == null ? i : rows[i];
                    if (!nulls || !vector.isNull(row)) {
                        sum += MemoryUtil.getLong(data + 8L * row);
                    }
                }
            }
            case INT, DATE -> {
                for (int i = 0; i < count; i++) {
                    int row = rows == null ? i : rows[i];
                    if (!nulls || !vector.isNull(row)) {
                        sum += MemoryUtil.getInt(data + 4L * row);
                    }
                }
            }
            case DECIMAL -> {
                for (int i = 0; i < count; i++) {
                    int row = rows == null ? i : rows[i];
                    if (!nulls || !vector.isNull(row)) {
                        sum += MemoryUtil.getLong(data + 16L * row);
                    }
                }
            }
            case BOOLEAN -> {
                for (int i = 0; i < count; i++) {
                    int row = rows == null ? i : rows[i];
                    if (!nulls || !vector.isNull(row)) {
                        sum += MemoryUtil.getByte(data + (row >>> 3)) >>> (row & 7) & 1;
                    }
                }
            }
            default -> {
                FieldVector dictionary = column.dictionary();
                FieldVector texts = dictionary == null ? vector : dictionary;
                long offsets = texts.getOffsetBuffer().memoryAddress();
                long bytes = texts.getDataBuffer().memoryAddress();
                for (int i = 0; i < count; i++) {
                    int row = rows == null ? i : rows[i];
                    if (!nulls || !vector.isNull(row)) {
                        int entry = dictionary == null ? row : MemoryUtil.getInt(data + 4L * row);
                        int start = MemoryUtil.getInt(offsets + 4L * entry);
                        int end = MemoryUtil.getInt(offsets + 4L * entry + 4);
                        sum += end - start + MemoryUtil.getByte(bytes + end - 1);
                    }
                }
            }
        }
        return sum;
    }
}
