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

import java.util.Arrays;

/**
 * Scratch space for the physical values of a range of one page, shared by the columns of a file. The array depends on the
 * physical type: {@code ints} for BOOLEAN, INT32 and FLOAT (bits); {@code longs} for INT64 and DOUBLE (bits); {@code longs}
 * (milliseconds) and {@code ints} (nanoseconds within them) for INT96; {@code addresses} and {@code lengths} for BINARY and
 * FIXED_LEN_BYTE_ARRAY, whose bytes stay where they were decoded.
 */
public final class Values {

    public int[] ints = new int[0];
    public long[] longs = new long[0];
    public long[] addresses = new long[0];
    public int[] lengths = new int[0];

    /** Indices into the dictionary of the column chunk, if the page is dictionary encoded. */
    public int[] dictionaryIds = new int[0];

    /** For each row of the range, the index of its value, or -1 for null. */
    public int[] valueOfRow = new int[0];

    /** For each wanted row, the index of its value, or -1 for null. */
    public int[] picks = new int[0];

    public int[] ints(int count) {
        if (ints.length < count) {
            ints = new int[grown(count)];
        }
        return ints;
    }

    public long[] longs(int count) {
        if (longs.length < count) {
            longs = new long[grown(count)];
        }
        return longs;
    }

    public long[] addresses(int count) {
        if (addresses.length < count) {
            addresses = new long[grown(count)];
            lengths = Arrays.copyOf(lengths, addresses.length);
        }
        return addresses;
    }

    public int[] dictionaryIds(int count) {
        if (dictionaryIds.length < count) {
            dictionaryIds = new int[grown(count)];
        }
        return dictionaryIds;
    }

    public int[] valueOfRow(int count) {
        if (valueOfRow.length < count) {
            valueOfRow = new int[grown(count)];
        }
        return valueOfRow;
    }

    public int[] picks(int count) {
        if (picks.length < count) {
            picks = new int[grown(count)];
        }
        return picks;
    }

    private static int grown(int count) {
        return Math.max(1024, Integer.highestOneBit(count) << 1);
    }
}
