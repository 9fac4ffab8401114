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

import static io.tablestore.types.RowKind.DELETE;
import static io.tablestore.types.RowKind.INSERT;
import static io.tablestore.types.RowKind.UPDATE_BEFORE;

import io.tablestore.options.CommitOptions;
import io.tablestore.options.CompactionOptions;
import io.tablestore.options.FeatureOptions;
import io.tablestore.options.FieldOptions;
import io.tablestore.options.FormatOptions;
import io.tablestore.options.LayoutOptions;
import io.tablestore.options.MergeOptions;
import io.tablestore.options.Option;
import io.tablestore.options.ReadOptions;
import io.tablestore.options.SchemaOptions;
import io.tablestore.options.WriteOptions;
import io.tablestore.scan.Scan;
import io.tablestore.schema.SchemaChange;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.writer.CommitMessage;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.internal.compaction.CompactionPicker;
import io.tablestore.writer.maintenance.SnapshotExpiry;
import io.tablestore.writer.row.RowValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What each option that is honoured changes. */
final class OptionEffects {

    /** What is seen of a table with some options; two observations of the same options are equal. */
    interface Observation {
        Object of(Path root, Map<String, String> options) throws Exception;
    }

    /**
     * An option that makes a difference.
     *
     * @param key of the option, with the name of a column if it has one
     * @param value other than the default
     * @param options that the table has besides
     * @param observation differs between the default and the value
     */
    record Case(Option<?> option, String key, String value, Map<String, String> options, Observation observation) {
        @Override
        public String toString() {
            return key + " = " + value;
        }
    }

    /** An option whose effect needs what another test has. */
    record Elsewhere(Option<?> option, String test) {
        @Override
        public String toString() {
            return option.key() + " in " + test;
        }
    }

    static final List<Elsewhere> ELSEWHERE = List.of(
            new Elsewhere(
                    WriteOptions.DYNAMIC_PARTITION_OVERWRITE,
                    "flink/src/test/java/io/tablestore/compat/flink/FlinkStatementOptionsTest.java"),
            new Elsewhere(ReadOptions.AHEAD_FILES, "s3/src/test/java/io/tablestore/compat/s3/S3RequestsTest.java"),
            new Elsewhere(ReadOptions.FALLBACK_BRANCH, "src/test/java/io/tablestore/compat/BranchesAndViewsTest.java"),
            new Elsewhere(FeatureOptions.DATA_EVOLUTION, "src/test/java/io/tablestore/compat/DataEvolutionTest.java"),
            new Elsewhere(FeatureOptions.EXTERNAL_PATHS, "src/test/java/io/tablestore/compat/IndexPlacesTest.java"),
            new Elsewhere(
                    FeatureOptions.INDEX_IN_DATA_DIRECTORY, "src/test/java/io/tablestore/compat/IndexPlacesTest.java"));

    private static final Map<String, String> KEYED = Map.of("primary-key", "k", "bucket", "1");
    private static final Map<String, String> WRITTEN_ONLY = with(KEYED, "write-only", "true");
    private static final Map<String, String> UNAWARE = Map.of();
    private static final Map<String, String> DYNAMIC = Map.of("primary-key", "k", "dynamic-bucket.target-row-num", "4");
    private static final Map<String, String> AGGREGATION = with(KEYED, "merge-engine", "aggregation");
    private static final Map<String, String> PARTIAL = with(KEYED, "merge-engine", "partial-update");

    static final List<Case> CASES = new ArrayList<>();

    private OptionEffects() {}

    private static Map<String, String> with(Map<String, String> options, String... more) {
        Map<String, String> all = new HashMap<>(options);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return Map.copyOf(all);
    }

    private static void effect(Option<?> option, String value, Map<String, String> options, Observation observation) {
        CASES.add(new Case(option, option.key(), value, options, observation));
    }

    /** Of an option of one column. */
    private static void effect(
            Option<?> option, String column, String value, Map<String, String> options, Observation observation) {
        CASES.add(new Case(option, option.keyOf(column), value, options, observation));
    }

