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
package io.tablestore.options;

import java.time.Duration;
import java.util.List;

/** The options of the schema file that change how a table is read (format reference, section 12). */
public final class TableOptions {

    /** How the versions of one key become one row. */
    public enum MergeEngineName {
        DEDUPLICATE,
        PARTIAL_UPDATE,
        AGGREGATION,
        FIRST_ROW
    }

    /** Which of two values of a sequence field is the newer. */
    public enum SortOrder {
        ASCENDING,
        DESCENDING
    }

    /** How a row finds its bucket. */
    public enum BucketFunctionName {
        DEFAULT,
        MOD,
        HIVE
    }

    /** Where a table's changelog comes from; {@code lookup} changes which levels a merge reads. */
    public enum ChangelogProducer {
        NONE,
        INPUT,
        LOOKUP,
        FULL_COMPACTION
    }

    /** What becomes of a sum or product that does not fit in its column. */
    public enum Overflow {
        FAIL,
        WRAP
    }

    public static final Option<Integer> BUCKET = Option.number(
            "bucket", -1, "Number of buckets; -1 is dynamic (with a primary key) or unaware, -2 is postponed.");

    public static final Option<List<String>> BUCKET_KEY =
            Option.names("bucket-key", "Columns whose hash gives the bucket; the primary key where not set.");

    public static final Option<BucketFunctionName> BUCKET_FUNCTION = Option.choice(
            "bucket-function.type",
            BucketFunctionName.class,
            BucketFunctionName.DEFAULT,
            "How a row finds its bucket.");

    public static final Option<MergeEngineName> MERGE_ENGINE = Option.choice(
            "merge-engine",
            MergeEngineName.class,
            MergeEngineName.DEDUPLICATE,
            "How the versions of one primary key become one row.");

    public static final Option<List<String>> SEQUENCE_FIELD =
            Option.names("sequence.field", "Columns that tell which version of a key is the newest.");

    public static final Option<SortOrder> SEQUENCE_SORT_ORDER = Option.choice(
            "sequence.field.sort-order",
            SortOrder.class,
            SortOrder.ASCENDING,
            "Whether the greatest or the smallest sequence field is the newest.");

    public static final Option<Boolean> IGNORE_DELETE =
            Option.flag("ignore-delete", false, "Whether delete records are ignored.");

    public static final Option<Boolean> DEDUPLICATE_IGNORE_DELETE =
            Option.flag("deduplicate.ignore-delete", false, "Older key of ignore-delete.");

    public static final Option<Boolean> PARTIAL_UPDATE_IGNORE_DELETE =
            Option.flag("partial-update.ignore-delete", false, "Older key of ignore-delete.");

    public static final Option<Boolean> FIRST_ROW_IGNORE_DELETE =
            Option.flag("first-row.ignore-delete", false, "Older key of ignore-delete.");

    public static final Option<Overflow> AGGREGATION_OVERFLOW = Option.choice(
            "aggregation.overflow",
            Overflow.class,
            Overflow.FAIL,
            "Whether a sum or product that does not fit fails the query or comes out as Paimon 1.x computes it.");

    public static final Option<Boolean> REMOVE_RECORD_ON_DELETE_PARTIAL_UPDATE = Option.flag(
            "partial-update.remove-record-on-delete", false, "Whether a delete removes the row of a partial update.");

    public static final Option<List<String>> REMOVE_RECORD_ON_SEQUENCE_GROUP = Option.names(
            "partial-update.remove-record-on-sequence-group",
            "Sequence columns whose group removes the row when a delete is the newest in it.");

    public static final Option<Boolean> REMOVE_RECORD_ON_DELETE_AGGREGATION =
            Option.flag("aggregation.remove-record-on-delete", false, "Whether a delete removes an aggregated row.");

    public static final Option<String> DEFAULT_AGGREGATE_FUNCTION =
            Option.text("fields.default-aggregate-function", "", "Function of columns that name none.");

    public static final Option<ChangelogProducer> CHANGELOG_PRODUCER = Option.choice(
            "changelog-producer", ChangelogProducer.class, ChangelogProducer.NONE, "Where the changelog comes from.");

    public static final Option<Boolean> DELETION_VECTORS =
            Option.flag("deletion-vectors.enabled", false, "Whether deleted rows are marked beside their files.");

    public static final Option<Boolean> DELETION_VECTORS_MERGE_ON_READ = Option.flag(
            "deletion-vectors.merge-on-read",
            false,
            "Whether level 0 of a table with deletion vectors is merged on read instead of waiting for compaction.");

    public static final Option<Boolean> FORCE_LOOKUP =
            Option.flag("force-lookup", false, "Whether compaction looks up older versions, which changes merges.");

