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
import org.apache.arrow.memory.util.MemoryUtil;

/** Bounds-checked reads of a decompressed page in direct memory. Kernels check a range once, then use addresses. */
public final class PageBytes {

    private final long end;
    private long position;

    public PageBytes(long address, long length) {
        this.end = address + length;
        this.position = address;
    }

    long remaining() {
        return end - position;
    }

    long position() {
        return position;
    }

    /** Advances by {@code count} bytes; returns their address. */
    long take(long count) throws IOException {
        if (count < 0 || count > end - position) {
            throw new IOException(count + " bytes are needed where " + (end - position) + " are left in the page");
        }
        long taken = position;
        position += count;
        return taken;
    }

    int takeByte() throws IOException {
        return MemoryUtil.getByte(take(1)) & 0xFF;
    }

    public int takeInt() throws IOException {
        return MemoryUtil.getInt(take(4));
    }

    /** Unsigned LEB128 of at most 32 bits. */
    int takeVarint() throws IOException {
        long value = takeLongVarint();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new IOException("the number " + value + " in the page is too large");
        }
        return (int) value;
    }

    long takeLongVarint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = takeByte();
            value |= (long) (b & 0x7F) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        throw new IOException("a number of more than ten bytes in the page");
    }

    long takeZigzag() throws IOException {
        long value = takeLongVarint();
        return (value >>> 1) ^ -(value & 1);
    }

    /** A second view of the remaining bytes. */
    public PageBytes copy() {
        return new PageBytes(position, end - position);
    }

    /** A view of the next {@code count} bytes; advances past them. */
    public PageBytes slice(long count) throws IOException {
        return new PageBytes(take(count), count);
    }
}
