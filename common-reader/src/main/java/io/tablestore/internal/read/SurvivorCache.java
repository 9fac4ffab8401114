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
package io.tablestore.internal.read;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tablestore.internal.format.manifest.Digest;
import io.tablestore.internal.merge.RowBits;
import io.tablestore.internal.split.DataSplit;
import io.tablestore.internal.split.Section;
import java.util.List;
import java.util.function.Supplier;

/**
 * Caches which rows survive the merges of sections, one bit per stored row, for processes that read the same tables repeatedly.
 * The cache key includes everything the result depends on: the table, the schema with its options and types, and the name, size,
 * level, part and deletion vector of each file. The cache holds no values; each reader still opens the files.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
public final class SurvivorCache {

    /** Caches nothing. */
    public static final SurvivorCache NONE = new SurvivorCache(0);

    private static final long BYTES_PER_ENTRY = 500;

    private final boolean keeps;
    private final Cache<Key, List<RowBits>> cache;

    /** @param maxBytes approximate maximum size on the heap */
    public SurvivorCache(long maxBytes) {
        this.keeps = maxBytes > 0;
        this.cache = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Key key, List<RowBits> runs) -> weight(runs))
                .build();
    }

    private record Key(String table, Digest section) {}

    private static int weight(List<RowBits> runs) {
        long bytes = BYTES_PER_ENTRY;
        for (RowBits bits : runs) {
            bytes += bits.size() / Byte.SIZE;
        }
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }

    /**
     * The survivors of a section, for each run; callers must not modify them.
     *
     * @param table its location
     * @param merge computes them if they are not cached
     */
    List<RowBits> get(String table, DataSplit split, Section section, Supplier<List<RowBits>> merge) {
        if (!keeps) {
            return merge.get();
        }
        DataSplit alone = new DataSplit(
                split.branch(),
                0,
                split.schemaId(),
                split.partition(),
                split.bucket(),
                split.mode(),
                List.of(section),
                split.keyRange(),
                0);
        Key key = new Key(table, Digest.of(alone.serialize()));
        List<RowBits> known = cache.getIfPresent(key);
        if (known == null) {
            known = List.copyOf(merge.get());
            cache.put(key, known);
        }
        return known;
    }
}
