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
package io.tablestore.writer.internal.file.avro;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.tablestore.error.InvalidTableException;
import io.tablestore.writer.internal.file.encoder.ArrowBytes;
import io.tablestore.writer.internal.file.encoder.Compression;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.avro.file.CodecFactory;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/**
 * Compresses the blocks of an Avro file like Avro's own codecs, but streaming where possible. Its zstd frames have a checksum,
 * unlike Avro's.
 */
final class AvroCompressor implements AutoCloseable {

    private final Compression compression;
    private final BufferAllocator memory;
    private @Nullable Deflater deflater;

    AvroCompressor(Compression compression, BufferAllocator memory) {
        this.compression = compression;
        this.memory = memory;
    }

    /** The Avro codec that can read the blocks. */
    static CodecFactory codec(Compression compression) {
        return switch (compression.codec()) {
            case NONE -> CodecFactory.nullCodec();
            case SNAPPY -> CodecFactory.snappyCodec();
            case GZIP -> CodecFactory.deflateCodec(CodecFactory.DEFAULT_DEFLATE_LEVEL);
            case ZSTD -> CodecFactory.zstandardCodec(compression.level(), true);
            case LZ4 ->
                throw new InvalidTableException(
                        "Avro files cannot be compressed with lz4; set 'file.compression' to zstd.");
        };
    }

    /** Opens a stream that compresses one block into {@code stored}. The block is complete once the stream is closed. */
    OutputStream open(SpillingBytes stored) throws IOException {
        return switch (compression.codec()) {
            case SNAPPY -> new SnappyBlock(stored, memory);
            case GZIP -> new DeflaterOutputStream(stored, freshDeflater());
            case ZSTD -> zstd(stored);
            case NONE, LZ4 -> stored;
        };
    }

    private OutputStream zstd(SpillingBytes stored) throws IOException {
        int level = Math.max(Math.min(compression.level(), Zstd.maxCompressionLevel()), Zstd.minCompressionLevel());
        return new ZstdOutputStreamNoFinalizer(stored)
                .setLevel(level)
                .setCloseFrameOnFlush(false)
                .setChecksum(true);
    }

    private Deflater freshDeflater() {
        Deflater used = deflater;
        if (used == null) {
            used = new Deflater(CodecFactory.DEFAULT_DEFLATE_LEVEL, true);
            deflater = used;
        }
        used.reset();
        return used;
    }

    @Override
    public void close() {
        Deflater used = deflater;
        if (used != null) {
            deflater = null;
            used.end();
        }
    }

    /** Snappy needs the block in one piece. A big-endian checksum of the uncompressed bytes follows. */
    private static final class SnappyBlock extends FilterOutputStream {

        private static final int CHECKSUM_BYTES = 4;

        private final SpillingBytes plain;
        private final SpillingBytes stored;
        private final BufferAllocator memory;

        SnappyBlock(SpillingBytes stored, BufferAllocator memory) {
            this(new SpillingBytes(memory), stored, memory);
        }

        private SnappyBlock(SpillingBytes plain, SpillingBytes stored, BufferAllocator memory) {
            super(plain);
            this.plain = plain;
            this.stored = stored;
            this.memory = memory;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            plain.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            int length = Math.toIntExact(plain.size());
            CRC32 crc = new CRC32();
            if (plain.isOnHeap()) {
                byte[] target = new byte[Snappy.maxCompressedLength(length)];
                stored.write(target, 0, Snappy.compress(plain.onHeap(), 0, length, target, 0));
                crc.update(plain.onHeap(), 0, length);
            } else {
                compressOffHeap(length, crc);
            }
            byte[] checksum = ByteBuffer.allocate(CHECKSUM_BYTES)
                    .putInt((int) crc.getValue())
                    .array();
            stored.write(checksum, 0, CHECKSUM_BYTES);
        }

        private void compressOffHeap(int length, CRC32 crc) throws IOException {
            int bound = Snappy.maxCompressedLength(length);
            try (ArrowBuf source = memory.buffer(length);
                    ArrowBuf target = memory.buffer(bound)) {
                plain.copyTo(source.nioBuffer(0, length));
                plain.clear();
                crc.update(source.nioBuffer(0, length));
                int size = Snappy.compress(source.nioBuffer(0, length), target.nioBuffer(0, bound));
                ArrowBytes.write(target, size, stored);
            } finally {
                plain.clear();
            }
        }
    }
}
