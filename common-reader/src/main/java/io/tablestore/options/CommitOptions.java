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

/** Options for commits, for the manifests they write, and for snapshot expiry. */
public final class CommitOptions {

    public static final Option<Integer> COMMIT_MAX_RETRIES = Option.number(
                    "commit.max-retries", 10, "How often a commit is retried after another commit came first.")
            .atLeast(0);

    public static final Option<Long> MANIFEST_TARGET_SIZE = Option.bytes(
                    "manifest.target-file-size", 8L << 20, "Target size of merged manifests.")
            .atLeast(1);

    public static final Option<Integer> MANIFEST_MERGE_MIN_COUNT = Option.number(
                    "manifest.merge-min-count",
                    30,
                    "Number of small manifests that are merged even if they do not reach the target size.")
            .atLeast(1);

    public static final Option<Long> MANIFEST_FULL_THRESHOLD = Option.bytes(
            "manifest.full-compaction-threshold-size",
            16L << 20,
            "Total size of manifests that are small or contain deletions at which all of these are rewritten.");

    public static final Option<Integer> SNAPSHOTS_RETAINED_MIN = Option.number(
                    "snapshot.num-retained.min", 10, "Minimum number of snapshots to keep, however old they are.")
            .limitedTo("at least 1");

    public static final Option<Integer> SNAPSHOTS_RETAINED_MAX = Option.number(
                    "snapshot.num-retained.max",
                    Integer.MAX_VALUE,
                    "Maximum number of snapshots to keep, however new they are.")
            .limitedTo("at least snapshot.num-retained.min");

    public static final Option<Duration> SNAPSHOT_TIME_RETAINED =
            Option.duration("snapshot.time-retained", Duration.ofHours(1), "Age up to which snapshots are kept.");

    public static final Option<Integer> SNAPSHOT_EXPIRE_LIMIT = Option.number(
                    "snapshot.expire.limit", 50, "Maximum number of snapshots that are expired at one time.")
            .atLeast(1);

    static final List<KnownOption> ALL = OptionGroup.honoured(
                    "Commit and maintenance", "Done by writers as Apache Paimon does.")
            .of(
                    COMMIT_MAX_RETRIES,
                    MANIFEST_TARGET_SIZE,
                    MANIFEST_MERGE_MIN_COUNT,
                    MANIFEST_FULL_THRESHOLD,
                    SNAPSHOTS_RETAINED_MIN,
                    SNAPSHOTS_RETAINED_MAX,
                    SNAPSHOT_TIME_RETAINED,
                    SNAPSHOT_EXPIRE_LIMIT);

    private CommitOptions() {}
}
