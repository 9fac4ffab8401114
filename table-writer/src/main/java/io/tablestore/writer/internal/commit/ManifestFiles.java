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

import io.tablestore.internal.format.manifest.FileKind;
import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.internal.format.manifest.IndexManifestEncoder;
import io.tablestore.internal.format.manifest.ManifestEncoder;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.format.manifest.ManifestFile;
import io.tablestore.internal.format.manifest.ManifestListEncoder;
import io.tablestore.internal.format.manifest.SimpleStats;
import io.tablestore.internal.format.row.BinaryRowWriter;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.predicate.ValueOrder;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.writer.internal.file.NewFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The files of one snapshot, each with a unique name. They are encoded one by one and written together, because an object store
 * takes as long for one small file as for several at once.
 */
final class ManifestFiles {

    /**
     * Maximum number of entries in a manifest. At about 400 bytes each, this is about the size that manifests are merged to.
     */
    private static final int ENTRIES_PER_MANIFEST = 20_000;

    /** A file in the directory {@code manifest}. */
    record Encoded(String name, long sizeInBytes) {}

    private final NewFiles files;
    private final List<DataField> partitionFields;
    private final String uuid = UUID.randomUUID().toString();
    private int next;

    ManifestFiles(TableFiles files, List<DataField> partitionFields) {
        this.files = new NewFiles(files.fileSystem(), files.root());
        this.partitionFields = partitionFields;
    }

    /** Encodes entries in order as as many manifests as needed. */
    List<ManifestFile> manifests(List<ManifestEntry> entries) {
        List<ManifestFile> manifests = new ArrayList<>();
        for (int start = 0; start < entries.size(); start += ENTRIES_PER_MANIFEST) {
            manifests.add(manifest(entries.subList(start, Math.min(entries.size(), start + ENTRIES_PER_MANIFEST))));
        }
        return manifests;
    }

    private ManifestFile manifest(List<ManifestEntry> entries) {
        Encoded encoded = add("manifest-", ManifestEncoder.encode(entries));
        long added =
                entries.stream().filter(entry -> entry.kind() == FileKind.ADD).count();
        return new ManifestFile(
                encoded.name(),
                encoded.sizeInBytes(),
                added,
                entries.size() - added,
                partitionStatistics(entries),
                entries.stream()
                        .mapToLong(entry -> entry.file().schemaId())
                        .max()
                        .orElse(0),
                entries.stream().mapToInt(ManifestEntry::bucket).min().orElse(0),
                entries.stream().mapToInt(ManifestEntry::bucket).max().orElse(0),
                entries.stream().mapToInt(entry -> entry.file().level()).min().orElse(0),
                entries.stream().mapToInt(entry -> entry.file().level()).max().orElse(0),
                null,
                null);
    }

    private SimpleStats partitionStatistics(List<ManifestEntry> entries) {
        List<DataType> types = new ArrayList<>();
        List<@Nullable Object> min = new ArrayList<>();
        List<@Nullable Object> max = new ArrayList<>();
        long[] nulls = new long[partitionFields.size()];
        for (int i = 0; i < nulls.length; i++) {
            DataType type = partitionFields.get(i).type().asNullable();
            Object smallest = null;
            Object greatest = null;
            for (ManifestEntry entry : entries) {
                Object value = entry.partition().value(i, type);
                if (value == null) {
                    nulls[i]++;
                    continue;
                }
                smallest = smallest == null || ValueOrder.compare(value, smallest) < 0 ? value : smallest;
                greatest = greatest == null || ValueOrder.compare(value, greatest) > 0 ? value : greatest;
            }
            types.add(type);
            min.add(smallest);
            max.add(greatest);
        }
        return new SimpleStats(BinaryRowWriter.write(types, min), BinaryRowWriter.write(types, max), nulls);
    }

    Encoded list(List<ManifestFile> manifests) {
        return add("manifest-list-", ManifestListEncoder.encode(manifests));
    }

    /** @param from source of the entries, for messages */
    Encoded indexManifest(String from, List<IndexEntry> entries) {
        return add("index-manifest-", IndexManifestEncoder.encode(from, entries));
    }

    private Encoded add(String prefix, byte[] content) {
        String name = prefix + uuid + "-" + next++;
        files.add("manifest/" + name, content);
        return new Encoded(name, content.length);
    }

    /** Writes the files that are not written yet, and returns when all of them are complete. */
    void writeAll() {
        files.writeAll();
    }

    /** Deletes all files, because no snapshot will refer to them. */
    void deleteAll() {
        files.deleteAll();
    }
}
