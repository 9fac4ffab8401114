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
package io.tablestore.internal.read.tail;

import io.tablestore.fs.RangeReader;
import java.util.function.Supplier;

/**
 * A file in an object store whose end is kept while it is read.
 *
 * @param opener opens it without a request to the store
 */
public record TailedFile(String path, long sizeInBytes, Supplier<RangeReader> opener) {

    /** Bytes that are kept of a large file, as many as the Parquet decoder reads first. */
    static final int TAIL_BYTES = 64 << 10;

    /** Size up to which a file is kept whole. */
    private static final int WHOLE_FILE_BYTES = 1 << 20;

    /** Whether all of a file of this size is kept. */
    public static boolean isKeptWhole(long sizeInBytes) {
        return sizeInBytes <= WHOLE_FILE_BYTES;
    }

    int keptBytes() {
        return isKeptWhole(sizeInBytes) ? (int) sizeInBytes : TAIL_BYTES;
    }
}
