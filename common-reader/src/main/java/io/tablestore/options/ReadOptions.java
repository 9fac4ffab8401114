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

/** Options that control what is read, and how it is divided into splits. */
public final class ReadOptions {

    public static final Option<String> FALLBACK_BRANCH =
            Option.text("scan.fallback-branch", "", "Branch that serves partitions missing in the main branch.");

    public static final Option<Boolean> DELETION_VECTORS_MERGE_ON_READ = Option.offByDefault(
            "deletion-vectors.merge-on-read",
            "Whether level 0 of a table with deletion vectors is merged on read instead of waiting for compaction.");

    public static final Option<Long> SPLIT_TARGET_SIZE =
            Option.bytes("source.split.target-size", 128L << 20, "Target size of the data files in one split.");

    public static final Option<Long> SPLIT_OPEN_FILE_COST = Option.bytes(
            "source.split.open-file-cost", 4L << 20, "Cost of opening one more file, as a number of bytes.");

    public static final Option<Integer> AHEAD_FILES = Option.number(
                    "read.ahead-files",
                    8,
                    "Maximum number of files of a split in an object store that are fetched before they are needed.")
            .between(0, 64);

    static final List<KnownOption> ALL = OptionGroup.honoured(
                    "Reading and planning",
                    "Done by readers as Apache Paimon does; it does not know `read.ahead-files`.")
            .of(FALLBACK_BRANCH, DELETION_VECTORS_MERGE_ON_READ, SPLIT_TARGET_SIZE, SPLIT_OPEN_FILE_COST, AHEAD_FILES);

    private ReadOptions() {}
}
