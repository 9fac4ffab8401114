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
package io.tablestore.writer.internal.maintenance;

import io.tablestore.error.InvalidTableException;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.FileKind;
import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.metadata.IndexPath;
import io.tablestore.internal.metadata.ListedManifest;
import io.tablestore.internal.metadata.LiveFiles;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files that snapshots refer to. A failed read throws and never returns an empty result, because files that are not
 * found might be deleted.
 */
public final class UsedFiles {

    private final TableFiles main;
    private final LiveFiles live;

    public UsedFiles(TableFiles files, TableSchema schema) {
        if (!files.isMain()) {
            throw new InvalidTableException(
                    "A branch shares its files with the table; run maintenance on the table itself, not on"
                            + " the branch.");
        }
        if (!files.list("changelog").isEmpty()) {
            throw new InvalidTableException(files.root() + "/changelog: the table has changelogs that outlive its"
                    + " snapshots, and this release does not know which files they need. Maintain the table"
                    + " with Apache Paimon.");
        }
        this.main = files.keepingManifests();
        this.live = new LiveFiles(main, schema);
    }

    /** The snapshots that tags retain, and all snapshots of branches. */
    public List<Snapshot> keptBeside() {
        List<Snapshot> kept = new ArrayList<>(tagged(main));
        for (String name : main.branchNames()) {
            TableFiles branch = main.branch(name);
            kept.addAll(tagged(branch));
            kept.addAll(snapshots(branch));
        }
        return kept;
    }

    private static List<Snapshot> tagged(TableFiles files) {
        return files.tags().names().keySet().stream().map(files.tags()::get).toList();
    }

    /** The existing snapshots, without those that expire at the same time. */
    public static List<Snapshot> snapshots(TableFiles files) {
        return files.snapshots().findAll(files.snapshots().ids().keySet());
    }

    /** Reads the manifest lists of several snapshots, which are asked for next. */
    public void readLists(Collection<Snapshot> snapshots) {
        main.contents().readLists(snapshots);
    }

    /** The manifests of the changes that a snapshot made. */
    public List<ListedManifest> changes(Snapshot snapshot) {
        return ListedManifest.delta(main, snapshot);
    }

    /** Names of the files in {@code manifest}, {@code index} and {@code statistics} that a snapshot refers to. */
    public Set<String> metadata(Snapshot snapshot) {
        Set<String> names = new HashSet<>();
        names.add("manifest/" + snapshot.baseManifestList());
        names.add("manifest/" + snapshot.deltaManifestList());
        manifests(snapshot).forEach(manifest -> names.add(manifest.path()));
        if (snapshot.changelogManifestList() != null) {
            names.add("manifest/" + snapshot.changelogManifestList());
        }
        if (snapshot.indexManifest() != null) {
            names.add("manifest/" + snapshot.indexManifest());
            TableSchema schema = main.schemas().latest();
            for (IndexEntry entry : main.contents().indexEntries(snapshot)) {
                if (entry.externalPath() == null) { // files outside the table are never deleted
                    names.add(IndexPath.of(schema, entry));
                }
            }
        }
        if (snapshot.statistics() != null) {
            names.add("statistics/" + snapshot.statistics());
        }
        return names;
    }

    /** All manifests of a snapshot, including its changelog. */
    public List<ListedManifest> manifests(Snapshot snapshot) {
        List<ListedManifest> manifests = new ArrayList<>(live.manifests(snapshot));
        manifests.addAll(ListedManifest.changelog(main, snapshot));
        return manifests;
    }

    /** The entries of a kind in several manifests. */
    public List<ManifestEntry> entries(List<ListedManifest> manifests, FileKind kind) {
        return live.entries(manifests, kind);
    }

    public List<ManifestEntry> entries(ListedManifest manifest) {
        return live.entries(manifest);
    }

    /** Names of the data files of some partitions in a snapshot, and of their extra files. */
    public Set<String> dataFiles(Snapshot snapshot, @Nullable Set<BinaryRow> partitions) {
        Set<String> names = new HashSet<>();
        live.of(snapshot, partitions).forEach(entry -> names.addAll(names(entry.file())));
        return names;
    }

    /** Names of a data file and its extra files. */
    public static Collection<String> names(DataFile file) {
        List<String> names = new ArrayList<>(file.extraFiles());
        names.add(file.name());
        return names;
    }
}
