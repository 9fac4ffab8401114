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
package io.tablestore.writer;

import io.tablestore.error.ReadCancelledException;
import io.tablestore.error.TableStoreException;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.internal.metadata.BucketId;
import io.tablestore.writer.internal.compaction.BucketCompaction;
import io.tablestore.writer.internal.compaction.CompactionResult;
import io.tablestore.writer.internal.compaction.Levels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of one bucket between two commits: its files, uncommitted changes, and the running compaction. */
final class BucketWriter {

    private static final Logger LOG = LoggerFactory.getLogger(BucketWriter.class);

    /** A file at a level; a move to another level keeps the file's name. */
    private record Place(String name, int level) {

        static Place of(DataFile file) {
            return new Place(file.name(), file.level());
        }
    }

    private static final int IDLE_COMMITS = 2;

    private final BucketId id;
    private final int totalBuckets;
    private final BucketFiles files;
    private final BucketCompactions compactions;
    private final Levels levels;
    private final List<DataFile> newFiles = new ArrayList<>();
    private final Map<Place, DataFile> compactBefore = new LinkedHashMap<>();
    private final Map<Place, DataFile> compactAfter = new LinkedHashMap<>();
    private long nextSequence;
    private int idleCommits;

    /** Whether the last join of append files did not make fewer of them; the next one would not either. */
    private boolean joinedForNothing;

    private @Nullable BucketCompaction compaction;
    private @Nullable Future<CompactionResult> running;

    BucketWriter(BucketId id, int totalBuckets, BucketFiles files, BucketCompactions compactions, Levels levels) {
        this.id = id;
        this.totalBuckets = totalBuckets;
        this.files = files;
        this.compactions = compactions;
        this.levels = levels;
        this.nextSequence = 1
                + levels.files().stream().mapToLong(DataFile::maxSequence).max().orElse(-1);
    }

    BucketId id() {
        return id;
    }

    int runCount() {
        return levels.runCount();
    }

    /** Reserves one sequence number per row; returns the first. */
    long takeSequences(int rows) {
        long first = nextSequence;
        nextSequence += rows;
        return first;
    }

    void addFlushed(List<DataFile> files) {
        joinedForNothing = false;
        newFiles.addAll(files);
        levels.add(files);
    }

    /** Starts a compaction if one is due and none is running. */
    void compact() {
        collectFinished();
        if (mayCompact()) {
            start(compactions.next(id, levels));
        }
    }

    /** Starts a compaction of everything into one run, unless a compaction is running. */
    void compactFully() {
        collectFinished();
        if (mayCompact()) {
            start(compactions.all(id, levels));
        }
    }

    private boolean mayCompact() {
        return running == null && !joinedForNothing;
    }

    private void start(@Nullable BucketCompaction due) {
        if (due != null) {
            compaction = due;
            running = compactions.submit(id, due);
        }
    }

    boolean isCompacting() {
        return running != null;
    }

    /** Applies the result of a finished compaction. */
    void collectFinished() {
        Future<CompactionResult> future = running;
        if (future != null && future.isDone()) {
            collect(future);
        }
    }

    /** Waits for the running compaction, if there is one, and applies its result. */
    void awaitCompaction() {
        Future<CompactionResult> future = running;
        if (future != null) {
            collect(future);
        }
    }

    void compactUntilNoneIsDue() {
        do {
            awaitCompaction();
            compact();
        } while (isCompacting());
    }

    private void collect(Future<CompactionResult> future) {
        try {
            CompactionResult result = future.get();
            running = null;
            compaction = null;
            take(result);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TableStoreException("The wait for a compaction of bucket " + id.bucket()
                    + " was interrupted. Run the statement again.");
        } catch (ExecutionException failed) {
            running = null;
            compaction = null;
            throw failed.getCause() instanceof RuntimeException cause
                    ? cause
                    : new TableStoreException(
                            "A compaction of bucket " + id.bucket() + " failed: " + failed.getCause() + ".", failed);
        }
    }

    /** Applies a result. Files that were written and replaced since the last commit never become part of a snapshot. */
    private void take(CompactionResult result) {
        for (DataFile before : result.before()) {
            DataFile made = compactAfter.remove(Place.of(before));
            if (made == null) {
                compactBefore.put(Place.of(before), before);
            } else if (result.after().stream().noneMatch(after -> after.name().equals(made.name()))
                    && compactBefore.keySet().stream()
                            .noneMatch(place -> place.name().equals(made.name()))) {
                files.delete(id, made);
            }
        }
        result.after().forEach(after -> compactAfter.put(Place.of(after), after));
        levels.replace(result.before(), result.after());
        joinedForNothing = result.after().size() >= result.before().size()
                && result.after().stream().allMatch(file -> file.level() == 0);
    }

    /**
     * Returns the changes since the last call.
     *
     * @param hashIndex the bucket's index, if it has new keys
     */
    CommitMessage drain(@Nullable IndexEntry hashIndex) {
        CommitMessage message = new CommitMessage(
                id.partition(),
                id.bucket(),
                totalBuckets,
                newFiles,
                List.copyOf(compactBefore.values()),
                List.copyOf(compactAfter.values()),
                hashIndex);
        newFiles.clear();
        compactBefore.clear();
        compactAfter.clear();
        idleCommits = message.isEmpty() && running == null ? idleCommits + 1 : 0;
        return message;
    }

    /** Whether nothing was done for several commits. */
    boolean isIdle() {
        return idleCommits >= IDLE_COMMITS;
    }

    /** Whether {@code live} equals the bucket's files as this writer knows them. */
    boolean hasFiles(List<DataFile> live) {
        return places(live).equals(places(levels.files()));
    }

    private static Set<Place> places(List<DataFile> files) {
        return files.stream().map(Place::of).collect(Collectors.toSet());
    }

    /** Cancels the running compaction and waits for its end, because it uses its owner's memory. */
    void cancel() {
        BucketCompaction started = compaction;
        Future<CompactionResult> future = running;
        if (started == null || future == null) {
            return;
        }
        started.cancel();
        boolean interrupted = false;
        while (running != null) {
            try {
                deleteMade(future.get());
                running = null;
            } catch (InterruptedException again) {
                interrupted = true;
            } catch (ExecutionException stopped) {
                running = null;
                if (!(stopped.getCause() instanceof ReadCancelledException)) { // expected after a cancellation
                    LOG.warn(
                            "A compaction of bucket {} failed while it was cancelled; its bucket stays as it was.",
                            id.bucket(),
                            stopped.getCause());
                }
            }
        }
        compaction = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void deleteMade(CompactionResult result) {
        result.after().stream()
                .filter(after -> result.before().stream()
                        .noneMatch(before -> before.name().equals(after.name())))
                .forEach(after -> files.delete(id, after));
    }
}
