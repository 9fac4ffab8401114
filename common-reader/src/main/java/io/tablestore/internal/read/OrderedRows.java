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

import io.tablestore.internal.format.SystemColumns;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.memory.MemoryShortage;
import io.tablestore.internal.metadata.BucketId;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.split.DataSplit;
import io.tablestore.internal.split.KeyRange;
import io.tablestore.internal.split.ReadMode;
import io.tablestore.internal.split.Section;
import io.tablestore.read.ArrowBatch;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of overlapping files, merged in key order, each with its sequence number and kind. A compaction writes these rows.
 * Columns are those of the schema, then {@link SystemColumns#SEQUENCE} and {@link SystemColumns#KIND}.
 *
 * <p><b>Ownership:</b> a batch is lent until the next call. <b>Threads:</b> one at a time; {@link #cancel()} by any.
 */
public final class OrderedRows implements AutoCloseable {

    private final BufferAllocator allocator;
    private final BufferPool pool;
    private final ReadContext context;
    private final CombinedScan scan;
    private final String bucket;

    /**
     * @param section files of one bucket
     * @param parent memory comes from a child allocator, which is closed with this object
     */
    public OrderedRows(
            TableFiles files,
            TableSchema schema,
            BucketId id,
            Section section,
            ReturnedKeys keys,
            BufferAllocator parent) {
        this.allocator = parent.newChildAllocator("ordered", 0, parent.getLimit());
        this.pool = new BufferPool(allocator);
        this.bucket = "bucket " + id.bucket();
        DataSplit split = new DataSplit(
                "", 0, schema.id(), id.partition(), id.bucket(), ReadMode.MERGE, List.of(section), KeyRange.ALL, 0);
        this.context = new ReadContext(files, split, schema, pool);
        List<DataField> fields = new ArrayList<>(schema.fields());
        fields.add(SystemColumns.SEQUENCE);
        fields.add(SystemColumns.KIND);
        try {
            context.announce(section);
            this.scan = new CombinedScan(context, section, KeyRange.ALL, fields, BoundPredicate.Constant.TRUE, keys);
        } catch (RuntimeException failed) {
            context.close();
            pool.close();
            allocator.close();
            throw failed;
        }
    }

    /** The next rows, in key order, or null at the end. */
    public @Nullable ArrowBatch next() {
        try {
            return scan.next();
        } catch (OutOfMemoryException full) {
            throw MemoryShortage.offHeap("Merging files of " + bucket, allocator, full);
        } catch (OutOfMemoryError full) {
            throw MemoryShortage.onHeap("Merging files of " + bucket, full);
        }
    }

    /** Bytes of files read so far. */
    public long bytesRead() {
        return context.counters.bytesRead;
    }

    /** Makes the current step, or the next one, fail with {@link io.tablestore.error.ReadCancelledException}. */
    public void cancel() {
        pool.cancel();
    }

    @Override
    public void close() {
        scan.close();
        context.close();
        pool.close();
        allocator.close();
    }
}
