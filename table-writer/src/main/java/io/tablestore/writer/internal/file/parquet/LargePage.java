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

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.tablestore.writer.internal.file.encoder.Compression;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.parquet.bytes.BytesInput;
import org.xerial.snappy.Snappy;

/**
 * Compresses one large page off the heap. If the codec can stream, only the result needs memory.
 *
 * @param memory allocates the result, and a copy of the page if the codec needs it in one piece
 */
record LargePage(Compression compression, BufferAllocator memory) {

    private static final int PIECE = 128 << 10;

    /** Allows for gzip's header and checksum, and five bytes per stored block of at least 16 kB. */
    private static long gzipBound(long length) {
        return length + length / 1024 + 1024;
    }

    /** @return owned by the caller */
    OffHeapPage compress(BytesInput plain) throws IOException {
        int length = Math.toIntExact(plain.size());
        long bound = switch (compression.codec()) {
            case NONE -> length;
            case ZSTD -> Zstd.compressBound(length);
            case SNAPPY -> Snappy.maxCompressedLength(length);
            case LZ4 -> Lz4Blocks.bound(length);
            case GZIP -> gzipBound(length);
        };
        ArrowBuf target = memory.buffer(bound);
        try {
            int size = compress(plain, length, target.nioBuffer(0, Math.toIntExact(bound)));
            if (size < bound / 2) {
                ArrowBuf smaller = memory.buffer(size);
                smaller.setBytes(0, target, 0, size);
                target.close();
                target = smaller;
            }
            return new OffHeapPage(target, size);
        } catch (IOException | RuntimeException | Error failed) {
            target.close();
            throw failed;
        }
    }

    private int compress(BytesInput plain, int length, ByteBuffer target) throws IOException {
        switch (compression.codec()) {
            case NONE -> plain.writeAllTo(new Sink(target));
            case ZSTD -> zstd(plain, length, target);
            case GZIP -> {
                try (GZIPOutputStream gzip = new GZIPOutputStream(new Sink(target), PIECE)) {
                    plain.writeAllTo(gzip);
                }
            }
            case SNAPPY, LZ4 -> inOnePiece(plain, length, target);
        }
        return target.position();
    }

    private void zstd(BytesInput plain, int length, ByteBuffer target) throws IOException {
        try (ArrowBuf piece = memory.buffer(PIECE);
                ZstdCompressCtx context = new ZstdCompressCtx().setLevel(compression.level())) {
            context.setPledgedSrcSize(length);
            ByteBuffer source = piece.nioBuffer(0, PIECE);
            plain.writeAllTo(new Sink(source) {
                @Override
                void full() {
                    source.flip();
                    while (source.hasRemaining()) {
                        context.compressDirectByteBufferStream(target, source, EndDirective.CONTINUE);
                    }
                    source.clear();
                }
            });
            if (!context.compressDirectByteBufferStream(target, source.flip(), EndDirective.END)) {
                throw new IllegalStateException("zstd needs more than its bound for " + length + " bytes");
            }
        }
    }

    private void inOnePiece(BytesInput plain, int length, ByteBuffer target) throws IOException {
        try (ArrowBuf piece = memory.buffer(length)) {
            ByteBuffer source = piece.nioBuffer(0, length);
            plain.writeAllTo(new Sink(source));
            source.flip();
            if (compression.codec() == Compression.Codec.SNAPPY) {
                target.position(Snappy.compress(source, target.duplicate()));
            } else {
                Lz4Blocks.compress(source, target);
            }
        }
    }

    /** Writes to a buffer. */
    private static class Sink extends OutputStream {

        private final ByteBuffer buffer;

        Sink(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        /** Makes room in a full buffer. Not needed for a buffer that holds the complete result. */
        void full() {
            throw new IllegalStateException("more than the bound of " + buffer.capacity() + " bytes");
        }

        @Override
        public void write(int value) {
            if (!buffer.hasRemaining()) {
                full();
            }
            buffer.put((byte) value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            for (int done = 0; done < length; ) {
                if (!buffer.hasRemaining()) {
                    full();
                }
                int part = Math.min(length - done, buffer.remaining());
                buffer.put(bytes, offset + done, part);
                done += part;
            }
        }
    }
}
