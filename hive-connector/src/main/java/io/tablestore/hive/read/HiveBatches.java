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
package io.tablestore.hive.read;

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.hive.types.HiveColumns;
import io.tablestore.read.ArrowBatch;
import io.tablestore.read.SplitReader;
import io.tablestore.types.ColumnPath;
import io.tablestore.types.DataField;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The batches of one split, and the table columns that they contain. The split is opened when its first batch is
 * requested: Tez creates readers before it knows the dynamic values of the filter.
 *
 * <p><b>Ownership:</b> owns the reader and the memory; a batch is valid until the next one is requested.
 */
public final class HiveBatches implements AutoCloseable {

    private final Function<BufferAllocator, SplitReader> split;
    private final BufferAllocator allocator = ArrowMemory.newRoot(Long.MAX_VALUE);
    private final List<DataField> columns;
    private final HiveColumns wanted;
    private @Nullable SplitReader reader;

    /**
     * @param split opens the split
     * @param columns of the table
     */
    public HiveBatches(Function<BufferAllocator, SplitReader> split, List<DataField> columns, HiveColumns wanted) {
        this.split = split;
        this.columns = columns;
        this.wanted = wanted;
    }

    /** The next batch, or null at the end. */
    @Nullable
    ArrowBatch next() {
        SplitReader open = reader;
        if (open == null) {
            open = split.apply(allocator);
            reader = open;
        }
        return open.next();
    }

    /** The columns of the table. */
    List<DataField> columns() {
        return columns;
    }

    /** Positions of the requested columns in the table. */
    int[] positions() {
        return wanted.positions();
    }

    /** Position of a table column in a batch. */
    static int find(ArrowBatch batch, DataField column) {
        int index = ColumnPath.position(batch.fields(), column.id());
        if (index < 0) {
            throw new IllegalStateException("the batch has no column " + column.name());
        }
        return index;
    }

    /** May be called repeatedly. */
    @Override
    public void close() {
        SplitReader open = reader;
        reader = null;
        try {
            if (open != null) {
                open.close();
            }
        } finally {
            allocator.close();
        }
    }
}
