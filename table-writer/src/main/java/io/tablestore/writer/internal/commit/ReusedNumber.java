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
import java.util.NavigableSet;
import java.util.Set;
import java.util.stream.Collectors;
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

    /** What the other snapshots say of one. */
    enum Standing {
        /** It is the newest. */
        NEWEST,
        /** The next one contains it. */
        CONTAINED,
        /** The later ones do not contain it. */
        IGNORED,
        /** It is gone. */
        EXPIRED,
        /** Those next to it are gone, but not all that are older. */
        UNCLEAR
    }

    /**
     * Looks after a snapshot that was just created, which usually takes one request. If it is {@link Standing#IGNORED}, it is
     * deleted.
     *
     * @throws UnknownCommitException if the others do not say
     */
    Standing check(Snapshot made) {
        Standing standing = known(made);
        if (standing == Standing.IGNORED) {
            delete(made);
        }
        return standing;
    }

    private Standing known(Snapshot made) {
        try {
            Standing standing = standing(made);
            return switch (standing) {
                case NEWEST, CONTAINED, IGNORED -> standing;
                case EXPIRED -> throw new TableStoreException(made.file() + " has expired meanwhile.");
                case UNCLEAR ->
                    throw new TableStoreException("The snapshots next to it are gone, but older ones are not.");
            };
        } catch (TableStoreException failed) {
            throw new UnknownCommitException(
                    made.file() + ": This snapshot was created, but it is not known whether another with this number"
                            + " had expired before, in which case it does not count: " + failed.getMessage()
                            + " Before the same rows are committed again, read whether the newest snapshot has them.",
                    failed);
        }
    }

    private void delete(Snapshot made) {
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
    }

    /** What the snapshots in a new listing say of this one. */
    Standing standing(Snapshot snapshot) {
        NavigableSet<Long> present = files.snapshots().ids().navigableKeySet();
        if (!present.contains(snapshot.id())) {
            return Standing.EXPIRED;
        }
        Long after = present.higher(snapshot.id());
        if (after == null) {
            return Standing.NEWEST; // It never expires, so no later one was created before.
        }
        if (isBasedOn(files.snapshots().get(after), snapshot)) {
            return Standing.CONTAINED;
        }
        // The next but one may have replaced its files. Expired in their order, it would be gone before the next one.
        boolean isKnown = after == snapshot.id() + 1 || present.first() == snapshot.id();
        return isKnown ? Standing.IGNORED : Standing.UNCLEAR;
    }

    private boolean isBasedOn(Snapshot next, Snapshot snapshot) {
        List<ListedManifest> base = ListedManifest.base(files, next);
        List<ListedManifest> delta = ListedManifest.delta(files, snapshot);
        Set<String> names = base.stream().map(ListedManifest::path).collect(Collectors.toSet());
        if (delta.stream().map(ListedManifest::path).allMatch(names::contains)) {
            return true; // Usually: manifests are merged after many commits only.
        }
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
        return delta.stream()
                .flatMap(manifest -> live.entries(manifest).stream())
                .allMatch(change -> present.contains(Digest.of(change)) == (change.kind() == FileKind.ADD));
    }
}
