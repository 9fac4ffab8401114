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
package io.tablestore.writer.bucket;

import io.tablestore.error.TableStoreException;
import io.tablestore.format.BinaryRow;
import io.tablestore.format.HashIndex;
import io.tablestore.format.IndexEntry;
import io.tablestore.format.Snapshot;
import io.tablestore.format.TableSchema;
import io.tablestore.fs.TablePath;
import io.tablestore.options.OptionSet;
import io.tablestore.options.TableOptions;
import io.tablestore.scan.BucketId;
import io.tablestore.scan.TableFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Gives keys of a table with dynamic buckets their buckets: a key stays where it is, a new one goes to a bucket that is not
 * full (format reference, 5.6). Which keys are where, the table's hash indexes tell.
 *
 * <p><b>Threads:</b> one at a time. No other writer may add keys to the same partitions meanwhile.
 */
public final class DynamicBuckets {

    private final TableFiles files;
    private final boolean startsEmpty;
    private final int targetKeys;
    private final int initialBuckets;
    private final int maxBuckets;
    private final String uuid = UUID.randomUUID().toString();
    private int nextFile;
    private final Map<BinaryRow, HashBuckets> partitions = new HashMap<>();
    private final Set<BucketId> changed = new LinkedHashSet<>();

    /** The indexes of a snapshot by partition, and that snapshot: partitions are met one by one, often many of them. */
    private Map<BinaryRow, List<IndexEntry>> indexes = Map.of();

    private long indexesOf;

    /** @param startsEmpty whether what is in the table counts as gone, for it is overwritten */
    public DynamicBuckets(TableFiles files, TableSchema schema, boolean startsEmpty) {
        this.files = files;
        this.startsEmpty = startsEmpty;
        OptionSet options = schema.optionSet();
        this.targetKeys = options.get(TableOptions.DYNAMIC_BUCKET_TARGET_ROWS);
        this.initialBuckets = options.get(TableOptions.DYNAMIC_BUCKET_INITIAL);
        int max = options.get(TableOptions.DYNAMIC_BUCKET_MAX);
        this.maxBuckets = max > 0 ? max : Integer.MAX_VALUE;
    }

    /** @param hash of the trimmed primary key */
    public int bucket(BinaryRow partition, int hash) {
        HashBuckets known = partitions.get(partition);
        if (known == null) {
            known = load(partition);
            partitions.put(partition, known);
        }
        int bucket = known.get(hash);
        if (bucket < 0) {
            bucket = choose(known);
            known.put(hash, bucket);
            changed.add(new BucketId(partition, bucket));
        }
        return bucket;
    }

    private HashBuckets load(BinaryRow partition) {
        HashBuckets known = new HashBuckets();
        Snapshot latest = startsEmpty ? null : files.latestSnapshot();
        if (latest != null) {
            for (IndexEntry entry : indexes(latest).getOrDefault(partition, List.of())) {
                for (int hash : files.hashIndex(entry)) {
                    known.put(hash, entry.bucket());
                }
            }
        }
        return known;
    }

    private Map<BinaryRow, List<IndexEntry>> indexes(Snapshot snapshot) {
        if (indexesOf != snapshot.id()) {
            indexes = files.indexEntries(snapshot).stream()
                    .filter(entry -> entry.type().equals(IndexEntry.HASH))
                    .collect(Collectors.groupingBy(IndexEntry::partition));
            indexesOf = snapshot.id();
        }
        return indexes;
    }

    /** Forgets the keys of all other partitions, of which everything has to be in the table. */
    public void retain(Set<BinaryRow> inUse) {
        partitions.keySet().retainAll(inUse);
    }

    /** Partitions whose keys are in memory. */
    public int partitionsInMemory() {
        return partitions.size();
    }

    private int choose(HashBuckets known) {
        int count = known.bucketCount();
        if (count < Math.min(initialBuckets, maxBuckets)) {
            return count;
        }
        int emptiest = 0;
        for (int bucket = 0; bucket < count; bucket++) {
            if (known.count(bucket) < targetKeys) {
                return bucket;
            }
            emptiest = known.count(bucket) < known.count(emptiest) ? bucket : emptiest;
        }
        return count < maxBuckets ? count : emptiest;
    }

    /** Writes the indexes of the buckets that have got new keys since the last call. */
    public Map<BucketId, IndexEntry> writeChanged() {
        Map<BucketId, IndexEntry> written = new LinkedHashMap<>();
        for (BucketId id : changed) {
            int[] hashes = hashes(id);
            byte[] content = HashIndex.encode(hashes, hashes.length);
            String name = "index-" + uuid + "-" + nextFile++;
            write(name, content);
            written.put(
                    id,
                    new IndexEntry(
                            id.partition(),
                            id.bucket(),
                            IndexEntry.HASH,
                            name,
                            content.length,
                            hashes.length,
                            Map.of(),
                            null));
        }
        changed.clear();
        return written;
    }

    private int[] hashes(BucketId id) {
        HashBuckets known = partitions.get(id.partition());
        return known == null ? new int[0] : known.hashes(id.bucket());
    }

    private void write(String name, byte[] content) {
        try (OutputStream out =
                files.fileSystem().write(new TablePath(files.root().location() + "/index/" + name))) {
            out.write(content);
        } catch (IOException failed) {
            throw new TableStoreException("index/" + name + ": cannot be written: " + failed.getMessage(), failed);
        }
    }
}
