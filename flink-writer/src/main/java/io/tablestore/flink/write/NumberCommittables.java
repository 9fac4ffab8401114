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
 * Adds the checkpoint number to committables, since the writer does not know it.
 *
 * <p>What is written at the end of the input belongs to the checkpoint after the writer's last one. A writer without
 * state is not told which checkpoint its job was restored from, and assumes 0. What it writes at the end, before the
 * next checkpoint, would get the number of a committed checkpoint and would be skipped as already committed. This
 * function therefore has state, so that Flink reports the restored checkpoint to it.
 */
final class NumberCommittables
        implements MapFunction<CommittableMessage<FlinkCommittable>, CommittableMessage<FlinkCommittable>>,
                CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    /** Only its existence matters: Flink reports the restored checkpoint to operators with state. */
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

    /** Uses the name of the checkpoint number that all releases since 2.0 have. */
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
