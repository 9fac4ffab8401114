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

import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.jspecify.annotations.Nullable;

/**
 * Tells committables the checkpoint that they belong to, which the writer does not know.
 *
 * <p>What is written at the end of the input belongs to the checkpoint after the writer's last one. A writer that has no state
 * is not told which checkpoint its job was restored from, and takes its last one for 0: what it writes at its end before the
 * next checkpoint would bear the number of one that is committed, and would be left out as done. So this function has state,
 * by which it is told.
 */
final class NumberCommittables
        implements MapFunction<CommittableMessage<FlinkCommittable>, CommittableMessage<FlinkCommittable>>,
                CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    /** Only that there is something to restore matters. */
    private transient @Nullable ListState<Long> lastCheckpoint;

    private transient long restored;

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        lastCheckpoint =
                context.getOperatorStateStore().getListState(new ListStateDescriptor<>("last-checkpoint", Types.LONG));
        restored = context.getRestoredCheckpointId().orElse(Long.MIN_VALUE);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        Objects.requireNonNull(lastCheckpoint).update(List.of(context.getCheckpointId()));
    }

    /** The name of the checkpoint's number that all releases since 2.0 know. */
    @SuppressWarnings("removal")
    @Override
    public CommittableMessage<FlinkCommittable> map(CommittableMessage<FlinkCommittable> message) {
        if (!(message instanceof CommittableWithLineage<FlinkCommittable> committable)) {
            return message;
        }
        long stated = committable.getCheckpointIdOrEOI();
        long checkpoint = stated <= restored ? restored + 1 : stated;
        FlinkCommittable written = committable.getCommittable();
        return new CommittableWithLineage<>(
                new FlinkCommittable(written.user(), checkpoint, written.messages()),
                stated,
                committable.getSubtaskId());
    }
}
