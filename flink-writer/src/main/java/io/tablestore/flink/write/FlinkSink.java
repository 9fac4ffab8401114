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

import io.tablestore.flink.table.FlinkTableLoader;
import io.tablestore.flink.table.OverwriteMode;
import io.tablestore.flink.types.FlinkErrors;
import io.tablestore.flink.types.FlinkTypes;
import io.tablestore.options.LayoutOptions;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.writer.BucketChooser;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessageTypeInfo;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreCommitTopology;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreWriteTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * Writes rows to a table exactly once. Each checkpoint is committed once, identified by the user and the checkpoint's
 * number, as a snapshot of its rows and, if files were compacted, a second one. All rows of a bucket are written by one
 * task, unless the table has neither a key nor fixed buckets. One task commits.
 */
public final class FlinkSink
        implements Sink<RowData>,
                SupportsCommitter<FlinkCommittable>,
                SupportsPreWriteTopology<RowData>,
                SupportsPreCommitTopology<FlinkCommittable, FlinkCommittable> {

    private static final long serialVersionUID = 1L;

    private final FlinkTableLoader loader;

    /** The schema that the job was planned with. Its rows keep that schema even if the table is altered. */
    private final long schemaId;

    private final Boundedness input;
    private final OverwriteMode overwrite;

    /** The user that commits. Checkpoints store it, so a restarted job may have another one. */
    private final String user = "flink-" + UUID.randomUUID();

    /** Whether the job of this sink has been built. */
    private transient volatile boolean inJob;

    /** @param input compactions are waited for if it ends */
    FlinkSink(FlinkTableLoader loader, long schemaId, Boundedness input, OverwriteMode overwrite) {
        this.loader = loader;
        this.schemaId = schemaId;
        this.input = input;
        this.overwrite = overwrite;
    }

    /** A sink for a DataStream job whose rows have the table's current columns. */
    public static FlinkSink of(FlinkTableLoader loader) {
        return new FlinkSink(loader, loader.load().schema().id(), Boundedness.CONTINUOUS_UNBOUNDED, OverwriteMode.NONE);
    }

    @Override
    public DataStream<RowData> addPreWriteTopology(DataStream<RowData> rows) {
        inJob = true;
        TableSchema schema = loader.schema(schemaId);
        boolean anywhere = !schema.hasPrimaryKey() && schema.optionSet().get(LayoutOptions.BUCKET) <= 0;
        if (anywhere) {
            return rows;
        }
        DataStream<RowData> inBuckets = BucketChooser.isNeeded(schema) ? withBuckets(rows, schema) : rows;
        return inBuckets.partitionCustom(new BucketRouter.ToTask(), new BucketRouter(loader, schemaId));
    }

    /** The rows with their bucket as an additional column. */
    private DataStream<RowData> withBuckets(DataStream<RowData> rows, TableSchema schema) {
        return rows.partitionCustom(new KeyRouter.ToTask(loader, schemaId), new KeyRouter(loader, schemaId))
                .flatMap(new ChooseBuckets(loader, schemaId, overwrite))
                .returns(InternalTypeInfo.ofFields(typesWithBucket(schema)))
                .name("choose buckets")
                .uid("choose-buckets");
    }

    private static LogicalType[] typesWithBucket(TableSchema schema) {
        return Stream.concat(
                        schema.fields().stream().map(field -> FlinkTypes.toFlink(field.type())),
                        Stream.of(new IntType(false)))
                .toArray(LogicalType[]::new);
    }

    @Override
    public CommittingSinkWriter<RowData, FlinkCommittable> createWriter(WriterInitContext context) {
        try {
            return new FlinkSinkWriter(loader, schemaId, user, input, overwrite, context);
        } catch (RuntimeException failed) {
            throw FlinkErrors.innermost(failed);
        }
    }

    @Override
    public DataStream<CommittableMessage<FlinkCommittable>> addPreCommitTopology(
            DataStream<CommittableMessage<FlinkCommittable>> messages) {
        return messages.map(new NumberCommittables(), CommittableMessageTypeInfo.of(FlinkCommittableSerializer::new))
                .uid("number-committables")
                .global();
    }

    @Override
    public Committer<FlinkCommittable> createCommitter(CommitterInitContext context) {
        return new FlinkCommitter(loader, overwrite, context.getRestoredCheckpointId(), context.metricGroup());
    }

    @Override
    public SimpleVersionedSerializer<FlinkCommittable> getCommittableSerializer() {
        return new FlinkCommittableSerializer();
    }

    @Override
    public SimpleVersionedSerializer<FlinkCommittable> getWriteResultSerializer() {
        return new FlinkCommittableSerializer();
    }

    boolean isInJob() {
        return inJob;
    }

    /** The columns of the table. */
    List<DataField> columns() {
        return loader.schema(schemaId).fields();
    }
}
