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

import io.tablestore.internal.metadata.BucketId;
import io.tablestore.types.BinaryRow;
import io.tablestore.writer.internal.bucket.BucketIndexes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The memtable's numbers for buckets of partitions. A bucket keeps its number from its first row until the memtable is empty.
 */
final class BucketNumbers {

    private final @Nullable BucketIndexes indexes;
    private final Map<BinaryRow, int[]> ofPartitions = new HashMap<>();
    private final List<BucketId> ids = new ArrayList<>();
    private final List<BucketIndexes.Index> indexOf = new ArrayList<>();
    private BinaryRow lastPartition = BinaryRow.EMPTY;
    private int @Nullable [] ofLast;

    /** @param indexes the indexes of dynamic buckets, or null */
    BucketNumbers(@Nullable BucketIndexes indexes) {
        this.indexes = indexes;
    }

    int number(BinaryRow partition, int bucket) {
        int[] numbers = ofLast;
        if (numbers == null || !partition.equals(lastPartition)) {
            numbers = ofPartitions.computeIfAbsent(partition, key -> new int[0]);
            lastPartition = partition;
        }
        if (bucket >= numbers.length) {
            int known = numbers.length;
            numbers = Arrays.copyOf(numbers, bucket + 1);
            Arrays.fill(numbers, known, bucket + 1, -1);
            ofPartitions.put(partition, numbers);
        }
        ofLast = numbers;
        if (numbers[bucket] < 0) {
            numbers[bucket] = ids.size();
            add(new BucketId(partition, bucket));
        }
        return numbers[bucket];
    }

    private void add(BucketId id) {
        ids.add(id);
        if (indexes != null) {
            indexOf.add(indexes.of(id));
        }
    }

    BucketId id(int number) {
        return ids.get(number);
    }

    /** The index of a dynamic bucket. */
    BucketIndexes.Index index(int number) {
        return indexOf.get(number);
    }

    /** The numbered buckets. */
    List<BucketId> ids() {
        return ids;
    }

    /** Discards all numbers. Call this when the memtable is empty. */
    void clear() {
        ofPartitions.clear();
        ids.clear();
        indexOf.clear();
        ofLast = null;
    }
}
