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
import io.tablestore.fs.UnknownOutcomeException;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.metadata.LiveFiles;
import io.tablestore.internal.metadata.SnapshotFiles;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.schema.TableSchema;
import io.tablestore.writer.internal.maintenance.Deletion;
import io.tablestore.writer.internal.maintenance.UsedFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates and deletes tags: names for snapshots, which retain them after expiry (format reference, 10.5). */
public final class Tags {

    private static final Logger LOG = LoggerFactory.getLogger(Tags.class);

    /** Options for features of new tags that are not supported. */
    private static final List<String> PROMISES = List.of("tag.default-time-retained", "tag.callbacks");

    private final TableFiles files;
    private final TableSchema schema;

    public Tags(Table table) {
        this.files = StoredTable.of(table).files().keepingManifests();
        this.schema = table.schema();
    }

    /**
     * Tags a snapshot.
     *
     * @param snapshotId null for the newest
     * @throws InvalidTableException if the name is taken or invalid, if there is no such snapshot, or if the table's options
     *     require tags to expire or to be reported
     */
    public void create(String name, @Nullable Long snapshotId) {
        for (String key : PROMISES) {
            String value = schema.options().get(key);
            if (value != null && !value.isEmpty()) {
                throw new InvalidTableException("Tag '" + name + "' is not created: option '" + key + "' = '" + value
                        + "' of the table asks for something that this release does not do when it creates a"
                        + " tag. Create it with Apache Paimon, or remove the option from the table.");
            }
        }
        if (name.isBlank() || name.chars().allMatch(Character::isDigit)) {
            throw new InvalidTableException("'" + name
                    + "' cannot name a tag: a name must not be blank, nor a number, which would name a" + " snapshot.");
        }
        if (name.chars().anyMatch(c -> c == '/' || c == '\\' || c == ':' || Character.isISOControl(c))) {
            throw new InvalidTableException("'" + name
                    + "' cannot name a tag: it becomes the name of a file, so it must not have a slash, a colon"
                    + " or a control character.");
        }
        SnapshotFiles.Stored snapshot = snapshotId == null
                ? files.snapshots().latestStored()
                : files.snapshots().stored(snapshotId);
        if (snapshot == null) {
            throw new InvalidTableException(
                    files.root() + " has no snapshot that could be tagged. Commit something first.");
        }
        try {
            files.tags().create(name, snapshot);
            LOG.info(
                    "{}: created tag {} of snapshot {}.",
                    files.root(),
                    name,
                    snapshot.snapshot().id());
        } catch (FileAlreadyExistsException taken) {
            throw new InvalidTableException("There is a tag '" + name + "' already, of snapshot "
                    + files.tags().get(name).id() + ".");
        } catch (UnknownOutcomeException unknown) {
            throw new TableStoreException(
                    "It is not known whether the tag '" + name + "' was created, and it may still appear: "
                            + unknown.getMessage() + ". Look at the tags before it is created again.",
                    unknown);
        } catch (IOException failed) {
            throw new TableStoreException(
                    "Tag '" + name + "' cannot be created: " + failed.getMessage()
                            + ". Check that this user may write there and that there is room, and try again.",
                    failed);
        }
    }

    /** Deletes a tag, and the files that only it retained. */
    public void delete(String name) {
        long start = System.nanoTime();
        Snapshot tagged = files.tags().get(name);
        UsedFiles used = new UsedFiles(files, schema);
        List<ManifestEntry> entries = new LiveFiles(files, schema).of(tagged, null);
        Set<String> metadata = used.metadata(tagged);
        files.tags().delete(name);
        List<Snapshot> kept = new ArrayList<>(used.keptBeside());
        kept.addAll(UsedFiles.snapshots(files));
        if (kept.stream()
                .anyMatch(snapshot -> snapshot.id() == tagged.id()
                        && snapshot.deltaManifestList().equals(tagged.deltaManifestList()))) {
            LOG.info("{}: deleted tag {} of snapshot {}, which stays.", files.root(), name, tagged.id());
            return;
        }
        Set<String> usedData = new HashSet<>();
        Set<String> usedMetadata = new HashSet<>();
        for (Snapshot snapshot : kept) {
            usedData.addAll(used.dataFiles(snapshot, null));
            usedMetadata.addAll(used.metadata(snapshot));
        }
        Deletion deletion = new Deletion(files, schema);
        deletion.dataFiles(entries, usedData);
        deletion.metadata(metadata, usedMetadata);
        LOG.info(
                "{}: deleted tag {} of snapshot {}; {} files deleted, {} bytes of data, {} ms.",
                files.root(),
                name,
                tagged.id(),
                deletion.count(),
                deletion.dataBytes(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }
}
