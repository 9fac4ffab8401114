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

import io.tablestore.arrow.MemoryBits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

/** Encodes which rows of a page have a value, in Parquet's hybrid of runs and packed bits. */
final class DefinitionLevels {

    private static final int CAPACITY = 1 << 10;
    private static final int SLAB = 64 << 10;

    private final RunLengthBitPackingHybridEncoder encoder =
            new RunLengthBitPackingHybridEncoder(1, CAPACITY, SLAB, HeapByteBufferAllocator.getInstance());
    private int rows;
    private int nulls;

    /** @param validity address of the validity bits, or 0 if the vector has no nulls */
    void add(long validity, int start, int end) throws IOException {
        if (validity != 0) {
            addBits(validity, start, end);
        } else if (nulls > 0) {
            addPresent(end - start);
        }
        rows += end - start;
    }

    private void addBits(long validity, int start, int end) throws IOException {
        for (int row = start; row < end; row++) {
            int bit = MemoryBits.get(validity, row);
            if (bit == 0 && nulls++ == 0) {
                addPresent(rows + row - start); // rows before the first null were only counted
            }
            if (nulls > 0) {
                encoder.writeInt(bit);
            }
        }
    }

    private void addPresent(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            encoder.writeInt(1);
        }
    }

    int rows() {
        return rows;
    }

    int nulls() {
        return nulls;
    }

    /** The levels of the page preceded by their length, as in version 1 pages. */
    BytesInput bytes() throws IOException {
        BytesInput encoded = nulls == 0 ? onlyPresent() : encoder.toBytes();
        return BytesInput.concat(BytesInput.fromInt((int) encoded.size()), encoded);
    }

    /** A single run of ones. */
    private BytesInput onlyPresent() throws IOException {
        ByteArrayOutputStream run = new ByteArrayOutputStream();
        BytesInput.fromUnsignedVarInt(rows << 1).writeAllTo(run);
        run.write(1);
        return BytesInput.from(run.toByteArray());
    }

    void clear() {
        rows = 0;
        nulls = 0;
        encoder.reset();
    }
}
