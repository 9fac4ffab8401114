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
package io.tablestore.writer;

import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.types.BinaryRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a writer did to one bucket since its last commit. It goes to whoever commits, in bytes of {@link
 * CommitMessageSerializer}.
 *
 * @param totalBuckets buckets of the table, -1 if they are not fixed
 * @param newFiles files of rows that were written
 * @param compactBefore files that a compaction has replaced
 * @param compactAfter files that stand for them
 * @param hashIndex the new index of a bucket of a table with dynamic buckets, or null
 */
public record CommitMessage(
        BinaryRow partition,
        int bucket,
        int totalBuckets,
        List<DataFile> newFiles,
        List<DataFile> compactBefore,
        List<DataFile> compactAfter,
        @Nullable IndexEntry hashIndex) {

    public CommitMessage {
        newFiles = List.copyOf(newFiles);
        compactBefore = List.copyOf(compactBefore);
        compactAfter = List.copyOf(compactAfter);
    }

    /** Whether nothing was done. */
    public boolean isEmpty() {
        return newFiles.isEmpty() && compactBefore.isEmpty() && compactAfter.isEmpty() && hashIndex == null;
    }
}
