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

import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.ManifestFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A manifest and the files that refer to it.
 *
 * @param list the manifest list, relative to the table
 * @param snapshot the file of the snapshot, or of the tag, relative to the table
 * @param unknownFields unknown fields of the list, which would be lost if it were rewritten
 */
public record ListedManifest(ManifestFile file, String list, String snapshot, List<String> unknownFields) {

    /** The manifests of a snapshot: those of its base list, then those of its own changes. */
    public static List<ListedManifest> of(TableFiles files, Snapshot snapshot) {
        List<SnapshotContents.ManifestList> lists = files.contents().baseAndDelta(snapshot);
        List<ListedManifest> manifests = new ArrayList<>();
        manifests.addAll(of(snapshot, snapshot.baseManifestList(), lists.get(0)));
        manifests.addAll(of(snapshot, snapshot.deltaManifestList(), lists.get(1)));
        return manifests;
    }

    /** The manifests of all changes before a snapshot's own. */
    public static List<ListedManifest> base(TableFiles files, Snapshot snapshot) {
        return of(files, snapshot, snapshot.baseManifestList(), snapshot.baseManifestListSize());
    }

    /** The manifests of a snapshot's own changes. */
    public static List<ListedManifest> delta(TableFiles files, Snapshot snapshot) {
        return of(files, snapshot, snapshot.deltaManifestList(), snapshot.deltaManifestListSize());
    }

    /** The manifests of a snapshot's changelog; empty if it has none. */
    public static List<ListedManifest> changelog(TableFiles files, Snapshot snapshot) {
        String list = snapshot.changelogManifestList();
        return list == null ? List.of() : of(files, snapshot, list, null);
    }

    private static List<ListedManifest> of(
            TableFiles files, Snapshot snapshot, String list, @Nullable Long sizeInBytes) {
        return of(snapshot, list, files.contents().manifestList(list, sizeInBytes, snapshot.file()));
    }

    private static List<ListedManifest> of(Snapshot snapshot, String list, SnapshotContents.ManifestList content) {
        return content.manifests().stream()
                .map(manifest ->
                        new ListedManifest(manifest, "manifest/" + list, snapshot.file(), content.unknownFields()))
                .toList();
    }

    /** The path of the manifest, relative to the table. */
    public String path() {
        return "manifest/" + file.name();
    }

    /** What refers to the manifest, for messages. */
    public String namedBy() {
        return list + " of " + snapshot;
    }

    /** The path and what refers to it, for messages. */
    public String origin() {
        return path() + " (listed in " + namedBy() + ")";
    }
}
