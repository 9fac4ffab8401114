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
import io.tablestore.error.InvalidTableException;
import io.tablestore.error.TableStoreException;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.FileKind;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.metadata.ListedManifest;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.schema.TableSchema;
import io.tablestore.writer.internal.maintenance.Deletion;
import io.tablestore.writer.internal.maintenance.UsedFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rolls a table back to an older snapshot. Stop all writers of the table first. */
public final class Rollback {

    private static final Logger LOG = LoggerFactory.getLogger(Rollback.class);

    private final TableFiles files;
    private final TableSchema schema;
    private final UsedFiles used;

    public Rollback(Table table) {
        this.files = StoredTable.of(table).files();
        this.schema = table.schema();
        this.used = new UsedFiles(files, schema);
    }

    /** Drops all snapshots after this one, and their tags. */
    public void toSnapshot(long id) {
        rollBack(files.snapshots().get(id));
    }

    /** Drops all snapshots after that of a tag. An expired snapshot is restored from the tag. */
    public void toTag(String name) {
        Snapshot tagged = files.tags().get(name);
        if (!files.snapshots().contains(tagged.id())) {
            if (files.snapshots().ids().headMap(tagged.id()).size() > 0) {
                throw new InvalidTableException("Tag '" + name + "' is of snapshot " + tagged.id()
                        + ", which is missing between others; nothing is rolled back.");
            }
            recreate(tagged);
        }
        rollBack(tagged);
    }

    private void recreate(Snapshot tagged) {
        try {
            files.snapshots().createFromTag(tagged);
        } catch (FileAlreadyExistsException already) {
            return;
        } catch (IOException failed) {
            throw new TableStoreException(
                    files.snapshots().file(tagged.id()) + ": The file cannot be created: " + failed.getMessage()
                            + ". Check that this user may write there and that there is room, and try again.",
                    failed);
        }
    }

    /** Deletes the newest snapshot first, so that the remaining ones never have a gap. */
    private void rollBack(Snapshot target) {
        long start = System.nanoTime();
        List<Snapshot> dropped = new ArrayList<>();
        for (Long id : files.snapshots().ids().tailMap(target.id(), false).descendingKeySet()) {
            Snapshot snapshot = files.snapshots().find(id);
            if (snapshot != null) {
                dropped.add(snapshot);
            }
        }
        List<ManifestEntry> added = new ArrayList<>();
        Set<String> metadata = new HashSet<>();
        for (Snapshot snapshot : dropped) {
            for (ListedManifest manifest : used.manifests(snapshot)) {
                used.entries(manifest).stream()
                        .filter(entry -> entry.kind() == FileKind.ADD)
                        .forEach(added::add);
            }
            metadata.addAll(used.metadata(snapshot));
        }
        for (Map.Entry<String, String> tag : files.tags().names().entrySet()) {
            if (files.tags().get(tag.getKey()).id() > target.id()) {
                files.tags().delete(tag.getKey());
                LOG.info("{}: deleted tag {} of a snapshot that is rolled back.", files.root(), tag.getKey());
            }
        }
        files.snapshots().hintLatest(target.id());
        dropped.forEach(snapshot -> files.snapshots().delete(snapshot.id()));
        Deletion deletion = deleteUnused(added, metadata);
        LOG.info(
                "{}: rolled back to snapshot {}: {} snapshots and {} files deleted, {} bytes of data, {} ms.",
                files.root(),
                target.id(),
                dropped.size(),
                deletion.count(),
                deletion.dataBytes(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    private Deletion deleteUnused(List<ManifestEntry> added, Set<String> metadata) {
        Set<String> usedData = new HashSet<>();
        Set<String> usedMetadata = new HashSet<>();
        List<Snapshot> kept = new ArrayList<>(used.keptBeside());
        kept.addAll(UsedFiles.snapshots(files));
        for (Snapshot snapshot : kept) {
            usedData.addAll(used.dataFiles(snapshot, null));
            usedMetadata.addAll(used.metadata(snapshot));
        }
        Deletion deletion = new Deletion(files, schema);
        deletion.dataFiles(added, usedData);
        deletion.metadata(metadata, usedMetadata);
        return deletion;
    }
}
