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
package io.tablestore.writer.internal.file.parquet;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

/** The values of a page as indices into a dictionary. */
final class DictionaryIndices {

    private static final int CAPACITY = 1 << 10;
    private static final int SLAB = 64 << 10;

    private int[] values = new int[0];
    private int count;

    /** Returns an array for the indices of a page, to be filled by the caller. */
    int[] open(int size) {
        if (values.length < size) {
            values = new int[Math.max(size, 2 * values.length)];
        }
        count = size;
        return values;
    }

    /** Size of the bit-packed indices in bytes, ignoring runs. */
    long sizeInBytes(int dictionarySize) {
        return 1 + (long) count * width(dictionarySize) / 8;
    }

    private static int width(int dictionarySize) {
        return BytesUtils.getWidthFromMaxInt(Math.max(0, dictionarySize - 1));
    }

    /** The indices preceded by their bit width, in Parquet's hybrid of runs and packed bits. */
    BytesInput bytes(int dictionarySize) throws IOException {
        int width = width(dictionarySize);
        RunLengthBitPackingHybridEncoder encoder =
                new RunLengthBitPackingHybridEncoder(width, CAPACITY, SLAB, HeapByteBufferAllocator.getInstance());
        int[] indices = values;
        for (int i = 0; i < count; i++) {
            encoder.writeInt(indices[i]);
        }
        return BytesInput.concat(BytesInput.from(new byte[] {(byte) width}), encoder.toBytes());
    }
}
