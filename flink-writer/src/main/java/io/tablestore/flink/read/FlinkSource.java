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
package io.tablestore.flink.read;

import io.tablestore.flink.table.FlinkTableLoader;
import io.tablestore.flink.table.FlinkTableState;
import io.tablestore.flink.types.FlinkErrors;
import io.tablestore.predicate.Predicate;
import io.tablestore.predicate.PredicateSerializer;
import io.tablestore.scan.Scan;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.scan.Split;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/** The source of a table scan: reads one snapshot. */
public final class FlinkSource implements Source<RowData, FlinkSplit, List<FlinkSplit>> {

    private static final long serialVersionUID = 1L;

    private final FlinkTableLoader loader;
    private final long snapshotId;
    private final long schemaId;
    private final String tag;
    private final long fallbackSnapshotId;
    private final @Nullable ArrayList<String> columns;
    private final byte[] predicate;
    private final long limit;

    /** @param scan of the pinned snapshot, as planned */
    FlinkSource(FlinkTableState planned, Scan scan) {
        SnapshotRef.Pinned snapshot = planned.snapshot();
        this.loader = planned.loader().withMetadata(planned.table().metadata());
        this.snapshotId = snapshot.snapshotId();
        this.schemaId = snapshot.schemaId();
        this.tag = snapshot.tag();
        this.fallbackSnapshotId = snapshot.fallbackSnapshotId();
        this.columns = scan.columns() == null ? null : new ArrayList<>(scan.columns());
        this.predicate = PredicateSerializer.serialize(scan.predicate());
        this.limit = scan.limit();
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    private List<FlinkSplit> plan() {
        Predicate condition = PredicateSerializer.deserialize(predicate);
        Scan scan = Scan.ALL
                .at(new SnapshotRef.Pinned(snapshotId, schemaId, tag, fallbackSnapshotId))
                .select(columns)
                .where(condition)
                .limit(limit);
        List<FlinkSplit> splits = new ArrayList<>();
        Scan wanted = loader.readsOptimized() ? scan.readOptimizedView() : scan;
        for (Split split : loader.load().plan(wanted).splits()) {
            splits.add(new FlinkSplit(splits.size(), split));
        }
        return splits;
    }

    @Override
    public SplitEnumerator<FlinkSplit, List<FlinkSplit>> createEnumerator(SplitEnumeratorContext<FlinkSplit> context) {
        return new FlinkEnumerator(context, FlinkErrors.innermost(this::plan));
    }

    @Override
    public SplitEnumerator<FlinkSplit, List<FlinkSplit>> restoreEnumerator(
            SplitEnumeratorContext<FlinkSplit> context, List<FlinkSplit> pending) {
        return new FlinkEnumerator(context, pending);
    }

    @Override
    public SimpleVersionedSerializer<FlinkSplit> getSplitSerializer() {
        return new FlinkSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<List<FlinkSplit>> getEnumeratorCheckpointSerializer() {
        return new FlinkSplitsSerializer();
    }

    @Override
    public SourceReader<RowData, FlinkSplit> createReader(SourceReaderContext context) {
        return FlinkErrors.innermost(
                () -> new FlinkReader(context, loader, columns, PredicateSerializer.deserialize(predicate), limit));
    }
}
