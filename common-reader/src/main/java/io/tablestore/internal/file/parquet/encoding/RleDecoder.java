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
import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;

/**
 * Decodes Parquet's hybrid of run-length and bit-packed integers: definition levels, dictionary indices, booleans of v2 pages.
 */
public final class RleDecoder {

    private final PageBytes bytes;
    private final int bitWidth;
    private final int mask;

    private int runLeft;
    private boolean packed;
    private int repeated;
    private long packedAddress;
    private long packedBit;

    public RleDecoder(PageBytes bytes, int bitWidth) throws IOException {
        if (bitWidth < 0 || bitWidth > 32) {
            throw new IOException("a bit width of " + bitWidth);
        }
        this.bytes = bytes;
        this.bitWidth = bitWidth;
        this.mask = bitWidth == 32 ? -1 : (1 << bitWidth) - 1;
    }

    /** A second decoder that continues from this position. */
    RleDecoder copy() throws IOException {
        RleDecoder copy = new RleDecoder(bytes.copy(), bitWidth);
        copy.runLeft = runLeft;
        copy.packed = packed;
        copy.repeated = repeated;
        copy.packedAddress = packedAddress;
        copy.packedBit = packedBit;
        return copy;
    }

    /** Whether no value remains. */
    boolean isAtEnd() {
        return runLeft == 0 && bytes.remaining() == 0;
    }

    private void nextRun() throws IOException {
        int header = bytes.takeVarint();
        packed = (header & 1) != 0;
        if (packed) {
            long values = (header >>> 1) * 8L;
            // The last run may be truncated at the end of the page.
            long available = Math.min(((header >>> 1) * (long) bitWidth), bytes.remaining());
            packedAddress = bytes.take(available);
            packedBit = 0;
            long whole = bitWidth == 0 ? values : available * 8 / bitWidth;
            runLeft = (int) Math.min(Math.min(values, whole), Integer.MAX_VALUE);
        } else {
            runLeft = header >>> 1;
            int width = (bitWidth + 7) / 8;
            repeated = 0;
            for (int i = 0; i < width; i++) {
                repeated |= bytes.takeByte() << (8 * i);
            }
            repeated &= mask;
        }
        if (runLeft == 0) {
            throw new IOException("an empty run in the page");
        }
    }

    /** Reads {@code count} values to {@code target[0..count)}. */
    public void read(int[] target, int count) throws IOException {
        int done = 0;
        while (done < count) {
            if (runLeft == 0) {
                nextRun();
            }
            int stretch = Math.min(runLeft, count - done);
            if (packed) {
                unpack(target, done, stretch);
            } else {
                Arrays.fill(target, done, done + stretch, repeated);
            }
            done += stretch;
            runLeft -= stretch;
        }
    }

    private void unpack(int[] target, int offset, int count) {
        long bit = packedBit;
        long address = packedAddress;
        int width = bitWidth;
        int m = mask;
        for (int i = 0; i < count; i++) {
            // Slack follows each page, so eight bytes can always be loaded.
            target[offset + i] = (int) (MemoryUtil.getLong(address + (bit >>> 3)) >>> (bit & 7)) & m;
            bit += width;
        }
        packedBit = bit;
    }

    public void skip(int count) throws IOException {
        int left = count;
        while (left > 0) {
            if (runLeft == 0) {
                nextRun();
            }
            int stretch = Math.min(runLeft, left);
            packedBit += (long) stretch * bitWidth;
            left -= stretch;
            runLeft -= stretch;
        }
    }

    /** Reads {@code count} values and returns how many are {@code wanted}, without storing them. */
    public int countEqual(int count, int wanted) throws IOException {
        int found = 0;
        int left = count;
        while (left > 0) {
            if (runLeft == 0) {
                nextRun();
            }
            int stretch = Math.min(runLeft, left);
            if (packed) {
                for (int i = 0; i < stretch; i++) {
                    int value =
                            (int) (MemoryUtil.getLong(packedAddress + (packedBit >>> 3)) >>> (packedBit & 7)) & mask;
                    found += value == wanted ? 1 : 0;
                    packedBit += bitWidth;
                }
            } else if (repeated == wanted) {
                found += stretch;
            }
            left -= stretch;
            runLeft -= stretch;
        }
        return found;
    }

    /** How many of the next values are known to be {@code value} because the current run repeats it. */
    public int repeatedAhead(int value) throws IOException {
        if (runLeft == 0) {
            nextRun();
        }
        return !packed && repeated == value ? runLeft : 0;
    }
}
