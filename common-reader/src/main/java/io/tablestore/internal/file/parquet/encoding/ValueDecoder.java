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
package io.tablestore.internal.file.parquet.encoding;

import java.io.IOException;

/** Decodes the values of one page in order, without nulls. */
public interface ValueDecoder extends AutoCloseable {

    /** Reads {@code count} values to the start of the arrays of {@code target} for the physical type. */
    void read(int count, Values target) throws IOException;

    void skip(int count) throws IOException;

    /**
     * The address of the next {@code count} values if they are consecutive in memory, little-endian and of the physical type's
     * width; advances past them. 0 if the encoding stores them differently.
     */
    default long take(int count) throws IOException {
        return 0;
    }

    /**
     * How many of the next values take at most this many bytes, without skipping any; {@code most} if the page has fewer, or its
     * values have a fixed width.
     */
    default int fitting(int most, long bytes) throws IOException {
        return most;
    }

    /** Called after the last value of the page: remaining bytes mean damage. */
    default void checkConsumed() throws IOException {}

    /** Frees the decoder's own memory, if any. */
    @Override
    default void close() {}
}
