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
import io.tablestore.error.CorruptFileException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.file.ColumnarMetadata;
import io.tablestore.internal.format.AnalyzedStatistics;
import io.tablestore.internal.format.HashIndex;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.FileNames;
import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.internal.format.manifest.IndexManifestDecoder;
import io.tablestore.internal.format.manifest.IndexManifestEncoder;
import io.tablestore.internal.format.manifest.ManifestEncoder;
import io.tablestore.internal.format.manifest.ManifestFile;
import io.tablestore.internal.format.manifest.ManifestListDecoder;
import io.tablestore.internal.format.manifest.ManifestListEncoder;
import io.tablestore.schema.TableSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a snapshot refers to: manifest lists, manifests, index files and statistics. A branch keeps these among the table's
 * own files.
 */
public final class SnapshotContents {

    /** A record of a list takes about half a kilobyte. */
    private static final int MOST_KEPT_RECORDS = 20_000;

    private static final int MOST_AT_ONCE = 16;

    /** A snapshot has a base list and a delta list, which a statement asks for several times. */
    private static final int RECENT_LISTS = 2;

    private static final int MOST_RECENT_RECORDS = 2_000;

    private final TableDirectory directory;

    /** By name, as lists never change; null if only the most recent ones are kept. */
    private final @Nullable Cache<String, ManifestList> lists;

