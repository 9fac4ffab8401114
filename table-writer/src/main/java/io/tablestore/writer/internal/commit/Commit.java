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
package io.tablestore.writer.internal.commit;

import io.tablestore.error.CommitConflictException;
import io.tablestore.error.TableStoreException;
import io.tablestore.error.UnknownCommitException;
import io.tablestore.fs.UnknownOutcomeException;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.FileKind;
import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.format.manifest.ManifestFile;
import io.tablestore.internal.metadata.ListedManifest;
import io.tablestore.internal.metadata.LiveFiles;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.internal.metadata.UnknownFields;
import io.tablestore.options.CommitOptions;
import io.tablestore.schema.TableSchema;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates snapshots (format reference, 3.3). The first writer to create the next snapshot file wins; the others check their
 * changes against it and try again. If the result of creating the file is unknown, the file is read: a snapshot that names our
 * list of changes is ours.
 */
public final class Commit {

    private static final Logger LOG = LoggerFactory.getLogger(Commit.class);

    private static final long MIN_WAIT_MILLIS = 10;
    private static final long MAX_WAIT_MILLIS = 10_000;

    private final TableFiles files;
    private final String user;
    private int lostRaces;

    public Commit(TableFiles files, String user) {
        this.files = files;
        this.user = user;
    }

    /**
     * Creates one snapshot.
     *
     * @param kind APPEND, COMPACT or OVERWRITE
     * @param change computes the change from the newest snapshot; called again after each lost race
     * @return the snapshot, or null if there was nothing to change
     * @throws CommitConflictException if the change conflicts with the newest snapshot; nothing was committed
     * @throws UnknownCommitException if the store did not say whether the snapshot was created
     */
    public @Nullable Snapshot commit(
            String kind,
            long identifier,
            @Nullable Long watermark,
            Function<@Nullable Snapshot, SnapshotChange> change) {
        return commit(files.schemas().latest(), kind, identifier, watermark, change);
    }

    /** As above, with the newest schema of the table. */
    public @Nullable Snapshot commit(
            TableSchema schema,
            String kind,
            long identifier,
            @Nullable Long watermark,
            Function<@Nullable Snapshot, SnapshotChange> change) {
        int retries = schema.optionSet().get(CommitOptions.COMMIT_MAX_RETRIES);
        long start = System.nanoTime();
        for (int attempt = 0; attempt <= retries; attempt++) {
            Snapshot latest = files.snapshots().latest();
            SnapshotChange wanted = change.apply(latest);
            if (wanted.isEmpty()) {
                return null;
            }
            Snapshot made = new Attempt(schema, latest, wanted).run(kind, identifier, watermark);
            if (made != null) {
                logCommitted(made, wanted, attempt + 1, System.nanoTime() - start);
                return made;
            }
            lostRaces++;
            if (attempt < retries) {
                logLostRace(latest, attempt + 1, retries + 1);
                pause(kind, attempt);
            }
        }
        throw new TableStoreException(files.root() + ": Other writers created their snapshots first, " + (retries + 1)
                + " times in a row; " + notCommitted(kind) + ". Raise '" + CommitOptions.COMMIT_MAX_RETRIES.key()
                + "', or let fewer jobs write the table.");
    }

