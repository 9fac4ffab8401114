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
import io.tablestore.internal.format.manifest.Digest;
import io.tablestore.internal.format.manifest.FileKind;
import io.tablestore.internal.format.manifest.ManifestDecoder;
import io.tablestore.internal.format.manifest.ManifestEncoder;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.format.manifest.ManifestFile;
import io.tablestore.internal.format.manifest.ManifestStatistics;
import io.tablestore.internal.predicate.ColumnStatistics;
import io.tablestore.predicate.ValueOrder;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The live files of a table at a snapshot, as complete entries with statistics, including files without a bucket. Writers,
 * maintenance and system tables start from these. As in planning, a history that no writer produces is an error.
 */
public final class LiveFiles {

    private final TableFiles files;
    private final TableSchema schema;
    private final List<DataField> partitionFields;

    /** @param schema of the table at the requested snapshots, or a later one */
    public LiveFiles(TableFiles files, TableSchema schema) {
        this.files = files;
        this.schema = schema;
        this.partitionFields = schema.partitionFields();
    }

    /** The manifests of a snapshot: those of its base list, then those of its own changes. */
    public List<ListedManifest> manifests(Snapshot snapshot) {
        return ListedManifest.of(files, snapshot);
    }

    /** The entries of a manifest, in file order. */
    public List<ManifestEntry> entries(ListedManifest manifest) {
        return entries(manifest, files.contents().manifest(manifest));
    }

    /** The entries of a kind in several manifests; in an object store the manifests are fetched ahead. */
    public List<ManifestEntry> entries(List<ListedManifest> manifests, FileKind kind) {
        List<ManifestEntry> wanted = new ArrayList<>();
        try (ManifestsAhead ahead = ahead(manifests)) {
            for (ListedManifest manifest : manifests) {
                entries(manifest, ahead.take(manifest)).stream()
                        .filter(entry -> entry.kind() == kind)
                        .forEach(wanted::add);
            }
        }
        return wanted;
    }

    private ManifestsAhead ahead(List<ListedManifest> manifests) {
        return new ManifestsAhead(files, files.fileSystem().isObjectStore(files.root()) ? manifests : List.of());
    }

    private static List<ManifestEntry> entries(ListedManifest manifest, byte[] content) {
        List<ManifestEntry> entries = new ArrayList<>();
        ManifestReplay.decode(
                manifest, content, ManifestDecoder.EntryFilter.ALL, ManifestStatistics.DECODED, entries::add);
        return entries;
    }

    /**
     * The combined changes of consecutive manifests: the files that they add, and the DELETE entries of files that an earlier
     * manifest adds.
     *
     * @return null if a manifest has a field that is not known, and that a manifest with these entries would lose
     */
    public @Nullable List<ManifestEntry> combined(List<ListedManifest> manifests) {
        Map<Digest, ManifestEntry> combined = new LinkedHashMap<>();
        try (ManifestsAhead ahead = ahead(manifests)) {
            for (ListedManifest manifest : manifests) {
                byte[] content = ahead.take(manifest);
                if (!ManifestEncoder.knowsAllOf(manifest.origin(), content)) {
                    return null;
                }
                entries(manifest, content).forEach(entry -> combine(combined, manifest, entry));
            }
        }
        return List.copyOf(combined.values());
    }

    private static void combine(Map<Digest, ManifestEntry> combined, ListedManifest manifest, ManifestEntry entry) {
        Digest identity = Digest.of(entry);
        ManifestEntry before = combined.putIfAbsent(identity, entry);
        if (before != null) {
            if (entry.kind() == FileKind.ADD || before.kind() == FileKind.DELETE) {
                throw ManifestReplay.namedTwice(manifest, entry);
            }
            combined.remove(identity);
        }
    }

    /** Whether all fields of the manifests are known, so that writing their entries again loses nothing. */
    public boolean knowsAllOf(List<ListedManifest> manifests) {
        try (ManifestsAhead ahead = ahead(manifests)) {
            return manifests.stream()
                    .allMatch(manifest -> ManifestEncoder.knowsAllOf(manifest.origin(), ahead.take(manifest)));
        }
    }

    /**
     * The files of a snapshot, manifest by manifest, so that memory holds the files of one. Does not detect a file that two
     * manifests add.
     */
    public void forEachManifest(Snapshot snapshot, BiConsumer<ListedManifest, List<ManifestEntry>> sink) {
        ManifestReplay replay = replay(snapshot, null);
        replay.run(replay.readManifests().stream().map(List::of).toList(), sink::accept);
    }

    /** @param partitions the partitions whose files are wanted; null means all */
    public List<ManifestEntry> of(Snapshot snapshot, @Nullable Set<BinaryRow> partitions) {
        return replay(snapshot, partitions).all();
    }

    private ManifestReplay replay(Snapshot snapshot, @Nullable Set<BinaryRow> partitions) {
        return new ManifestReplay(files, schema, snapshot, new OfPartitions(partitions), ManifestStatistics.DECODED);
    }

    /** The files of some partitions, or all. */
    private final class OfPartitions implements ManifestReplay.Wanted {

        private final @Nullable Set<BinaryRow> partitions;

        OfPartitions(@Nullable Set<BinaryRow> partitions) {
            this.partitions = partitions;
        }

        @Override
        public boolean isEverything() {
            return partitions == null;
        }

        @Override
        public boolean test(FileKind kind, BinaryRow partition, int bucket, int totalBuckets, int entries) {
            return partitions == null || partitions.contains(partition);
        }

        @Override
        public boolean mayHave(ManifestFile manifest) {
            return partitions == null
                    || partitionFields.isEmpty()
                    || partitions.stream().anyMatch(partition -> LiveFiles.this.mayHave(manifest, partition));
        }
    }

    private boolean mayHave(ManifestFile manifest, BinaryRow partition) {
        for (int i = 0; i < partitionFields.size(); i++) {
            DataField field = partitionFields.get(i);
            ColumnStatistics range = manifest.partitionStats().column(i, field.type());
            Object value = partition.value(i, field.type());
            Object min = range.min();
            Object max = range.max();
            if (value == null || min == null || max == null) {
                continue;
            }
            if (ValueOrder.compare(value, min) < 0 || ValueOrder.compare(value, max) > 0) {
                return false;
            }
        }
        return true;
    }
}
