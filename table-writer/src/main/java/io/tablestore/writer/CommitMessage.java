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
 * A writer's changes to one bucket since its last commit. It is sent to the committer in the form of
 * {@link CommitMessageSerializer}.
 *
 * @param totalBuckets number of buckets, or -1 if it is not fixed
 * @param newFiles files with newly written rows
 * @param compactBefore files that a compaction replaced
 * @param compactAfter the compaction's results
 * @param hashIndex the new index of a dynamic bucket, or null
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

    /** Whether there are no changes. */
    public boolean isEmpty() {
        return newFiles.isEmpty() && compactBefore.isEmpty() && compactAfter.isEmpty() && hashIndex == null;
    }
}
