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
package io.tablestore.internal.file.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The header of a gzip member (RFC 1952, 2.3), which {@link java.util.zip.Inflater} leaves to its caller. */
final class GzipHeader {

    /** CRC and length, which follow the content. */
    static final int TRAILER_BYTES = 8;

    static final int LEAST_BYTES = 10;

    private static final int HAS_CRC = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    private GzipHeader() {}

    /** Moves to the compressed content. */
    static void skip(ByteBuffer source) throws IOException {
        int start = source.position();
        boolean gzip = source.remaining() >= LEAST_BYTES
                && source.get(start) == (byte) 0x1f
                && source.get(start + 1) == (byte) 0x8b
                && source.get(start + 2) == 8;
        if (!gzip) {
            throw new IOException("gzip: no member starts where one should");
        }
        int flags = source.get(start + 3);
        int at = start + LEAST_BYTES;
        if ((flags & HAS_EXTRA) != 0) {
            at += 2 + (byteAt(source, at) | byteAt(source, at + 1) << 8);
        }
        for (int texts = Integer.bitCount(flags & (HAS_NAME | HAS_COMMENT)); texts > 0; texts--) {
            while (byteAt(source, at) != 0) {
                at++;
            }
            at++;
        }
        at += (flags & HAS_CRC) == 0 ? 0 : 2;
        byteAt(source, at);
        source.position(at);
    }

    private static int byteAt(ByteBuffer source, int position) throws IOException {
        if (position >= source.limit()) {
            throw new IOException("gzip: the page ends inside a header");
        }
        return source.get(position) & 0xFF;
    }
}
