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
package io.tablestore.writer.internal.bucket;

import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.options.LayoutOptions;
import io.tablestore.options.OptionSet;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.writer.routing.ExistingRows;
import io.tablestore.writer.routing.KeyShares;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Assigns keys to the dynamic buckets of a table. A known key keeps its bucket; a new key goes to a bucket that is not full
 * (format reference, 5.6). The known keys are read from the table's hash indexes, which the bucket writers maintain
 * ({@link BucketIndexes}).
 *
 * <p><b>Threads:</b> one at a time. No other writer may add keys to the same partitions at the same time, except the tasks that
 * share them.
 */
public final class DynamicBuckets {

    private static final int IDLE_COMMITS = 2;

    /** Minimum number of idle partitions; they are looked up together before they are forgotten. */
    private static final int IDLE_AT_ONCE = 64;

    private final KeyIndexes indexes;
    private final KeyShares shares;
    private final int task;
    private final long targetKeys;
    private final int initialBuckets;
    private final int maxBuckets;
    private final Map<BinaryRow, Partition> partitions = new HashMap<>();
    private int commits;

    /** @param task this task; it must be asked only for keys of its own shares */
    public DynamicBuckets(TableFiles files, TableSchema schema, ExistingRows existing, KeyShares shares, int task) {
        this.indexes = new KeyIndexes(files, existing);
        this.shares = shares;
        this.task = task;
        OptionSet options = schema.optionSet();
        this.targetKeys = options.get(LayoutOptions.DYNAMIC_BUCKET_TARGET_ROWS);
        this.initialBuckets = options.get(LayoutOptions.DYNAMIC_BUCKET_INITIAL);
        int max = options.get(LayoutOptions.DYNAMIC_BUCKET_MAX);
        this.maxBuckets = max > 0 ? max : Integer.MAX_VALUE;
    }

    /** Whether a table has dynamic buckets, so that a key alone does not determine its bucket. */
    public static boolean has(TableSchema schema) {
        return schema.hasPrimaryKey() && schema.optionSet().get(LayoutOptions.BUCKET) < 0;
    }

    /** @param hash hash of the trimmed primary key */
    public int bucket(BinaryRow partition, int hash) {
        Partition known = partitions.get(partition);
        if (known == null) {
            known = load(partition);
            partitions.put(partition, known);
        }
        known.lastUsed = commits;
        int bucket = known.buckets.get(hash);
        if (bucket < 0) {
            bucket = known.choose();
            known.buckets.put(hash, bucket);
            known.count(bucket, 1);
        }
        return bucket;
    }

    private Partition load(BinaryRow partition) {
        int share = shares.shareOf(task, partition.murmurHash());
        Partition loaded = new Partition(share);
        for (IndexEntry entry : indexes.of(partition)) {
            int[] hashes = indexes.hashes(entry);
            loaded.count(entry.bucket(), hashes.length);
            for (int hash : hashes) {
                if (shares.share(hash) == share) {
                    loaded.buckets.put(hash, entry.bucket());
                }
            }
        }
        return loaded;
    }

    /**
     * Forgets partitions that were not used during several commits, if all of their keys are in the table.
     *
     * <p>Call this once per commit.
     */
    public void forgetIdle() {
        commits++;
        List<BinaryRow> idle = partitions.entrySet().stream()
                .filter(entry -> entry.getValue().lastUsed < commits - IDLE_COMMITS)
                .map(Map.Entry::getKey)
                .toList();
        if (idle.size() < IDLE_AT_ONCE) {
            return;
        }
        for (BinaryRow partition : idle) {
            Partition known = partitions.get(partition);
            if (known != null && load(partition).buckets.containsAll(known.buckets)) {
                partitions.remove(partition);
            }
        }
    }

    /** Number of partitions whose keys are in memory. */
    public int partitionsInMemory() {
        return partitions.size();
    }

    /** A task's knowledge of one partition. */
    private final class Partition {

        /** The buckets of the keys in this share. */
        private final HashBuckets buckets = new HashBuckets();

        private final int share;

        /** Number of keys per bucket. Keys of other shares are counted as of the time of loading. */
        private int[] counts = new int[4];

        private int lastUsed;

        Partition(int share) {
            this.share = share;
        }

        void count(int bucket, int keys) {
            if (bucket >= counts.length) {
                counts = Arrays.copyOf(counts, Math.max(2 * counts.length, bucket + 1));
            }
            counts[bucket] += keys;
        }

        /** Chooses the bucket of a new key, among the bucket numbers of this share. */
        int choose() {
            int step = shares.perPartition();
            int atFirst = initialBuckets > share ? (initialBuckets - share + step - 1) / step : 0;
            int withRoom = -1;
            int emptiest = share;
            int open = 0;
            for (long number = share; number < maxBuckets; number += step) {
                int bucket = (int) number;
                int keys = bucket < counts.length ? counts[bucket] : 0;
                if (keys == 0) {
                    return open < atFirst || withRoom < 0 ? bucket : withRoom;
                }
                open++;
                withRoom = withRoom < 0 && keys < targetKeys ? bucket : withRoom;
                emptiest = keys < counts[emptiest] ? bucket : emptiest;
            }
            return withRoom >= 0 ? withRoom : emptiest;
        }
    }
}
