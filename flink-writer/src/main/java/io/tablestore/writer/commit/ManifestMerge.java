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
package io.tablestore.writer.commit;

import io.tablestore.format.Digest;
import io.tablestore.format.FileKind;
import io.tablestore.format.ManifestEncoder;
import io.tablestore.format.ManifestEntry;
import io.tablestore.format.ManifestFile;
import io.tablestore.options.OptionSet;
import io.tablestore.options.TableOptions;
import io.tablestore.scan.LiveFiles;
import io.tablestore.scan.TableFiles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes few manifests of many before a snapshot refers to them (format reference, 4.6): small ones that follow each other
 * become one; once enough is small or deleted, all deleted files are taken out.
 */
final class ManifestMerge {

    private final TableFiles files;
    private final LiveFiles live;
    private final ManifestFiles writer;
    private final long targetSize;
    private final int minCount;
    private final long fullThreshold;

    ManifestMerge(TableFiles files, LiveFiles live, ManifestFiles writer, OptionSet options) {
        this.files = files;
        this.live = live;
        this.writer = writer;
        this.targetSize = options.get(TableOptions.MANIFEST_TARGET_SIZE);
        this.minCount = options.get(TableOptions.MANIFEST_MERGE_MIN_COUNT);
        this.fullThreshold = options.get(TableOptions.MANIFEST_FULL_THRESHOLD);
    }

    /** The manifests that say the same, in the order of their entries. */
    List<ManifestFile> merge(List<ManifestFile> manifests) {
        long wasted = manifests.stream()
                .filter(manifest -> manifest.sizeInBytes() < targetSize || manifest.deletedFiles() > 0)
                .mapToLong(ManifestFile::sizeInBytes)
                .sum();
        return wasted >= fullThreshold ? rewriteAll(manifests) : joinSmall(manifests);
    }

    /** What is small or names a deleted file is written again, without the deleted ones. */
    private List<ManifestFile> rewriteAll(List<ManifestFile> manifests) {
        Set<Digest> deleted = new HashSet<>();
        for (ManifestFile manifest : manifests) {
            if (manifest.deletedFiles() > 0) {
                live.entries(manifest).stream()
                        .filter(entry -> entry.kind() == FileKind.DELETE)
                        .forEach(entry -> deleted.add(Digest.of(entry)));
            }
        }
        List<ManifestFile> merged = new ArrayList<>();
        List<ManifestEntry> kept = new ArrayList<>();
        for (ManifestFile manifest : manifests) {
            if (!isKnown(manifest)) {
                return joinSmall(manifests);
            }
            List<ManifestEntry> entries = live.entries(manifest);
            boolean isClean = manifest.deletedFiles() == 0
                    && manifest.sizeInBytes() >= targetSize
                    && entries.stream().noneMatch(entry -> deleted.contains(Digest.of(entry)));
            if (isClean) {
                merged.add(manifest);
            } else {
                entries.stream()
                        .filter(entry -> entry.kind() == FileKind.ADD && !deleted.contains(Digest.of(entry)))
                        .forEach(kept::add);
            }
        }
        merged.addAll(writer.manifests(kept));
        return merged;
    }

    private List<ManifestFile> joinSmall(List<ManifestFile> manifests) {
        List<ManifestFile> merged = new ArrayList<>();
        List<ManifestFile> group = new ArrayList<>();
        long size = 0;
        for (ManifestFile manifest : manifests) {
            group.add(manifest);
            size += manifest.sizeInBytes();
            if (size >= targetSize) {
                merged.addAll(join(group));
                group.clear();
                size = 0;
            }
        }
        merged.addAll(group.size() >= minCount ? join(group) : group);
        return merged;
    }

    private List<ManifestFile> join(List<ManifestFile> group) {
        if (group.size() < 2 || !group.stream().allMatch(this::isKnown)) {
            return List.copyOf(group);
        }
        Map<Digest, ManifestEntry> entries = new LinkedHashMap<>();
        for (ManifestFile manifest : group) {
            for (ManifestEntry entry : live.entries(manifest)) {
                Digest identity = Digest.of(entry);
                boolean cancels = entry.kind() == FileKind.DELETE && entries.remove(identity) != null;
                if (!cancels) {
                    entries.put(identity, entry); // a DELETE whose ADD is in an older manifest stays
                }
            }
        }
        return writer.manifests(List.copyOf(entries.values()));
    }

    /** What a newer writer has added to a manifest must not get lost. */
    private boolean isKnown(ManifestFile manifest) {
        return ManifestEncoder.knowsAllOf("manifest/" + manifest.name(), files.manifest(manifest));
    }
}