    private void logCommitted(Snapshot made, SnapshotChange change, int attempts, long nanos) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        long added = 0;
        long addedRows = 0;
        long addedBytes = 0;
        for (ManifestEntry entry : change.entries()) {
            if (entry.kind() == FileKind.ADD) {
                added++;
                addedRows += entry.file().rowCount();
                addedBytes += entry.file().sizeInBytes();
            }
        }
        LOG.info(
                "{}: committed snapshot {} ({}): {} files added with {} rows and {} bytes, {} files"
                        + " deleted; {} attempts," + " {} ms.",
                files.root(),
                made.id(),
                made.commitKind(),
                added,
                addedRows,
                addedBytes,
                change.entries().size() - added,
                attempts,
                TimeUnit.NANOSECONDS.toMillis(nanos));
    }

    private void logLostRace(@Nullable Snapshot latest, int attempts, int most) {
        LOG.warn(
                "{}: attempt {} of {} lost the race for snapshot {}, which another writer created"
                        + " first. The commit is tried" + " again on top of it.",
                files.root(),
                attempts,
                most,
                latest == null ? Snapshot.FIRST_ID : latest.id() + 1);
    }

    /** Number of attempts that failed because another writer created the snapshot first. */
    public int lostRaces() {
        return lostRaces;
    }

    private static void pause(String kind, int attempt) {
        long most = Math.min(MAX_WAIT_MILLIS, MIN_WAIT_MILLIS << Math.min(attempt, 20));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(MIN_WAIT_MILLIS, most + 1));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TableStoreException(
                    "The commit was interrupted; " + notCommitted(kind) + ". Run it again.", interrupted);
        }
    }

    /** A compaction may follow a snapshot with rows, so its failure says nothing of them. */
    private static String notCommitted(String kind) {
        return kind.equals(Kinds.COMPACT) ? "the compaction was not committed" : "nothing was committed";
    }

    /** One attempt to create the snapshot after the newest. */
    private final class Attempt {

        private final TableSchema schema;
        private final @Nullable Snapshot latest;
        private final SnapshotChange change;
        private final ManifestFiles writer;
        private final LiveFiles live;
        private List<ManifestFile> base = List.of();
        private List<ManifestFile> delta = List.of();

        Attempt(TableSchema schema, @Nullable Snapshot latest, SnapshotChange change) {
            this.schema = schema;
            this.latest = latest;
            this.change = change;
            this.writer = new ManifestFiles(files, schema.partitionFields());
            this.live = new LiveFiles(files, schema);
        }

        /** The snapshot, or null if another writer was first. */
        @Nullable
        Snapshot run(String kind, long identifier, @Nullable Long watermark) {
            Snapshot snapshot;
            try {
                checkConflicts(kind);
                snapshot = prepare(kind, identifier, watermark);
                writer.writeAll();
            } catch (RuntimeException failed) {
                writer.deleteAll();
                throw failed;
            }
            return publish(snapshot);
        }

        private void checkConflicts(String kind) {
            if (latest != null && !change.entries().isEmpty()) {
                ConflictCheck conflicts = new ConflictCheck(schema, live);
                if (kind.equals(Kinds.OVERWRITE)) {
                    conflicts.checkOverwrite(latest, change.entries());
                } else {
                    conflicts.check(latest, change.entries());
                }
            }
        }

        /** Encodes the files of the snapshot. */
        private Snapshot prepare(String kind, long identifier, @Nullable Long watermark) {
            base = baseManifests();
            ManifestFiles.Encoded baseList = writer.list(base);
            delta = writer.manifests(change.entries());
            ManifestFiles.Encoded deltaList = writer.list(delta);
            long rows = rows();
            Long totalBefore = latest == null ? Long.valueOf(0) : latest.totalRecordCount();
            long id = latest == null ? Snapshot.FIRST_ID : latest.id() + 1;
            return new Snapshot(
                    files.snapshots().file(id),
                    Snapshot.NEWEST_VERSION,
                    id,
                    schema.id(),
                    baseList.name(),
                    baseList.sizeInBytes(),
                    deltaList.name(),
                    deltaList.sizeInBytes(),
                    null,
                    indexManifest(),
                    user,
                    identifier,
                    kind,
                    System.currentTimeMillis(),
                    totalBefore == null ? null : (Long) (totalBefore + rows),
                    rows,
                    null,
                    watermark(watermark),
                    statistics(),
                    latest == null ? null : latest.nextRowId());
        }

        /** The manifests of the newest snapshot, merged. */
        private List<ManifestFile> baseManifests() {
            if (latest == null) {
                return List.of();
            }
            List<ListedManifest> before = live.manifests(latest);
            for (ListedManifest manifest : before) {
                UnknownFields.refuse(manifest.list() + " of " + manifest.snapshot(), manifest.unknownFields());
            }
            return new ManifestMerge(live, writer, schema.optionSet()).merge(latest, before);
        }

        private long rows() {
            long rows = 0;
            for (ManifestEntry entry : change.entries()) {
                rows += entry.kind() == FileKind.ADD
                        ? entry.file().rowCount()
                        : -entry.file().rowCount();
            }
            return rows;
        }

        private @Nullable Long watermark(@Nullable Long given) {
            Long before = latest == null ? null : latest.watermark();
            return before == null || given != null && given > before ? given : before;
        }

        /** The statistics of an ANALYZE stay valid until the schema changes. */
        private @Nullable String statistics() {
            return latest == null || latest.schemaId() != schema.id() ? null : latest.statistics();
        }

        private @Nullable String indexManifest() {
            if (change.keepsIndexes()) {
                return latest == null ? null : latest.indexManifest();
            }
            List<IndexEntry> before =
                    latest == null ? List.of() : files.contents().indexEntries(latest);
            List<IndexEntry> entries = new ArrayList<>(before);
            entries.removeIf(change.droppedIndexes());
            for (IndexEntry index : change.indexes()) {
                entries.removeIf(entry -> entry.type().equals(index.type())
                        && entry.bucket() == index.bucket()
                        && entry.partition().equals(index.partition()));
                entries.add(index);
            }
            if (latest != null && entries.equals(before)) {
                return latest.indexManifest();
            }
            if (latest != null) {
                files.contents().checkIndexesKnown(latest);
            }
            return entries.isEmpty()
                    ? null
                    : writer.indexManifest(latest == null ? "the commit" : latest.file(), entries)
                            .name();
        }

        private @Nullable Snapshot publish(Snapshot snapshot) {
            try {
                files.snapshots().create(snapshot);
            } catch (FileAlreadyExistsException taken) {
                return isOurs(snapshot) ? recognized(snapshot, taken) : lost();
            } catch (UnknownOutcomeException unknown) {
                return afterUnknownOutcome(snapshot, unknown);
            } catch (IOException failed) {
                return afterFailure(snapshot, failed);
            }
            return committed(snapshot);
        }

        /** Only a snapshot that is there decides. That it is missing, or cannot be read, does not. */
        private @Nullable Snapshot afterUnknownOutcome(Snapshot snapshot, UnknownOutcomeException unknown) {
            Snapshot there = null;
            try {
                there = files.snapshots().find(snapshot.id());
            } catch (TableStoreException unreadable) {
                unknown.addSuppressed(unreadable);
            }
            if (there == null) {
                throw new UnknownCommitException(
                        snapshot.file() + ": It is not known whether this snapshot was created: " + unknown.getMessage()
                                + ". Its files are kept. Before the same rows are committed again, look in the table's"
                                + " snapshots for the commit user " + user + " and the identifier "
                                + snapshot.commitIdentifier() + ".",
                        unknown);
            }
            return isOurs(there, snapshot) ? recognized(snapshot, unknown) : lost();
        }

        private @Nullable Snapshot afterFailure(Snapshot snapshot, IOException failure) {
            if (!files.snapshots().contains(snapshot.id())) {
                throw new TableStoreException(
                        snapshot.file() + ": The file cannot be created, and " + notCommitted(snapshot.commitKind())
                                + ": " + failure.getMessage() + ". Try again.",
                        failure);
            }
            return isOurs(snapshot) ? recognized(snapshot, failure) : lost();
        }

        private boolean isOurs(Snapshot snapshot) {
            return isOurs(files.snapshots().get(snapshot.id()), snapshot);
        }

        private static boolean isOurs(Snapshot there, Snapshot ours) {
            return there.deltaManifestList().equals(ours.deltaManifestList());
        }

        private @Nullable Snapshot recognized(Snapshot snapshot, IOException failure) {
            LOG.warn(
                    "{}: the store reported a failure, but {} is there and names the files of this commit,"
                            + " which counts as" + " done.",
                    files.root(),
                    snapshot.file(),
                    failure);
            return committed(snapshot);
        }

        private @Nullable Snapshot committed(Snapshot snapshot) {
            ReusedNumber.Standing standing = new ReusedNumber(files, live).check(snapshot);
            if (standing == ReusedNumber.Standing.IGNORED) {
                return lost();
            }
            if (standing == ReusedNumber.Standing.NEWEST) {
                files.snapshots().hintLatest(snapshot.id());
            }
            files.contents().keep(snapshot.baseManifestList(), base);
            files.contents().keep(snapshot.deltaManifestList(), delta);
            return snapshot;
        }

        /** Deletes the files written for this attempt: another writer's snapshot has the id, so nothing will refer to them. */
        private @Nullable Snapshot lost() {
            writer.deleteAll();
            return null;
        }
    }

    /**
     * The newest snapshot of this user whose commit identifier is below a bound, or null. One that those after it ignore does not
     * count: it was created late, and its process ended before it could delete it.
     */
    public @Nullable Snapshot newestOfUser(long bound) {
        NavigableSet<Long> ids = files.snapshots().ids().descendingKeySet();
        for (Long id : ids) {
            Snapshot snapshot = files.snapshots().find(id);
            if (snapshot != null
                    && Objects.equals(snapshot.commitUser(), user)
                    && snapshot.commitIdentifier() < bound
                    && (id.equals(ids.first()) || !isIgnored(snapshot))) {
                return snapshot;
            }
        }
        return null;
    }

    private boolean isIgnored(Snapshot snapshot) {
        LiveFiles live = new LiveFiles(files, files.schemas().latest());
        boolean isIgnored = new ReusedNumber(files, live).standing(snapshot) == ReusedNumber.Standing.IGNORED;
        if (isIgnored) {
            LOG.warn(
                    "{}: {} was created after another with this number had expired, so it does not count. It expires"
                            + " like others.",
                    files.root(),
                    snapshot.file());
        }
        return isIgnored;
    }
}
