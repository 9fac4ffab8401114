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

/** Options that determine the bucket and directory of rows. */
public final class LayoutOptions {

    /** How the bucket of a row is computed. */
    public enum BucketFunctionName {
        DEFAULT,
        MOD,
        HIVE
    }

    public static final Option<Integer> BUCKET = Option.number(
                    "bucket", -1, "Number of buckets; -1 is dynamic (with a primary key) or unaware, -2 is postponed.")
            .limitedTo("above 0, -1 or -2");

    public static final Option<List<String>> BUCKET_KEY =
            Option.names("bucket-key", "Columns whose hash determines the bucket; the primary key if not set.");

    public static final Option<BucketFunctionName> BUCKET_FUNCTION = Option.choice(
            "bucket-function.type",
            BucketFunctionName.class,
            BucketFunctionName.DEFAULT,
            "How a row finds its bucket.");

    public static final Option<Integer> DYNAMIC_BUCKET_INITIAL = Option.number(
                    "dynamic-bucket.initial-buckets", 0, "Number of dynamic buckets that a partition starts with.")
            .atLeast(0);

    public static final Option<Integer> DYNAMIC_BUCKET_MAX = Option.number(
            "dynamic-bucket.max-buckets", -1, "Maximum number of dynamic buckets of a partition; -1 is no limit.");

    public static final Option<Long> DYNAMIC_BUCKET_TARGET_ROWS = Option.longNumber(
                    "dynamic-bucket.target-row-num",
                    2_000_000,
                    "Number of keys in a dynamic bucket before another one is started.")
            .atLeast(1);

    public static final Option<String> PARTITION_DEFAULT_NAME = Option.text(
            "partition.default-name", "__DEFAULT_PARTITION__", "Directory text of a null or blank partition value.");

    public static final Option<Boolean> PARTITION_LEGACY_NAME = Option.onByDefault(
            "partition.legacy-name", "Whether partition directories show internal values (days, milliseconds).");

    public static final Option<String> DATA_FILE_DIRECTORY =
            Option.text("data-file.path-directory", "", "Directory of the data files below the table.");

    static final List<KnownOption> ALL = OptionGroup.honoured(
                    "Buckets and directories", "Read and written as Apache Paimon does.")
            .of(
                    BUCKET,
                    BUCKET_KEY,
                    BUCKET_FUNCTION,
                    DYNAMIC_BUCKET_INITIAL,
                    DYNAMIC_BUCKET_MAX,
                    DYNAMIC_BUCKET_TARGET_ROWS,
                    PARTITION_DEFAULT_NAME,
                    PARTITION_LEGACY_NAME,
                    DATA_FILE_DIRECTORY);

    private LayoutOptions() {}
}
