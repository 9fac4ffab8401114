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
package io.tablestore.scan;

import io.tablestore.error.CorruptFileException;
import io.tablestore.format.BinaryRow;
import io.tablestore.format.Digest;
import io.tablestore.format.FileKind;
import io.tablestore.format.ManifestDecoder;
import io.tablestore.format.ManifestEntry;
import io.tablestore.format.ManifestFile;
import io.tablestore.format.Snapshot;
import io.tablestore.predicate.ColumnStatistics;
import io.tablestore.predicate.ValueOrder;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The files that are in some partitions at a snapshot, whole entries with their statistics: what writers start from. */
public final class LiveFiles {

    private final TableFiles files;
    private final List<DataField> partitionFields;

    public LiveFiles(TableFiles files, List<DataField> partitionFields) {
        this.files = files;
        this.partitionFields = partitionFields;
    }

    /** The manifests of a snapshot: those of everything before it, then those of its own changes. */
    public List<ManifestFile> manifests(Snapshot snapshot) {
        return ScanPlanner.manifests(files, snapshot);
    }

    /** The entries of a manifest, in their order. */
    public List<ManifestEntry> entries(ManifestFile manifest) {
        List<ManifestEntry> entries = new ArrayList<>();
        String file = "manifest/" + manifest.name();
        new ManifestDecoder(file, ManifestDecoder.EntryFilter.ALL, true).decode(files.manifest(manifest), entries::add);
        return entries;
    }

    /** @param partitions whose files are wanted; null is all */
    public List<ManifestEntry> of(Snapshot snapshot, @Nullable Set<BinaryRow> partitions) {
        List<ManifestFile> wanted = manifests(snapshot).stream()
                .filter(manifest -> partitions == null || mayHave(manifest, partitions))
                .toList();
        Set<Digest> deleted = new HashSet<>();
        Map<Digest, ManifestEntry> added = new LinkedHashMap<>();
        for (ManifestFile manifest : wanted) {
            read(manifest, partitions, entry -> {
                Digest identity = Digest.of(entry);
                if (entry.kind() == FileKind.DELETE) {
                    deleted.add(identity);
                } else if (added.put(identity, entry) != null) {
                    throw new CorruptFileException(
                            "manifest/" + manifest.name(),
                            "the entries",
                            "each file once",
                            entry.file().name());
                }
            });
        }
        added.keySet().removeAll(deleted);
        return new ArrayList<>(added.values());
    }

    private void read(ManifestFile manifest, @Nullable Set<BinaryRow> partitions, Consumer<ManifestEntry> sink) {
        ManifestDecoder.EntryFilter filter =
                (kind, partition, bucket, total, count) -> partitions == null || partitions.contains(partition);
        if (files.cache().fits(List.of(manifest))) {
            files.cache().get(files, manifest).forEach(filter, sink);
        } else {
            String file = "manifest/" + manifest.name();
            new ManifestDecoder(file, filter, true).decode(files.manifest(manifest), sink);
        }
    }

    private boolean mayHave(ManifestFile manifest, Collection<BinaryRow> partitions) {
        if (partitionFields.isEmpty()) {
            return true;
        }
        return partitions.stream().anyMatch(partition -> mayHave(manifest, partition));
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
