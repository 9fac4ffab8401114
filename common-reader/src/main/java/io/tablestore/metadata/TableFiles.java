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
package io.tablestore.metadata;

import io.tablestore.error.CorruptFileException;
import io.tablestore.error.StoreException;
import io.tablestore.error.TableStoreException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.file.ColumnarMetadata;
import io.tablestore.format.AnalyzedStatistics;
import io.tablestore.format.FileNames;
import io.tablestore.format.HashIndex;
import io.tablestore.format.IndexEntry;
import io.tablestore.format.IndexManifestDecoder;
import io.tablestore.format.IndexManifestEncoder;
import io.tablestore.format.ManifestEncoder;
import io.tablestore.format.ManifestFile;
import io.tablestore.format.ManifestListDecoder;
import io.tablestore.format.ManifestListEncoder;
import io.tablestore.format.Snapshot;
import io.tablestore.format.TableSchema;
import io.tablestore.format.TagDetails;
import io.tablestore.fs.RangeReader;
import io.tablestore.fs.StoreReader;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.scan.SnapshotRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The metadata files of one table: snapshots, tags, schemas, manifest lists, manifests. The border where a failed read
 * becomes an error that names the file.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
public final class TableFiles {

    private static final int MAX_JSON_BYTES = 64 << 20;
    private static final int MAX_MANIFEST_BYTES = 1 << 30;

    private final TableFileSystem fileSystem;
    private final TablePath root;
    private final ManifestCache cache;
    private final Map<Long, TableSchema> schemas = new ConcurrentHashMap<>();

    /** What stands before the directories of snapshots, schemas and tags; everything else of a branch is the table's. */
    private final String branchPrefix;

    /** Options that hold for one statement, in the place of those that schemas store. */
    private final Map<String, String> statementOptions;

    public TableFiles(TableFileSystem fileSystem, TablePath root) {
        this(fileSystem, root, ManifestCache.NONE);
    }

    public TableFiles(TableFileSystem fileSystem, TablePath root, ManifestCache cache) {
        this(fileSystem, root, cache, "", Map.of());
    }

    private TableFiles(
            TableFileSystem fileSystem,
            TablePath root,
            ManifestCache cache,
            String branchPrefix,
            Map<String, String> statementOptions) {
        this.fileSystem = fileSystem;
        this.root = root;
        this.cache = cache;
        this.branchPrefix = branchPrefix;
        this.statementOptions = Map.copyOf(statementOptions);
    }

    /** The same files, whose schemas have some options changed for one statement. No schema can be written through them. */
    public TableFiles withOptions(Map<String, String> options) {
        return new TableFiles(fileSystem, root, cache, branchPrefix, options);
    }

    /**
     * The files of a branch (format reference, 1.1 and 10.6); {@code main} is the table itself.
     *
     * @throws TableStoreException if there is no such branch; names those that are
     */
    public TableFiles branch(String name) {
        if (name.equals("main")) {
            return new TableFiles(fileSystem, root, cache, "", statementOptions);
        }
        List<String> names = branchNames();
        if (!names.contains(name)) {
            throw new TableStoreException("There is no branch '" + name + "' (there are: main"
                    + names.stream().map(other -> ", " + other).collect(Collectors.joining()) + ").");
        }
        return new TableFiles(fileSystem, root, cache, "branch/branch-" + name + "/", statementOptions);
    }

    /** Whether these are the files of the table itself. */
    public boolean isMain() {
        return branchPrefix.isEmpty();
    }

    /** The branches that are there, ascending, without {@code main}. */
    public List<String> branchNames() {
        List<String> names = new ArrayList<>();
        for (TableFileSystem.Entry entry : list("branch")) {
            if (entry.name().startsWith("branch-")) {
                names.add(entry.name().substring("branch-".length()));
            }
        }
        names.sort(null);
        return names;
    }

    ManifestCache cache() {
        return cache;
    }

    public TablePath root() {
        return root;
    }

    public TableFileSystem fileSystem() {
        return fileSystem;
    }

    /** The ids of the snapshots that are there, ascending. */
    public NavigableMap<Long, String> snapshotNames() {
        return numbered("snapshot", "snapshot-");
    }

