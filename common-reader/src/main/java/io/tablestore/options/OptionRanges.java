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

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values that numbers and sizes among the options can have, where not all make sense: what a writer would fail on, or ignore. */
public final class OptionRanges {

    private record Range(Option<? extends Number> option, long least, long most) {
        @Override
        public String toString() {
            return most == Long.MAX_VALUE ? "at least " + least : "from " + least + " to " + most;
        }
    }

    private static final Map<String, Range> RANGES = Map.ofEntries(
            atLeast(TableOptions.COMPACTION_TRIGGER, 1),
            atLeast(TableOptions.STOP_TRIGGER, 1),
            atLeast(TableOptions.COMPACTION_MIN_FILES, 1),
            atLeast(TableOptions.COMMIT_MAX_RETRIES, 0),
            atLeast(TableOptions.DYNAMIC_BUCKET_INITIAL, 0),
            atLeast(TableOptions.DYNAMIC_BUCKET_TARGET_ROWS, 1),
            atLeast(TableOptions.MANIFEST_MERGE_MIN_COUNT, 1),
            atLeast(TableOptions.SNAPSHOT_EXPIRE_LIMIT, 1),
            atLeast(TableOptions.TARGET_FILE_SIZE, 1),
            atLeast(TableOptions.MANIFEST_TARGET_SIZE, 1),
            atLeast(TableOptions.WRITE_BUFFER_SIZE, 1),
            range(TableOptions.ZSTD_LEVEL, -7, 22),
            atLeast(Option.bytes("parquet.block.size", 1, ""), 1),
            atLeast(Option.bytes("parquet.page.size", 1, ""), 1),
            atLeast(Option.bytes("parquet.dictionary.page.size", 1, ""), 1));

    /** Ranges that depend on other options or on the table, which whoever knows these checks. */
    private static final Map<String, String> WITH_OTHERS = Map.of(
            TableOptions.BUCKET.key(), "above 0, -1 or -2",
            TableOptions.SNAPSHOTS_RETAINED_MIN.key(), "at least 1",
            TableOptions.SNAPSHOTS_RETAINED_MAX.key(), "at least " + TableOptions.SNAPSHOTS_RETAINED_MIN.key());

    private OptionRanges() {}

    private static Map.Entry<String, Range> atLeast(Option<? extends Number> option, long least) {
        return range(option, least, Long.MAX_VALUE);
    }

    private static Map.Entry<String, Range> range(Option<? extends Number> option, long least, long most) {
        return Map.entry(option.key(), new Range(option, least, most));
    }

    /** The range of an option's values, such as {@code at least 1}; null if every value of its type will do. */
    public static @Nullable String of(String key) {
        Range range = RANGES.get(key);
        return range == null ? WITH_OTHERS.get(key) : range.toString();
    }

    /** What the value of an option should be, if it is out of its range; null if it is in it, or no number at all. */
    public static @Nullable String expected(String key, String value) {
        Range range = RANGES.get(key);
        if (range == null) {
            return null;
        }
        long number;
        try {
            number = range.option().parser().apply(value).longValue();
        } catch (IllegalArgumentException | ArithmeticException malformed) {
            if (!value.strip().startsWith("-")) {
                return null;
            }
            number = Long.MIN_VALUE; // sizes are not read with a sign
        }
        return number >= range.least() && number <= range.most() ? null : range.toString();
    }
}
