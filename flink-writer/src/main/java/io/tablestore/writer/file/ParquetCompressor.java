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
package io.tablestore.writer.file;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.airlift.compress.lz4.Lz4Compressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/** Compresses pages without Hadoop's codecs. */
final class ParquetCompressor implements BytesInputCompressor {

    private final Compression compression;
    private final PlainBytes plainBytes = new PlainBytes();
    private byte[] target = new byte[0];
    private @Nullable ZstdCompressCtx zstd;

    ParquetCompressor(Compression compression) {
        this.compression = compression;
    }

    @Override
    public BytesInput compress(BytesInput plain) throws IOException {
        if (compression.codec() == Compression.Codec.NONE) {
            return plain;
        }
        plainBytes.reset();
        plain.writeAllTo(plainBytes);
        return switch (compression.codec()) {
            case ZSTD -> zstd(plainBytes.bytes(), plainBytes.size());
            case SNAPPY -> snappy(plainBytes.bytes(), plainBytes.size());
            case LZ4 -> lz4(plainBytes.bytes(), plainBytes.size());
            default -> gzip(plainBytes.bytes(), plainBytes.size());
        };
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
        int size = context.compressByteArray(compressed, 0, compressed.length, source, 0, length);
        return BytesInput.from(Arrays.copyOf(compressed, size));
    }

    private BytesInput snappy(byte[] source, int length) throws IOException {
        byte[] compressed = target(Snappy.maxCompressedLength(length));
        int size = Snappy.compress(source, 0, length, compressed, 0);
        return BytesInput.from(Arrays.copyOf(compressed, size));
    }

    /** Blocks as Hadoop's codec frames them: both lengths in front, big-endian. */
    private static BytesInput lz4(byte[] source, int length) {
        Lz4Compressor lz4 = new Lz4Compressor();
        byte[] framed = new byte[8 + lz4.maxCompressedLength(length)];
        int size = lz4.compress(source, 0, length, framed, 8, framed.length - 8);
        ByteBuffer.wrap(framed).putInt(length).putInt(size);
        return BytesInput.from(framed, 0, 8 + size);
    }

    private static BytesInput gzip(byte[] source, int length) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(source, 0, length);
        }
        return BytesInput.from(compressed.toByteArray());
    }

    @Override
    public CompressionCodecName getCodecName() {
        return switch (compression.codec()) {
            case NONE -> CompressionCodecName.UNCOMPRESSED;
            case SNAPPY -> CompressionCodecName.SNAPPY;
            case GZIP -> CompressionCodecName.GZIP;
            case LZ4 -> CompressionCodecName.LZ4;
            case ZSTD -> CompressionCodecName.ZSTD;
        };
    }

    @Override
    public void release() {
        target = new byte[0];
        ZstdCompressCtx context = zstd;
        if (context != null) {
            zstd = null;
            context.close();
        }
    }

    /** A page as it is compressed. */
    private static final class PlainBytes extends ByteArrayOutputStream {

        byte[] bytes() {
            return buf;
        }
    }
}
