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

import io.tablestore.internal.format.manifest.FileKind;
import io.tablestore.internal.format.manifest.ManifestFile;
import io.tablestore.internal.metadata.ManifestReplay;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.ColumnPath;
import io.tablestore.types.DataField;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Prunes files of partitions and buckets that a condition excludes, and counts them. Files without a bucket are never wanted,
 * because batch reads do not see their rows yet.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
final class EntryPruner implements ManifestReplay.Wanted {

    private final List<DataField> partitionFields;
    private final BoundPredicate onPartition;
    private final BucketPruner buckets;
    private final boolean isEverything;
    private final AtomicLong filesByPartition = new AtomicLong();
    private final AtomicLong filesByBucket = new AtomicLong();

    EntryPruner(TableSchema schema, BoundPredicate predicate) {
        this.partitionFields = schema.partitionFields();
        this.onPartition = onPartition(schema, predicate);
        this.buckets = BucketPruner.of(schema, predicate);
        this.isEverything = predicate.equals(BoundPredicate.Constant.TRUE);
    }

    /** The part of a condition that depends on partition columns only. */
    static BoundPredicate onPartition(TableSchema schema, BoundPredicate predicate) {
        return predicate.onlyOn(
                schema.partitionFields().stream().map(DataField::id).collect(Collectors.toSet()));
    }

    /** Entries pruned by partition so far: an ADD adds one, a DELETE subtracts one. */
    long filesByPartition() {
        return filesByPartition.get();
    }

    /** Entries pruned by bucket so far: an ADD adds one, a DELETE subtracts one. */
    long filesByBucket() {
        return filesByBucket.get();
    }

    @Override
    public boolean isEverything() {
        return isEverything;
    }

    @Override
    public boolean mayHave(ManifestFile manifest) {
        return onPartition.canMatch(
                leaf -> manifest.partitionStats()
                        .column(position(leaf), leaf.column().type()),
                manifest.addedFiles() + manifest.deletedFiles());
    }

    @Override
    public boolean test(FileKind kind, BinaryRow partition, int bucket, int totalBuckets, int entries) {
        if (bucket < 0) {
            return false;
        }
        int files = kind == FileKind.ADD ? entries : -entries;
        if (!matches(partition)) {
            filesByPartition.addAndGet(files);
            return false;
        }
        if (!buckets.test(bucket, totalBuckets)) {
            filesByBucket.addAndGet(files);
            return false;
        }
        return true;
    }

    /** Whether the rows of a partition are wanted. */
    boolean matches(BinaryRow partition) {
        return onPartition.test(
                leaf -> partition.value(position(leaf), leaf.column().type()));
    }

    private int position(BoundPredicate.Leaf leaf) {
        int position = ColumnPath.position(partitionFields, leaf.column().id());
        if (position < 0) {
            throw new IllegalStateException(
                    "no partition column has id " + leaf.column().id());
        }
        return position;
    }
}
