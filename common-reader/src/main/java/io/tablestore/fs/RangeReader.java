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
package io.tablestore.fs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * An open file with positioned reads.
 *
 * <p><b>Threads:</b> one at a time, unless {@link #isConcurrent} says otherwise.
 */
public interface RangeReader extends Closeable {

    /** Length of the file in bytes. */
    long size() throws IOException;

    /**
     * Fills {@code target} with the bytes from {@code position} on.
     *
     * @throws java.io.EOFException if the file ends before the buffer is full
     */
    void readFully(long position, ByteBuffer target) throws IOException;

    /** Fills several buffers, in parallel if the file system supports that. */
    default void readFully(List<Range> ranges) throws IOException {
        for (Range range : ranges) {
            readFully(range.position(), range.target());
        }
    }

    /** Whether several threads may read at once, so that many ranges can be fetched side by side. */
    default boolean isConcurrent() {
        return false;
    }

    /** A range to read: {@code target.remaining()} bytes, starting at {@code position}. */
    record Range(long position, ByteBuffer target) {}
}
