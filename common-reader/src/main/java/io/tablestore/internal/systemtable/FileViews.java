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
package io.tablestore.internal.systemtable;

import io.tablestore.catalog.SystemTable;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.format.manifest.ManifestFile;
import io.tablestore.internal.metadata.ListedManifest;
import io.tablestore.internal.metadata.LiveFiles;
import io.tablestore.internal.metadata.ManifestReplay;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.internal.planning.StatisticsPruner;
import io.tablestore.internal.predicate.ColumnStatistics;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.schema.PartitionPath;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The system tables that list the files of a snapshot, and sums over them. */
final class FileViews {

    private final TableFiles files;
    private final TableSchema schema;
    private final @Nullable Snapshot snapshot;
    private final List<DataField> keyFields;
    private final StatisticsPruner statistics;
    private final Map<BinaryRow, String> partitions = new LinkedHashMap<>();

    /** @param ref the state to show */
    FileViews(TableFiles files, SnapshotRef ref) {
        this.files = files;
        this.snapshot = files.resolve(ref);
        this.schema = files.schemaFor(ref, snapshot);
        this.keyFields = schema.trimmedPrimaryKey();
        this.statistics = new StatisticsPruner(files.schemas()::get);
    }

    private List<ManifestEntry> live() {
        return snapshot == null ? List.of() : new LiveFiles(files, schema).of(snapshot, null);
    }

    /** The files that have a bucket. Readers ignore the others, which wait for one. */
    private List<ManifestEntry> readable() {
        return live().stream()
                .filter(entry -> entry.bucket() != ManifestReplay.POSTPONED)
                .toList();
    }

    private String partition(BinaryRow partition) {
        return partitions.computeIfAbsent(partition, row -> ViewText.partition(schema.partitionFields(), row));
    }

    /** The last three columns predate Paimon's columns in this table; they will be removed in the next release. */
    SystemTable files() {
        ViewRows rows = new ViewRows(
                "partition STRING",
                "bucket INT NOT NULL",
                "file_path STRING NOT NULL",
                "file_format STRING NOT NULL",
                "schema_id BIGINT NOT NULL",
                "level INT NOT NULL",
                "record_count BIGINT NOT NULL",
                "file_size_in_bytes BIGINT NOT NULL",
                "min_key STRING",
                "max_key STRING",
                "null_value_counts STRING NOT NULL",
                "min_value_stats STRING NOT NULL",
                "max_value_stats STRING NOT NULL",
                "min_sequence_number BIGINT",
                "max_sequence_number BIGINT",
                "creation_time WALL_CLOCK",
                "deleteRowCount BIGINT",
                "file_source STRING",
                "first_row_id BIGINT",
                "write_cols STRING",
                "file_name STRING NOT NULL",
                "delete_row_count BIGINT",
                "file_size BIGINT NOT NULL");
        for (ManifestEntry entry : readable()) {
            DataFile file = entry.file();
            Bounds bounds = bounds(file);
            Long deletes = file.deleteRowCount() < 0 ? null : (Long) file.deleteRowCount();
            rows.add(
                    partition(entry.partition()),
                    (long) entry.bucket(),
                    path(entry),
                    format(file),
                    file.schemaId(),
                    (long) file.level(),
                    file.rowCount(),
                    file.sizeInBytes(),
                    key(file.minKey()),
                    key(file.maxKey()),
                    bounds.nullCounts.toString(),
                    bounds.minima.toString(),
                    bounds.maxima.toString(),
                    file.minSequence(),
                    file.maxSequence(),
                    ViewRows.time(file.creationMillis()),
                    deletes,
                    source(file),
                    file.firstRowId(),
                    file.writeColumns() == null ? null : file.writeColumns().toString(),
                    file.name(),
                    deletes,
                    file.sizeInBytes());
        }
        return rows.finish();
    }

    SystemTable fileKeyRanges() {
        ViewRows rows = new ViewRows(
                "partition STRING",
                "bucket INT NOT NULL",
                "file_path STRING NOT NULL",
                "file_format STRING NOT NULL",
                "schema_id BIGINT NOT NULL",
                "level INT NOT NULL",
                "record_count BIGINT NOT NULL",
                "file_size_in_bytes BIGINT NOT NULL",
                "min_key STRING",
                "max_key STRING",
                "first_row_id BIGINT");
        for (ManifestEntry entry : readable()) {
            DataFile file = entry.file();
            rows.add(
                    partition(entry.partition()),
                    (long) entry.bucket(),
                    path(entry),
                    format(file),
                    file.schemaId(),
                    (long) file.level(),
                    file.rowCount(),
                    file.sizeInBytes(),
                    key(file.minKey()),
                    key(file.maxKey()),
                    file.firstRowId());
        }
        return rows.finish();
    }

    private String path(ManifestEntry entry) {
        String external = entry.file().externalPath();
        return external != null
                ? external
                : files.root().location() + "/"
                        + PartitionPath.bucketDirectory(schema, entry.partition(), entry.bucket())
                        + entry.file().name();
    }

    private static String format(DataFile file) {
        return file.name().substring(file.name().lastIndexOf('.') + 1);
    }

    private static @Nullable String source(DataFile file) {
        Integer source = file.source();
        return source == null ? null : source == DataFile.APPENDED ? "APPEND" : "COMPACT";
    }

    private @Nullable String key(BinaryRow key) {
        return keyFields.isEmpty() || key.arity() == 0 ? null : ViewText.key(keyFields, key);
    }

    /** The manifest's statistics of a file's values, as text by column name. */
    private record Bounds(Map<String, String> nullCounts, Map<String, String> minima, Map<String, String> maxima) {}

