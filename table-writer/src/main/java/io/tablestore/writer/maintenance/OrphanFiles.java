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
package io.tablestore.writer.maintenance;

import io.tablestore.catalog.Table;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.metadata.ListedManifest;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.options.LayoutOptions;
import io.tablestore.schema.TableSchema;
import io.tablestore.writer.internal.maintenance.UsedFiles;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds and deletes files that no snapshot, tag or branch refers to, such as those of failed writers. Existing files are listed
 * before used ones are determined, so that a file committed in between counts as used. A file must also be older
 * than any writer keeps files before it commits them, which a batch job may do for hours.
 */
public final class OrphanFiles {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanFiles.class);

    private static final List<String> METADATA = List.of("manifest", "index", "statistics");

    private final TableFiles files;
    private final TableSchema schema;
    private final UsedFiles used;

    public OrphanFiles(Table table) {
        this.files = StoredTable.of(table).files();
        this.schema = table.schema();
        this.used = new UsedFiles(files, schema);
    }

    /**
     * Finds orphans.
     *
     * @param olderThanMillis milliseconds since the epoch; files changed at or after this time are kept
     * @return their paths, relative to the table
     */
    public List<String> find(long olderThanMillis) {
        return List.copyOf(sizes(olderThanMillis).keySet());
    }

    /** The orphans with their sizes in bytes. */
    private Map<String, Long> sizes(long olderThanMillis) {
        Map<String, TableFileSystem.Entry> present = present();
        Set<String> names = usedNames();
        Map<String, Long> orphans = new LinkedHashMap<>();
        present.forEach((file, entry) -> {
            boolean isUsed = names.contains(entry.name()) && !entry.name().endsWith(".tmp");
            TableFileSystem.Status status = isUsed ? null : status(file, entry);
            if (status != null && status.modifiedMillis() < olderThanMillis) {
                orphans.put(file, status.sizeInBytes());
            }
        });
        return orphans;
    }

    /** Deletes orphans; returns their paths, relative to the table. */
    public List<String> delete(long olderThanMillis) {
        long start = System.nanoTime();
        Map<String, Long> orphans = sizes(olderThanMillis);
        files.deleteAll(orphans.keySet());
        LOG.info(
                "{}: deleted {} orphan files, {} bytes, {} ms.",
                files.root(),
                orphans.size(),
                orphans.values().stream().mapToLong(Long::longValue).sum(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        return List.copyOf(orphans.keySet());
    }

    /** What the listing said of a file; if it did not say, the store is asked. Null if the file is gone. */
    private TableFileSystem.@Nullable Status status(String file, TableFileSystem.Entry entry) {
        if (entry.sizeInBytes() != TableFileSystem.Entry.UNKNOWN_SIZE
                && entry.modifiedMillis() != TableFileSystem.Entry.UNKNOWN_TIME) {
            return new TableFileSystem.Status(entry.sizeInBytes(), entry.modifiedMillis());
        }
        try {
            return files.fileSystem().status(new TablePath(files.root().location() + "/" + file));
        } catch (IOException failed) {
            throw new TableStoreException(
                    file + ": The age of the file cannot be read: " + failed.getMessage()
                            + ". Try again, or look into the store's log.",
                    failed);
        }
    }

    /** All candidates by their paths: metadata files, data files in buckets, incomplete snapshots. */
    private Map<String, TableFileSystem.Entry> present() {
        Map<String, TableFileSystem.Entry> present = new LinkedHashMap<>();
        for (String directory : METADATA) {
            for (TableFileSystem.Entry entry : files.list(directory)) {
                if (!entry.isDirectory()) {
                    present.put(directory + "/" + entry.name(), entry);
                }
            }
        }
        for (String directory : List.of("snapshot", "schema", "tag")) {
            for (TableFileSystem.Entry entry : files.list(directory)) {
                if (!entry.isDirectory()
                        && entry.name().startsWith(".")
                        && entry.name().endsWith(".tmp")) {
                    present.put(directory + "/" + entry.name(), entry);
                }
            }
        }
        String data = schema.optionSet().get(LayoutOptions.DATA_FILE_DIRECTORY);
        addBuckets(data, schema.partitionKeys().size(), present);
        return present;
    }

    /** @param levels number of remaining partition directory levels */
    private void addBuckets(String directory, int levels, Map<String, TableFileSystem.Entry> present) {
        String prefix = directory.isEmpty() ? "" : directory + "/";
        for (TableFileSystem.Entry entry : files.list(directory)) {
            String below = prefix + entry.name();
            if (!entry.isDirectory()) {
                continue;
            }
            if (levels > 0 && entry.name().contains("=")) {
                addBuckets(below, levels - 1, present);
            } else if (levels == 0 && entry.name().startsWith("bucket-")) {
                for (TableFileSystem.Entry file : files.list(below)) {
                    if (!file.isDirectory()) {
                        present.put(below + "/" + file.name(), file);
                    }
                }
            }
        }
    }

    /** Names of all files in use; names are unique within a table. */
    private Set<String> usedNames() {
        Set<String> names = new HashSet<>();
        Set<String> read = new HashSet<>();
        for (Snapshot snapshot : used.keptBeside()) {
            add(snapshot, names, read);
        }
        for (Snapshot snapshot : UsedFiles.snapshots(files)) {
            try {
                add(snapshot, names, read);
            } catch (TableStoreException failed) {
                if (files.snapshots().contains(snapshot.id())) {
                    throw failed;
                }
                LOG.warn(
                        "{}: snapshot {} expired while orphan files were looked for; only the other snapshots"
                                + " are taken into" + " account.",
                        files.root(),
                        snapshot.id(),
                        failed);
            }
        }
        return names;
    }

    private void add(Snapshot snapshot, Set<String> names, Set<String> read) {
        for (String file : used.metadata(snapshot)) {
            names.add(file.substring(file.indexOf('/') + 1));
        }
        for (ListedManifest manifest : used.manifests(snapshot)) {
            if (read.add(manifest.path())) {
                for (ManifestEntry entry : used.entries(manifest)) {
                    names.addAll(UsedFiles.names(entry.file()));
                }
            }
        }
    }
}
