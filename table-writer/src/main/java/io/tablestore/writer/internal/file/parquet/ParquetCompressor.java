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

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.tablestore.writer.internal.file.encoder.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/** Compresses pages without Hadoop's codecs: ordinary pages on the heap, large ones off the heap. */
final class ParquetCompressor implements AutoCloseable {

    /** Pages with more uncompressed bytes are compressed off the heap. */
    private static final int LARGE_PLAIN = 4 << 20;

    /** Pages with more compressed bytes are kept off the heap until the row group is written. */
    private static final int LARGE_STORED = 256 << 10;

    private final Compression compression;
    private final BufferAllocator memory;
    private final PlainBytes plainBytes = new PlainBytes();
    private byte[] target = new byte[0];
    private @Nullable ZstdCompressCtx zstd;

    ParquetCompressor(Compression compression, BufferAllocator memory) {
        this.compression = compression;
        this.memory = memory;
    }

    /** The compressed page in memory of its own: on the heap, or an {@link OffHeapPage} that the caller closes. */
    BytesInput compress(BytesInput plain) throws IOException {
        if (plain.size() > LARGE_PLAIN) {
            return new LargePage(compression, memory).compress(plain);
        }
        plainBytes.reset();
        plain.writeAllTo(plainBytes);
        return switch (compression.codec()) {
            case NONE -> kept(plainBytes.bytes(), plainBytes.size());
            case ZSTD -> zstd(plainBytes.bytes(), plainBytes.size());
            case SNAPPY -> snappy(plainBytes.bytes(), plainBytes.size());
            case LZ4 -> lz4(plainBytes.bytes(), plainBytes.size());
            case GZIP -> gzip(plainBytes.bytes(), plainBytes.size());
        };
    }

    private BytesInput kept(byte[] stored, int size) {
        if (size <= LARGE_STORED) {
            return BytesInput.from(Arrays.copyOf(stored, size));
        }
        ArrowBuf copy = memory.buffer(size);
        copy.setBytes(0, stored, 0, size);
        return new OffHeapPage(copy, size);
    }

    private byte[] target(int size) {
        if (target.length < size) {
            target = new byte[size];
        }
        return target;
    }

    private BytesInput zstd(byte[] source, int length) {
        byte[] compressed = target(Math.toIntExact(Zstd.compressBound(length)));
        ZstdCompressCtx context = zstd;
        if (context == null) {
            context = new ZstdCompressCtx().setLevel(compression.level());
            zstd = context;
        }
        return kept(compressed, context.compressByteArray(compressed, 0, compressed.length, source, 0, length));
    }

    private BytesInput snappy(byte[] source, int length) throws IOException {
        byte[] compressed = target(Snappy.maxCompressedLength(length));
        return kept(compressed, Snappy.compress(source, 0, length, compressed, 0));
    }

    private BytesInput lz4(byte[] source, int length) {
        ByteBuffer blocks = ByteBuffer.wrap(target(Math.toIntExact(Lz4Blocks.bound(length))));
        Lz4Blocks.compress(ByteBuffer.wrap(source, 0, length), blocks);
        return kept(blocks.array(), blocks.position());
    }

    private BytesInput gzip(byte[] source, int length) throws IOException {
        PlainBytes compressed = new PlainBytes();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(source, 0, length);
        }
        return kept(compressed.bytes(), compressed.size());
    }

    CompressionCodecName codecName() {
        return switch (compression.codec()) {
            case NONE -> CompressionCodecName.UNCOMPRESSED;
            case SNAPPY -> CompressionCodecName.SNAPPY;
            case GZIP -> CompressionCodecName.GZIP;
            case LZ4 -> CompressionCodecName.LZ4;
            case ZSTD -> CompressionCodecName.ZSTD;
        };
    }

    @Override
    public void close() {
        target = new byte[0];
        ZstdCompressCtx context = zstd;
        if (context != null) {
            zstd = null;
            context.close();
        }
    }

    /** Exposes the buffer of an uncompressed page without a copy. */
    private static final class PlainBytes extends ByteArrayOutputStream {

        byte[] bytes() {
            return buf;
        }
    }
}
