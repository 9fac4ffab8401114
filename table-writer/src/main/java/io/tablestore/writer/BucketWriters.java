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
package io.tablestore.writer;

import io.tablestore.error.InvalidTableException;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.metadata.BucketId;
import io.tablestore.internal.metadata.LiveFiles;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.internal.planning.CountedRows;
import io.tablestore.options.LayoutOptions;
import io.tablestore.schema.PartitionPath;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.writer.internal.compaction.Levels;
import io.tablestore.writer.routing.ExistingRows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The state of every bucket of a writer. The files of new buckets are looked up for many buckets together, because a lookup
 * reads manifests.
 */
final class BucketWriters {

    /** Minimum number of idle buckets; they are looked up together before they are forgotten. */
    private static final int IDLE_AT_ONCE = 64;

    private final TableFiles files;
    private final TableSchema schema;
    private final int totalBuckets;
    private final ExistingRows existing;
    private final BucketFiles bucketFiles;
    private final BucketCompactions compactions;
    private final Map<BucketId, BucketWriter> writers = new HashMap<>();

    BucketWriters(
            TableFiles files,
            TableSchema schema,
            ExistingRows existing,
            BucketFiles bucketFiles,
            BucketCompactions compactions) {
        this.files = files;
        this.schema = schema;
        this.totalBuckets = schema.optionSet().get(LayoutOptions.BUCKET);
        this.existing = existing;
        this.bucketFiles = bucketFiles;
        this.compactions = compactions;
    }

    BucketWriter get(BucketId id) {
        BucketWriter writer = writers.get(id);
        if (writer == null) {
            throw new IllegalStateException("bucket " + id + " was not restored");
        }
        return writer;
    }

    Collection<BucketWriter> all() {
        return writers.values();
    }

    int size() {
        return writers.size();
    }

    /** Adds the unknown buckets. In a table without buckets, several writers share bucket 0, so its files are not looked up. */
    void restore(List<BucketId> ids) {
        List<BucketId> unknown = unknown(ids);
        if (!unknown.isEmpty()) {
            add(unknown, schema.hasPrimaryKey() || totalBuckets > 0 ? live(partitions(unknown)) : Map.of());
        }
    }

    /** Adds a bucket if it is unknown, and always looks up its files. */
    void restoreWithFiles(BucketId id) {
        List<BucketId> unknown = unknown(List.of(id));
        add(unknown, unknown.isEmpty() ? Map.of() : live(partitions(unknown)));
    }

    private List<BucketId> unknown(List<BucketId> ids) {
        return ids.stream().filter(id -> !writers.containsKey(id)).toList();
    }

    private static Set<BinaryRow> partitions(List<BucketId> ids) {
        return ids.stream().map(BucketId::partition).collect(Collectors.toSet());
    }

    private void add(List<BucketId> ids, Map<BucketId, List<DataFile>> live) {
        for (BucketId id : ids) {
            Levels levels = new Levels(schema, live.getOrDefault(id, List.of()));
            writers.put(id, new BucketWriter(id, totalBuckets, bucketFiles, compactions, levels));
        }
    }

    private Map<BucketId, List<DataFile>> live(Set<BinaryRow> ofPartitions) {
        Map<BucketId, List<DataFile>> live = new HashMap<>();
        Snapshot latest = files.snapshots().latest();
        if (latest != null && existing == ExistingRows.KEPT) {
            for (ManifestEntry entry : new LiveFiles(files, schema).of(latest, ofPartitions)) {
                checkBuckets(entry);
                CountedRows.refuse(schema, entry.bucket(), entry.file());
                live.computeIfAbsent(new BucketId(entry.partition(), entry.bucket()), id -> new ArrayList<>())
                        .add(entry.file());
            }
        }
        return live;
    }

    /** All files of a partition have the same number of buckets (format reference, 11.3). */
    private void checkBuckets(ManifestEntry entry) {
        if (totalBuckets > 0 && entry.totalBuckets() > 0 && entry.totalBuckets() != totalBuckets) {
            String partition = new PartitionPath(schema.partitionFields(), schema.optionSet()).of(entry.partition());
            throw new InvalidTableException((partition.isEmpty() ? "The table" : "Partition " + partition) + " has "
                    + entry.totalBuckets() + " buckets, and the table's option 'bucket' is now " + totalBuckets
                    + ". Overwrite it to change the number.");
        }
    }

    /**
     * Forgets idle buckets, so that memory does not grow with the number of partitions. A bucket is kept until all of its
     * changes are in the table, because a late commit would be missed otherwise.
     *
     * @return the remaining buckets, or null if none was looked up
     */
    @Nullable
    Set<BucketId> forgetIdle() {
        List<BucketWriter> idle =
                writers.values().stream().filter(BucketWriter::isIdle).toList();
        if (idle.size() < IDLE_AT_ONCE) {
            return null;
        }
        Map<BucketId, List<DataFile>> live =
                live(partitions(idle.stream().map(BucketWriter::id).toList()));
        for (BucketWriter writer : idle) {
            if (writer.hasFiles(live.getOrDefault(writer.id(), List.of()))) {
                writers.remove(writer.id());
            }
        }
        return writers.keySet();
    }

    /** Cancels running compactions and deletes files that no commit was prepared for. */
    void abandon() {
        List<TablePath> uncommitted = new ArrayList<>();
        for (BucketWriter writer : writers.values()) {
            writer.cancel();
            CommitMessage left = writer.drain(null);
            left.newFiles().forEach(file -> uncommitted.add(bucketFiles.path(writer.id(), file)));
            left.compactAfter().stream()
                    .filter(after -> left.compactBefore().stream()
                            .noneMatch(before -> before.name().equals(after.name())))
                    .forEach(file -> uncommitted.add(bucketFiles.path(writer.id(), file)));
        }
        writers.clear();
        bucketFiles.deleteAll(uncommitted);
    }
}