    static {
        effect(
                SchemaOptions.PRIMARY_KEY,
                "k",
                Map.of(),
                (root, options) ->
                        EffectTable.create(root, "kn", options).table().schema().primaryKeys());
        effect(
                SchemaOptions.PARTITION,
                "p",
                Map.of(),
                (root, options) ->
                        EffectTable.create(root, "pn", options).table().schema().partitionKeys());
        effect(SchemaOptions.ADD_COLUMN_BEFORE_PARTITION, "true", Map.of("partition", "p"), OptionEffects::addColumn);

        effect(LayoutOptions.BUCKET, "4", Map.of("primary-key", "k"), OptionEffects::paths);
        effect(LayoutOptions.BUCKET_KEY, "n", Map.of("primary-key", "k,n", "bucket", "4"), OptionEffects::dataFiles);
        effect(
                LayoutOptions.BUCKET_FUNCTION,
                "mod",
                Map.of("primary-key", "k", "bucket", "4"),
                OptionEffects::dataFiles);
        effect(LayoutOptions.DYNAMIC_BUCKET_INITIAL, "8", DYNAMIC, OptionEffects::paths);
        effect(LayoutOptions.DYNAMIC_BUCKET_MAX, "2", DYNAMIC, OptionEffects::paths);
        effect(LayoutOptions.DYNAMIC_BUCKET_TARGET_ROWS, "4", Map.of("primary-key", "k"), OptionEffects::paths);
        effect(
                LayoutOptions.PARTITION_DEFAULT_NAME,
                "none",
                Map.of("partition", "p"),
                (root, options) -> EffectTable.create(root, "pn", options)
                        .put((Object) null, 1)
                        .paths());
        effect(
                LayoutOptions.PARTITION_LEGACY_NAME,
                "false",
                Map.of("partition", "d"),
                (root, options) -> EffectTable.create(root, "dn", options)
                        .put(LocalDate.of(2024, 2, 3), 1)
                        .paths());
        effect(LayoutOptions.DATA_FILE_DIRECTORY, "data", UNAWARE, OptionEffects::paths);

        effect(MergeOptions.MERGE_ENGINE, "first-row", KEYED, OptionEffects::versions);
        effect(MergeOptions.SEQUENCE_FIELD, "s", KEYED, OptionEffects::versions);
        effect(
                MergeOptions.SEQUENCE_SORT_ORDER,
                "descending",
                with(KEYED, "sequence.field", "n"),
                OptionEffects::versions);
        effect(MergeOptions.IGNORE_DELETE, "true", KEYED, OptionEffects::deleted);
        effect(MergeOptions.REMOVE_RECORD_ON_DELETE_PARTIAL_UPDATE, "true", PARTIAL, OptionEffects::deleted);
        effect(
                MergeOptions.REMOVE_RECORD_ON_SEQUENCE_GROUP,
                "s",
                with(PARTIAL, "fields.s.sequence-group", "n"),
                OptionEffects::deleted);
        effect(
                MergeOptions.REMOVE_RECORD_ON_DELETE_AGGREGATION,
                "true",
                with(AGGREGATION, "fields.n.aggregate-function", "sum", "fields.s.aggregate-function", "sum"),
                OptionEffects::deleted);
        effect(MergeOptions.DEFAULT_AGGREGATE_FUNCTION, "first_value", AGGREGATION, OptionEffects::versions);
        effect(
                MergeOptions.AGGREGATION_OVERFLOW,
                "wrap",
                with(AGGREGATION, "fields.n.aggregate-function", "sum"),
                (root, options) -> EffectTable.create(root, "kn", options)
                        .put(1, Long.MAX_VALUE)
                        .put(1, 1)
                        .rows());

        effect(FieldOptions.AGGREGATE_FUNCTION, "n", "sum", AGGREGATION, OptionEffects::versions);
        effect(
                FieldOptions.IGNORE_RETRACT,
                "n",
                "true",
                with(AGGREGATION, "fields.n.aggregate-function", "sum", "fields.s.aggregate-function", "sum"),
                OptionEffects::deleted);
        effect(
                FieldOptions.DISTINCT,
                "c",
                "true",
                with(AGGREGATION, "fields.c.aggregate-function", "collect"),
                (root, options) -> EffectTable.create(root, "kc", options)
                        .put(1, List.of(5, 6))
                        .put(1, List.of(6))
                        .rows());
        effect(
                FieldOptions.LIST_AGG_DELIMITER,
                "v",
                "+",
                with(AGGREGATION, "fields.v.aggregate-function", "listagg"),
                (root, options) -> EffectTable.create(root, "kv", options)
                        .put(1, "a")
                        .put(1, "b")
                        .rows());
        Map<String, String> nested = with(AGGREGATION, "fields.a.aggregate-function", "nested_update");
        Map<String, String> nestedKey = with(nested, "fields.a.nested-key", "x");
        effect(FieldOptions.NESTED_KEY, "a", "x", nested, OptionEffects::nested);
        effect(FieldOptions.NESTED_KEY_NULL_STRATEGY, "a", "ignore", nestedKey, OptionEffects::nested);
        effect(FieldOptions.NESTED_SEQUENCE_FIELD, "a", "z", nestedKey, OptionEffects::nested);
        effect(FieldOptions.COUNT_LIMIT, "a", "1", nested, OptionEffects::nested);
        effect(
                FieldOptions.TS_FIELD,
                "m",
                "e",
                with(AGGREGATION, "fields.m.aggregate-function", "merge_map_with_keytime"),
                (root, options) -> EffectTable.create(root, "km", options)
                        .put(1, Map.of("a", RowValues.of("2", "1")))
                        .put(1, Map.of("a", RowValues.of("1", "2")))
                        .rows());
        effect(FieldOptions.SEQUENCE_GROUP, "s", "n", PARTIAL, OptionEffects::versions);
        effect(FieldOptions.STATS_MODE, "v", "none", UNAWARE, OptionEffects::dataFiles);

        effect(ReadOptions.SPLIT_TARGET_SIZE, "1 b", UNAWARE, OptionEffects::splits);
        effect(ReadOptions.SPLIT_OPEN_FILE_COST, "128 mb", UNAWARE, OptionEffects::splits);
        effect(
                ReadOptions.DELETION_VECTORS_MERGE_ON_READ,
                "true",
                Map.of("deletion-vectors.enabled", "true"),
                OptionEffects::storedLevels);
        effect(FeatureOptions.DELETION_VECTORS, "true", Map.of(), OptionEffects::storedLevels);
        effect(FeatureOptions.FORCE_LOOKUP, "true", Map.of(), OptionEffects::storedLevels);
        effect(FeatureOptions.CHANGELOG_PRODUCER, "lookup", Map.of(), OptionEffects::storedLevels);
        effect(FeatureOptions.BLOB_AS_DESCRIPTOR, "true", Map.of(), OptionEffects::storedBlob);

        effect(
                WriteOptions.WRITE_ONLY,
                "true",
                KEYED,
                (root, options) -> commits(root, options, 1, 1, 1, 1, 1).dataFiles());
        effect(
                WriteOptions.WRITE_BUFFER_SIZE,
                "1 mb",
                with(WRITTEN_ONLY, "write-buffer-spillable", "false"),
                OptionEffects::largeRows);
        effect(
                WriteOptions.WRITE_BUFFER_SPILLABLE,
                "false",
                with(WRITTEN_ONLY, "write-buffer-size", "1 mb"),
                OptionEffects::largeRows);
        effect(
                WriteOptions.IGNORE_UPDATE_BEFORE,
                "true",
                KEYED,
                (root, options) -> EffectTable.create(root, "kn", options)
                        .put(1, 1)
                        .putAs(UPDATE_BEFORE, 1, 1)
                        .rows());
        effect(
                WriteOptions.ROW_KIND_FIELD,
                "v",
                KEYED,
                (root, options) -> EffectTable.create(root, "kv", options)
                        .put(1, "+I")
                        .put(1, "-D")
                        .rows());

        Map<String, String> trigger2 = with(KEYED, "num-sorted-run.compaction-trigger", "2");
        effect(
                CompactionOptions.NUM_LEVELS,
                "3",
                KEYED,
                (root, options) -> commits(root, options, 1, 1, 1, 1, 1).dataFiles());
        effect(
                CompactionOptions.COMPACTION_TRIGGER,
                "2",
                KEYED,
                (root, options) -> commits(root, options, 1, 1).dataFiles());
        effect(
                CompactionOptions.STOP_TRIGGER,
                "2",
                KEYED,
                (root, options) -> CompactionPicker.stopTrigger(
                        EffectTable.create(root, "kn", options).table().schema()));
        effect(
                CompactionOptions.MAX_SIZE_AMPLIFICATION,
                "1",
                KEYED,
                (root, options) -> twoLevels(root, options).dataFiles());
        effect(
                CompactionOptions.SIZE_RATIO,
                "100000",
                with(trigger2, "compaction.max-size-amplification-percent", "1000000"),
                (root, options) -> commits(root, options, 20_000, 1).dataFiles());
        effect(
                CompactionOptions.TOTAL_SIZE_THRESHOLD,
                "1 gb",
                KEYED,
                (root, options) -> commits(root, options, 1, 1).dataFiles());
        effect(
                CompactionOptions.INCREMENTAL_SIZE_THRESHOLD,
                "1 b",
                KEYED,
                (root, options) -> commits(root, options, 1, 1).dataFiles());
        effect(
                CompactionOptions.FORCE_UP_LEVEL_0,
                "true",
                KEYED,
                (root, options) -> commits(root, options, 1).dataFiles());
        Map<String, String> append = Map.of("bucket", "1", "bucket-key", "k");
        effect(
                CompactionOptions.SMALL_FILE_RATIO,
                "0.01",
                with(append, "target-file-size", "100 kb"),
                (root, options) ->
                        commits(root, options, 500, 500, 500, 500, 500).dataFiles());
        effect(
                CompactionOptions.COMPACTION_MIN_FILES,
                "2",
                append,
                (root, options) -> commits(root, options, 1, 1).dataFiles());
        effect(CompactionOptions.FORCE_COMPACT, "true", trigger2, OptionEffects::withoutWaiting);

        Map<String, String> keepOne = with(UNAWARE, "snapshot.num-retained.min", "1");
        Map<String, String> keepNone = with(keepOne, "snapshot.time-retained", "0 s");
        effect(CommitOptions.COMMIT_MAX_RETRIES, "0", UNAWARE, OptionEffects::lostRace);
        effect(
                CommitOptions.MANIFEST_TARGET_SIZE,
                "1 b",
                with(UNAWARE, "manifest.merge-min-count", "3"),
                OptionEffects::manifests);
        effect(CommitOptions.MANIFEST_MERGE_MIN_COUNT, "3", UNAWARE, OptionEffects::manifests);
        effect(CommitOptions.MANIFEST_FULL_THRESHOLD, "1 b", UNAWARE, OptionEffects::manifests);
        effect(
                CommitOptions.SNAPSHOTS_RETAINED_MIN,
                "2",
                with(UNAWARE, "snapshot.time-retained", "0 s"),
                OptionEffects::expired);
        effect(CommitOptions.SNAPSHOTS_RETAINED_MAX, "2", keepOne, OptionEffects::expired);
        effect(CommitOptions.SNAPSHOT_TIME_RETAINED, "0 s", keepOne, OptionEffects::expired);
        effect(CommitOptions.SNAPSHOT_EXPIRE_LIMIT, "1", keepNone, OptionEffects::expired);

        effect(FormatOptions.FILE_FORMAT, "avro", UNAWARE, OptionEffects::dataFiles);
        effect(FormatOptions.FILE_FORMAT_PER_LEVEL, "0:avro", WRITTEN_ONLY, OptionEffects::dataFiles);
        effect(FormatOptions.FILE_COMPRESSION, "none", UNAWARE, OptionEffects::dataFiles);
        effect(FormatOptions.FILE_COMPRESSION_PER_LEVEL, "0:none", WRITTEN_ONLY, OptionEffects::dataFiles);
        effect(FormatOptions.ZSTD_LEVEL, "19", UNAWARE, OptionEffects::dataFiles);
        effect(FormatOptions.COMPRESSION_IN_NAME, "true", UNAWARE, OptionEffects::paths);
        effect(FormatOptions.DATA_FILE_PREFIX, "rows-", UNAWARE, OptionEffects::paths);
        effect(FormatOptions.THIN_MODE, "true", WRITTEN_ONLY, OptionEffects::dataFiles);
        effect(FormatOptions.TARGET_FILE_SIZE, "1 kb", UNAWARE, OptionEffects::manyRows);
        effect(FormatOptions.FILE_BLOCK_SIZE, "1 kb", UNAWARE, OptionEffects::manyRows);
        effect(FormatOptions.PARQUET_BLOCK_SIZE, "1000", UNAWARE, OptionEffects::manyRows);
        effect(FormatOptions.PARQUET_PAGE_SIZE, "100", UNAWARE, OptionEffects::dataFiles);
        effect(FormatOptions.PARQUET_DICTIONARY, "false", UNAWARE, OptionEffects::dataFiles);
        effect(FormatOptions.PARQUET_DICTIONARY_PAGE_SIZE, "100", UNAWARE, OptionEffects::dataFiles);
        effect(
                FormatOptions.ORC_LEGACY_INSTANTS,
                "false",
                Map.of("file.format", "orc", "orc.timestamp-ltz.legacy.zone", "Asia/Shanghai"),
                OptionEffects::instants);
        effect(FormatOptions.ORC_LEGACY_ZONE, "Asia/Shanghai", Map.of("file.format", "orc"), OptionEffects::instants);
        effect(FormatOptions.STATS_MODE, "none", UNAWARE, OptionEffects::dataFiles);
        effect(FormatOptions.STATS_MODE_PER_LEVEL, "0:none", WRITTEN_ONLY, OptionEffects::dataFiles);
        effect(
                FormatOptions.STATS_DENSE_STORE,
                "false",
                with(UNAWARE, "fields.v.stats-mode", "none"),
                OptionEffects::dataFiles);
        effect(FormatOptions.STATS_FIRST_COLUMNS, "1", UNAWARE, OptionEffects::dataFiles);
    }