    /** The ids of the schemas that are there, ascending. */
    public NavigableMap<Long, String> schemaNames() {
        return numbered("schema", "schema-");
    }

    /** The names of the tags that are there, ascending, each with its file. */
    public NavigableMap<String, String> tagNames() {
        NavigableMap<String, String> tags = new TreeMap<>();
        for (TableFileSystem.Entry entry : list(branchPrefix + "tag")) {
            if (entry.name().startsWith("tag-")) {
                tags.put(entry.name().substring("tag-".length()), entry.name());
            }
        }
        return tags;
    }

    /** The next snapshot that each consumer will read, by the consumer's name (format reference, 10.7). */
    public NavigableMap<String, Long> consumers() {
        NavigableMap<String, Long> positions = new TreeMap<>();
        for (TableFileSystem.Entry entry : list(branchPrefix + "consumer")) {
            if (entry.name().startsWith("consumer-")) {
                String file = branchPrefix + "consumer/" + entry.name();
                byte[] content = readIfPresent(file);
                if (content != null) {
                    positions.put(entry.name().substring("consumer-".length()), Snapshot.parseConsumer(file, content));
                }
            }
        }
        return positions;
    }

    /** When the first schema was written, milliseconds since the epoch: for a branch, when it was made; 0 if it has none. */
    public long firstSchemaMillis() {
        NavigableMap<Long, String> schemas = schemaNames();
        if (schemas.isEmpty()) {
            return 0;
        }
        String file = branchPrefix + "schema/" + schemas.firstEntry().getValue();
        try {
            TableFileSystem.Status status = fileSystem.status(path(file));
            return status == null ? 0 : status.modifiedMillis();
        } catch (IOException | RuntimeException failed) {
            throw StoreException.from(file, "its age cannot be read", failed);
        }
    }

    /** Names of the form {@code <prefix><digits>}; writers leave other files there (format reference, 1.1). */
    private NavigableMap<Long, String> numbered(String directory, String prefix) {
        NavigableMap<Long, String> numbered = new TreeMap<>();
        for (TableFileSystem.Entry entry : list(branchPrefix + directory)) {
            String digits = entry.name().startsWith(prefix) ? entry.name().substring(prefix.length()) : "";
            if (!digits.isEmpty() && digits.length() < 19 && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                numbered.put(Long.valueOf(digits), entry.name());
            }
        }
        return numbered;
    }

    /** @param directory relative to the table */
    public List<TableFileSystem.Entry> list(String directory) {
        try {
            return fileSystem.list(root.child(directory));
        } catch (IOException | RuntimeException failed) {
            throw StoreException.from(root + "/" + directory, "cannot be listed", failed);
        }
    }

    /** The newest snapshot, or null for a table without one (format reference, 3.2). */
    public @Nullable Snapshot latestSnapshot() {
        long hint = latestHint();
        if (hint > 0
                && !exists(branchPrefix + "snapshot/snapshot-" + (hint + 1))
                && exists(branchPrefix + "snapshot/snapshot-" + hint)) {
            return snapshot(hint);
        }
        NavigableMap<Long, String> ids = snapshotNames();
        return ids.isEmpty() ? null : snapshot(ids.lastKey());
    }

    /** The id in the hint file, or 0 where it is missing or holds something else: it is only a hint. */
    private long latestHint() {
        try {
            byte[] content = fileSystem.readAll(path(branchPrefix + "snapshot/LATEST"), 64);
            return Long.parseLong(new String(content, StandardCharsets.UTF_8).strip());
        } catch (IOException | NumberFormatException noHint) {
            return 0;
        }
    }

    /**
     * Whether a file is there.
     *
     * @param file relative to the table
     */
    public boolean exists(String file) {
        try {
            return fileSystem.exists(path(file));
        } catch (IOException | RuntimeException failed) {
            throw StoreException.from(file, "cannot be looked up", failed);
        }
    }

