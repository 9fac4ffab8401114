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

import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.format.manifest.ManifestFile;
import io.tablestore.internal.metadata.ListedManifest;
import io.tablestore.internal.metadata.LiveFiles;
import io.tablestore.options.CommitOptions;
import io.tablestore.options.OptionSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Reduces the number of manifests before a commit (format reference, 4.6). Adjacent small manifests are joined. Once enough
 * bytes are in manifests that are small or contain deletions, all deleted files are removed.
 */
final class ManifestMerge {

    private final LiveFiles live;
    private final ManifestFiles writer;
    private final long targetSize;
    private final int minCount;
    private final long fullThreshold;

    ManifestMerge(LiveFiles live, ManifestFiles writer, OptionSet options) {
        this.live = live;
        this.writer = writer;
        this.targetSize = options.get(CommitOptions.MANIFEST_TARGET_SIZE);
        this.minCount = options.get(CommitOptions.MANIFEST_MERGE_MIN_COUNT);
        this.fullThreshold = options.get(CommitOptions.MANIFEST_FULL_THRESHOLD);
    }

    /**
     * Returns equivalent manifests, in entry order.
     *
     * @param manifests the manifests of the snapshot
     */
    List<ManifestFile> merge(Snapshot snapshot, List<ListedManifest> manifests) {
        long wasted = manifests.stream()
                .map(ListedManifest::file)
                .filter(manifest -> manifest.sizeInBytes() < targetSize || manifest.deletedFiles() > 0)
                .mapToLong(ManifestFile::sizeInBytes)
                .sum();
        return wasted >= fullThreshold && live.knowsAllOf(manifests) ? rewriteAll(snapshot) : joinSmall(manifests);
    }

    /** Rewrites manifests that are small or refer to deleted files, without the entries of deleted files. */
    private List<ManifestFile> rewriteAll(Snapshot snapshot) {
        List<ManifestFile> merged = new ArrayList<>();
        List<ManifestEntry> rewritten = new ArrayList<>();
        live.forEachManifest(snapshot, (listed, entries) -> {
            ManifestFile manifest = listed.file();
            boolean isClean = manifest.deletedFiles() == 0
                    && manifest.sizeInBytes() >= targetSize
                    && manifest.addedFiles() == entries.size();
            if (isClean) {
                merged.add(manifest);
            } else {
                rewritten.addAll(entries);
            }
        });
        merged.addAll(writer.manifests(rewritten));
        return merged;
    }

    private List<ManifestFile> joinSmall(List<ListedManifest> manifests) {
        List<ManifestFile> merged = new ArrayList<>();
        List<ListedManifest> group = new ArrayList<>();
        long size = 0;
        for (ListedManifest manifest : manifests) {
            group.add(manifest);
            size += manifest.file().sizeInBytes();
            if (size >= targetSize) {
                merged.addAll(join(group));
                group.clear();
                size = 0;
            }
        }
        merged.addAll(group.size() >= minCount ? join(group) : unchanged(group));
        return merged;
    }

    private List<ManifestFile> join(List<ListedManifest> group) {
        List<ManifestEntry> combined = group.size() < 2 ? null : live.combined(group);
        return combined == null ? unchanged(group) : writer.manifests(combined);
    }

    private static List<ManifestFile> unchanged(List<ListedManifest> group) {
        return group.stream().map(ListedManifest::file).toList();
    }
}
