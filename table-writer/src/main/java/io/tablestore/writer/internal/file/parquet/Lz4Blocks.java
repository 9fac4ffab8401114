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

import io.airlift.compress.lz4.Lz4Compressor;
import java.nio.ByteBuffer;

/**
 * Compresses a page in the framing of Hadoop's LZ4 codec: blocks, each preceded by its uncompressed and compressed length,
 * big-endian.
 */
final class Lz4Blocks {

    /** Hadoop decompresses blocks in buffers of 256 kB and fails for larger ones. */
    private static final int LARGEST_BLOCK = 240 << 10;

    private static final int HEADER_BYTES = 2 * Integer.BYTES;

    private Lz4Blocks() {}

    /** Maximum compressed size of a page of this length, in bytes. */
    static long bound(int length) {
        long blocks = 1L + length / LARGEST_BLOCK;
        return blocks * (HEADER_BYTES + new Lz4Compressor().maxCompressedLength(LARGEST_BLOCK));
    }

    /** Compresses the remaining bytes of {@code source} to the position of {@code target}. */
    static void compress(ByteBuffer source, ByteBuffer target) {
        Lz4Compressor lz4 = new Lz4Compressor();
        do {
            int length = Math.min(LARGEST_BLOCK, source.remaining());
            ByteBuffer block = source.slice().limit(length);
            int header = target.position();
            target.position(header + HEADER_BYTES);
            lz4.compress(block, target);
            target.putInt(header, length);
            target.putInt(header + Integer.BYTES, target.position() - header - HEADER_BYTES);
            source.position(source.position() + length);
        } while (source.hasRemaining());
    }
}
