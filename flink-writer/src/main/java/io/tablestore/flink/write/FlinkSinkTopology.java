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

import io.tablestore.flink.table.SinkSettings;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.transformations.LegacySourceTransformation;
import org.apache.flink.streaming.api.transformations.WithBoundedness;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.sink.DataStreamSinkProvider;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/**
 * Adds the sink to a statement's rows. The ids of its operators do not depend on the rest of the job, so that a
 * savepoint still fits after the statement was changed.
 */
final class FlinkSinkTopology implements DataStreamSinkProvider {

    /** The sinks of each session by operator id. */
    private static final Map<StreamExecutionEnvironment, Map<String, FlinkSink>> SINKS =
            Collections.synchronizedMap(new WeakHashMap<>());

    private final FlinkSink sink;
    private final SinkSettings settings;

    FlinkSinkTopology(FlinkSink sink, SinkSettings settings) {
        this.sink = sink;
        this.settings = settings;
    }

    @Override
    public Optional<Integer> getParallelism() {
        return Optional.ofNullable(settings.parallelism());
    }

    @Override
    public DataStreamSink<?> consumeDataStream(ProviderContext context, DataStream<RowData> rows) {
        checkCommits(rows);
        DataStreamSink<RowData> written = rows.sinkTo(sink).name(settings.table());
        written.uid(uid(rows.getExecutionEnvironment()));
        if (settings.parallelism() != null) {
            written.setParallelism(settings.parallelism());
        }
        return written;
    }

    /** The id depends on the table alone. Further sinks of the same table in the same job are numbered. */
    private String uid(StreamExecutionEnvironment environment) {
        String suffix = settings.uidSuffix().isEmpty() ? "" : "-" + settings.uidSuffix();
        String first = "tablestore-sink-" + settings.table() + suffix;
        Map<String, FlinkSink> sinks = SINKS.computeIfAbsent(environment, key -> new ConcurrentHashMap<>());
        String uid = first;
        for (int number = 2; isTaken(sinks.get(uid)); number++) {
            uid = first + "-" + number;
        }
        sinks.put(uid, sink);
        return uid;
    }

    /** Whether another sink of this job has the id. Sinks of earlier statements are already part of another job. */
    private static boolean isTaken(@Nullable FlinkSink other) {
        return other != null && !other.isInJob();
    }

    /** Refuses unbounded input without checkpoints, which would never be committed. */
    private void checkCommits(DataStream<RowData> rows) {
        boolean checkpoints = settings.checkpoints()
                || rows.getExecutionEnvironment().getCheckpointConfig().isCheckpointingEnabled();
        if (!checkpoints && isUnbounded(rows.getTransformation())) {
            throw new ValidationException("Nothing would ever be committed to table " + settings.table()
                    + ": its input does not end, and the job takes no checkpoints. SET"
                    + " 'execution.checkpointing.interval' = '1 min', or SET 'execution.runtime-mode' = 'batch' for an"
                    + " input that ends.");
        }
    }

    private static boolean isUnbounded(Transformation<?> last) {
        return last.getTransitivePredecessors().stream()
                .anyMatch(step -> step instanceof WithBoundedness source
                        && source.getBoundedness() == Boundedness.CONTINUOUS_UNBOUNDED
                        && !readsInputFormat(step));
    }

    /**
     * Whether the source is of an older kind, such as VALUES. Flink reports these as unbounded in streaming mode, but
     * they end.
     */
    @SuppressWarnings("deprecation") // Flink's planner still creates such sources
    private static boolean readsInputFormat(Transformation<?> step) {
        return step instanceof LegacySourceTransformation<?> source
                && source.getOperator().getUserFunction()
                        instanceof org.apache.flink.streaming.api.functions.source.legacy.InputFormatSourceFunction;
    }
}