    public static final Option<Integer> COMPACTION_TRIGGER = Option.number(
            "num-sorted-run.compaction-trigger", 5, "Sorted runs that start a compaction; gives the number of levels.");

    public static final Option<Integer> STOP_TRIGGER = Option.number(
            "num-sorted-run.stop-trigger",
            0,
            "Sorted runs at which writers wait for compaction; 0 is the trigger and 3.");

    public static final Option<Integer> MAX_SIZE_AMPLIFICATION = Option.number(
            "compaction.max-size-amplification-percent", 200, "Size of newer runs, of the oldest, that merges all.");

    public static final Option<Integer> SIZE_RATIO = Option.number(
            "compaction.size-ratio",
            1,
            "Percent by which the next run may be larger and still be merged with newer ones.");

    public static final Option<Long> TOTAL_SIZE_THRESHOLD = Option.bytes(
            "compaction.total-size-threshold", 0, "Buckets smaller than this are compacted whole each time.");

    public static final Option<Long> INCREMENTAL_SIZE_THRESHOLD = Option.bytes(
            "compaction.incremental-size-threshold", 0, "Size of the newer runs that compacts a bucket whole.");

    public static final Option<Boolean> FORCE_UP_LEVEL_0 =
            Option.flag("compaction.force-up-level-0", false, "Whether every compaction takes all files of level 0.");

    public static final Option<Double> SMALL_FILE_RATIO =
            Option.ratio("compaction.small-file-ratio", 0.7, "Share of the target size below which a file is small.");

    public static final Option<Integer> COMPACTION_MIN_FILES =
            Option.number("compaction.min.file-num", 5, "Small files of an append table that are compacted together.");

    public static final Option<Boolean> FORCE_COMPACT =
            Option.flag("commit.force-compact", false, "Whether a commit waits until nothing is left to compact.");

    public static final Option<Boolean> WRITE_ONLY =
            Option.flag("write-only", false, "Whether writers leave compaction and expiry to a job of their own.");

    public static final Option<Long> WRITE_BUFFER_SIZE =
            Option.bytes("write-buffer-size", 256L << 20, "Memory of a writer for rows that are not in files yet.");

    public static final Option<Boolean> WRITE_BUFFER_SPILLABLE = Option.flag(
            "write-buffer-spillable", true, "Whether rows that do not fit in the buffer go to local disk first.");

    public static final Option<Integer> DYNAMIC_BUCKET_TARGET_ROWS = Option.number(
            "dynamic-bucket.target-row-num",
            2_000_000,
            "Keys that a dynamic bucket takes before another one is begun.");

    public static final Option<Integer> DYNAMIC_BUCKET_INITIAL =
            Option.number("dynamic-bucket.initial-buckets", 0, "Dynamic buckets that a partition starts with.");

    public static final Option<Integer> DYNAMIC_BUCKET_MAX =
            Option.number("dynamic-bucket.max-buckets", -1, "Most dynamic buckets of a partition; -1 is no limit.");

    public static final Option<Boolean> DYNAMIC_PARTITION_OVERWRITE = Option.flag(
            "dynamic-partition-overwrite", true, "Whether INSERT OVERWRITE empties only partitions that get rows.");

    public static final Option<Boolean> IGNORE_UPDATE_BEFORE =
            Option.flag("ignore-update-before", false, "Whether the old side of updates is not written.");

    public static final Option<String> ROW_KIND_FIELD =
            Option.text("rowkind.field", "", "Column that tells the kind of each row: +I, -U, +U or -D.");

    public static final Option<Boolean> ROW_TRACKING =
            Option.flag("row-tracking.enabled", false, "Whether rows are numbered.");

    public static final Option<Long> MANIFEST_TARGET_SIZE =
            Option.bytes("manifest.target-file-size", 8L << 20, "Size that manifests are merged to.");

    public static final Option<Integer> MANIFEST_MERGE_MIN_COUNT = Option.number(
            "manifest.merge-min-count", 30, "Small manifests that are merged even if they do not reach the target.");

    public static final Option<Long> MANIFEST_FULL_THRESHOLD = Option.bytes(
            "manifest.full-compaction-threshold-size", 16L << 20, "Size of small manifests that rewrites them all.");

    public static final Option<Integer> SNAPSHOTS_RETAINED_MIN =
            Option.number("snapshot.num-retained.min", 10, "Snapshots that are kept however old they are.");

    public static final Option<Integer> SNAPSHOTS_RETAINED_MAX = Option.number(
            "snapshot.num-retained.max",
            Integer.MAX_VALUE,
            "Snapshots of which the oldest are not kept however new they are.");

    public static final Option<Duration> SNAPSHOT_TIME_RETAINED =
            Option.duration("snapshot.time-retained", Duration.ofHours(1), "Age up to which snapshots are kept.");

