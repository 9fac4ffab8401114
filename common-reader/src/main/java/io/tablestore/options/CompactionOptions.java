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

import java.util.List;

/** Options that control which files are compacted, and when. */
public final class CompactionOptions {

    public static final Option<Integer> NUM_LEVELS =
            Option.number("num-levels", 0, "Number of levels; one more than the compaction trigger if not set.");

    public static final Option<Integer> COMPACTION_TRIGGER = Option.number(
                    "num-sorted-run.compaction-trigger",
                    5,
                    "Number of sorted runs that starts a compaction; it also determines the number of levels.")
            .atLeast(1);

    public static final Option<Integer> STOP_TRIGGER = Option.number(
                    "num-sorted-run.stop-trigger",
                    0,
                    "Number of sorted runs at which writers wait for compaction; 3 more than the trigger if not set.")
            .atLeast(1);

    public static final Option<Integer> MAX_SIZE_AMPLIFICATION = Option.number(
            "compaction.max-size-amplification-percent",
            200,
            "Size of the newer runs, in percent of the oldest run, at which all runs are merged.");

    public static final Option<Integer> SIZE_RATIO = Option.number(
            "compaction.size-ratio",
            1,
            "Percent by which the next run may be larger and still be merged with newer ones.");

    public static final Option<Long> TOTAL_SIZE_THRESHOLD = Option.bytes(
            "compaction.total-size-threshold", 0, "Buckets smaller than this are compacted fully each time.");

    public static final Option<Long> INCREMENTAL_SIZE_THRESHOLD = Option.bytes(
            "compaction.incremental-size-threshold", 0, "Size of the newer runs at which a bucket is compacted fully.");

    public static final Option<Boolean> FORCE_UP_LEVEL_0 =
            Option.offByDefault("compaction.force-up-level-0", "Whether every compaction takes all files of level 0.");

    public static final Option<Double> SMALL_FILE_RATIO = Option.ratio(
            "compaction.small-file-ratio", 0.7, "Fraction of the target size below which a file counts as small.");

    public static final Option<Integer> COMPACTION_MIN_FILES = Option.number(
                    "compaction.min.file-num",
                    5,
                    "Number of small files of an append table that are compacted together.")
            .atLeast(1);

    public static final Option<Boolean> FORCE_COMPACT =
            Option.offByDefault("commit.force-compact", "Whether a commit waits until all compactions are done.");

    static final List<KnownOption> ALL = OptionGroup.honoured("Compaction", "Done by writers as Apache Paimon does.")
            .of(
                    NUM_LEVELS,
                    COMPACTION_TRIGGER,
                    STOP_TRIGGER,
                    MAX_SIZE_AMPLIFICATION,
                    SIZE_RATIO,
                    TOTAL_SIZE_THRESHOLD,
                    INCREMENTAL_SIZE_THRESHOLD,
                    FORCE_UP_LEVEL_0,
                    SMALL_FILE_RATIO,
                    COMPACTION_MIN_FILES,
                    FORCE_COMPACT);

    private CompactionOptions() {}
}
