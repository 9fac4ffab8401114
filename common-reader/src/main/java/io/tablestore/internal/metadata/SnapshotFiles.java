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
package io.tablestore.internal.metadata;

import io.tablestore.error.CorruptFileException;
import io.tablestore.error.StoreException;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.TableFileSystem.Entry;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.TagDetails;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The snapshot files of a table or a branch. */
public final class SnapshotFiles {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFiles.class);

    private static final int MOST_AT_ONCE = 16;

    private final TableDirectory directory;

    SnapshotFiles(TableDirectory directory) {
        this.directory = directory;
    }

    /** A snapshot and its file, which may have members that the snapshot has not. */
    public record Stored(Snapshot snapshot, byte[] content) {}

    /** The ids of the existing snapshots, ascending, each with its file. */
    public NavigableMap<Long, String> ids() {
        return directory.numbered("snapshot", "snapshot-");
    }

    /** The file of a snapshot, relative to the table. */
    public String file(long id) {
        return directory.ofBranch("snapshot/snapshot-" + id);
    }

    /** The newest snapshot, or null for a table without one (format reference, 3.2). */
    public @Nullable Snapshot latest() {
        Stored latest = latestStored();
        return latest == null ? null : latest.snapshot();
    }

    /** As {@link #latest}. */
    public @Nullable Stored latestStored() {
        if (directory.isObjectStore()) { // a listing takes one request, and the hint at least three
            NavigableMap<Long, Entry> ids = directory.numberedEntries("snapshot", "snapshot-");
            return ids.isEmpty()
                    ? null
                    : get(ids.lastKey(), ids.lastEntry().getValue().sizeInBytes());
        }
        long hint = latestHint();
        if (hint > 0 && !directory.exists(file(hint + 1)) && directory.exists(file(hint))) {
            return stored(hint);
        }
        NavigableMap<Long, String> ids = ids();
        return ids.isEmpty() ? null : stored(ids.lastKey());
    }

    /** The id in the hint file, or 0 if the file is missing or malformed: it is only a hint. */
    private long latestHint() {
        try {
            byte[] content = directory.fileSystem().readAll(directory.path(directory.ofBranch("snapshot/LATEST")), 64);
            return Long.parseLong(new String(content, StandardCharsets.UTF_8).strip());
        } catch (IOException | NumberFormatException noHint) {
            boolean isMissing = noHint instanceof IOException failed
                    && StoreException.reasonOf(failed) == StoreException.Reason.MISSING;
            if (!isMissing) {
                LOG.warn(
                        "{}: the hint snapshot/LATEST cannot be read; snapshots are listed instead.",
                        directory.root(),
                        noHint);
            }
            return 0;
        }
    }

    /** @throws TableStoreException naming the existing snapshots, if this one does not exist */
    public Snapshot get(long id) {
        return stored(id).snapshot();
    }

    /** As {@link #get}. */
    public Stored stored(long id) {
        return get(id, Entry.UNKNOWN_SIZE);
    }

    private Stored get(long id, long sizeInBytes) {
        String file = file(id);
        byte[] content = directory.readIfPresent(file, sizeInBytes);
        if (content == null) {
            NavigableMap<Long, String> ids = ids();
            String present = ids.isEmpty() ? "none" : ids.firstKey() + " to " + ids.lastKey();
            throw new TableStoreException(file + ": There is no snapshot " + id + " (there are: " + present
                    + "). It may have been expired; choose another, or read the latest.");
        }
        return new Stored(withId(Snapshot.parse(file, content), id), content);
    }

    private static Snapshot withId(Snapshot snapshot, long id) {
        if (snapshot.id() != id) {
            throw new CorruptFileException(
                    snapshot.file(),
                    "The field id is " + snapshot.id() + ", but the name of the file says " + id + ".");
        }
        return snapshot;
    }

    /** The snapshot with this id, or null if it does not exist. */
    public @Nullable Snapshot find(long id) {
        byte[] content = directory.readIfPresent(file(id));
        return content == null ? null : withId(Snapshot.parse(file(id), content), id);
    }

    /** The existing ones of some snapshots, in their order; from an object store several are read at once. */
    public List<Snapshot> findAll(Collection<Long> ids) {
        List<Callable<Optional<Snapshot>>> reads = new ArrayList<>();
        ids.forEach(id -> reads.add(() -> Optional.ofNullable(find(id))));
        int threads = directory.isObjectStore() ? Math.min(MOST_AT_ONCE, ids.size()) : 1;
        try (ManifestReads pool = new ManifestReads(Math.max(1, threads))) {
            return pool.all(reads).stream().flatMap(Optional::stream).toList();
        }
    }

    /** Whether a snapshot with this id exists. */
    public boolean contains(long id) {
        return directory.exists(file(id));
    }

    /** The newest snapshot with a commit time at or before {@code epochMillis}, or null if all are later. */
    public @Nullable Snapshot atOrBefore(long epochMillis) {
        Long[] ids = ids().keySet().toArray(Long[]::new);
        Snapshot found = null;
        int low = 0;
        int high = ids.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Snapshot candidate = get(ids[middle]);
            if (candidate.timeMillis() <= epochMillis) {
                found = candidate;
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return found;
    }

    /** @throws TableStoreException naming the oldest snapshot, if all are later */
    public Snapshot at(long epochMillis) {
        Snapshot found = atOrBefore(epochMillis);
        if (found == null) {
            NavigableMap<Long, String> ids = ids();
            String oldest = ids.isEmpty()
                    ? "The table has no snapshot"
                    : "The oldest snapshot is of "
                            + Instant.ofEpochMilli(get(ids.firstKey()).timeMillis());
            throw new TableStoreException(
                    "There is no snapshot at or before " + Instant.ofEpochMilli(epochMillis) + ". " + oldest + ".");
        }
        return found;
    }

    /**
     * Creates a snapshot. Of two concurrent attempts with the same id, only one succeeds.
     *
     * @throws FileAlreadyExistsException if a snapshot with this id exists
     * @throws IOException if the outcome is unknown
     */
    public void create(Snapshot snapshot) throws IOException {
        directory.fileSystem().create(directory.path(snapshot.file()), snapshot.toJson());
    }

    /**
     * Restores a snapshot from a tag, with all members of its file except those of the tag itself.
     *
     * @throws FileAlreadyExistsException if the snapshot exists
     * @throws IOException if the outcome is unknown
     */
    public void createFromTag(Snapshot tagged) throws IOException {
        byte[] content = directory.readJson(tagged.file(), "the listing of the tags");
        directory.fileSystem().create(directory.path(file(tagged.id())), TagDetails.without(tagged.file(), content));
    }

    /**
     * Deletes the files of the oldest snapshots, one after the other, so that the remaining ones never have a gap, whatever fails; a
     * deletion of several files in an object store has no order. The files that the snapshots refer to remain.
     */
    public void deleteOldest(Collection<Long> ids) {
        ids.stream().sorted().forEach(this::delete);
    }

    /** Deletes the snapshot file; the files that it refers to remain. */
    public void delete(long id) {
        directory.delete(file(id));
    }

    /** Writes the hint for the latest snapshot. Readers work without it, so a failure is ignored. */
    public void hintLatest(long id) {
        hint("LATEST", id);
    }

    /** As {@link #hintLatest}, for the oldest snapshot. */
    public void hintEarliest(long id) {
        hint("EARLIEST", id);
    }

    private void hint(String name, long id) {
        try {
            byte[] content = Long.toString(id).getBytes(StandardCharsets.UTF_8);
            directory.fileSystem().overwrite(directory.path(directory.ofBranch("snapshot/" + name)), content);
        } catch (IOException onlyAHint) {
            LOG.warn(
                    "{}: the hint snapshot/{} cannot be set to {}; readers list snapshots instead.",
                    directory.root(),
                    name,
                    id,
                    onlyAHint);
        }
    }

    /** The next snapshot that each consumer will read, by the consumer's name (format reference, 10.7). */
    public NavigableMap<String, Long> consumers() {
        NavigableMap<String, Long> positions = new TreeMap<>();
        directory.named("consumer", "consumer-").forEach((name, entry) -> {
            String file = directory.ofBranch("consumer/" + entry);
            byte[] content = directory.readIfPresent(file);
            if (content != null) {
                positions.put(name, Snapshot.parseConsumer(file, content));
            }
        });
        return positions;
    }
}