    public static final Option<Integer> SNAPSHOT_EXPIRE_LIMIT =
            Option.number("snapshot.expire.limit", 50, "Snapshots that are expired at one time at most.");

    public static final Option<Integer> COMMIT_MAX_RETRIES =
            Option.number("commit.max-retries", 10, "How often a commit that lost a race is tried again.");

    public static final Option<Integer> NUM_LEVELS =
            Option.number("num-levels", 0, "Number of levels; 0 is one more than the compaction trigger.");

    public static final Option<Boolean> DATA_EVOLUTION =
            Option.flag("data-evolution.enabled", false, "Whether one row may be spread over several files.");

    public static final Option<Boolean> CLUSTERING_OVERRIDE =
            Option.flag("pk-clustering-override", false, "Whether files are sorted by other columns than the key.");

    public static final Option<Boolean> QUERY_AUTH =
            Option.flag("query-auth.enabled", false, "Whether a catalog service filters what a user may read.");

    public static final Option<String> TABLE_TYPE = Option.text("type", "table", "Kind of table.");

    public static final Option<String> FALLBACK_BRANCH =
            Option.text("scan.fallback-branch", "", "Branch that serves partitions missing in the main branch.");

    public static final Option<String> PRIMARY_BRANCH =
            Option.text("scan.primary-branch", "", "Branch that is read before the main branch.");

    public static final Option<Boolean> CHAIN_TABLE =
            Option.flag("chain-table.enabled", false, "Whether partitions build on each other in two branches.");

    public static final Option<Boolean> POSTPONE_MERGE_ON_READ = Option.flag(
            "postpone.merge-on-read", false, "Whether rows of the postponed bucket are merged when they are read.");

    public static final Option<Boolean> SNAPSHOT_ORDERING =
            Option.flag("sequence.snapshot-ordering", false, "Whether versions are ordered by their snapshots.");

    public static final Option<String> PARTITION_DEFAULT_NAME = Option.text(
            "partition.default-name", "__DEFAULT_PARTITION__", "Directory text of a null or blank partition value.");

    public static final Option<Boolean> PARTITION_LEGACY_NAME = Option.flag(
            "partition.legacy-name", true, "Whether partition directories show internal values (days, milliseconds).");

    public static final Option<String> DATA_FILE_DIRECTORY =
            Option.text("data-file.path-directory", "", "Directory of the data files below the table.");

    public static final Option<List<String>> EXTERNAL_PATHS =
            Option.names("data-file.external-paths", "Locations outside the table that data files may lie in.");

    public static final Option<Boolean> INDEX_IN_DATA_DIRECTORY = Option.flag(
            "index-file-in-data-file-dir", false, "Whether index files lie beside the data files of their bucket.");

    public static final Option<String> FILE_FORMAT =
            Option.text("file.format", "parquet", "Format of new data files; readers go by the file's name.");

    public static final Option<String> FILE_FORMAT_PER_LEVEL =
            Option.text("file.format.per.level", "", "Formats of levels that differ, such as 0:avro,5:parquet.");

    public static final Option<String> FILE_COMPRESSION = Option.text(
            "file.compression", "zstd", "What new data files are compressed with: zstd, snappy, gzip, none.");

    public static final Option<String> FILE_COMPRESSION_PER_LEVEL =
            Option.text("file.compression.per.level", "", "Compressions of levels that differ, such as 0:none.");

    public static final Option<Integer> ZSTD_LEVEL =
            Option.number("file.compression.zstd-level", 1, "Level of zstd compression.");

    public static final Option<Boolean> COMPRESSION_IN_NAME = Option.flag(
            "file.suffix.include.compression", false, "Whether names of data files tell their compression.");

    public static final Option<String> DATA_FILE_PREFIX =
            Option.text("data-file.prefix", "data-", "Start of the names of new data files.");

    public static final Option<Boolean> THIN_MODE = Option.flag(
            "data-file.thin-mode", false, "Whether key columns are stored once, not once more as _KEY_ columns.");

    public static final Option<Long> TARGET_FILE_SIZE = Option.bytes(
            "target-file-size", 0, "Size at which a new data file is begun; 0 is 128 MB, without a key 256 MB.");

    public static final Option<Long> FILE_BLOCK_SIZE =
            Option.bytes("file.block-size", 128L << 20, "Bytes of a row group of new Parquet files.");

    public static final Option<String> STATS_MODE = Option.text(
            "metadata.stats-mode", "truncate(16)", "Statistics of new files: none, counts, truncate(<length>), full.");

    public static final Option<String> STATS_MODE_PER_LEVEL =
            Option.text("metadata.stats-mode.per.level", "", "Statistics of levels that differ, such as 0:none.");

    public static final Option<Boolean> STATS_DENSE_STORE = Option.flag(
            "metadata.stats-dense-store", true, "Whether columns without statistics are left out of manifests.");

