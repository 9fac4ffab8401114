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
package io.tablestore.writer.internal.file.encoder;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.arrow.memory.ArrowBuf;

/** Copies off-heap bytes to a stream. */
public final class ArrowBytes {

    private static final int PIECE = 64 << 10;

    private ArrowBytes() {}

    /** Writes the first {@code size} bytes, through a small array. */
    public static void write(ArrowBuf memory, int size, OutputStream out) throws IOException {
        byte[] piece = new byte[Math.min(size, PIECE)];
        for (int done = 0; done < size; done += piece.length) {
            int length = Math.min(piece.length, size - done);
            memory.getBytes(done, piece, 0, length);
            out.write(piece, 0, length);
        }
    }
}
