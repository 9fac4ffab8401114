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
package io.tablestore.flink.write;

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Table;
import io.tablestore.flink.table.FlinkTableLoader;
import io.tablestore.flink.table.OverwriteMode;
import io.tablestore.flink.types.FlinkErrors;
import io.tablestore.flink.types.FlinkValues;
import io.tablestore.types.RowKind;
import io.tablestore.writer.BucketChooser;
import io.tablestore.writer.CommitMessage;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.WriteMetrics;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.table.data.RowData;

/** Writes the rows of one task. */
final class FlinkSinkWriter implements CommittingSinkWriter<RowData, FlinkCommittable> {

    private final String user;
    private final Boundedness input;
    private final OverwriteMode overwrite;
    private final BufferAllocator allocator;
    private final TableWrite write;
    private final FlinkValues.Row values;

    /** Whether rows have their bucket as an additional column. */
    private final boolean dynamicBuckets;

    /** @param schemaId of the rows' schema; the table may have a newer one by now */
    FlinkSinkWriter(
            FlinkTableLoader loader,
            long schemaId,
            String user,
            Boundedness input,
            OverwriteMode overwrite,
            WriterInitContext context) {
        this.user = user;
        this.input = input;
        this.overwrite = overwrite;
        Table table = loader.load();
        this.allocator = ArrowMemory.newRoot(Long.MAX_VALUE);
        try {
            TableWrite.Builder builder = TableWrite.of(table, allocator)
                    .schema(table.schema(schemaId))
                    .spillTo(Path.of(System.getProperty("java.io.tmpdir")));
            this.write = (overwrite.overwrites() ? builder.overwriting() : builder).open();
        } catch (RuntimeException failed) {
            allocator.close();
            throw failed;
        }
        this.values = new FlinkValues.Row(write.schema().fields());
        this.dynamicBuckets = BucketChooser.isNeeded(write.schema());
        register(context.metricGroup());
    }

    private void register(MetricGroup group) {
        WriteMetrics metrics = write.metrics();
        group.gauge("memTableBytes", write::memTableBytes);
        group.gauge("bucketsInMemory", write::bucketsInMemory);
        group.gauge("flushes", metrics::flushCount);
        group.gauge("flushMillis", metrics::flushMillis);
        group.gauge("flushedFiles", metrics::flushedFiles);
        group.gauge("flushedBytes", metrics::flushedBytes);
        group.gauge("compactionsPending", metrics::compactionsPending);
        group.gauge("compactions", metrics::compactionCount);
        group.gauge("compactionMillis", metrics::compactionMillis);
        group.gauge("compactionBytesRead", metrics::compactionBytesRead);
        group.gauge("compactionBytesWritten", metrics::compactionBytesWritten);
        group.gauge("compactionWaitMillis", metrics::compactionWaitMillis);
    }

    @Override
    public void write(RowData row, Context context) {
        RowKind kind = kind(row.getRowKind());
        try {
            if (dynamicBuckets) {
                write.write(kind, values.of(row), row.getInt(values.size()));
            } else {
                write.write(kind, values.of(row));
            }
        } catch (RuntimeException failed) {
            throw FlinkErrors.innermost(failed);
        }
    }

    static RowKind kind(org.apache.flink.types.RowKind kind) {
        return switch (kind) {
            case INSERT -> RowKind.INSERT;
            case UPDATE_BEFORE -> RowKind.UPDATE_BEFORE;
            case UPDATE_AFTER -> RowKind.UPDATE_AFTER;
            case DELETE -> RowKind.DELETE;
        };
    }

    /** Does nothing: only a commit makes rows visible. */
    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public Collection<FlinkCommittable> prepareCommit() {
        List<CommitMessage> messages = FlinkErrors.innermost(
                () -> input == Boundedness.BOUNDED ? write.prepareCommitWhenCompacted() : write.prepareCommit());
        // An overwrite without rows must still empty the table.
        return messages.isEmpty() && !overwrite.overwrites()
                ? List.of()
                : List.of(new FlinkCommittable(user, -1, messages));
    }

    @Override
    public void close() {
        try (allocator) {
            write.close();
        }
    }
}
