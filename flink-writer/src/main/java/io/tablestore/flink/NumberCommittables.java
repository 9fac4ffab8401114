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
package io.tablestore.flink;

import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;

/** Tells committables the checkpoint that they belong to, which the writer does not know. */
final class NumberCommittables
        implements MapFunction<CommittableMessage<FlinkCommittable>, CommittableMessage<FlinkCommittable>> {

    private static final long serialVersionUID = 1L;

    /** The name of the checkpoint's number that all releases since 2.0 know. */
    @SuppressWarnings("removal")
    @Override
    public CommittableMessage<FlinkCommittable> map(CommittableMessage<FlinkCommittable> message) {
        if (!(message instanceof CommittableWithLineage<FlinkCommittable> committable)) {
            return message;
        }
        long checkpoint = committable.getCheckpointIdOrEOI();
        FlinkCommittable written = committable.getCommittable();
        return new CommittableWithLineage<>(
                new FlinkCommittable(written.user(), checkpoint, written.messages()),
                checkpoint,
                committable.getSubtaskId());
    }
}
