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

import io.tablestore.catalog.Table;
import io.tablestore.flink.table.FlinkTableLoader;
import io.tablestore.flink.table.OverwriteMode;
import io.tablestore.flink.types.FlinkErrors;
import io.tablestore.flink.types.FlinkValues;
import io.tablestore.schema.TableSchema;
import io.tablestore.writer.BucketChooser;
import io.tablestore.writer.routing.ExistingRows;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.utils.JoinedRowData;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Appends the bucket to each row of a table with dynamic buckets. The buckets of existing keys are read from the table,
 * not from Flink state.
 */
final class ChooseBuckets extends RichFlatMapFunction<RowData, RowData> implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    private final FlinkTableLoader loader;
    private final long schemaId;
    private final OverwriteMode overwrite;
    private transient @Nullable State state;

    /** @param schemaId of the rows' schema */
    ChooseBuckets(FlinkTableLoader loader, long schemaId, OverwriteMode overwrite) {
        this.loader = loader;
        this.schemaId = schemaId;
        this.overwrite = overwrite;
    }

    private record State(BucketChooser chooser, FlinkValues.Row values, GenericRowData bucket, JoinedRowData joined) {}

    @Override
    public void open(OpenContext context) {
        RuntimeContext runtime = getRuntimeContext();
        Table table = loader.load();
        TableSchema schema = table.schema(schemaId);
        BucketChooser chooser = new BucketChooser(
                table,
                schema,
                overwrite.overwrites() ? ExistingRows.REPLACED : ExistingRows.KEPT,
                runtime.getTaskInfo().getIndexOfThisSubtask(),
                runtime.getTaskInfo().getNumberOfParallelSubtasks());
        runtime.getMetricGroup().gauge("partitionsIndexed", chooser::partitionsIndexed);
        state = new State(chooser, new FlinkValues.Row(schema.fields()), new GenericRowData(1), new JoinedRowData());
    }

    private State state() {
        State opened = state;
        if (opened == null) {
            throw new IllegalStateException("not opened");
        }
        return opened;
    }

    @Override
    public void flatMap(RowData row, Collector<RowData> out) {
        State opened = state();
        int bucket;
        try {
            bucket = opened.chooser.bucket(FlinkSinkWriter.kind(row.getRowKind()), opened.values.of(row));
        } catch (RuntimeException failed) {
            throw FlinkErrors.innermost(failed);
        }
        if (bucket >= 0) {
            opened.bucket.setField(0, bucket);
            opened.joined.replace(row, opened.bucket);
            opened.joined.setRowKind(row.getRowKind());
            out.collect(opened.joined);
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) {
        state().chooser.forgetIdle();
    }

    @Override
    public void initializeState(FunctionInitializationContext context) {}
}
