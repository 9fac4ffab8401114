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

import io.tablestore.internal.memory.BufferPool;
import java.io.IOException;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;

/** The dictionary of a column chunk: its values, and the addresses of binaries. */
public final class Dictionary implements AutoCloseable {

    private final BufferPool pool;
    private final ArrowBuf buffer;
    private final int size;
    private final int[] ints;
    private final long[] longs;
    private final long[] addresses;
    private final int[] lengths;
    private final int longestEntry;

    /** @param buffer holds binaries; returned to the pool when the dictionary is closed */
    public Dictionary(BufferPool pool, ArrowBuf buffer, ValueDecoder decoder, int size) throws IOException {
        this.pool = pool;
        this.buffer = buffer;
        this.size = size;
        Values values = new Values();
        decoder.read(size, values);
        decoder.checkConsumed();
        this.ints = values.ints;
        this.longs = values.longs;
        this.addresses = values.addresses;
        this.lengths = values.lengths;
        int longest = 0;
        for (int i = 0; i < size && addresses.length > 0; i++) {
            longest = Math.max(longest, lengths[i]);
        }
        this.longestEntry = longest;
    }

    public int size() {
        return size;
    }

    /** Copies the dictionary's entries as values, for building a vector of them. */
    public void copyTo(Values target) {
        int[] identity = target.dictionaryIds(size);
        Arrays.setAll(identity, i -> i);
        expand(size, target);
    }

    /** Replaces the first {@code count} indices by their values. */
    public void expand(int count, Values target) {
        int[] ids = target.dictionaryIds;
        if (ints.length > 0) {
            int[] out = target.ints(count);
            for (int i = 0; i < count; i++) {
                out[i] = ints[ids[i]];
            }
        }
        if (longs.length > 0) {
            long[] out = target.longs(count);
            for (int i = 0; i < count; i++) {
                out[i] = longs[ids[i]];
            }
        }
        if (addresses.length > 0) {
            long[] outAddresses = target.addresses(count);
            int[] outLengths = target.lengths;
            for (int i = 0; i < count; i++) {
                outAddresses[i] = addresses[ids[i]];
                outLengths[i] = lengths[ids[i]];
            }
        }
    }

    /** Bytes of the longest entry; 0 for numbers. */
    public long longestEntry() {
        return longestEntry;
    }

    /** Indices of a data page into this dictionary. */
    public final class Indices implements ValueDecoder {

        private final RleDecoder indices;

        public Indices(PageBytes bytes) throws IOException {
            indices = new RleDecoder(bytes, bytes.remaining() == 0 ? 0 : bytes.takeByte());
        }

        @Override
        public void read(int count, Values target) throws IOException {
            int[] ids = target.dictionaryIds(count);
            indices.read(ids, count);
            int seen = 0;
            for (int i = 0; i < count; i++) {
                seen = Math.max(seen, ids[i] < 0 ? Integer.MAX_VALUE : ids[i]);
            }
            if (seen >= size && count > 0) {
                throw new IOException("index " + seen + " into a dictionary of " + size + " values");
            }
        }

        @Override
        public void skip(int count) throws IOException {
            indices.skip(count);
        }

        @Override
        public int fitting(int most, long bytes) throws IOException {
            if (addresses.length == 0) {
                return most;
            }
            RleDecoder ahead = indices.copy();
            int[] one = new int[1];
            long total = 0;
            for (int i = 0; i < most && !ahead.isAtEnd(); i++) {
                ahead.read(one, 1);
                total += one[0] >= 0 && one[0] < size ? lengths[one[0]] : 0; // reading them reports the error
                if (total > bytes) {
                    return i;
                }
            }
            return most;
        }
    }

    @Override
    public void close() {
        pool.give(buffer);
    }
}
