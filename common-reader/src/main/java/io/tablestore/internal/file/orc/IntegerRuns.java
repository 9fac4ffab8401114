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
package io.tablestore.internal.file.orc;

import java.io.IOException;
import java.util.Arrays;

/** ORC's run-length encodings of integers, versions 1 and 2. */
final class IntegerRuns {

    /** Whether integers are stored in zigzag form, so that they may be negative. */
    enum Sign {
        SIGNED,
        UNSIGNED
    }

    /** The version of the encoding. */
    enum Version {
        V1,
        V2
    }

    private static final int MAX_RUN = 512;

    private final OrcStream stream;
    private final boolean signed;
    private final boolean second;
    private final long[] run = new long[MAX_RUN + 130];
    private int next;
    private int size;
    private int bits;
    private int bitsLeft;

    IntegerRuns(OrcStream stream, Sign sign, Version version) {
        this.stream = stream;
        this.signed = sign == Sign.SIGNED;
        this.second = version == Version.V2;
    }

    long next() throws IOException {
        if (next == size) {
            read();
        }
        return run[next++];
    }

    void read(long[] target, int count) throws IOException {
        int done = 0;
        while (done < count) {
            if (next == size) {
                read();
            }
            int step = Math.min(count - done, size - next);
            System.arraycopy(run, next, target, done, step);
            next += step;
            done += step;
        }
    }

    void skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            if (next == size) {
                read();
            }
            int step = (int) Math.min(left, size - next);
            next += step;
            left -= step;
        }
    }

    private void read() throws IOException {
        next = 0;
        size = 0;
        if (second) {
            readSecond();
        } else {
            readFirst();
        }
    }

    private void readFirst() throws IOException {
        int control = (byte) stream.readByte();
        if (control >= 0) {
            int length = control + 3;
            int delta = (byte) stream.readByte();
            long value = readVarint();
            for (int i = 0; i < length; i++) {
                run[i] = value + (long) i * delta;
            }
            size = length;
        } else {
            for (int i = 0; i < -control; i++) {
                run[i] = readVarint();
            }
            size = -control;
        }
    }

    private long readVarint() throws IOException {
        long value = stream.readVarint();
        return signed ? OrcStream.unzigzag(value) : value;
    }

    private void readSecond() throws IOException {
        int first = stream.readByte();
        switch (first >>> 6) {
            case 0 -> shortRepeat(first);
            case 1 -> direct(first);
            case 2 -> patchedBase(first);
            default -> delta(first);
        }
    }

    private void shortRepeat(int first) throws IOException {
        int width = (first >>> 3 & 7) + 1;
        int length = (first & 7) + 3;
        long value = stream.readBigEndian(width);
        Arrays.fill(run, 0, length, signed ? OrcStream.unzigzag(value) : value);
        size = length;
    }

    private int length(int first) throws IOException {
        return ((first & 1) << 8 | stream.readByte()) + 1;
    }

    private void direct(int first) throws IOException {
        int width = width(first >>> 1 & 31);
        int length = length(first);
        startBits();
        for (int i = 0; i < length; i++) {
            long value = readBits(width);
            run[i] = signed ? OrcStream.unzigzag(value) : value;
        }
        size = length;
    }

    private void delta(int first) throws IOException {
        int code = first >>> 1 & 31;
        int width = code == 0 ? 0 : width(code);
        int length = length(first);
        long value = readVarint();
        long step = OrcStream.unzigzag(stream.readVarint());
        run[0] = value;
        if (width == 0) {
            for (int i = 1; i < length; i++) {
                value += step;
                run[i] = value;
            }
        } else {
            if (length > 1) {
                value += step;
                run[1] = value;
            }
            startBits();
            for (int i = 2; i < length; i++) {
                long change = readBits(width);
                value += step < 0 ? -change : change;
                run[i] = value;
            }
        }
        size = length;
    }

    private void patchedBase(int first) throws IOException {
        int width = width(first >>> 1 & 31);
        int length = length(first);
        int third = stream.readByte();
        int baseBytes = (third >>> 5 & 7) + 1;
        int patchWidth = width(third & 31);
        int fourth = stream.readByte();
        int gapWidth = (fourth >>> 5 & 7) + 1;
        int patches = fourth & 31;
        long base = stream.readBigEndian(baseBytes);
        long signBit = 1L << (baseBytes * 8 - 1);
        if ((base & signBit) != 0) {
            base = -(base & ~signBit);
        }
        startBits();
        for (int i = 0; i < length; i++) {
            run[i] = readBits(width);
        }
        if (gapWidth + patchWidth > 64) {
            throw new IOException("a patch of " + (gapWidth + patchWidth) + " bits");
        }
        int patchBits = closestWidth(gapWidth + patchWidth);
        startBits();
        int at = 0;
        for (int i = 0; i < patches; i++) {
            long patch = readBits(patchBits);
            at += (int) (patch >>> patchWidth);
            long value = patchWidth == 64 ? patch : patch & ((1L << patchWidth) - 1);
            if (at >= length) {
                throw new IOException("a patch behind the end of its run");
            }
            if (value != 0) {
                run[at] |= value << width;
            }
        }
        for (int i = 0; i < length; i++) {
            run[i] += base;
        }
        size = length;
    }

    private void startBits() {
        bits = 0;
        bitsLeft = 0;
    }

    private long readBits(int width) throws IOException {
        long value = 0;
        int wanted = width;
        while (wanted > bitsLeft) {
            value = value << bitsLeft | bits & ((1 << bitsLeft) - 1);
            wanted -= bitsLeft;
            bits = stream.readByte();
            bitsLeft = 8;
        }
        if (wanted > 0) {
            bitsLeft -= wanted;
            value = value << wanted | bits >>> bitsLeft & ((1 << wanted) - 1);
        }
        return value;
    }

    /** The bit width that a five-bit code encodes. */
    private static int width(int code) {
        if (code < 24) {
            return code + 1;
        }
        return switch (code) {
            case 24 -> 26;
            case 25 -> 28;
            case 26 -> 30;
            case 27 -> 32;
            case 28 -> 40;
            case 29 -> 48;
            case 30 -> 56;
            default -> 64;
        };
    }

    /** The next larger width that a five-bit code can encode. */
    private static int closestWidth(int bitCount) {
        for (int code = 0; code < 32; code++) {
            if (width(code) >= bitCount) {
                return width(code);
            }
        }
        return 64;
    }
}
