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
package io.tablestore.flink.table;

import io.tablestore.options.CommitOptions;
import io.tablestore.options.CompactionOptions;
import io.tablestore.options.FormatOptions;
import io.tablestore.options.LayoutOptions;
import io.tablestore.options.MergeOptions;
import io.tablestore.options.Option;
import io.tablestore.options.ReadOptions;
import io.tablestore.options.StatementOptions;
import io.tablestore.options.WriteOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
import org.jspecify.annotations.Nullable;

/** Checks which options a statement may override, in a hint. */
public final class HintRules {

    public static final String BRANCH = "branch";
    public static final String MAIN = "main";

    /** Table options that a query may override. */
    private static final Set<String> READING = keys(
            ReadOptions.SPLIT_TARGET_SIZE,
            ReadOptions.SPLIT_OPEN_FILE_COST,
            ReadOptions.AHEAD_FILES,
            MergeOptions.AGGREGATION_OVERFLOW,
            FormatOptions.ORC_LEGACY_ZONE);

    /** Table options that a write may override: they change how files are written, not what a row contains. */
    private static final Set<String> WRITING = keys(
            WriteOptions.WRITE_ONLY,
            WriteOptions.DYNAMIC_PARTITION_OVERWRITE,
            WriteOptions.WRITE_BUFFER_SIZE,
            WriteOptions.WRITE_BUFFER_SPILLABLE,
            FormatOptions.TARGET_FILE_SIZE,
            FormatOptions.FILE_FORMAT,
            FormatOptions.FILE_FORMAT_PER_LEVEL,
            FormatOptions.FILE_COMPRESSION,
            FormatOptions.FILE_COMPRESSION_PER_LEVEL,
            FormatOptions.ZSTD_LEVEL,
            FormatOptions.FILE_BLOCK_SIZE,
            FormatOptions.STATS_MODE,
            FormatOptions.STATS_MODE_PER_LEVEL,
            FormatOptions.STATS_DENSE_STORE,
            FormatOptions.STATS_FIRST_COLUMNS,
            CompactionOptions.COMPACTION_TRIGGER,
            CompactionOptions.STOP_TRIGGER,
            CompactionOptions.MAX_SIZE_AMPLIFICATION,
            CompactionOptions.SIZE_RATIO,
            CompactionOptions.TOTAL_SIZE_THRESHOLD,
            CompactionOptions.INCREMENTAL_SIZE_THRESHOLD,
            CompactionOptions.FORCE_UP_LEVEL_0,
            CompactionOptions.SMALL_FILE_RATIO,
            CompactionOptions.COMPACTION_MIN_FILES,
            CompactionOptions.FORCE_COMPACT,
            CommitOptions.COMMIT_MAX_RETRIES,
            CommitOptions.MANIFEST_TARGET_SIZE,
            CommitOptions.MANIFEST_MERGE_MIN_COUNT,
            CommitOptions.MANIFEST_FULL_THRESHOLD,
            CommitOptions.SNAPSHOTS_RETAINED_MIN,
            CommitOptions.SNAPSHOTS_RETAINED_MAX,
            CommitOptions.SNAPSHOT_TIME_RETAINED,
            CommitOptions.SNAPSHOT_EXPIRE_LIMIT,
            LayoutOptions.DYNAMIC_BUCKET_TARGET_ROWS,
            LayoutOptions.DYNAMIC_BUCKET_INITIAL,
            LayoutOptions.DYNAMIC_BUCKET_MAX,
            WriteOptions.IGNORE_UPDATE_BEFORE);

    private HintRules() {}

    private static Set<String> keys(Option<?>... options) {
        return Stream.of(options).map(Option::key).collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> readKeys() {
        Set<String> keys = new TreeSet<>(READING);
        keys.addAll(FlinkReadOptions.KEYS);
        keys.add(BRANCH);
        keys.add(FlinkOptions.SCAN_PARALLELISM.key());
        return keys;
    }

    private static Set<String> writeKeys() {
        Set<String> keys = new TreeSet<>(WRITING);
        keys.add(FlinkOptions.SINK_PARALLELISM.key());
        keys.add(FlinkOptions.SINK_UID_SUFFIX.key());
        return keys;
    }

    /** Where the options of a statement come from. */
    public enum Origin {

        /** A hint of the statement, which has options for what the statement does. */
        HINT,

        /** The declaration of a table, which may have options for queries and for writes. */
        DECLARATION
    }

    /**
     * Checks the options of a query.
     *
     * @throws io.tablestore.error.TableStoreException naming an option that is not allowed, and those that are
     */
    public static void checkRead(String table, Map<String, String> given, Origin origin) {
        StatementOptions.check("SELECT from " + table, given, origin == Origin.HINT ? readKeys() : allKeys());
    }

    /** Like {@link #checkRead}, for a write. */
    public static void checkWrite(String table, Map<String, String> given, Origin origin) {
        StatementOptions.check("INSERT INTO " + table, given, origin == Origin.HINT ? writeKeys() : allKeys());
    }

    private static Set<String> allKeys() {
        Set<String> keys = readKeys();
        keys.addAll(writeKeys());
        return keys;
    }

    /** The given options that override table options for a query. */
    public static Map<String, String> changesOfReading(Map<String, String> given) {
        return only(READING, given);
    }

    /** The given options that override table options for a write. */
    public static Map<String, String> changesOfWriting(Map<String, String> given) {
        return only(WRITING, given);
    }

    private static Map<String, String> only(Set<String> keys, Map<String, String> given) {
        Map<String, String> some = new HashMap<>(given);
        some.keySet().retainAll(keys);
        return some;
    }

    /** The parallelism that an option sets; null if it is not set. */
    public static @Nullable Integer parallelism(ConfigOption<Integer> option, Map<String, String> options) {
        String text = options.get(option.key());
        if (text == null) {
            return null;
        }
        if (!text.strip().matches("[1-9]\\d{0,4}")) {
            throw new ValidationException(
                    "Option '" + option.key() + "' is '" + text + "', but must be a number of tasks, 1 or more.");
        }
        return Integer.valueOf(text.strip());
    }
}
