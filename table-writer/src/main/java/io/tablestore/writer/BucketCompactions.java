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
package io.tablestore.writer;

import io.tablestore.catalog.Table;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.metadata.BucketId;
import io.tablestore.schema.PartitionPath;
import io.tablestore.schema.TableSchema;
import io.tablestore.writer.internal.compaction.AppendCompaction;
import io.tablestore.writer.internal.compaction.BucketCompaction;
import io.tablestore.writer.internal.compaction.Compaction;
import io.tablestore.writer.internal.compaction.CompactionPicker;
import io.tablestore.writer.internal.compaction.CompactionResult;
import io.tablestore.writer.internal.compaction.CompactionUnit;
import io.tablestore.writer.internal.compaction.Levels;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Picks the compactions of a writer's buckets and runs them one at a time in a separate thread.
 *
 * <p><b>Threads:</b> called by one thread at a time.
 */
final class BucketCompactions {

    private static final Logger LOG = LoggerFactory.getLogger(BucketCompactions.class);

    private final Table table;
    private final TableSchema schema;
    private final BucketFiles files;
    private final CompactionPicker picker;
    private final BufferAllocator allocator;
    private final WriteMetrics metrics;
    private final ExecutorService thread;

    BucketCompactions(
            Table table, TableSchema schema, BucketFiles files, BufferAllocator allocator, WriteMetrics metrics) {
        this.table = table;
        this.schema = schema;
        this.files = files;
        this.picker = new CompactionPicker(schema);
        this.allocator = allocator;
        this.metrics = metrics;
        this.thread = Executors.newSingleThreadExecutor(runnable -> {
            Thread daemon = new Thread(runnable, "tablestore-compaction");
            daemon.setDaemon(true);
            return daemon;
        });
    }

    /** The next compaction that the table's triggers ask for, or null if none is due. */
    @Nullable
    BucketCompaction next(BucketId id, Levels levels) {
        return schema.hasPrimaryKey()
                ? ofKeys(id, picker.next(levels))
                : ofAppended(id, AppendCompaction.pick(schema, levels.files()));
    }

    /** The compaction of everything into one run, regardless of the triggers, or null if there is nothing to compact. */
    @Nullable
    BucketCompaction all(BucketId id, Levels levels) {
        return schema.hasPrimaryKey()
                ? ofKeys(id, picker.all(levels))
                : ofAppended(id, AppendCompaction.pickAll(schema, levels.files()));
    }

    private @Nullable BucketCompaction ofKeys(BucketId id, @Nullable CompactionUnit unit) {
        if (unit == null) {
            return null;
        }
        TableSchema in = files.newestSchema(unit.files());
        return new Compaction(
                StoredTable.of(table).files(), in, id, unit, level -> files.openCompacted(in, id, level), allocator);
    }

    private @Nullable BucketCompaction ofAppended(BucketId id, List<DataFile> picked) {
        if (picked.isEmpty()) {
            return null;
        }
        TableSchema in = files.newestSchema(picked);
        return new AppendCompaction(table, in, id, picked, () -> files.openCompacted(in, id, 0), allocator);
    }

    Future<CompactionResult> submit(BucketId id, BucketCompaction compaction) {
        metrics.submitted();
        return thread.submit(() -> {
            long start = System.nanoTime();
            CompactionResult result = metrics.measure(compaction);
            logCompacted(id, result, System.nanoTime() - start);
            return result;
        });
    }

    private void logCompacted(BucketId id, CompactionResult result, long nanos) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        LOG.info(
                "{}/{}: compacted {} files with {} bytes into {} files with {} bytes at level {}; {} ms.",
                table.location(),
                PartitionPath.bucketDirectory(schema, id.partition(), id.bucket()),
                result.before().size(),
                WriteMetrics.bytes(result.before()),
                result.after().size(),
                WriteMetrics.bytes(result.after()),
                result.after().stream().mapToInt(DataFile::level).max().orElse(0),
                TimeUnit.NANOSECONDS.toMillis(nanos));
    }

    /** Stops the thread. Running compactions must be cancelled before. */
    void close() {
        thread.shutdownNow();
    }
}
