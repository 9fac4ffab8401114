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

/** ORC's run-length encoding of bytes, and of bits packed into them, most significant bit first. */
final class ByteRuns {

    private final OrcStream stream;
    private int runLeft;
    private boolean repeats;
    private int repeated;
    private int bits;
    private int bitsLeft;

    ByteRuns(OrcStream stream) {
        this.stream = stream;
    }

    int nextByte() throws IOException {
        if (runLeft == 0) {
            int control = (byte) stream.readByte();
            repeats = control >= 0;
            runLeft = repeats ? control + 3 : -control;
            repeated = repeats ? stream.readByte() : 0;
        }
        runLeft--;
        return repeats ? repeated : stream.readByte();
    }

    boolean nextBit() throws IOException {
        if (bitsLeft == 0) {
            bits = nextByte();
            bitsLeft = 8;
        }
        bitsLeft--;
        return (bits >>> bitsLeft & 1) != 0;
    }
}
