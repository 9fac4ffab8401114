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
 * The batches of one split and which columns of the table they have. The split is opened when its first batch is asked for,
 * for Tez makes its readers before it knows what other parts of the query have found out for the filter.
 *
 * <p><b>Ownership:</b> owns reader and memory; a batch is lent until the next one.
 */
public final class HiveBatches implements AutoCloseable {

    private final Function<BufferAllocator, SplitReader> split;
    private final BufferAllocator allocator = ArrowMemory.newRoot(Long.MAX_VALUE);
    private final List<DataField> columns;
    private final HiveColumns wanted;
    private @Nullable SplitReader reader;

    /**
     * @param split opens it
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

    /** May be called again. */
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
