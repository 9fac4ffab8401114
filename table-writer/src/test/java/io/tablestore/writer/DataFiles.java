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
import io.tablestore.internal.format.row.BinaryRowWriter;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.List;

/** Entries of data files that nobody has written, with keys of one BIGINT. */
public final class DataFiles {

    private DataFiles() {}

    /** A row of one BIGINT. */
    public static BinaryRow row(long value) {
        return BinaryRowWriter.write(List.of(DataType.of(TypeRoot.BIGINT)), List.of(value));
    }

    /** A file of level 0 with all keys from 0 to 9 and one sequence number. */
    public static DataFile flushed(String name, long size, long sequence) {
        return file(name, size, 0, 0, 9, sequence, sequence);
    }

    /** A file of a level with some keys. */
    public static DataFile compacted(String name, long size, int level, long minKey, long maxKey) {
        return file(name, size, level, minKey, maxKey, 0, 0);
    }

    /** A file of ten rows. */
    public static DataFile file(
            String name, long size, int level, long minKey, long maxKey, long minSequence, long maxSequence) {
        return new DataFile(
                name,
                size,
                10,
                row(minKey),
                row(maxKey),
                null,
                null,
                minSequence,
                maxSequence,
                0,
                level,
                List.of(),
                0,
                0,
                null,
                level == 0 ? DataFile.APPENDED : DataFile.COMPACTED,
                null,
                null,
                null,
                null,
                List.of());
    }
}