    /** A table {@code (k, n, v)} to which so many rows are committed one after the other, all with the same first keys. */
    private static EffectTable commits(Path root, Map<String, String> options, int... sizes) throws Exception {
        EffectTable table = EffectTable.create(root, "knv", options);
        for (int size : sizes) {
            table.commit(write -> fill(write, size));
        }
        return table;
    }

    private static void fill(TableWrite write, int rows) {
        Random random = new Random(rows);
        for (int i = 0; i < rows; i++) {
            write.write(INSERT, RowValues.of(i, (long) random.nextInt(50), "text " + random.nextInt(1 << (i % 20))));
        }
    }

    private static Object paths(Path root, Map<String, String> options) throws Exception {
        return commits(root, options, 20).paths();
    }

    private static Object dataFiles(Path root, Map<String, String> options) throws Exception {
        return commits(root, options, 5000).dataFiles();
    }

    /** More rows than a batch of the encoders. */
    private static Object manyRows(Path root, Map<String, String> options) throws Exception {
        return commits(root, options, 40_000).dataFiles();
    }

    private static Object addColumn(Path root, Map<String, String> options) {
        EffectTable table = EffectTable.create(root, "kp", options);
        table.table()
                .alter(List.of(new SchemaChange.Add(
                        List.of(), new DataField(0, "new", DataType.string()), SchemaChange.Position.LAST)));
        return table.table().schema().fields().stream().map(DataField::name).toList();
    }

