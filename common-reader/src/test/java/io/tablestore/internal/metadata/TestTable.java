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

import io.tablestore.TableStore;
import io.tablestore.catalog.Table;
import io.tablestore.fs.InMemoryFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.format.SchemaFile;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.FileKind;
import io.tablestore.internal.format.manifest.ManifestEncoder;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.format.manifest.ManifestFile;
import io.tablestore.internal.format.manifest.ManifestListEncoder;
import io.tablestore.internal.format.manifest.SimpleStats;
import io.tablestore.internal.format.row.BinaryRowWriter;
import io.tablestore.internal.schema.FirstSchema;
import io.tablestore.predicate.ValueOrder;
import io.tablestore.schema.TableDefinition;
import io.tablestore.schema.TableSchema;
import io.tablestore.schema.TypeText;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The metadata of a table in memory: schemas, manifests and snapshots, as the project's own encoders write them. */
public final class TestTable {

    public static final TablePath ROOT = new TablePath("/tables/t");

    public final InMemoryFileSystem fileSystem = new InMemoryFileSystem();

    private final List<ManifestFile> manifests = new ArrayList<>();
    private TableSchema schema;
    private long snapshotId;
    private long totalRows;
    private @Nullable String indexManifest;
    private @Nullable String statistics;

    private TestTable(TableSchema schema) {
        this.schema = schema;
        write("schema/schema-" + schema.id(), SchemaFile.write(schema));
    }

    /**
     * A new table.
     *
     * @param columns as {@code "k BIGINT, v STRING"}; types have no comma
     * @param partitionKeys separated by commas; empty if there are none
     * @param primaryKeys likewise
     * @param options of any writer; those that tables are not created with here are possible
     */
    public static TestTable of(String columns, String partitionKeys, String primaryKeys, Map<String, String> options) {
        TableDefinition definition =
                new TableDefinition(fields(columns), names(partitionKeys), names(primaryKeys), Map.of(), null);
        return new TestTable(FirstSchema.of(definition).withOptions(options));
    }

    /** Columns written as {@code "k BIGINT, v STRING"}. */
    public static List<DataField> fields(String columns) {
        List<DataField> fields = new ArrayList<>();
        for (String column : columns.split(", ")) {
            int blank = column.indexOf(' ');
            DataType type = TypeText.parse(column.substring(blank + 1));
            fields.add(new DataField(fields.size(), column.substring(0, blank), type));
        }
        return fields;
    }