    /** @throws TableStoreException if there is no such snapshot; names those that are */
    public Snapshot snapshot(long id) {
        String file = snapshotFile(id);
        byte[] content = readIfPresent(file);
        if (content == null) {
            NavigableMap<Long, String> ids = snapshotNames();
            String present = ids.isEmpty() ? "none" : ids.firstKey() + " to " + ids.lastKey();
            throw new TableStoreException(file + ": there is no snapshot " + id + " (there are: " + present
                    + "). It may have been expired; choose another, or read the latest.");
        }
        return snapshotWithId(Snapshot.parse(file, content), id);
    }

    private static Snapshot snapshotWithId(Snapshot snapshot, long id) {
        if (snapshot.id() != id) {
            throw new CorruptFileException(snapshot.file(), "id", Long.toString(id), Long.toString(snapshot.id()));
        }
        return snapshot;
    }

    /** @throws TableStoreException if there is no such tag; names those that are */
    public Snapshot tag(String name) {
        Snapshot snapshot = tagIfPresent(name);
        if (snapshot == null) {
            throw new TableStoreException("There is no tag '" + name + "' (there are: "
                    + (tagNames().isEmpty()
                            ? "none"
                            : String.join(", ", tagNames().keySet())) + ").");
        }
        return snapshot;
    }

    /** Name of the tag that a snapshot was read from, or empty. */
    public String tagOf(Snapshot snapshot) {
        String prefix = branchPrefix + "tag/tag-";
        return snapshot.file().startsWith(prefix) ? snapshot.file().substring(prefix.length()) : "";
    }

    /** What the tag's file holds beside the snapshot. */
    public TagDetails tagDetails(String name) {
        String file = branchPrefix + "tag/tag-" + name;
        return TagDetails.parse(file, read(file, MAX_JSON_BYTES, null, "the listing of the tags"));
    }

    @Nullable
    Snapshot tagIfPresent(String name) {
        if (!tagNames().containsKey(name)) {
            return null;
        }
        String file = branchPrefix + "tag/tag-" + name;
        return Snapshot.parse(file, read(file, MAX_JSON_BYTES, null, "the listing of the tags"));
    }

