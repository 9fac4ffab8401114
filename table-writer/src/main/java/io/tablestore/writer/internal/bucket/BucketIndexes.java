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

import io.tablestore.internal.format.HashIndex;
import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.internal.metadata.BucketId;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.writer.internal.file.NewFiles;
import io.tablestore.writer.routing.ExistingRows;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.roaringbitmap.RoaringBitmap;

/**
 * The hash indexes of a task's dynamic buckets: which keys each bucket contains (format reference, 5.6). An index is rewritten
 * when its bucket gets new keys, and committed with the bucket's files.
 */
public final class BucketIndexes {

    private final TableFiles files;
    private final KeyIndexes indexes;
    private final String uuid = UUID.randomUUID().toString();
    private int nextFile;
    private final Map<BucketId, Index> buckets = new HashMap<>();

    public BucketIndexes(TableFiles files, ExistingRows existing) {
        this.files = files;
        this.indexes = new KeyIndexes(files, existing);
    }

    /** The index of one bucket. */
    public static final class Index {

        private final RoaringBitmap hashes = new RoaringBitmap();
        private boolean changed;

        private Index() {}

        /** @param hash hash of a row's trimmed primary key */
        public void add(int hash) {
            changed |= hashes.checkedAdd(hash);
        }
    }

    /** The index of a bucket, including the keys that the table already has. */
    public Index of(BucketId id) {
        Index known = buckets.get(id);
        if (known == null) {
            known = new Index();
            for (IndexEntry entry : indexes.of(id.partition())) {
                if (entry.bucket() == id.bucket()) {
                    known.hashes.add(indexes.hashes(entry));
                }
            }
            buckets.put(id, known);
        }
        return known;
    }

    /** Forgets the indexes of all other buckets. Their changes must be in the table already. */
    public void retain(Set<BucketId> inUse) {
        buckets.keySet().retainAll(inUse);
    }

    /** Writes the indexes of buckets that got new keys since the last call. */
    public Map<BucketId, IndexEntry> writeChanged() {
        Map<BucketId, IndexEntry> written = new LinkedHashMap<>();
        NewFiles newFiles = new NewFiles(files.fileSystem(), files.root());
        try {
            buckets.forEach((id, index) -> {
                if (index.changed) {
                    written.put(id, write(newFiles, id, index.hashes.toArray()));
                }
            });
            newFiles.writeAll();
        } catch (RuntimeException failed) {
            newFiles.deleteAll();
            throw failed;
        }
        buckets.values().forEach(index -> index.changed = false);
        return written;
    }

    private IndexEntry write(NewFiles newFiles, BucketId id, int[] hashes) {
        byte[] content = HashIndex.encode(hashes, hashes.length);
        String name = "index-" + uuid + "-" + nextFile++;
        newFiles.add("index/" + name, content);
        return new IndexEntry(
                id.partition(), id.bucket(), IndexEntry.HASH, name, content.length, hashes.length, Map.of(), null);
    }
}
