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
package io.tablestore.internal.file.decoder;

import io.tablestore.fs.RangeReader;
import io.tablestore.internal.memory.BufferPool;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * A data file to be decoded.
 *
 * @param file its path, for messages
 * @param reader closed with the decoder, also when opening fails
 * @param sizeInBytes by the manifest
 * @param rowCount by the manifest, or {@link #UNKNOWN_ROW_COUNT}
 * @param instantZone the zone by which instants in ORC were shifted (format reference, 6.4) where the file does not tell
 *     it, or null if they were not
 */
public record DataFileInput(
        String file,
        RangeReader reader,
        long sizeInBytes,
        long rowCount,
        BufferPool pool,
        @Nullable TimeZone instantZone) {

    /** The row count of a file that nothing else says it of. */
    public static final long UNKNOWN_ROW_COUNT = -1;

    /** Whether the file may hold that many rows. */
    public boolean mayHave(long rows) {
        return rowCount == UNKNOWN_ROW_COUNT || rowCount == rows;
    }
}