    /** The newest snapshot with a commit time at or before {@code epochMillis}, or null if all are later. */
    public @Nullable Snapshot snapshotAtOrBefore(long epochMillis) {
        Long[] ids = snapshotNames().keySet().toArray(Long[]::new);
        Snapshot found = null;
        int low = 0;
        int high = ids.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Snapshot candidate = snapshot(ids[middle]);
            if (candidate.timeMillis() <= epochMillis) {
                found = candidate;
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return found;
    }

    /** @throws TableStoreException if all snapshots are later; names the oldest */
    public Snapshot snapshotAt(long epochMillis) {
        Snapshot found = snapshotAtOrBefore(epochMillis);
        if (found == null) {
            NavigableMap<Long, String> ids = snapshotNames();
            String oldest = ids.isEmpty()
                    ? "The table has no snapshot"
                    : "The oldest snapshot is of "
                            + Instant.ofEpochMilli(snapshot(ids.firstKey()).timeMillis());
            throw new TableStoreException(
                    "There is no snapshot at or before " + Instant.ofEpochMilli(epochMillis) + ". " + oldest + ".");
        }
        return found;
    }

    /** Resolves a reference; null only for the latest snapshot of a table that has none. */
    public @Nullable Snapshot resolve(SnapshotRef ref) {
        if (ref instanceof SnapshotRef.Id id) {
            return snapshot(id.id());
        }
        if (ref instanceof SnapshotRef.Pinned pinned) {
            return pinned.snapshotId() == 0
                    ? null
                    : pinned.tag().isEmpty() ? snapshot(pinned.snapshotId()) : tag(pinned.tag());
        }
        if (ref instanceof SnapshotRef.Tag tag) {
            return tag(tag.name());
        }
        if (ref instanceof SnapshotRef.Timestamp timestamp) {
            return snapshotAt(timestamp.epochMillis());
        }
        if (ref instanceof SnapshotRef.Version version) {
            Snapshot tagged = tagIfPresent(version.text());
            boolean digits = version.text().matches("\\d{1,18}");
            return tagged == null && digits
                    ? snapshot(Long.parseLong(version.text()))
                    : tagged == null ? tag(version.text()) : tagged;
        }
        return latestSnapshot();
    }

    /** The schema that rows of a snapshot are returned in: its own when travelling in time, otherwise the latest. */
    public TableSchema schemaFor(SnapshotRef ref, @Nullable Snapshot snapshot) {
        if (ref instanceof SnapshotRef.Pinned pinned) {
            return schema(pinned.schemaId());
        }
        return ref instanceof SnapshotRef.Latest || snapshot == null
                ? latestSchema()
                : schema(snapshot.schemaId(), snapshot::file);
    }

    public TableSchema latestSchema() {
        NavigableMap<Long, String> ids = schemaNames();
        if (ids.isEmpty()) {
            throw new TableStoreException(
                    root + " is not a table-store table: it has no schema/schema-<id> file. Give the"
                            + " table's own directory, or its name in a catalog; Flink creates tables.");
        }
        return schema(ids.lastKey());
    }

    public TableSchema schema(long id) {
        return schema(id, () -> "the table's metadata");
    }

    /** @param namedBy the file that names the schema; asked for only if reading it fails */
    public TableSchema schema(long id, Supplier<String> namedBy) {
        TableSchema known = schemas.get(id);
        if (known == null) {
            try {
                known = readSchema(id);
            } catch (TableStoreException failed) {
                throw failed.namedBy(namedBy);
            }
            schemas.put(id, known);
        }
        return known;
    }

    private TableSchema readSchema(long id) {
        String file = branchPrefix + "schema/schema-" + id;
        TableSchema schema = TableSchema.parse(file, read(file, MAX_JSON_BYTES, null, "the table's metadata"))
                .withOptions(statementOptions);
        if (schema.id() != id) {
            throw new CorruptFileException(file, "id", Long.toString(id), Long.toString(schema.id()));
        }
        return schema;
    }

    /**
     * Writes a schema file.
     *
     * @return whether this was done; false if another writer was there first
     */
    public boolean create(TableSchema schema) {
        if (!statementOptions.isEmpty()) {
            throw new IllegalStateException("a schema would store the options of a statement");
        }
        String file = branchPrefix + "schema/schema-" + schema.id();
        try {
            fileSystem.create(path(file), schema.toJson());
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        } catch (IOException failed) {
            throw new TableStoreException(file + ": cannot be written: " + failed.getMessage(), failed);
        }
    }

    /**
     * Checks that a schema can be altered without loss.
     *
     * @throws UnsupportedFormatException if its file has members that are not known here
     */
    public void checkKnown(TableSchema schema) {
        byte[] content = read(schema.file(), MAX_JSON_BYTES, null, "the table's metadata");
        checkKnown(schema.file(), TableSchema.unknownMembers(schema.file(), content));
    }

    /** The file of a snapshot, relative to the table. */
    public String snapshotFile(long id) {
        return branchPrefix + "snapshot/snapshot-" + id;
    }

    /** Whether there is a snapshot of that id. */
    public boolean hasSnapshot(long id) {
        return exists(snapshotFile(id));
    }

    /** The snapshot of that id, or null if it is not there. */
    public @Nullable Snapshot snapshotIfPresent(long id) {
        byte[] content = readIfPresent(snapshotFile(id));
        return content == null ? null : snapshotWithId(Snapshot.parse(snapshotFile(id), content), id);
    }

    /**
     * Makes a snapshot: of two who try with the same id only one succeeds.
     *
     * @throws FileAlreadyExistsException if there is one of that id already
     * @throws IOException if it is not known what happened
     */
    public void create(Snapshot snapshot) throws IOException {
        fileSystem.create(path(snapshot.file()), snapshot.toJson());
    }

    /**
     * Keeps a snapshot under a name, with all members of its file, also those that are not known here.
     *
     * @throws FileAlreadyExistsException if there is a tag of that name
     * @throws IOException if it is not known what happened
     */
    public void createTag(String name, Snapshot snapshot) throws IOException {
        String tag = tagFile(name);
        fileSystem.create(path(tag), read(snapshot.file(), MAX_JSON_BYTES, null, "the request"));
    }

    /**
     * Makes the snapshot of a tag a snapshot again, with all members of its file but those of the tag itself.
     *
     * @throws FileAlreadyExistsException if it is one
     * @throws IOException if it is not known what happened
     */
    public void createSnapshotOf(Snapshot tagged) throws IOException {
        byte[] content = read(tagged.file(), MAX_JSON_BYTES, null, "the listing of the tags");
        fileSystem.create(path(snapshotFile(tagged.id())), TagDetails.without(tagged.file(), content));
    }

    private String tagFile(String name) {
        return branchPrefix + "tag/" + FileNames.checkPlain("the request", "tag", "tag-" + name);
    }

    /** Forgets a tag; the files that only it needs stay. */
    public void deleteTag(String name) {
        delete(tagFile(name));
    }

    /** Forgets a snapshot; its files stay. */
    public void deleteSnapshot(long id) {
        delete(snapshotFile(id));
    }

    /** @param file relative to the table */
    public void delete(String file) {
        try {
            fileSystem.delete(path(file));
        } catch (IOException failed) {
            throw new TableStoreException(file + ": cannot be deleted: " + failed.getMessage(), failed);
        }
    }

    /** Tells readers where to look first. They do without, so a failure is none. */
    public void hintLatest(long id) {
        hint("LATEST", id);
    }

    /** As {@link #hintLatest}, of the oldest snapshot. */
    public void hintEarliest(long id) {
        hint("EARLIEST", id);
    }

    private void hint(String name, long id) {
        try {
            byte[] content = Long.toString(id).getBytes(StandardCharsets.UTF_8);
            fileSystem.overwrite(path(branchPrefix + "snapshot/" + name), content);
        } catch (IOException onlyAHint) {
            // Readers find a snapshot without it.
        }
    }

    /** @param unknownFields fields of its records that are not known here */
    record ManifestList(List<ManifestFile> manifests, List<String> unknownFields) {}

    /** @param expectedSize bytes by the snapshot, or null if it does not say */
    ManifestList manifestList(String name, @Nullable Long expectedSize, String namedBy) {
        String file = "manifest/" + FileNames.checkPlain(namedBy, "manifestList", name);
        byte[] content = read(file, MAX_MANIFEST_BYTES, expectedSize, namedBy);
        String origin = file + " (a manifest list of " + namedBy + ")";
        byte[] avro = ColumnarMetadata.asAvro(origin, content, ManifestListEncoder.schema());
        return new ManifestList(
                ManifestListDecoder.decode(origin, avro), ManifestListEncoder.unknownFields(origin, avro));
    }

    /** The content of a manifest as Avro, whatever format the file has. */
    public byte[] manifest(ListedManifest manifest) {
        byte[] content =
                read(manifest.path(), MAX_MANIFEST_BYTES, manifest.file().sizeInBytes(), manifest.namedBy());
        return ColumnarMetadata.asAvro(manifest.origin(), content, ManifestEncoder.schema());
    }

    /**
     * The hashes of the keys in a bucket.
     *
     * @param schema of the snapshot
     * @param snapshot whose index manifest the entry is of
     * @param entry of an index file of type {@code HASH}
     */
    public int[] hashIndex(TableSchema schema, Snapshot snapshot, IndexEntry entry) {
        String file = IndexPath.of(schema, entry);
        String namedBy = "manifest/" + snapshot.indexManifest() + " of " + snapshot.file();
        TablePath location = IndexPath.location(schema, root, file);
        try {
            return HashIndex.decode(file, read(location, file, MAX_MANIFEST_BYTES, entry.sizeInBytes(), namedBy));
        } catch (CorruptFileException damaged) {
            throw damaged.namedBy(() -> namedBy);
        }
    }

    /** What an ANALYZE found, or null if the snapshot refers to none. */
    public @Nullable AnalyzedStatistics analyzed(Snapshot snapshot) {
        if (snapshot.statistics() == null) {
            return null;
        }
        String file = "statistics/" + FileNames.checkPlain(snapshot.file(), "statistics", snapshot.statistics());
        try {
            return AnalyzedStatistics.parse(file, read(file, MAX_JSON_BYTES, null, snapshot.file()));
        } catch (CorruptFileException | UnsupportedFormatException failed) {
            throw failed.namedBy(snapshot::file);
        }
    }

    /** The index files of a snapshot. */
    public List<IndexEntry> indexEntries(Snapshot snapshot) {
        return snapshot.indexManifest() == null
                ? List.of()
                : IndexManifestDecoder.decode(
                        indexManifestOrigin(snapshot), indexManifest(snapshot, snapshot.indexManifest()));
    }

    /**
     * Checks that the list of a snapshot's index files can be written again without loss.
     *
     * @throws UnsupportedFormatException if it has fields that are not known here
     */
    public void checkIndexesKnown(Snapshot snapshot) {
        if (snapshot.indexManifest() != null) {
            String origin = indexManifestOrigin(snapshot);
            checkKnown(
                    origin,
                    IndexManifestEncoder.unknownFields(origin, indexManifest(snapshot, snapshot.indexManifest())));
        }
    }

    /** @throws UnsupportedFormatException if there are unknown fields, which writing a file again would drop */
    public static void checkKnown(String origin, List<String> unknownFields) {
        if (!unknownFields.isEmpty()) {
            throw new UnsupportedFormatException(
                    origin,
                    "writing it again with '" + String.join("', '", unknownFields)
                            + "', which this version does not know and would drop,",
                    "Use the writer that added this, or upgrade this one.");
        }
    }

    /** The index manifest of a snapshot and who names it, for messages. */
    public static String indexManifestOrigin(Snapshot snapshot) {
        return "manifest/" + snapshot.indexManifest() + " (the index manifest of " + snapshot.file() + ")";
    }

    private byte[] indexManifest(Snapshot snapshot, String name) {
        String file = "manifest/" + FileNames.checkPlain(snapshot.file(), "indexManifest", name);
        byte[] content = read(file, MAX_MANIFEST_BYTES, null, snapshot.file());
        return ColumnarMetadata.asAvro(indexManifestOrigin(snapshot), content, IndexManifestEncoder.schema());
    }

    private byte @Nullable [] readIfPresent(String file) {
        try {
            return read(file, MAX_JSON_BYTES, null, "the request");
        } catch (StoreException failed) {
            if (failed.reason() == StoreException.Reason.MISSING) {
                return null;
            }
            throw failed;
        }
    }

    /**
     * Opens a file of the table, which the caller closes.
     *
     * @param file relative to the table
     * @param namedBy what refers to the file; asked for only if the file is missing
     * @throws StoreException if the store fails, also later by the reader
     */
    public RangeReader open(String file, Supplier<String> namedBy) {
        return StoreReader.open(fileSystem, path(file), file, namedBy);
    }

    /**
     * @param file relative to the table
     * @param namedBy the file, or what else, that refers to it
     */
    private byte[] read(String file, int maxBytes, @Nullable Long expectedSize, String namedBy) {
        return read(path(file), file, maxBytes, expectedSize, namedBy);
    }

    private byte[] read(TablePath location, String file, int maxBytes, @Nullable Long expectedSize, String namedBy) {
        try (RangeReader reader = StoreReader.open(fileSystem, location, file, () -> namedBy)) {
            long size = reader.size();
            if (expectedSize != null && size != expectedSize) {
                throw new CorruptFileException(
                        file, "the file's length", expectedSize + " bytes by " + namedBy, size + " bytes");
            }
            if (size > maxBytes) {
                throw new UnsupportedFormatException(
                        file,
                        "a file of " + size + " bytes, which " + namedBy + " names,",
                        "Metadata files of up to " + maxBytes + " bytes are read.");
            }
            byte[] content = new byte[(int) size];
            reader.readFully(0, ByteBuffer.wrap(content));
            return content;
        } catch (IOException outside) {
            throw new IllegalStateException(file + " is read within its length", outside);
        }
    }

    private TablePath path(String file) {
        return new TablePath(root.location() + "/" + file);
    }
}
