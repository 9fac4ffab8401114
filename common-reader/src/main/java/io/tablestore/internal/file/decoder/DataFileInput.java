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
 * A data file to decode.
 *
 * @param file its path, for messages
 * @param reader closed with the decoder, or if opening fails
 * @param sizeInBytes according to the manifest
 * @param rowCount according to the manifest, or {@link #UNKNOWN_ROW_COUNT}
 * @param instantZone the zone by which instants in ORC were shifted (format reference, 6.4) if the file does not record it, or
 * null if they were not
 */
public record DataFileInput(
        String file,
        RangeReader reader,
        long sizeInBytes,
        long rowCount,
        BufferPool pool,
        @Nullable TimeZone instantZone) {

    /** The row count of a file if only the file itself records it. */
    public static final long UNKNOWN_ROW_COUNT = -1;

    /** Whether the file may hold this many rows. */
    public boolean mayHave(long rows) {
        return rowCount == UNKNOWN_ROW_COUNT || rowCount == rows;
    }
}
