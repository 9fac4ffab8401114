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
import io.tablestore.error.TableStoreException;
import io.tablestore.flink.table.FlinkPartitionFilter;
import io.tablestore.flink.table.FlinkTableLoader;
import io.tablestore.flink.table.OverwriteMode;
import io.tablestore.flink.types.FlinkErrors;
import io.tablestore.types.BinaryRow;
import io.tablestore.writer.CommitMessage;
import io.tablestore.writer.TableCommit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * Commits what tasks wrote, once for each checkpoint: a snapshot of the rows and, if files were compacted, a second one.
 *
 * <p>If a job fails after a checkpoint but before its commit, the commit is made when the job is restored. Writers may
 * have read the table before that commit, and would then give new rows the sequence numbers of rows in that checkpoint.
 * The job therefore restarts once more, and its writers find the commit.
 */
final class FlinkCommitter implements Committer<FlinkCommittable> {

    private final FlinkTableLoader loader;
    private final OverwriteMode overwrite;
    private final long restored;
    private final BackgroundExpiry expiry = new BackgroundExpiry();
    private @Nullable Table table;

    /** The newest committed checkpoint of each user, cached after the first lookup. */
    private final Map<String, Long> committed = new HashMap<>();

    private final Counter commitsDone;
    private final Counter lostRaces;
    private volatile long lastCommitMillis;

    /** @param restored the checkpoint that the job was restored from, if any */
    FlinkCommitter(FlinkTableLoader loader, OverwriteMode overwrite, OptionalLong restored, MetricGroup metrics) {
        this.restored = restored.orElse(Long.MIN_VALUE);
        this.loader = loader;
        this.overwrite = overwrite;
        this.commitsDone = metrics.counter("commits");
        this.lostRaces = metrics.counter("lostRaces");
        metrics.gauge("lastCommitMillis", () -> lastCommitMillis);
    }

    /** A commit of a user. Commits are ordered by checkpoint. */
    private record Key(String user, long checkpoint) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int byCheckpoint = Long.compare(checkpoint, other.checkpoint);
            return byCheckpoint != 0 ? byCheckpoint : user.compareTo(other.user);
        }
    }

    @Override
    public void commit(Collection<CommitRequest<FlinkCommittable>> requests) {
        FlinkErrors.run(() -> commitAll(requests));
    }

    private void commitAll(Collection<CommitRequest<FlinkCommittable>> requests) {
        Map<Key, List<CommitRequest<FlinkCommittable>>> commits = new TreeMap<>();
        for (CommitRequest<FlinkCommittable> request : requests) {
            FlinkCommittable committable = request.getCommittable();
            commits.computeIfAbsent(new Key(committable.user(), committable.checkpoint()), key -> new ArrayList<>())
                    .add(request);
        }
        Table open = table == null ? loader.load() : table;
        table = open;
        long recovered = Long.MIN_VALUE;
        for (Map.Entry<Key, List<CommitRequest<FlinkCommittable>>> one : commits.entrySet()) {
            Key key = one.getKey();
            TableCommit commit = new TableCommit(open, key.user());
            if (isCommitted(commit, key)) {
                one.getValue().forEach(CommitRequest::signalAlreadyCommitted);
            } else {
                List<CommitMessage> messages = messages(one.getValue());
                if (key.checkpoint() <= restored) {
                    checkFiles(open, key.checkpoint(), messages);
                    recovered = Math.max(recovered, key.checkpoint());
                }
                long start = System.nanoTime();
                commit(open, commit, key.checkpoint(), messages);
                lastCommitMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
                commitsDone.inc();
                lostRaces.inc(commit.lostRaces());
                committed.put(key.user(), key.checkpoint());
            }
        }
        expiry.start(open);
        if (recovered > Long.MIN_VALUE) {
            throw new TableStoreException(
                    "Checkpoint " + recovered + ", which the failure left uncommitted, is now committed. The job"
                            + " restarts once more, so that its writers start from that commit. This is not an"
                            + " error.");
        }
    }

    /** Asks the table once per user; later commits are tracked here. */
    private boolean isCommitted(TableCommit commit, Key key) {
        return key.checkpoint() <= committed.computeIfAbsent(key.user(), user -> commit.newestIdentifier());
    }

    private static List<CommitMessage> messages(List<CommitRequest<FlinkCommittable>> requests) {
        return requests.stream()
                .flatMap(request -> request.getCommittable().messages().stream())
                .toList();
    }

    /** Checks that the files still exist: files of an old savepoint may have been deleted by a cleanup. */
    private static void checkFiles(Table table, long checkpoint, List<CommitMessage> messages) {
        String missing = TableCommit.firstMissingFile(table, messages);
        if (missing != null) {
            throw new TableStoreException(missing + ": The file, which checkpoint " + checkpoint
                    + " wrote and did not commit, is missing. It has been deleted since. Restore the job from a newer"
                    + " checkpoint or savepoint.");
        }
    }

    private void commit(Table table, TableCommit commit, long checkpoint, List<CommitMessage> messages) {
        if (!overwrite.overwrites()) {
            commit.commit(checkpoint, messages);
        } else if (overwrite.touchedOnly()) {
            commit.overwriteTouched(checkpoint, messages);
        } else {
            Predicate<BinaryRow> replaced = FlinkPartitionFilter.of(table.schema(), overwrite.partition());
            commit.overwrite(checkpoint, messages, replaced);
        }
    }

    @Override
    public void close() {
        expiry.close();
    }
}
