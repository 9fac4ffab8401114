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
package io.tablestore.hive;

import io.tablestore.read.ArrowBatch;
import io.tablestore.read.SplitReader;
import io.tablestore.types.ColumnPath;
import io.tablestore.types.DataField;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The batches of one split and which columns of the table they have.
 *
 * <p><b>Ownership:</b> owns reader and memory; a batch is lent until the next one.
 */
final class Batches implements AutoCloseable {

    private final SplitReader reader;
    private final BufferAllocator allocator;
    private final List<DataField> columns;
    private final WantedColumns wanted;

    /** @param columns of the table */
    Batches(SplitReader reader, BufferAllocator allocator, List<DataField> columns, WantedColumns wanted) {
        this.reader = reader;
        this.allocator = allocator;
        this.columns = columns;
        this.wanted = wanted;
    }

    /** The next batch, or null at the end. */
    @Nullable
    ArrowBatch next() {
        return reader.next();
    }

    /** The columns of the table. */
    List<DataField> columns() {
        return columns;
    }

    /** Positions in the table of the columns that are wanted. */
    int[] positions() {
        return wanted.positions();
    }

    /** Where a batch has a column of the table. */
    static int find(ArrowBatch batch, DataField column) {
        int index = ColumnPath.position(batch.fields(), column.id());
        if (index < 0) {
            throw new IllegalStateException("the batch has no column " + column.name());
        }
        return index;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } finally {
            allocator.close();
        }
    }
}
