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
package io.tablestore.scan;

import io.tablestore.error.TableStoreException;
import io.tablestore.format.BinaryRow;
import io.tablestore.format.DataFile;
import io.tablestore.format.ManifestFile;
import io.tablestore.format.PartitionPath;
import io.tablestore.format.Snapshot;
import io.tablestore.format.TableSchema;
import io.tablestore.merge.aggregate.FunctionOptions;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import io.tablestore.types.TypeRoot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The system tables, by name. Used by the command line's {@code inspect} and by the engines. */
public enum SystemTables {
    SNAPSHOTS {
        @Override
        public SystemTable of(TableFiles files) {
            Rows rows = snapshotRows();
            for (long id : files.snapshotNames().keySet()) {
                addSnapshot(rows, null, files.snapshot(id));
            }
            return rows.finish();
        }
    },
    TAGS {
        @Override
        public SystemTable of(TableFiles files) {
            Rows rows = snapshotRows("tag_name STRING");
            for (String tag : files.tagNames().keySet()) {
                addSnapshot(rows, tag, files.tag(tag));
            }
            return rows.finish();
        }
    },
    BRANCHES {
        @Override
        public SystemTable of(TableFiles files) {
            Rows rows = new Rows("branch_name STRING", "latest_snapshot_id BIGINT", "schema_id BIGINT");
            for (String name : files.branchNames()) {
                TableFiles branch = files.branch(name);
                Snapshot latest = branch.latestSnapshot();
                rows.add(
                        name,
                        latest == null ? null : latest.id(),
                        branch.latestSchema().id());
            }
            return rows.finish();
        }
    },
    AGGREGATION_FIELDS {
        @Override
        public SystemTable of(TableFiles files) {
            Rows rows = new Rows(
                    "field_name STRING",
                    "field_type STRING",
                    "function STRING",
                    "function_options STRING",
                    "comment STRING");
            TableSchema schema = files.latestSchema();
            for (DataField field : schema.fields()) {
                FunctionOptions options = new FunctionOptions(schema.optionSet(), field.name());
                rows.add(
                        field.name(),
                        field.type().toString(),
                        schema.trimmedPrimaryKey().contains(field) ? "primary-key" : options.function(""),
                        options.toString(),
                        field.description());
            }
            return rows.finish();
        }
    },
    SCHEMAS {
        @Override
        public SystemTable of(TableFiles files) {
            Rows rows = new Rows(
                    "schema_id BIGINT",
                    "fields STRING",
                    "partition_keys STRING",
                    "primary_keys STRING",
                    "comment STRING",
                    "update_time TIMESTAMP");
            for (long id : files.schemaNames().keySet()) {
                TableSchema schema = files.schema(id);
                String fields = schema.fields().stream()
                        .map(field -> field.name() + " " + field.type())
                        .collect(Collectors.joining(", "));
                rows.add(
                        schema.id(),
                        fields,
                        String.join(", ", schema.partitionKeys()),
                        String.join(", ", schema.primaryKeys()),
                        schema.comment(),
                        new TimestampValue(schema.timeMillis(), 0));
            }
            return rows.finish();
        }
    },
    OPTIONS {
        @Override
        public SystemTable of(TableFiles files) {
            Rows rows = new Rows("key STRING", "value STRING");
            new TreeMap<>(files.latestSchema().options()).forEach(rows::add);
            return rows.finish();
        }
    },
    MANIFESTS {
        @Override
        public SystemTable of(TableFiles files) {
            Rows rows = new Rows(
                    "file_name STRING",
                    "file_size BIGINT",
                    "num_added_files BIGINT",
                    "num_deleted_files BIGINT",
                    "schema_id BIGINT");
            Snapshot snapshot = files.latestSnapshot();
            if (snapshot != null) {
                for (ManifestFile manifest : ScanPlanner.manifests(files, snapshot)) {
                    rows.add(
                            manifest.name(),
                            manifest.sizeInBytes(),
                            manifest.addedFiles(),
                            manifest.deletedFiles(),
                            manifest.schemaId());
                }
            }
            return rows.finish();
        }
    },
    FILES {
        @Override
        public SystemTable of(TableFiles files) {
            Rows rows = new Rows(
                    "partition STRING",
                    "bucket INT",
                    "file_name STRING",
                    "level INT",
                    "record_count BIGINT",
                    "delete_row_count BIGINT",
                    "file_size BIGINT",
                    "min_sequence_number BIGINT",
                    "max_sequence_number BIGINT",
                    "schema_id BIGINT",
                    "creation_time TIMESTAMP");
            for (LiveFile live : liveFiles(files)) {
                DataFile file = live.file;
                rows.add(
                        live.partition,
                        (long) live.bucket,
                        file.name(),
                        (long) file.level(),
                        file.rowCount(),
                        file.deleteRowCount() < 0 ? null : file.deleteRowCount(),
                        file.sizeInBytes(),
                        file.minSequence(),
                        file.maxSequence(),
                        file.schemaId(),
                        new TimestampValue(file.creationMillis(), 0));
            }
            return rows.finish();
        }
    },
    PARTITIONS {
        @Override
        public SystemTable of(TableFiles files) {
            Rows rows = new Rows("partition STRING", "record_count BIGINT", "file_size BIGINT", "file_count BIGINT");
            addSums(rows, liveFiles(files), live -> Arrays.asList(live.partition));
            return rows.finish();
        }
    },
    BUCKETS {
        @Override
        public SystemTable of(TableFiles files) {
            Rows rows = new Rows(
                    "partition STRING", "bucket INT", "record_count BIGINT", "file_size BIGINT", "file_count BIGINT");
            addSums(rows, liveFiles(files), live -> Arrays.asList(live.partition, (long) live.bucket));
            return rows.finish();
        }
    };

