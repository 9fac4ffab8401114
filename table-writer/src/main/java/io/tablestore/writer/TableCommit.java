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

import io.tablestore.catalog.Table;
import io.tablestore.error.CommitConflictException;
import io.tablestore.error.TableStoreException;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.FileKind;
import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.metadata.LiveFiles;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.schema.PartitionPath;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.writer.internal.commit.Commit;
import io.tablestore.writer.internal.commit.Kinds;
import io.tablestore.writer.internal.commit.SnapshotChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes written rows visible. Each commit creates one snapshot, or two if files were compacted too.
 *
 * <p>The user and the identifier name a commit, but they do not prevent a second one. Committing the same messages again throws
 * a {@link CommitConflictException} only while their files are in the table. Once those are compacted, it commits them a second
 * time. Committing new files with the same identifier creates a second snapshot. Only a check with {@link #uncommitted} or
 * {@link #newestIdentifier} before a retry prevents this.
 *
 * <p><b>Threads:</b> one at a time. Several processes may commit to one table.
 */
public final class TableCommit {

    /** Identifier for commits that are never looked up by identifier. */
    public static final long BATCH = Long.MAX_VALUE;

    private final TableFiles files;
    private final Commit commit;

    /** @param user identifies the committer; a streaming job keeps it for its lifetime, including restores */
    public TableCommit(Table table, String user) {
        this.files = StoredTable.of(table).files().keepingManifests();
        this.commit = new Commit(files, user);
    }

    /** The first new data file that does not exist, relative to the table, or null if all exist. */
    public static @Nullable String firstMissingFile(Table table, Collection<CommitMessage> messages) {
        TableSchema schema = table.schema();
        TableFiles files = StoredTable.of(table).files();
        for (CommitMessage message : messages) {
            String directory = PartitionPath.bucketDirectory(schema, message.partition(), message.bucket());
            for (DataFile file : message.newFiles()) {
                String path = directory + file.name();
                if (!files.exists(path)) {
                    return path;
                }
            }
        }
        return null;
    }

    /** Number of attempts that failed because another writer created the snapshot first. */
    public int lostRaces() {
        return commit.lostRaces();
    }

    /** Commits the messages. The same identifier does not prevent a second commit; see {@link #uncommitted}. */
    public void commit(long identifier, Collection<CommitMessage> messages) {
        commit(identifier, messages, null);
    }

    /**
     * As {@link #commit(long, Collection)}, with the watermark of the input.
     *
     * @param watermark milliseconds since the epoch, or null; the table's watermark never decreases
     * @throws TableStoreException if a snapshot cannot be created. If that of the rows is committed and only that of the
     *     compaction failed, the message begins with the number of the committed one
     */
    public void commit(long identifier, Collection<CommitMessage> messages, @Nullable Long watermark) {
        SnapshotChange written = new SnapshotChange(newFiles(messages), indexes(messages));
        SnapshotChange compacted = new SnapshotChange(compacted(messages), List.of());
        if (written.isEmpty() && compacted.isEmpty()) {
            return;
        }
        TableSchema schema = files.schemas().latest();
        Snapshot rows = written.isEmpty()
                ? null
                : commit.commit(schema, Kinds.APPEND, identifier, watermark, latest -> written);
        commitCompacted(schema, identifier, compacted, watermark, rows);
    }

    /** @param rows the snapshot with the written rows of the same messages, or null if there is none */
    private void commitCompacted(
            TableSchema schema,
            long identifier,
            SnapshotChange compacted,
            @Nullable Long watermark,
            @Nullable Snapshot rows) {
        if (compacted.isEmpty()) {
            return;
        }
        try {
            commit.commit(schema, Kinds.COMPACT, identifier, watermark, latest -> compacted);
        } catch (RuntimeException failed) {
            throw rows == null ? failed : afterRows(rows, failed);
        }
    }

    private static TableStoreException afterRows(Snapshot rows, RuntimeException failed) {
        String message =
                "Snapshot " + rows.id() + " with the written rows is committed, so do not write them again; only"
                        + " the commit of their compaction failed. " + failed.getMessage();
        return failed instanceof CommitConflictException
                ? new CommitConflictException(message, failed)
                : new TableStoreException(message, failed);
    }

    /** The identifiers of streaming commits that are not in the table yet: those greater than {@link #newestIdentifier}. */
    public List<Long> uncommitted(Collection<Long> identifiers) {
        long newest = newestIdentifier();
        return identifiers.stream().filter(identifier -> identifier > newest).toList();
    }

    /** The identifier of this user's newest streaming commit, or {@link Long#MIN_VALUE} if there is none. */
    public long newestIdentifier() {
        Snapshot newest = commit.newestOfUser(BATCH);
        return newest == null ? Long.MIN_VALUE : newest.commitIdentifier();
    }

    /**
     * Replaces the content of some partitions with the written rows.
     *
     * @param replaced selects the partitions to replace
     */
    public void overwrite(long identifier, Collection<CommitMessage> messages, Predicate<BinaryRow> replaced) {
        TableSchema schema = files.schemas().latest();
        WriterSupport.check(schema);
        Snapshot rows = commit.commit(schema, Kinds.OVERWRITE, identifier, null, latest -> {
            List<ManifestEntry> entries =
                    new ArrayList<>(latest == null ? List.of() : deleted(schema, latest, replaced));
            entries.addAll(newFiles(messages));
            return new SnapshotChange(entries, indexes(messages), entry -> replaced.test(entry.partition()));
        });
        commitCompacted(schema, identifier, new SnapshotChange(compacted(messages), List.of()), null, rows);
    }

    private List<ManifestEntry> deleted(TableSchema schema, Snapshot latest, Predicate<BinaryRow> replaced) {
        return new LiveFiles(files, schema)
                .of(latest, null).stream()
                        .filter(entry -> replaced.test(entry.partition()))
                        .map(entry -> new ManifestEntry(
                                FileKind.DELETE, entry.partition(), entry.bucket(), entry.totalBuckets(), entry.file()))
                        .toList();
    }

    /** Overwrites the partitions that the messages write to. */
    public void overwriteTouched(long identifier, Collection<CommitMessage> messages) {
        Set<BinaryRow> touched = messages.stream().map(CommitMessage::partition).collect(Collectors.toSet());
        overwrite(identifier, messages, touched::contains);
    }

    /** Deletes all rows of the table. */
    public void truncate(long identifier) {
        overwrite(identifier, List.of(), partition -> true);
    }

    /** Deletes all rows of some partitions. */
    public void dropPartitions(long identifier, Predicate<BinaryRow> dropped) {
        overwrite(identifier, List.of(), dropped);
    }

    static List<ManifestEntry> newFiles(Collection<CommitMessage> messages) {
        return entries(messages, FileKind.ADD, CommitMessage::newFiles);
    }

    private static List<ManifestEntry> compacted(Collection<CommitMessage> messages) {
        List<ManifestEntry> entries = new ArrayList<>(entries(messages, FileKind.DELETE, CommitMessage::compactBefore));
        entries.addAll(entries(messages, FileKind.ADD, CommitMessage::compactAfter));
        return entries;
    }

    private static List<ManifestEntry> entries(
            Collection<CommitMessage> messages,
            FileKind kind,
            java.util.function.Function<CommitMessage, List<DataFile>> files) {
        return messages.stream()
                .flatMap(message -> files.apply(message).stream()
                        .map(file -> new ManifestEntry(
                                kind, message.partition(), message.bucket(), message.totalBuckets(), file)))
                .toList();
    }

    private static List<IndexEntry> indexes(Collection<CommitMessage> messages) {
        return messages.stream()
                .map(CommitMessage::hashIndex)
                .filter(Objects::nonNull)
                .toList();
    }
}