    private Bounds bounds(DataFile file) {
        Bounds bounds = new Bounds(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        for (DataField field : schema.fields()) {
            ColumnStatistics known = statistics.statistics(field, file);
            bounds.nullCounts.put(field.name(), known.nullCount() < 0 ? "null" : Long.toString(known.nullCount()));
            bounds.minima.put(field.name(), stored(field, known.min()));
            bounds.maxima.put(field.name(), stored(field, known.max()));
        }
        return bounds;
    }

    private static String stored(DataField field, @Nullable Object value) {
        return value == null ? "null" : PartitionPath.legacyText(field.type(), value);
    }

    SystemTable manifests() {
        ViewRows rows = new ViewRows(
                "file_name STRING NOT NULL",
                "file_size BIGINT NOT NULL",
                "num_added_files BIGINT NOT NULL",
                "num_deleted_files BIGINT NOT NULL",
                "schema_id BIGINT NOT NULL",
                "min_partition_stats STRING",
                "max_partition_stats STRING",
                "min_row_id BIGINT",
                "max_row_id BIGINT");
        List<ListedManifest> manifests = snapshot == null ? List.of() : ListedManifest.of(files, snapshot);
        for (ListedManifest listed : manifests) {
            ManifestFile manifest = listed.file();
            rows.add(
                    manifest.name(),
                    manifest.sizeInBytes(),
                    manifest.addedFiles(),
                    manifest.deletedFiles(),
                    manifest.schemaId(),
                    partition(manifest.partitionStats().min()),
                    partition(manifest.partitionStats().max()),
                    manifest.minRowId(),
                    manifest.maxRowId());
        }
        return rows.finish();
    }

    /** The last column predates Paimon's columns in this table; it will be removed in the next release. */
    SystemTable partitions() {
        PartitionPath paths = new PartitionPath(schema.partitionFields(), schema.optionSet());
        ViewRows rows = new ViewRows(
                "partition STRING",
                "record_count BIGINT NOT NULL",
                "file_size_in_bytes BIGINT NOT NULL",
                "file_count BIGINT NOT NULL",
                "last_update_time WALL_CLOCK",
                "created_at INSTANT",
                "created_by STRING",
                "updated_by STRING",
                "options STRING",
                "file_size BIGINT NOT NULL");
        sums(readable(), entry -> List.of(paths.unescaped(entry.partition())))
                .forEach((group, sum) -> rows.add(
                        group.get(0),
                        sum.rows,
                        sum.bytes,
                        sum.files,
                        ViewRows.time(sum.newestMillis),
                        null,
                        null,
                        null,
                        null,
                        sum.bytes));
        return rows.finish();
    }

    /** The last column predates Paimon's columns in this table; it will be removed in the next release. */
    SystemTable buckets() {
        ViewRows rows = new ViewRows(
                "partition STRING",
                "bucket INT NOT NULL",
                "record_count BIGINT NOT NULL",
                "file_size_in_bytes BIGINT NOT NULL",
                "file_count BIGINT NOT NULL",
                "last_update_time WALL_CLOCK",
                "file_size BIGINT NOT NULL");
        sums(live(), entry -> List.of(partition(entry.partition()), (long) entry.bucket()))
                .forEach((group, sum) -> rows.add(
                        group.get(0),
                        group.get(1),
                        sum.rows,
                        sum.bytes,
                        sum.files,
                        ViewRows.time(sum.newestMillis),
                        sum.bytes));
        return rows.finish();
    }

    /** Sums over some files. */
    private static final class Sum {
        private long rows;
        private long bytes;
        private long files;
        private long newestMillis;
    }

    private static Map<List<Object>, Sum> sums(
            List<ManifestEntry> entries, Function<ManifestEntry, List<Object>> group) {
        Map<List<Object>, Sum> sums = new LinkedHashMap<>();
        for (ManifestEntry entry : entries) {
            Sum sum = sums.computeIfAbsent(group.apply(entry), ignored -> new Sum());
            sum.rows += entry.file().rowCount();
            sum.bytes += entry.file().sizeInBytes();
            sum.files++;
            sum.newestMillis = Math.max(sum.newestMillis, entry.file().creationMillis());
        }
        return sums;
    }

    /** The directories of the partitions that have rows, ascending. */
    List<String> partitionPaths() {
        PartitionPath paths = new PartitionPath(schema.partitionFields(), schema.optionSet());
        return readable().stream()
                .map(ManifestEntry::partition)
                .distinct()
                .map(paths::of)
                .sorted()
                .toList();
    }

    /** {@code dv_ranges} holds {@code {file, offset, length, cardinality}} of each deletion vector as text. */
    SystemTable tableIndexes() {
        ViewRows rows = new ViewRows(
                "partition STRING",
                "bucket INT NOT NULL",
                "index_type STRING NOT NULL",
                "file_name STRING NOT NULL",
                "file_size BIGINT NOT NULL",
                "row_count BIGINT NOT NULL",
                "dv_ranges STRING");
        List<IndexEntry> entries =
                snapshot == null ? List.of() : files.contents().indexEntries(snapshot);
        for (IndexEntry entry : entries) {
            List<String> vectors = new ArrayList<>();
            entry.vectors()
                    .forEach((file, at) -> vectors.add(String.format(
                            Locale.ROOT, "{%s, %d, %d, %d}", file, at.offset(), at.length(), at.cardinality())));
            rows.add(
                    partition(entry.partition()),
                    (long) entry.bucket(),
                    entry.type(),
                    entry.fileName(),
                    entry.sizeInBytes(),
                    entry.rowCount(),
                    entry.type().equals(IndexEntry.DELETION_VECTORS) ? vectors.toString() : null);
        }
        return rows.finish();
    }
}
