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
package io.tablestore.internal.split;

import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.DeletionVectorRef;
import org.jspecify.annotations.Nullable;

/**
 * A data file, or a part of it, that a split reads.
 *
 * @param file the file
 * @param rowStart first row read, inclusive
 * @param rowEnd last row read, exclusive
 * @param deletions location of the file's deletion vector, or null if it has none
 */
public record SplitFile(
        DataFile file, long rowStart, long rowEnd, @Nullable DeletionVectorRef deletions) {

    public SplitFile {
        if (rowStart < 0 || rowEnd < rowStart || rowEnd > file.rowCount()) {
            throw new IllegalStateException("rows " + rowStart + " to " + rowEnd + " of " + file.rowCount());
        }
    }

    public static SplitFile whole(DataFile file) {
        return whole(file, null);
    }

    public static SplitFile whole(DataFile file, @Nullable DeletionVectorRef deletions) {
        return new SplitFile(file, 0, file.rowCount(), deletions);
    }

    public SplitFile part(long start, long end) {
        return new SplitFile(file, start, end, deletions);
    }

    /** Statistics are needed only while planning. */
    SplitFile withoutStatistics() {
        return new SplitFile(file.withoutStatistics(), rowStart, rowEnd, deletions);
    }

    public boolean isWhole() {
        return rowStart == 0 && rowEnd == file.rowCount();
    }
}