    private static List<String> names(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(","));
    }

    public TableSchema schema() {
        return schema;
    }

    /** Writes a newer schema, which snapshots from now on have. */
    public void evolve(TableSchema newer) {
        schema = newer;
        write("schema/schema-" + newer.id(), SchemaFile.write(newer));
    }

    public TableFiles files() {
        return new TableFiles(fileSystem, ROOT);
    }

    public Table table() {
        return TableStore.openTable(fileSystem, ROOT);
    }

    /** Writes a file of the table, in the place of one that is there. */
    public void write(String file, byte[] content) {
        fileSystem.overwrite(new TablePath(ROOT.location() + "/" + file), content);
    }

    public void delete(String file) {
        fileSystem.delete(new TablePath(ROOT.location() + "/" + file));
    }

    /** A row of the partition columns. */
    public BinaryRow partition(@Nullable Object... values) {
        return row(schema.partitionFields(), values);
    }

    /** A row of the columns that data files are sorted by. */
    public BinaryRow key(@Nullable Object... values) {
        return row(schema.trimmedPrimaryKey(), values);
    }

    /** A row of values in the forms of {@link ValueOrder}. */
    public static BinaryRow row(List<DataField> fields, @Nullable Object... values) {
        return BinaryRowWriter.write(fields.stream().map(DataField::type).toList(), Arrays.asList(values));
    }

    /** Files that snapshots from now on name as their index manifest. */
    public void index(@Nullable String name, byte[] content) {
        indexManifest = name;
        write("manifest/" + name, content);
    }

    /** The file that snapshots from now on name as what an ANALYZE found. */
    public void analyzed(String name, String json) {
        statistics = name;
        write("statistics/" + name, json.getBytes(StandardCharsets.UTF_8));
    }

    public ManifestEntry add(BinaryRow partition, int bucket, TestFile file) {
        return entry(FileKind.ADD, partition, bucket, 4, file);
    }

    public ManifestEntry delete(BinaryRow partition, int bucket, TestFile file) {
        return entry(FileKind.DELETE, partition, bucket, 4, file);
    }

    public ManifestEntry entry(FileKind kind, BinaryRow partition, int bucket, int totalBuckets, TestFile file) {
        return new ManifestEntry(kind, partition, bucket, totalBuckets, file.build());
    }

    /** Commits a snapshot, at the time of 100 times its id, with one new manifest. */
    public Snapshot commit(ManifestEntry... entries) {
        return commitManifests(List.of(List.of(entries)));
    }

    /** Commits a snapshot with a new manifest for each list. */
    public Snapshot commitManifests(List<List<ManifestEntry>> newManifests) {
        List<ManifestFile> added = new ArrayList<>();
        for (List<ManifestEntry> entries : newManifests) {
            added.add(manifest("manifest-" + (manifests.size() + added.size()), entries));
            for (ManifestEntry entry : entries) {
                totalRows +=
                        (entry.kind() == FileKind.ADD ? 1 : -1) * entry.file().rowCount();
            }
        }
        return commitLists(List.copyOf(manifests), added, totalRows);
    }

    /** Commits a snapshot of manifests that have been written; later ones build on it. */
    public Snapshot commitLists(List<ManifestFile> base, List<ManifestFile> delta, @Nullable Long rows) {
        snapshotId++;
        byte[] baseList = ManifestListEncoder.encode(base);
        byte[] deltaList = ManifestListEncoder.encode(delta);
        write("manifest/base-" + snapshotId, baseList);
        write("manifest/delta-" + snapshotId, deltaList);
        Snapshot snapshot = new Snapshot(
                "snapshot/snapshot-" + snapshotId,
                Snapshot.NEWEST_VERSION,
                snapshotId,
                schema.id(),
                "base-" + snapshotId,
                (long) baseList.length,
                "delta-" + snapshotId,
                (long) deltaList.length,
                null,
                indexManifest,
                "test",
                snapshotId,
                "APPEND",
                100 * snapshotId,
                rows,
                null,
                null,
                null,
                statistics,
                null);
        write(snapshot.file(), snapshot.toJson());
        manifests.clear();
        manifests.addAll(base);
        manifests.addAll(delta);
        return snapshot;
    }

    /** Writes a manifest; what its list says of it is what is in it. */
    public ManifestFile manifest(String name, List<ManifestEntry> entries) {
        byte[] content = ManifestEncoder.encode(entries);
        write("manifest/" + name, content);
        long added =
                entries.stream().filter(entry -> entry.kind() == FileKind.ADD).count();
        return new ManifestFile(
                name,
                content.length,
                added,
                entries.size() - added,
                partitionStats(entries),
                schema.id(),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private SimpleStats partitionStats(List<ManifestEntry> entries) {
        List<DataField> fields = schema.partitionFields();
        @Nullable Object[] min = new Object[fields.size()];
        @Nullable Object[] max = new Object[fields.size()];
        long[] nulls = new long[fields.size()];
        for (ManifestEntry entry : entries) {
            for (int i = 0; i < fields.size(); i++) {
                Object value = entry.partition().value(i, fields.get(i).type());
                if (value == null) {
                    nulls[i]++;
                } else {
                    min[i] = min[i] == null || ValueOrder.compare(value, min[i]) < 0 ? value : min[i];
                    max[i] = max[i] == null || ValueOrder.compare(value, max[i]) > 0 ? value : max[i];
                }
            }
        }
        return new SimpleStats(row(fields, min), row(fields, max), nulls);
    }

    /** The content of a file of the table. */
    public byte[] read(String file) {
        try {
            return fileSystem.content(new TablePath(ROOT.location() + "/" + file));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