    public static final Option<Integer> STATS_FIRST_COLUMNS = Option.number(
            "metadata.stats-keep-first-n-columns", -1, "Number of columns that have statistics; -1 is all.");

    public static final Option<Boolean> ORC_LEGACY_INSTANTS = Option.flag(
            "orc.timestamp-ltz.legacy.type",
            true,
            "Whether ORC files hold TIMESTAMP WITH LOCAL TIME ZONE shifted by the zone of the writer.");

    public static final Option<String> ORC_LEGACY_ZONE = Option.zone(
            "orc.timestamp-ltz.legacy.zone",
            "Zone of the machines that wrote such ORC files, where those do not tell it; that of this machine by default.");

    public static final Option<Long> SPLIT_TARGET_SIZE =
            Option.bytes("source.split.target-size", 128L << 20, "Bytes of data files that one split aims at.");

    public static final Option<Long> SPLIT_OPEN_FILE_COST =
            Option.bytes("source.split.open-file-cost", 4L << 20, "Bytes that opening one more file is taken to cost.");

    /** Every option the reader reads, in the order of the reference page. */
    public static final List<Option<?>> ALL = List.of(
            BUCKET,
            BUCKET_KEY,
            BUCKET_FUNCTION,
            MERGE_ENGINE,
            SEQUENCE_FIELD,
            SEQUENCE_SORT_ORDER,
            IGNORE_DELETE,
            DEDUPLICATE_IGNORE_DELETE,
            PARTIAL_UPDATE_IGNORE_DELETE,
            FIRST_ROW_IGNORE_DELETE,
            AGGREGATION_OVERFLOW,
            REMOVE_RECORD_ON_DELETE_PARTIAL_UPDATE,
            REMOVE_RECORD_ON_SEQUENCE_GROUP,
            REMOVE_RECORD_ON_DELETE_AGGREGATION,
            DEFAULT_AGGREGATE_FUNCTION,
            CHANGELOG_PRODUCER,
            DELETION_VECTORS,
            DELETION_VECTORS_MERGE_ON_READ,
            FORCE_LOOKUP,
            COMPACTION_TRIGGER,
            STOP_TRIGGER,
            MAX_SIZE_AMPLIFICATION,
            SIZE_RATIO,
            TOTAL_SIZE_THRESHOLD,
            INCREMENTAL_SIZE_THRESHOLD,
            FORCE_UP_LEVEL_0,
            SMALL_FILE_RATIO,
            COMPACTION_MIN_FILES,
            FORCE_COMPACT,
            WRITE_ONLY,
            WRITE_BUFFER_SIZE,
            WRITE_BUFFER_SPILLABLE,
            DYNAMIC_BUCKET_TARGET_ROWS,
            DYNAMIC_BUCKET_INITIAL,
            DYNAMIC_BUCKET_MAX,
            DYNAMIC_PARTITION_OVERWRITE,
            IGNORE_UPDATE_BEFORE,
            ROW_KIND_FIELD,
            ROW_TRACKING,
            MANIFEST_TARGET_SIZE,
            MANIFEST_MERGE_MIN_COUNT,
            MANIFEST_FULL_THRESHOLD,
            SNAPSHOTS_RETAINED_MIN,
            SNAPSHOTS_RETAINED_MAX,
            SNAPSHOT_TIME_RETAINED,
            SNAPSHOT_EXPIRE_LIMIT,
            COMMIT_MAX_RETRIES,
            NUM_LEVELS,
            DATA_EVOLUTION,
            CLUSTERING_OVERRIDE,
            QUERY_AUTH,
            TABLE_TYPE,
            FALLBACK_BRANCH,
            PRIMARY_BRANCH,
            CHAIN_TABLE,
            SNAPSHOT_ORDERING,
            POSTPONE_MERGE_ON_READ,
            PARTITION_DEFAULT_NAME,
            PARTITION_LEGACY_NAME,
            DATA_FILE_DIRECTORY,
            EXTERNAL_PATHS,
            INDEX_IN_DATA_DIRECTORY,
            FILE_FORMAT,
            FILE_FORMAT_PER_LEVEL,
            FILE_COMPRESSION,
            FILE_COMPRESSION_PER_LEVEL,
            ZSTD_LEVEL,
            COMPRESSION_IN_NAME,
            DATA_FILE_PREFIX,
            THIN_MODE,
            TARGET_FILE_SIZE,
            FILE_BLOCK_SIZE,
            STATS_MODE,
            STATS_MODE_PER_LEVEL,
            STATS_DENSE_STORE,
            STATS_FIRST_COLUMNS,
            ORC_LEGACY_INSTANTS,
            ORC_LEGACY_ZONE,
            SPLIT_TARGET_SIZE,
            SPLIT_OPEN_FILE_COST);

    private TableOptions() {}
}