    /** Two versions of a key, of which the later has the smaller {@code s} and the greater {@code n}. */
    private static Object versions(Path root, Map<String, String> options) throws Exception {
        return EffectTable.create(root, "kns", options)
                .put(1, 1, 2)
                .put(1, 2, 1)
                .rows();
    }

    /** A row that is deleted. */
    private static Object deleted(Path root, Map<String, String> options) throws Exception {
        return EffectTable.create(root, "kns", options)
                .put(1, 1, 1)
                .putAs(DELETE, 1, 1, 2)
                .rows();
    }

    private static Object nested(Path root, Map<String, String> options) throws Exception {
        return EffectTable.create(root, "ka", options)
                .put(1, List.of(RowValues.of(1, 2, "first"), RowValues.of(null, 1, "none")))
                .put(1, List.of(RowValues.of(1, 1, "second")))
                .rows();
    }

    private static Object splits(Path root, Map<String, String> options) throws Exception {
        return commits(root, options, 10, 10, 10)
                .table()
                .plan(Scan.ALL)
                .splits()
                .size();
    }

    /** A table with files at levels 5, 4 and 0, unless the options say otherwise. */
    private static EffectTable twoLevels(Path root, Map<String, String> options) throws Exception {
        return commits(root, options, 20_000, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    }

    /** An aggregation at two levels and one more at level 0, whose table gets the options afterwards. */
    private static Object storedLevels(Path root, Map<String, String> options) throws Exception {
        Map<String, String> sum = with(AGGREGATION, "fields.n.aggregate-function", "sum");
        return twoLevels(root, sum).withStored(options).rows().stream().limit(1).toList();
    }

    private static Object storedBlob(Path root, Map<String, String> options) throws Exception {
        return EffectTable.create(root, "k", options).rows();
    }

    /** More text than a small buffer holds. */
    private static Object largeRows(Path root, Map<String, String> options) throws Exception {
        EffectTable table = EffectTable.create(root, "kv", options);
        table.commit(write -> {
            for (int i = 0; i < 5000; i++) {
                write.write(INSERT, RowValues.of(i, Integer.toString(i).repeat(200)));
            }
        });
        return table.count("bucket-0");
    }

    /** What a commit holds that does not wait for compaction. */
    private static Object withoutWaiting(Path root, Map<String, String> options) throws Exception {
        EffectTable table = commits(root, options, 40_000);
        List<CommitMessage> messages = table.prepare(false, write -> fill(write, 40_000));
        return messages.get(0).compactAfter().size();
    }

    /** A commit before which somebody else is faster once. */
    private static Object lostRace(Path root, Map<String, String> options) throws Exception {
        EffectTable table = commits(root, options, 1);
        List<CommitMessage> messages = table.prepare(true, write -> fill(write, 1));
        boolean[] raced = new boolean[1];
        new TableCommit(table.table(), "slow").overwrite(TableCommit.BATCH, messages, partition -> {
            if (!raced[0]) {
                raced[0] = true;
                new TableCommit(table.table(), "fast").commit(TableCommit.BATCH, uncheckedRows(table));
            }
            return false;
        });
        return table.table().plan(Scan.ALL).splits().size();
    }

    private static List<CommitMessage> uncheckedRows(EffectTable table) {
        try {
            return table.prepare(true, write -> fill(write, 1));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Object manifests(Path root, Map<String, String> options) throws Exception {
        return commits(root, options, 1, 1, 1, 1, 1, 1).manifests();
    }

    private static Object expired(Path root, Map<String, String> options) throws Exception {
        EffectTable table = commits(root, options, 1, 1, 1, 1, 1);
        new SnapshotExpiry(table.table()).run();
        return table.count("snapshot/snapshot-");
    }

    private static Object instants(Path root, Map<String, String> options) throws Exception {
        return EffectTable.create(root, "kt", options)
                .put(1, Instant.parse("2024-02-03T04:05:06Z"))
                .contents();
    }
}
