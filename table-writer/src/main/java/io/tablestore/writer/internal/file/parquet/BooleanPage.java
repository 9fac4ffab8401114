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
import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.statistics.Statistics;

/** A page of booleans, one bit each, lowest bit of a byte first. */
final class BooleanPage extends FlatPage {

    private byte[] bits = new byte[256];
    private int count;
    private int trues;
    private long data;

    @Override
    void bind(FieldVector vector) {
        data = vector.getDataBuffer().memoryAddress();
    }

    @Override
    int leastBytes() {
        return 1;
    }

    @Override
    int fitting(int start, int limit, int pageBytes) {
        return limit;
    }

    @Override
    void add(long validity, int start, int end) {
        int needed = (count + end - start + 7) >>> 3;
        if (needed > bits.length) {
            bits = Arrays.copyOf(bits, 2 * needed);
        }
        for (int row = start; row < end; row++) {
            if (validity == 0 || MemoryBits.get(validity, row) == 1) {
                int bit = MemoryBits.get(data, row);
                bits[count >>> 3] |= (byte) (bit << (count & 7));
                trues += bit;
                count++;
            }
        }
    }

    @Override
    int bytes() {
        return (count + 7) >>> 3;
    }

    @Override
    void addBounds(Statistics<?> statistics) {
        if (trues < count) {
            statistics.updateStats(false);
        }
        if (trues > 0) {
            statistics.updateStats(true);
        }
    }

    @Override
    BytesInput plain() {
        return BytesInput.from(bits, 0, bytes());
    }

    @Override
    boolean hasDictionary() {
        return false;
    }

    @Override
    boolean index(DictionaryIndices target, int limitBytes) {
        return false;
    }

    @Override
    int dictionarySize() {
        return 0;
    }

    @Override
    int dictionaryBytes() {
        return 0;
    }

    @Override
    BytesInput dictionary() {
        return BytesInput.empty();
    }

    @Override
    void forgetDictionary() {}

    @Override
    void clear() {
        Arrays.fill(bits, 0, bytes(), (byte) 0);
        count = 0;
        trues = 0;
    }
}
