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

import java.util.Arrays;

/** Maps hashes to buckets: an open-addressing hash table over primitive arrays. */
final class HashBuckets {

    private static final int NONE = -1;

    private int[] hashes = new int[64];
    private int[] buckets = new int[64];
    private int size;

    HashBuckets() {
        Arrays.fill(buckets, NONE);
    }

    /** The bucket of a hash, or -1 if the hash is not in the table. */
    int get(int hash) {
        return buckets[slot(hash)];
    }

    void put(int hash, int bucket) {
        if (size >= hashes.length / 2) {
            grow();
        }
        int slot = slot(hash);
        size += buckets[slot] == NONE ? 1 : 0;
        hashes[slot] = hash;
        buckets[slot] = bucket;
    }

    private int slot(int hash) {
        int mask = hashes.length - 1;
        int slot = (hash * 0x9E3779B9 >>> 7) & mask;
        while (buckets[slot] != NONE && hashes[slot] != hash) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        int[] oldHashes = hashes;
        int[] oldBuckets = buckets;
        hashes = new int[2 * oldHashes.length];
        buckets = new int[hashes.length];
        Arrays.fill(buckets, NONE);
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldBuckets[i] != NONE) {
                int slot = slot(oldHashes[i]);
                hashes[slot] = oldHashes[i];
                buckets[slot] = oldBuckets[i];
            }
        }
    }

    boolean containsAll(HashBuckets others) {
        for (int i = 0; i < others.hashes.length; i++) {
            if (others.buckets[i] != NONE && get(others.hashes[i]) != others.buckets[i]) {
                return false;
            }
        }
        return true;
    }
}
