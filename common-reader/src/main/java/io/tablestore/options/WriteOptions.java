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

/** Options for writers. */
public final class WriteOptions {

    public static final Option<Boolean> WRITE_ONLY = Option.offByDefault(
                    "write-only",
                    "Whether writers leave compaction and expiry to other jobs; if stored, compaction jobs do not expire"
                            + " either.")
            .withOlderKeys("write.compaction-skip");

    public static final Option<Long> WRITE_BUFFER_SIZE = Option.bytes(
                    "write-buffer-size", 256L << 20, "Memory of a writer for rows that are not yet in files.")
            .atLeast(1);

    public static final Option<Boolean> WRITE_BUFFER_SPILLABLE = Option.onByDefault(
            "write-buffer-spillable", "Whether rows that do not fit in the buffer are spilled to local disk.");

    public static final Option<Boolean> IGNORE_UPDATE_BEFORE =
            Option.offByDefault("ignore-update-before", "Whether the old side of updates is not written.");

    public static final Option<String> ROW_KIND_FIELD =
            Option.text("rowkind.field", "", "Column that contains the kind of each row: +I, -U, +U or -D.");

    public static final Option<Boolean> DYNAMIC_PARTITION_OVERWRITE = Option.onByDefault(
            "dynamic-partition-overwrite", "Whether INSERT OVERWRITE replaces only the partitions that get rows.");

    static final List<KnownOption> ALL = OptionGroup.honoured("Writing", "Done by writers as Apache Paimon does.")
            .of(
                    WRITE_ONLY,
                    WRITE_BUFFER_SIZE,
                    WRITE_BUFFER_SPILLABLE,
                    IGNORE_UPDATE_BEFORE,
                    ROW_KIND_FIELD,
                    DYNAMIC_PARTITION_OVERWRITE);

    private WriteOptions() {}
}
