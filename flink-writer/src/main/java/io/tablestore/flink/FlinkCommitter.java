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

import io.tablestore.catalog.Table;
import io.tablestore.format.BinaryRow;
import io.tablestore.writer.CommitMessage;
import io.tablestore.writer.TableCommit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.flink.api.connector.sink2.Committer;
import org.jspecify.annotations.Nullable;

/** Commits what tasks wrote: all of one checkpoint at once, and never twice. */
final class FlinkCommitter implements Committer<FlinkCommittable> {

    private final TableLoader loader;
    private final OverwriteMode overwrite;
    private final BackgroundExpiry expiry = new BackgroundExpiry();
    private @Nullable Table table;

    /** The newest checkpoint of each user of which this committer knows that it is in the table. */
    private final Map<String, Long> committed = new HashMap<>();

    FlinkCommitter(TableLoader loader, OverwriteMode overwrite) {
        this.loader = loader;
        this.overwrite = overwrite;
    }

    /** Commits of a user, by checkpoint. */
    private record Key(String user, long checkpoint) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int byCheckpoint = Long.compare(checkpoint, other.checkpoint);
            return byCheckpoint != 0 ? byCheckpoint : user.compareTo(other.user);
        }
    }

    @Override
    public void commit(Collection<CommitRequest<FlinkCommittable>> requests) {
        Map<Key, List<CommitRequest<FlinkCommittable>>> commits = new TreeMap<>();
        for (CommitRequest<FlinkCommittable> request : requests) {
            FlinkCommittable committable = request.getCommittable();
            commits.computeIfAbsent(new Key(committable.user(), committable.checkpoint()), key -> new ArrayList<>())
                    .add(request);
        }
        Table open = table == null ? loader.load() : table;
        table = open;
        commits.forEach((key, ofCommit) -> {
            TableCommit commit = new TableCommit(open, key.user());
            if (isCommitted(commit, key)) {
                ofCommit.forEach(CommitRequest::signalAlreadyCommitted);
            } else {
                commit(open, commit, key.checkpoint(), ofCommit);
            }
            committed.merge(key.user(), key.checkpoint(), Math::max);
        });
        expiry.start(open);
    }

    /** Whoever has just committed the checkpoint before need not look what is in the table. */
    private boolean isCommitted(TableCommit commit, Key key) {
        Long known = committed.get(key.user());
        boolean follows = known != null && key.checkpoint() > known;
        return !follows && commit.uncommitted(List.of(key.checkpoint())).isEmpty();
    }

    private void commit(
            Table table, TableCommit commit, long checkpoint, List<CommitRequest<FlinkCommittable>> requests) {
        List<CommitMessage> messages = requests.stream()
                .flatMap(request -> request.getCommittable().messages().stream())
                .toList();
        if (!overwrite.overwrites()) {
            commit.commit(checkpoint, messages);
        } else if (overwrite.touchedOnly()) {
            commit.overwriteTouched(checkpoint, messages);
        } else {
            Predicate<BinaryRow> replaced = PartitionFilter.of(table.schema(), overwrite.partition());
            commit.overwrite(checkpoint, messages, replaced);
        }
    }

    @Override
    public void close() {
        expiry.close();
    }
}
