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

import io.tablestore.error.StoreException;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.RangeReader;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.fs.StoreReader;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.schema.TableSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The metadata files of one table or branch: gives access to its snapshots, tags and schemas, and to what snapshots refer to.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
public final class TableFiles {

    private static final long KEPT_BYTES = 16 << 20;

    private final TableDirectory directory;
    private final ManifestCache cache;
    private final SnapshotFiles snapshots;
    private final TagFiles tags;
    private final SchemaFiles schemas;
    private final SnapshotContents contents;

    /** The snapshot that was pinned last. */
    private volatile @Nullable Snapshot pinned;

    public TableFiles(TableFileSystem fileSystem, TablePath root) {
        this(fileSystem, root, ManifestCache.NONE);
    }

    public TableFiles(TableFileSystem fileSystem, TablePath root, ManifestCache cache) {
        this(new TableDirectory(fileSystem, root, ""), cache, Map.of());
    }

    private TableFiles(TableDirectory directory, ManifestCache cache, Map<String, String> statementOptions) {
        this(directory, cache, new SchemaFiles(directory, statementOptions), new SnapshotContents(directory));
    }

    private TableFiles(TableDirectory directory, ManifestCache cache, SchemaFiles schemas, SnapshotContents contents) {
        this.directory = directory;
        this.cache = cache;
        this.snapshots = new SnapshotFiles(directory);
        this.tags = new TagFiles(directory);
        this.schemas = schemas;
        this.contents = contents;
    }

    /** The same files with some options changed for one statement. No schema can be written through them. */
    public TableFiles withOptions(Map<String, String> options) {
        return new TableFiles(directory, cache, options);
    }

    /** The schemas and the pinned snapshot that were read, for {@link #withKnown}. */
    public byte[] known() {
        return KnownFiles.of(schemas.contents(), pinned).serialize();
    }

    /**
     * The same files, of which {@link #known} has read some already.
     *
     * @throws TableStoreException if the bytes are damaged or of another version
     */
    public TableFiles withKnown(byte[] known) {
        KnownFiles files = KnownFiles.deserialize(known);
        TableFiles same = new TableFiles(directory, cache, schemas.statementOptions());
        files.schemas().forEach(same.schemas::know);
        same.pinned = files.pinned();
        return same;
    }

    /** The same files with another cache. */
    public TableFiles withCache(ManifestCache other) {
        TableFiles same = new TableFiles(directory, other, schemas, contents);
        same.pinned = pinned;
        return same;
    }

    /** The same files, whose directory of schemas was listed just now. */
    public TableFiles listed(List<TableFileSystem.Entry> ofSchemas) {
        TableFiles same = new TableFiles(directory, cache, schemas.statementOptions());
        same.schemas.listed(ofSchemas);
        return same;
    }

    /**
     * The same files for one who reads the manifests of several snapshots, which have most of them in common: those that were
     * read are kept.
     */
    public TableFiles keepingManifests() {
        if (contents.keepsLists()) {
            return this;
        }
        ManifestCache kept = cache == ManifestCache.NONE ? new ManifestCache(KEPT_BYTES) : cache;
        return new TableFiles(directory, kept, schemas, SnapshotContents.keepingLists(directory));
    }

    /**
     * The files of a branch (format reference, 1.1 and 10.6); {@code main} is the table itself.
     *
     * @throws TableStoreException naming the existing branches, if this one does not exist
     */
    public TableFiles branch(String name) {
        if (name.equals("main")) {
            return onBranch("");
        }
        List<String> names = branchNames();
        if (!names.contains(name)) {
            throw new TableStoreException("There is no branch '" + name + "' (there are: main"
                    + names.stream().map(other -> ", " + other).collect(Collectors.joining()) + ").");
        }
        return onBranch("branch/branch-" + name + "/");
    }

    private TableFiles onBranch(String prefix) {
        return new TableFiles(directory.branch(prefix), cache, schemas.statementOptions());
    }

    /** Whether these files belong to the table itself. */
    public boolean isMain() {
        return directory.isMain();
    }

    /** The existing branches, ascending, without {@code main}. */
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

    public SnapshotFiles snapshots() {
        return snapshots;
    }

    public TagFiles tags() {
        return tags;
    }

    public SchemaFiles schemas() {
        return schemas;
    }

    public SnapshotContents contents() {
        return contents;
    }

    ManifestCache cache() {
        return cache;
    }

    public TablePath root() {
        return directory.root();
    }

    public TableFileSystem fileSystem() {
        return directory.fileSystem();
    }

    /** Resolves a reference; null only for the latest snapshot of a table that has none. */
    public @Nullable Snapshot resolve(SnapshotRef ref) {
        if (ref instanceof SnapshotRef.Id id) {
            return snapshots.get(id.id());
        }
        if (ref instanceof SnapshotRef.Pinned wanted) {
            return wanted.snapshotId() == 0 ? null : pinned(wanted);
        }
        if (ref instanceof SnapshotRef.Tag tag) {
            return tags.get(tag.name());
        }
        if (ref instanceof SnapshotRef.Timestamp timestamp) {
            return snapshots.at(timestamp.epochMillis());
        }
        if (ref instanceof SnapshotRef.Version version) {
            Snapshot tagged = tags.find(version.text());
            boolean digits = version.text().matches("\\d{1,18}");
            return tagged == null && digits
                    ? snapshots.get(Long.parseLong(version.text()))
                    : tagged == null ? tags.get(version.text()) : tagged;
        }
        return snapshots.latest();
    }

    /** A statement that has pinned a snapshot sees it as it was then. */
    private Snapshot pinned(SnapshotRef.Pinned wanted) {
        Snapshot known = pinned;
        if (known == null
                || known.id() != wanted.snapshotId()
                || !tags.nameOf(known).equals(wanted.tag())) {
            known = wanted.tag().isEmpty() ? snapshots.get(wanted.snapshotId()) : tags.get(wanted.tag());
            pinned = known;
        }
        return known;
    }

    /** Keeps a snapshot for those who will ask for it by {@link SnapshotRef.Pinned}. */
    public void keepPinned(@Nullable Snapshot snapshot) {
        pinned = snapshot;
    }

    /** The schema of the rows that a read of a snapshot returns: the snapshot's own for time travel, otherwise the latest. */
    public TableSchema schemaFor(SnapshotRef ref, @Nullable Snapshot snapshot) {
        if (ref instanceof SnapshotRef.Pinned pinned) {
            return schemas.get(pinned.schemaId());
        }
        return ref instanceof SnapshotRef.Latest || snapshot == null
                ? schemas.latest()
                : schemas.get(snapshot.schemaId(), snapshot::file);
    }

    /** @param path of a directory, relative to the table */
    public List<TableFileSystem.Entry> list(String path) {
        return directory.list(path);
    }

    /**
     * Whether a file exists.
     *
     * @param file relative to the table
     */
    public boolean exists(String file) {
        return directory.exists(file);
    }

    /** @param file relative to the table */
    public void delete(String file) {
        directory.delete(file);
    }

    /**
     * Deletes files, in their order unless they are in an object store.
     *
     * @param paths relative to the table
     */
    public void deleteAll(Collection<String> paths) {
        directory.deleteAll(paths);
    }

    /**
     * Opens a file of the table, which the caller closes.
     *
     * @param file relative to the table
     * @param namedBy returns what refers to the file; called only if the file is missing
     * @throws StoreException if the store fails, now or in a later read
     */
    public RangeReader open(String file, Supplier<String> namedBy) {
        return StoreReader.open(fileSystem(), directory.path(file), file, namedBy);
    }
}
