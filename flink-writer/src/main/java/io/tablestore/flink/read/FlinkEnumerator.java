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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.jspecify.annotations.Nullable;

/** Assigns splits to the tasks that request them: several at once as long as there are enough for all tasks. */
final class FlinkEnumerator implements SplitEnumerator<FlinkSplit, List<FlinkSplit>> {

    /** So many that the files of the next ones are fetched while one is read. */
    private static final int MOST_AT_ONCE = 8;

    private final SplitEnumeratorContext<FlinkSplit> context;
    private final ArrayDeque<FlinkSplit> pending;

    public FlinkEnumerator(SplitEnumeratorContext<FlinkSplit> context, List<FlinkSplit> pending) {
        this.context = context;
        this.pending = new ArrayDeque<>(pending);
    }

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {
        if (!context.registeredReaders().containsKey(subtask)) {
            return;
        }
        if (pending.isEmpty()) {
            context.signalNoMoreSplits(subtask);
            return;
        }
        int share = pending.size() / (2 * Math.max(1, context.currentParallelism()));
        List<FlinkSplit> splits = new ArrayList<>();
        for (int count = Math.min(Math.max(share, 1), MOST_AT_ONCE); count > 0; count--) {
            splits.add(pending.remove());
        }
        context.assignSplits(new SplitsAssignment<>(Map.of(subtask, splits)));
    }

    @Override
    public void addSplitsBack(List<FlinkSplit> splits, int subtask) {
        splits.forEach(pending::addFirst);
    }

    @Override
    public void addReader(int subtask) {}

    @Override
    public List<FlinkSplit> snapshotState(long checkpoint) {
        return new ArrayList<>(pending);
    }

    @Override
    public void close() {}
}
