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
package io.tablestore.internal.planning;

import io.tablestore.error.CorruptFileException;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.DeletionVectorRef;
import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.internal.metadata.BucketId;
import io.tablestore.internal.metadata.IndexPath;
import io.tablestore.internal.metadata.ManifestReplay;
import io.tablestore.internal.metadata.SnapshotContents;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.internal.split.SplitFile;
import io.tablestore.schema.TableSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The deletion vectors of a snapshot, by bucket and data file. */
final class DeletionVectors {

    static final DeletionVectors NONE = new DeletionVectors(Map.of());

    private final Map<BucketId, Map<String, DeletionVectorRef>> byBucket;

    private DeletionVectors(Map<BucketId, Map<String, DeletionVectorRef>> byBucket) {
        this.byBucket = byBucket;
    }

    /** @param wanted which index files are read */
    static DeletionVectors of(TableFiles files, TableSchema schema, Snapshot snapshot, Predicate<IndexEntry> wanted) {
        Map<BucketId, Map<String, DeletionVectorRef>> byBucket = new HashMap<>();
        for (IndexEntry entry : files.contents().indexEntries(snapshot)) {
            ManifestReplay.checkPartition(
                    SnapshotContents.indexManifestOrigin(snapshot),
                    entry.partition(),
                    schema.partitionKeys().size());
            if (entry.type().equals(IndexEntry.DELETION_VECTORS) && wanted.test(entry)) {
                String file = IndexPath.of(schema, entry);
                Map<String, DeletionVectorRef> vectors = byBucket.computeIfAbsent(
                        new BucketId(entry.partition(), entry.bucket()), id -> new HashMap<>());
                entry.vectors().forEach((dataFile, vector) -> {
                    DeletionVectorRef other = vectors.put(dataFile, vector.in(file));
                    if (other != null) {
                        throw new CorruptFileException(
                                SnapshotContents.indexManifestOrigin(snapshot),
                                "The data file " + dataFile + " has two deletion vectors, in " + other.file() + " and "
                                        + file + ".");
                    }
                });
            }
        }
        return new DeletionVectors(byBucket);
    }

    boolean isEmpty() {
        return byBucket.isEmpty();
    }

    /** The deletion vector of a file, or null if none of its rows is deleted. */
    @Nullable
    DeletionVectorRef of(BucketId bucket, String file) {
        return byBucket.getOrDefault(bucket, Map.of()).get(file);
    }

    /**
     * Every vector must belong to a live file. A vector of a missing file was written for another one, whose deleted rows would
     * reappear.
     */
    void checkAllUsed(BucketId bucket, List<SplitFile> bucketFiles) {
        Map<String, DeletionVectorRef> vectors = byBucket.getOrDefault(bucket, Map.of());
        long used =
                bucketFiles.stream().filter(file -> file.deletions() != null).count();
        if (used == vectors.size()) {
            return;
        }
        Set<String> names = bucketFiles.stream().map(file -> file.file().name()).collect(Collectors.toSet());
        vectors.forEach((name, vector) -> {
            if (!names.contains(name)) {
                throw new CorruptFileException(
                        vector.file(),
                        "A deletion vector is of the data file " + name + ", which bucket " + bucket.bucket()
                                + " does not have.");
            }
        });
    }
}
