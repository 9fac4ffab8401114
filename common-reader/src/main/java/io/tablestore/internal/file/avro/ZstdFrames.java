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
package io.tablestore.internal.file.avro;

import java.io.IOException;
import org.apache.arrow.memory.ArrowBuf;

/**
 * The decompressed size of zstd frames, found by reading the headers of their blocks (RFC 8878, 3.1). Writers that compress a
 * stream do not record the size, so memory is allocated for the maximum that the blocks can hold.
 */
final class ZstdFrames {

    private static final int MAGIC = 0xFD2FB528;
    private static final int SKIPPABLE = 0x184D2A50;
    private static final int LARGEST_BLOCK = 128 << 10;
    private static final int CHECKSUM_BYTES = 4;

    private final ArrowBuf bytes;
    private final int end;
    private int at;

    private ZstdFrames(ArrowBuf bytes, int length) {
        this.bytes = bytes;
        this.end = length;
    }

    /** The maximum number of bytes that the frames hold. */
    static long largest(ArrowBuf bytes, int length) throws IOException {
        ZstdFrames frames = new ZstdFrames(bytes, length);
        long total = 0;
        while (frames.at < length) {
            total += frames.next();
        }
        return total;
    }

    private int take(int count) throws IOException {
        if (count < 0 || count > end - at) {
            throw new IOException("zstd: " + count + " bytes are needed where " + (end - at) + " are");
        }
        int start = at;
        at += count;
        return start;
    }

    private int takeByte() throws IOException {
        return bytes.getByte(take(1)) & 0xFF;
    }

    private int takeInt() throws IOException {
        return bytes.getInt(take(Integer.BYTES));
    }

    private long next() throws IOException {
        int magic = takeInt();
        if ((magic & 0xFFFFFFF0) == SKIPPABLE) {
            take(takeInt());
            return 0;
        }
        if (magic != MAGIC) {
            throw new IOException("zstd: no frame starts with " + Integer.toHexString(magic));
        }
        int descriptor = takeByte();
        boolean single = (descriptor & 0x20) != 0;
        int sizeFlag = descriptor >>> 6;
        int dictionaryFlag = descriptor & 3;
        int sizeBytes = sizeFlag == 0 && !single ? 0 : 1 << sizeFlag;
        int dictionaryBytes = dictionaryFlag == 3 ? 4 : dictionaryFlag;
        take((single ? 0 : 1) + dictionaryBytes + sizeBytes);
        long total = 0;
        boolean last = false;
        while (!last) {
            int header = takeByte() | takeByte() << 8 | takeByte() << 16;
            last = (header & 1) != 0;
            int size = header >>> 3;
            switch (header >>> 1 & 3) {
                case 0 -> { // uncompressed
                    take(size);
                    total += size;
                }
                case 1 -> { // one byte, repeated
                    take(1);
                    total += size;
                }
                case 2 -> {
                    take(size);
                    total += LARGEST_BLOCK;
                }
                default -> throw new IOException("zstd: a block of a type that is not defined");
            }
        }
        if ((descriptor & 4) != 0) {
            take(CHECKSUM_BYTES);
        }
        return total;
    }
}
