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
package io.tablestore.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.arrow.VectorValues;
import io.tablestore.catalog.Table;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.SystemColumns;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.Digest;
import io.tablestore.internal.format.manifest.FileKind;
import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.format.row.BinaryRowWriter;
import io.tablestore.internal.metadata.BucketId;
import io.tablestore.internal.metadata.KeyOrder;
import io.tablestore.internal.metadata.ListedManifest;
import io.tablestore.internal.metadata.LiveFiles;
import io.tablestore.internal.planning.Sections;
import io.tablestore.internal.read.OrderedRows;
import io.tablestore.internal.read.ReturnedKeys;
import io.tablestore.internal.split.Section;
import io.tablestore.internal.split.SplitFile;
import io.tablestore.read.ArrowBatch;
import io.tablestore.schema.PartitionPath;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.RowKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;

/** What holds of every table, whoever wrote it: checked over its files, snapshot by snapshot. */
public final class TableInvariants {

    private final Table table;
    private final TableSchema schema;
    private final Set<String> checkedFiles = new HashSet<>();

    private TableInvariants(Table table) {
        this.table = table;
        this.schema = table.schema();
    }

    public static void check(Table table) throws Exception {
        new TableInvariants(table).check();
    }

    private void check() throws Exception {
        List<Long> ids =
                new ArrayList<>(StoredTable.of(table).files().snapshots().ids().keySet());
        for (int i = 1; i < ids.size(); i++) {
            assertThat(ids.get(i)).as("snapshot ids have no gap").isEqualTo(ids.get(i - 1) + 1);
        }
        for (Long id : ids) {
            check(StoredTable.of(table).files().snapshots().get(id));
        }
    }

    private void check(Snapshot snapshot) throws Exception {
        LiveFiles reader = new LiveFiles(StoredTable.of(table).files(), schema);
        Map<Digest, ManifestEntry> live = new LinkedHashMap<>();
        for (ListedManifest manifest : reader.manifests(snapshot)) {
            for (ManifestEntry entry : reader.entries(manifest)) {
                Digest identity = Digest.of(entry);
                if (entry.kind() == FileKind.ADD) {
                    assertThat(live.put(identity, entry))
                            .as("%s is added once in %s", entry.file().name(), snapshot.file())
                            .isNull();
                } else {
                    assertThat(live.remove(identity))
                            .as(
                                    "%s was there before it is deleted in %s",
                                    entry.file().name(), snapshot.file())
                            .isNotNull();
                }
            }
        }
        long rows = live.values().stream()
                .mapToLong(entry -> entry.file().rowCount())
                .sum();
        assertThat(snapshot.totalRecordCount())
                .as("rows of %s", snapshot.file())
                .isEqualTo(rows);
        long delta = 0;
        for (ListedManifest manifest :
                ListedManifest.delta(StoredTable.of(table).files(), snapshot)) {
            for (ManifestEntry entry : reader.entries(manifest)) {
                delta += (entry.kind() == FileKind.ADD ? 1 : -1) * entry.file().rowCount();
            }
        }
        assertThat(snapshot.deltaRecordCount())
                .as("new rows of %s", snapshot.file())
                .isEqualTo(delta);
        Map<BucketId, List<DataFile>> buckets = new HashMap<>();
        for (ManifestEntry entry : live.values()) {
            buckets.computeIfAbsent(new BucketId(entry.partition(), entry.bucket()), id -> new ArrayList<>())
                    .add(entry.file());
        }
        Map<BucketId, Set<Integer>> hashes = hashes(snapshot);
        for (Map.Entry<BucketId, List<DataFile>> bucket : buckets.entrySet()) {
            checkLevels(bucket.getValue());
            for (DataFile file : bucket.getValue()) {
                checkFile(bucket.getKey(), file, hashes.get(bucket.getKey()));
            }
        }
    }

    private Map<BucketId, Set<Integer>> hashes(Snapshot snapshot) {
        Map<BucketId, Set<Integer>> hashes = new HashMap<>();
        for (IndexEntry entry : StoredTable.of(table).files().contents().indexEntries(snapshot)) {
            if (entry.type().equals(IndexEntry.HASH)) {
                Set<Integer> known = new HashSet<>();
                for (int hash : StoredTable.of(table).files().contents().hashIndex(table.schema(), snapshot, entry)) {
                    known.add(hash);
                }
                assertThat(entry.rowCount()).isEqualTo(known.size());
                hashes.put(new BucketId(entry.partition(), entry.bucket()), known);
            }
        }
        return hashes;
    }

