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

/** The values of one page, read in order; nulls are not among them. */
public interface ValueDecoder extends AutoCloseable {

    /** Reads {@code count} values to the start of the arrays of {@code target} that belong to the physical type. */
    void read(int count, Values target) throws IOException;

    void skip(int count) throws IOException;

    /**
     * Where the next {@code count} values lie side by side in memory, little-endian and of the physical type's width, moving
     * behind them; 0 if the encoding does not store them so.
     */
    default long take(int count) throws IOException {
        return 0;
    }

    /**
     * How many of the next values take no more than so many bytes, nothing being passed over; {@code most} if the page has
     * fewer, or values of a fixed width.
     */
    default int fitting(int most, long bytes) throws IOException {
        return most;
    }

    /** Called behind the last value of the page: what is left over means damage. */
    default void checkConsumed() throws IOException {}

    /** Gives back memory of its own, if there is any. */
    @Override
    default void close() {}
}
