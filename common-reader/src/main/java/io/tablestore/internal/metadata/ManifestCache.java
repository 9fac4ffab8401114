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
package io.tablestore.internal.metadata;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tablestore.internal.format.manifest.FileKind;
import io.tablestore.internal.format.manifest.ManifestDecoder;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.format.manifest.ManifestFile;
import io.tablestore.internal.format.manifest.ManifestStatistics;
import io.tablestore.types.BinaryRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Caches decoded manifests, which never change, for processes that plan the same tables repeatedly. Entries are grouped by
 * partition and bucket, so that a plan of a few of them does not touch the others.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
public final class ManifestCache {

    /** Caches nothing. */
    public static final ManifestCache NONE = new ManifestCache(0);

    /** Approximate heap size of an entry with its statistics. */
    private static final long BYTES_PER_ENTRY = 1000;

    private static final long BYTES_PER_MANIFEST = 10_000;

    private final long maxBytes;
    private final Cache<Key, Entries> cache;

    /** @param maxBytes approximate maximum size on the heap */
    public ManifestCache(long maxBytes) {
        this.maxBytes = maxBytes;
        this.cache = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Key key, Entries entries) -> (int) Math.min(Integer.MAX_VALUE, entries.bytes()))
                .build();
    }

    private record Key(String table, String manifest) {}

    /** The values that all entries of a group share. */
    private record GroupId(FileKind kind, BinaryRow partition, int bucket, int totalBuckets) {}

    /** The decoded entries of a manifest. */
    record Entries(Map<GroupId, List<ManifestEntry>> groups, ManifestDecoder.Counts counts) {

        long bytes() {
            return BYTES_PER_MANIFEST + BYTES_PER_ENTRY * (counts.added() + counts.deleted());
        }

        void forEach(ManifestDecoder.EntryFilter filter, Consumer<ManifestEntry> sink) {
            groups.forEach((id, entries) -> {
                if (filter.test(id.kind, id.partition, id.bucket, id.totalBuckets, entries.size())) {
                    entries.forEach(sink);
                }
            });
        }
    }

    /** Whether caching these manifests would leave room for others. */
    boolean fits(List<ManifestFile> manifests) {
        long entries = 0;
        for (ManifestFile manifest : manifests) {
            entries += manifest.addedFiles() + manifest.deletedFiles();
        }
        return BYTES_PER_ENTRY * entries + BYTES_PER_MANIFEST * manifests.size() <= maxBytes;
    }

    boolean holds(TableFiles files, ListedManifest manifest) {
        return cache.getIfPresent(key(files, manifest)) != null;
    }

    /** @param contents returns the content of a manifest as Avro; called if the manifest is not in the cache */
    Entries get(TableFiles files, ListedManifest manifest, Function<ListedManifest, byte[]> contents) {
        Key key = key(files, manifest);
        Entries known = cache.getIfPresent(key);
        if (known == null) {
            known = load(manifest, contents.apply(manifest));
            cache.put(key, known);
        }
        return known;
    }

    private static Key key(TableFiles files, ListedManifest manifest) {
        return new Key(files.root().location(), manifest.file().name());
    }

    private static Entries load(ListedManifest manifest, byte[] content) {
        Map<GroupId, List<ManifestEntry>> groups = new LinkedHashMap<>();
        ManifestDecoder decoder =
                new ManifestDecoder(manifest.origin(), ManifestDecoder.EntryFilter.ALL, ManifestStatistics.DECODED);
        ManifestDecoder.Counts counts = decoder.decode(
                content,
                entry -> groups.computeIfAbsent(
                                new GroupId(entry.kind(), entry.partition(), entry.bucket(), entry.totalBuckets()),
                                id -> new ArrayList<>())
                        .add(entry));
        return new Entries(groups, counts);
    }
}