    private void checkLevels(List<DataFile> files) {
        if (!schema.hasPrimaryKey()) {
            return;
        }
        KeyOrder order = new KeyOrder(schema.trimmedPrimaryKey());
        Map<Integer, List<DataFile>> levels = new HashMap<>();
        files.forEach(file ->
                levels.computeIfAbsent(file.level(), level -> new ArrayList<>()).add(file));
        levels.remove(0);
        levels.forEach((level, ofLevel) -> {
            ofLevel.sort(Comparator.comparing(DataFile::minKey, order));
            for (int i = 1; i < ofLevel.size(); i++) {
                assertThat(order.compare(
                                ofLevel.get(i - 1).maxKey(), ofLevel.get(i).minKey()))
                        .as("files of level %d do not overlap", level)
                        .isNegative();
            }
        });
    }

    private void checkFile(BucketId id, DataFile file, Set<Integer> hashes) throws Exception {
        if (!checkedFiles.add(file.name())) {
            return;
        }
        String path = PartitionPath.bucketDirectory(schema, id.partition(), id.bucket()) + file.name();
        TableFileSystem.Status status = StoredTable.of(table)
                .files()
                .fileSystem()
                .status(new TablePath(table.location().location() + "/" + path));
        assertThat(status).as("%s is there", path).isNotNull();
        assertThat(status.sizeInBytes()).as("size of %s", path).isEqualTo(file.sizeInBytes());
        if (schema.hasPrimaryKey() && file.schemaId() == schema.id()) {
            checkRows(id, file, hashes, path);
        }
    }

    /** Reads the file alone, which fails if its keys are not ascending. */
    private void checkRows(BucketId id, DataFile file, Set<Integer> hashes, String path) {
        List<DataField> keys = schema.trimmedPrimaryKey();
        Section section = new Sections(new KeyOrder(keys))
                .of(List.of(SplitFile.whole(file)))
                .get(0);
        long rows = 0;
        long deletes = 0;
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        BinaryRow first = null;
        BinaryRow last = null;
        try (BufferAllocator allocator = ArrowMemory.newRoot(256L << 20);
                OrderedRows reader = new OrderedRows(
                        StoredTable.of(table).files(), schema, id, section, ReturnedKeys.ALL, allocator)) {
            for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                FieldVector sequences = batch.column(batch.fields().indexOf(SystemColumns.SEQUENCE))
                        .vector();
                FieldVector kinds =
                        batch.column(batch.fields().indexOf(SystemColumns.KIND)).vector();
                for (int row = 0; row < batch.rowCount(); row++) {
                    long sequence = sequences.getDataBuffer().getLong(8L * row);
                    min = Math.min(min, sequence);
                    max = Math.max(max, sequence);
                    deletes += RowKind.isRetract(kinds.getDataBuffer().getByte(row)) ? 1 : 0;
                    last = key(batch, keys, row);
                    first = first == null ? last : first;
                    if (hashes != null) {
                        assertThat(hashes).as("index of bucket %d", id.bucket()).contains(last.murmurHash());
                    }
                }
                rows += batch.rowCount();
            }
        }
        assertThat(rows).as("rows of %s", path).isEqualTo(file.rowCount());
        assertThat(deletes).as("deletes of %s", path).isEqualTo(file.deleteRowCount());
        assertThat(min).as("smallest sequence of %s", path).isEqualTo(file.minSequence());
        assertThat(max).as("largest sequence of %s", path).isEqualTo(file.maxSequence());
        assertThat(first).as("first key of %s", path).isEqualTo(file.minKey());
        assertThat(last).as("last key of %s", path).isEqualTo(file.maxKey());
    }

    private BinaryRow key(ArrowBatch batch, List<DataField> keys, int row) {
        List<DataType> types = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (DataField key : keys) {
            FieldVector vector = batch.column(schema.fields().indexOf(key)).vector();
            types.add(key.type());
            values.add(VectorValues.value(vector, row, (DataType.Atomic) key.type()));
        }
        return BinaryRowWriter.write(types, values);
    }
}
