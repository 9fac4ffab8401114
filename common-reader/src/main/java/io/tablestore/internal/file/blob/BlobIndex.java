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
package io.tablestore.internal.file.blob;

import io.tablestore.error.CorruptFileException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.file.decoder.DataFileInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The locations of a blob file's values. The end of the file holds the lengths of its entries, each as the difference from the
 * previous one, then the number of bytes of these lengths, and a version.
 */
final class BlobIndex {

    private static final int FOOTER_BYTES = 5;
    private static final int VERSION = 1;
    private static final int NULL = -1;
    private static final int PLACEHOLDER = -2;

    /** Size of an entry with an empty value: magic number, length and checksum. */
    private static final int SMALLEST_ENTRY = 16;

    private final long[] offsets;
    private final int[] lengths;
    private final long dataEnd;
    private final long bytesRead;

    static BlobIndex read(DataFileInput input) throws IOException {
        long size = input.sizeInBytes();
        if (size < FOOTER_BYTES) {
            throw new CorruptFileException(
                    input.file(), "The file has " + size + " bytes, fewer than the 5 of the smallest blob file.");
        }
        ByteBuffer footer = ByteBuffer.allocate(FOOTER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        input.reader().readFully(size - FOOTER_BYTES, footer);
        int indexBytes = footer.getInt(0);
        if (footer.get(4) != VERSION) {
            throw new UnsupportedFormatException(
                    input.file(),
                    "a blob file of version " + footer.get(4),
                    "Version " + VERSION + " is supported; upgrade this reader.");
        }
        if (indexBytes < 0 || indexBytes > size - FOOTER_BYTES) {
            throw new CorruptFileException(
                    input.file(),
                    "The footer announces a blob index of " + indexBytes + " bytes, which does not fit in the file.");
        }
        ByteBuffer index = ByteBuffer.allocate(indexBytes);
        long dataEnd = size - FOOTER_BYTES - indexBytes;
        input.reader().readFully(dataEnd, index);
        index.flip();
        return new BlobIndex(input.file(), index, input.rowCount(), dataEnd);
    }

    private BlobIndex(String file, ByteBuffer index, long rowCount, long dataEnd) {
        if (rowCount > index.remaining()) { // a length takes at least one byte
            throw new CorruptFileException(
                    file,
                    "The blob index has " + index.remaining() + " bytes, too few for " + rowCount
                            + " rows (_ROW_COUNT).");
        }
        this.bytesRead = (long) index.remaining() + FOOTER_BYTES;
        this.offsets = new long[(int) rowCount];
        this.lengths = new int[(int) rowCount];
        this.dataEnd = dataEnd;
        long offset = 0;
        long length = 0;
        for (int row = 0; row < rowCount; row++) {
            length += zigzag(file, index);
            boolean entry = length >= SMALLEST_ENTRY && length <= dataEnd - offset;
            if (!entry && length != NULL && length != PLACEHOLDER) {
                throw new CorruptFileException(
                        file,
                        "The blob index gives row " + row + " a length of " + length
                                + " bytes, which does not fit in the file.");
            }
            if (length > Integer.MAX_VALUE - 64) {
                throw new UnsupportedFormatException(
                        file,
                        "a value of " + length + " bytes in row " + row,
                        "Values of up to 2 GiB are read; leave the column out.");
            }
            offsets[row] = offset;
            lengths[row] = (int) length;
            offset += Math.max(0, length);
        }
        if (index.hasRemaining() || offset != dataEnd) {
            throw new CorruptFileException(
                    file,
                    "The lengths in the blob index do not add up to the " + dataEnd + " bytes of its " + rowCount
                            + " rows.");
        }
    }

    private static long zigzag(String file, ByteBuffer index) {
        long value = 0;
        for (int shift = 0; shift < 64 && index.hasRemaining(); shift += 7) {
            byte next = index.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value >>> 1 ^ -(value & 1);
            }
        }
        throw new CorruptFileException(file, "A number in the blob index does not end.");
    }

    int rowCount() {
        return lengths.length;
    }

    boolean hasValue(int row) {
        return lengths[row] >= 0;
    }

    /** Whether the row takes its value from an older file. */
    boolean isPlaceholder(int row) {
        return lengths[row] == PLACEHOLDER;
    }

    /** The entry's start in the file. */
    long offset(int row) {
        return offsets[row];
    }

    /** Bytes of the entry, including 16 around the value. */
    int length(int row) {
        return lengths[row];
    }

    /** The position where entries end and the index starts. */
    long dataEnd() {
        return dataEnd;
    }

    long bytesRead() {
        return bytesRead;
    }
}
