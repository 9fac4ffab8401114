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

import io.tablestore.error.TableStoreException;
import io.tablestore.error.UnknownCommitException;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.Digest;
import io.tablestore.internal.format.manifest.FileKind;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.metadata.ListedManifest;
import io.tablestore.internal.metadata.LiveFiles;
import io.tablestore.internal.metadata.TableFiles;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recognizes snapshots that were created too late. While a commit is slow, others may take its number, go on, and expire the
 * snapshot that has it. The number is then free again, but no later snapshot contains what is created under it.
 */
final class ReusedNumber {

    private static final Logger LOG = LoggerFactory.getLogger(ReusedNumber.class);

    private final TableFiles files;
    private final LiveFiles live;

    ReusedNumber(TableFiles files, LiveFiles live) {
        this.files = files;
        this.live = live;
    }

    /**
     * Deletes a snapshot that was just created, if those after it ignore it. Usually takes one request.
     *
     * @param changes those of the snapshot
     * @return whether it was deleted
     */
    boolean isDiscarded(Snapshot made, List<ManifestEntry> changes) {
        if (!isReused(made, changes)) {
            return false;
        }
        LOG.warn(
                "{}: another writer's {} had expired before this commit created it again. It is deleted.",
                files.root(),
                made.file());
        try {
            files.snapshots().delete(made.id());
        } catch (TableStoreException failed) {
            throw new TableStoreException(
                    made.file() + ": This commit created the file after another writer's with this number had expired,"
                            + " so nothing was committed. It cannot be deleted: " + failed.getMessage()
                            + " Delete it by hand before the commit is tried again.",
                    failed);
        }
        return true;
    }

    private boolean isReused(Snapshot made, List<ManifestEntry> changes) {
        try {
            return isIgnored(made, changes);
        } catch (TableStoreException failed) {
            throw new UnknownCommitException(
                    made.file() + ": This snapshot was created, but it is not known whether another with this number"
                            + " had expired before, in which case it does not count: " + failed.getMessage()
                            + " Before the same rows are committed again, read whether the newest snapshot has them.",
                    failed);
        }
    }

    private boolean isIgnored(Snapshot made, List<ManifestEntry> changes) {
        long before = made.id() - 1;
        if (before >= Snapshot.FIRST_ID && files.snapshots().contains(before)) {
            return false; // The oldest expire first, so none after it has expired.
        }
        long after = made.id() + 1;
        if (files.snapshots().ids().tailMap(after).isEmpty()) {
            return false;
        }
        Snapshot next = files.snapshots().find(after);
        if (next != null) {
            return !isBasedOn(next, changes);
        }
        if (!files.snapshots().contains(made.id())) {
            throw new TableStoreException(made.file() + " and those around it have expired meanwhile.");
        }
        return true; // It would have expired with the next one.
    }

    private boolean isBasedOn(Snapshot next, List<ManifestEntry> changes) {
        List<ListedManifest> base = live.manifests(next).stream()
                .filter(manifest -> manifest.list().equals("manifest/" + next.baseManifestList()))
                .toList();
        Set<Digest> present = new HashSet<>();
        for (ListedManifest manifest : base) {
            for (ManifestEntry entry : live.entries(manifest)) {
                if (entry.kind() == FileKind.ADD) {
                    present.add(Digest.of(entry));
                } else {
                    present.remove(Digest.of(entry));
                }
            }
        }
        return changes.stream()
                .allMatch(change -> present.contains(Digest.of(change)) == (change.kind() == FileKind.ADD));
    }
}
