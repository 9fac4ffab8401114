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
import io.tablestore.flink.table.FlinkTableLoader;
import io.tablestore.flink.table.OverwriteMode;
import io.tablestore.flink.types.FlinkErrors;
import io.tablestore.types.BinaryRow;
import io.tablestore.writer.CommitMessage;
import io.tablestore.writer.TableWrite;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessageTypeInfo;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Compacts the buckets that it receives. One task commits the results of all tasks. */
public final class CompactionSink
        implements Sink<BucketToCompact>,
                SupportsCommitter<FlinkCommittable>,
                SupportsPreCommitTopology<FlinkCommittable, FlinkCommittable> {

    private static final long serialVersionUID = 1L;

    private final FlinkTableLoader loader;
    private final boolean full;
    private final String user = "compact-" + UUID.randomUUID();

    private CompactionSink(FlinkTableLoader loader, boolean full) {
        this.loader = loader;
        this.full = full;
    }

    /** Compacts all files of a bucket into one run. */
    public static CompactionSink full(FlinkTableLoader loader) {
        return new CompactionSink(loader, true);
    }

    /** Compacts a bucket if the table's triggers ask for it. */
    public static CompactionSink due(FlinkTableLoader loader) {
        return new CompactionSink(loader, false);
    }

    @Override
    public CommittingSinkWriter<BucketToCompact, FlinkCommittable> createWriter(WriterInitContext context) {
        return new Writer();
    }

    @Override
    public DataStream<CommittableMessage<FlinkCommittable>> addPreCommitTopology(
            DataStream<CommittableMessage<FlinkCommittable>> messages) {
        return messages.map(new NumberCommittables(), CommittableMessageTypeInfo.of(FlinkCommittableSerializer::new))
                .global();
    }

    @Override
    public Committer<FlinkCommittable> createCommitter(CommitterInitContext context) {
        return new FlinkCommitter(loader, OverwriteMode.NONE, context.getRestoredCheckpointId(), context.metricGroup());
    }

    @Override
    public SimpleVersionedSerializer<FlinkCommittable> getCommittableSerializer() {
        return new FlinkCommittableSerializer();
    }

    @Override
    public SimpleVersionedSerializer<FlinkCommittable> getWriteResultSerializer() {
        return new FlinkCommittableSerializer();
    }

    private final class Writer implements CommittingSinkWriter<BucketToCompact, FlinkCommittable> {

        private final BufferAllocator allocator = ArrowMemory.newRoot(Long.MAX_VALUE);
        private final TableWrite write = TableWrite.of(loader.load(), allocator).open();

        @Override
        public void write(BucketToCompact bucket, Context context) {
            BinaryRow partition = BinaryRow.deserialize(bucket.partition);
            FlinkErrors.run(() -> {
                if (full) {
                    write.compactFully(partition, bucket.bucket);
                } else {
                    write.compact(partition, bucket.bucket);
                }
            });
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public Collection<FlinkCommittable> prepareCommit() {
            List<CommitMessage> messages = FlinkErrors.innermost(write::prepareCommit);
            return messages.isEmpty() ? List.of() : List.of(new FlinkCommittable(user, -1, messages));
        }

        @Override
        public void close() {
            try (allocator) {
                write.close();
            }
        }
    }
}