    /** The lists that were read last, unless they are long. */
    private final Map<String, ManifestList> recent = Collections.synchronizedMap(new LinkedHashMap<>(4, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ManifestList> eldest) {
            return size() > RECENT_LISTS;
        }
    });

    SnapshotContents(TableDirectory directory) {
        this(directory, null);
    }

    private SnapshotContents(TableDirectory directory, @Nullable Cache<String, ManifestList> lists) {
        this.directory = directory;
        this.lists = lists;
    }

    /** Keeps the manifest lists that were read or {@linkplain #keep written}. */
    static SnapshotContents keepingLists(TableDirectory directory) {
        return new SnapshotContents(
                directory,
                Caffeine.newBuilder()
                        .maximumWeight(MOST_KEPT_RECORDS)
                        .weigher((String name, ManifestList list) ->
                                1 + list.manifests().size())
                        .build());
    }

    /** @param unknownFields unknown fields of its records */
    record ManifestList(List<ManifestFile> manifests, List<String> unknownFields) {}

    /** @param expectedSize bytes according to the snapshot, or null if it has no size */
    ManifestList manifestList(String name, @Nullable Long expectedSize, String namedBy) {
        ManifestList known = lists == null ? recent.get(name) : lists.getIfPresent(name);
        if (known == null) {
            known = read(name, expectedSize, namedBy);
            if (lists != null) {
                lists.put(name, known);
            } else if (known.manifests().size() <= MOST_RECENT_RECORDS) {
                recent.put(name, known);
            }
        }
        return known;
    }

    /** The base list and the delta list of a snapshot, read side by side from an object store. */
    List<ManifestList> baseAndDelta(Snapshot snapshot) {
        List<Callable<ManifestList>> reads = reads(snapshot);
        try (ManifestReads pool = new ManifestReads(directory.isObjectStore() ? reads.size() : 1)) {
            return pool.all(reads);
        }
    }

    private List<Callable<ManifestList>> reads(Snapshot snapshot) {
        String file = snapshot.file();
        return List.of(
                () -> manifestList(snapshot.baseManifestList(), snapshot.baseManifestListSize(), file),
                () -> manifestList(snapshot.deltaManifestList(), snapshot.deltaManifestListSize(), file));
    }

    boolean keepsLists() {
        return lists != null;
    }

    /** Reads the manifest lists of snapshots, several at once from an object store, if lists are kept. */
    public void readLists(Collection<Snapshot> snapshots) {
        if (keepsLists() && directory.isObjectStore() && !snapshots.isEmpty()) {
            List<Callable<ManifestList>> reads = new ArrayList<>();
            snapshots.forEach(snapshot -> reads.addAll(reads(snapshot)));
            try (ManifestReads pool = new ManifestReads(Math.min(MOST_AT_ONCE, reads.size()))) {
                pool.all(reads);
            }
        }
    }

    /** Keeps a manifest list that was written, if lists are kept at all. */
    public void keep(String name, List<ManifestFile> manifests) {
        if (lists != null) {
            lists.put(name, new ManifestList(List.copyOf(manifests), List.of()));
        }
    }

    private ManifestList read(String name, @Nullable Long expectedSize, String namedBy) {
        String file = "manifest/" + FileNames.checkPlain(namedBy, "manifestList", name);
        byte[] content = directory.read(file, TableDirectory.MAX_MANIFEST_BYTES, expectedSize, namedBy);
        String origin = file + " (a manifest list of " + namedBy + ")";
        byte[] avro = ColumnarMetadata.asAvro(origin, content, ManifestListEncoder.schema());
        return new ManifestList(
                ManifestListDecoder.decode(origin, avro), ManifestListEncoder.unknownFields(origin, avro));
    }

    /** The content of a manifest as Avro, whatever the file's format. */
    public byte[] manifest(ListedManifest manifest) {
        byte[] content = directory.read(
                manifest.path(),
                TableDirectory.MAX_MANIFEST_BYTES,
                manifest.file().sizeInBytes(),
                manifest.namedBy());
        return ColumnarMetadata.asAvro(manifest.origin(), content, ManifestEncoder.schema());
    }

    /**
     * The hashes of the keys in a bucket.
     *
     * @param schema of the snapshot
     * @param snapshot the snapshot whose index manifest has the entry
     * @param entry of an index file of type {@code HASH}
     */
    public int[] hashIndex(TableSchema schema, Snapshot snapshot, IndexEntry entry) {
        String file = IndexPath.of(schema, entry);
        String namedBy = "manifest/" + snapshot.indexManifest() + " of " + snapshot.file();
        TablePath location = IndexPath.location(schema, directory.root(), file);
        try {
            return HashIndex.decode(
                    file,
                    directory.read(location, file, TableDirectory.MAX_MANIFEST_BYTES, entry.sizeInBytes(), namedBy));
        } catch (CorruptFileException damaged) {
            throw damaged.namedBy(() -> namedBy);
        }
    }

    /** The result of an ANALYZE, or null if the snapshot refers to none. */
    public @Nullable AnalyzedStatistics analyzed(Snapshot snapshot) {
        if (snapshot.statistics() == null) {
            return null;
        }
        String file = "statistics/" + FileNames.checkPlain(snapshot.file(), "statistics", snapshot.statistics());
        try {
            return AnalyzedStatistics.parse(file, directory.readJson(file, snapshot.file()));
        } catch (CorruptFileException | UnsupportedFormatException failed) {
            throw failed.namedBy(snapshot::file);
        }
    }

    public List<IndexEntry> indexEntries(Snapshot snapshot) {
        return snapshot.indexManifest() == null
                ? List.of()
                : IndexManifestDecoder.decode(
                        indexManifestOrigin(snapshot), indexManifest(snapshot, snapshot.indexManifest()));
    }

    /**
     * Checks that the list of a snapshot's index files can be rewritten without loss.
     *
     * @throws UnsupportedFormatException if it has unknown fields
     */
    public void checkIndexesKnown(Snapshot snapshot) {
        if (snapshot.indexManifest() != null) {
            String origin = indexManifestOrigin(snapshot);
            UnknownFields.refuse(
                    origin,
                    IndexManifestEncoder.unknownFields(origin, indexManifest(snapshot, snapshot.indexManifest())));
        }
    }

    /** The index manifest of a snapshot and the file that refers to it, for messages. */
    public static String indexManifestOrigin(Snapshot snapshot) {
        return "manifest/" + snapshot.indexManifest() + " (the index manifest of " + snapshot.file() + ")";
    }

    private byte[] indexManifest(Snapshot snapshot, String name) {
        String file = "manifest/" + FileNames.checkPlain(snapshot.file(), "indexManifest", name);
        byte[] content = directory.read(file, TableDirectory.MAX_MANIFEST_BYTES, null, snapshot.file());
        return ColumnarMetadata.asAvro(indexManifestOrigin(snapshot), content, IndexManifestEncoder.schema());
    }
}