    /** Reads the view of the table's latest state. */
    public abstract SystemTable of(TableFiles files);

    /** The name users write. */
    public String tableName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether there is a system table of that name. */
    public static boolean isNamed(String name) {
        return Arrays.stream(values()).anyMatch(table -> table.tableName().equals(name));
    }

    /** @throws TableStoreException naming the system tables there are */
    public static SystemTables named(String name) {
        for (SystemTables table : values()) {
            if (table.tableName().equals(name)) {
                return table;
            }
        }
        throw new TableStoreException("There is no system table '" + name + "'; there are "
                + Arrays.stream(values()).map(SystemTables::tableName).collect(Collectors.joining(", ")) + ".");
    }

    private static Rows snapshotRows(String... before) {
        List<String> columns = new ArrayList<>(List.of(before));
        columns.addAll(List.of(
                "snapshot_id BIGINT",
                "schema_id BIGINT",
                "commit_kind STRING",
                "commit_user STRING",
                "commit_identifier BIGINT",
                "commit_time TIMESTAMP",
                "total_record_count BIGINT",
                "delta_record_count BIGINT",
                "watermark BIGINT"));
        return new Rows(columns.toArray(String[]::new));
    }

    private static void addSnapshot(Rows rows, @Nullable String tag, Snapshot snapshot) {
        List<@Nullable Object> row = new ArrayList<>();
        if (tag != null) {
            row.add(tag);
        }
        row.addAll(Arrays.asList(
                snapshot.id(),
                snapshot.schemaId(),
                snapshot.commitKind(),
                snapshot.commitUser(),
                snapshot.commitIdentifier(),
                new TimestampValue(snapshot.timeMillis(), 0),
                snapshot.totalRecordCount(),
                snapshot.deltaRecordCount(),
                snapshot.watermark()));
        rows.add(row.toArray());
    }

    private record LiveFile(String partition, int bucket, DataFile file) {}

    private static List<LiveFile> liveFiles(TableFiles files) {
        TableSchema schema = files.latestSchema();
        PartitionPath paths = new PartitionPath(schema.partitionFields(), schema.optionSet());
        Map<BinaryRow, String> names = new LinkedHashMap<>();
        return ScanPlanner.liveEntries(files).stream()
                .map(entry ->
                        new LiveFile(names.computeIfAbsent(entry.partition(), paths::of), entry.bucket(), entry.file()))
                .toList();
    }

    private static void addSums(Rows rows, List<LiveFile> files, Function<LiveFile, List<Object>> key) {
        Map<List<Object>, long[]> sums = new LinkedHashMap<>();
        for (LiveFile live : files) {
            long[] sum = sums.computeIfAbsent(key.apply(live), ignored -> new long[3]);
            sum[0] += live.file.rowCount();
            sum[1] += live.file.sizeInBytes();
            sum[2]++;
        }
        sums.forEach((group, sum) -> {
            List<@Nullable Object> row = new ArrayList<>(group);
            row.addAll(Arrays.asList(sum[0], sum[1], sum[2]));
            rows.add(row.toArray());
        });
    }

    /** Collects rows below columns given as {@code "name TYPE"}. */
    private static final class Rows {
        private final List<DataField> columns = new ArrayList<>();
        private final List<List<@Nullable Object>> rows = new ArrayList<>();

        Rows(String... declarations) {
            for (String declaration : declarations) {
                String[] parts = declaration.split(" ");
                DataType type = switch (parts[1]) {
                    case "INT" -> DataType.of(TypeRoot.INT);
                    case "BIGINT" -> DataType.of(TypeRoot.BIGINT);
                    case "TIMESTAMP" -> DataType.of(TypeRoot.TIMESTAMP, 3);
                    default -> DataType.string();
                };
                columns.add(new DataField(columns.size(), parts[0], type));
            }
        }

        void add(@Nullable Object... values) {
            rows.add(Collections.unmodifiableList(Arrays.asList(values)));
        }

        SystemTable finish() {
            return new SystemTable(columns, rows);
        }
    }
}
