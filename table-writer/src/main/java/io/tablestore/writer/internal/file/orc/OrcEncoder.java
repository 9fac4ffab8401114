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
package io.tablestore.writer.internal.file.orc;

import io.tablestore.types.DataField;
import io.tablestore.writer.internal.file.encoder.Compression;
import io.tablestore.writer.internal.file.encoder.FileEncoder;
import io.tablestore.writer.internal.file.encoder.VectorBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcConf;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.apache.orc.impl.PhysicalFsWriter;
import org.apache.orc.impl.WriterImpl;
import org.apache.orc.impl.writer.WriterEncryptionVariant;
import org.jspecify.annotations.Nullable;

/**
 * Writes ORC with orc-core (format reference, 6.4). Local timestamps are written in UTC, so that every reader sees the same
 * wall-clock time.
 */
public final class OrcEncoder implements FileEncoder {

    private static final int BATCH_ROWS = 1024;

    private static final int LEAST_BATCH_ROWS = 16;

    /** Bytes of one column's slot in a batch, regardless of the value. */
    private static final long BYTES_PER_SLOT = 24;

    /** Maximum bytes of rows passed to ORC at once, because ORC needs them on the heap. */
    private static final long BATCH_BYTES = 8 << 20;

    private final List<DataField> fields;
    private final OrcColumn copier;
    private final FSDataOutputStream out;
    private @Nullable Writer writer;
    private final TypeDescription schema;
    private final int batchRows;
    private @Nullable VectorizedRowBatch batch;

    /** @param legacyZone the zone for shifting instants, or null */
    public OrcEncoder(OutputStream stream, List<DataField> fields, Compression compression, @Nullable ZoneId legacyZone)
            throws IOException {
        this.fields = fields;
        this.copier = new OrcColumn(legacyZone);
        this.schema = OrcSchemas.struct(fields);
        Configuration configuration = new Configuration(false);
        OrcConf.COMPRESSION_ZSTD_LEVEL.setInt(configuration, compression.level());
        OrcFile.WriterOptions options = OrcFile.writerOptions(configuration)
                .setSchema(schema)
                .version(OrcFile.Version.V_0_12)
                .useUTCTimestamp(true)
                .compress(kind(compression.codec()));
        this.out = new FSDataOutputStream(new Unclosed(stream), null);
        options.physicalWriter(new PhysicalFsWriter(out, options, new WriterEncryptionVariant[0]));
        this.writer = new WriterImpl(null, new Path("data.orc"), options);
        this.batchRows = batchRows(schema);
        this.batch = schema.createRowBatch(batchRows);
    }

    /** Rows of a batch. ORC allocates all of them at once, so tables with thousands of columns get fewer. */
    private static int batchRows(TypeDescription schema) {
        long rows = BATCH_BYTES / (BYTES_PER_SLOT * (schema.getMaximumId() + 1));
        return (int) Math.max(LEAST_BATCH_ROWS, Math.min(BATCH_ROWS, rows));
    }

    private static CompressionKind kind(Compression.Codec codec) {
        return switch (codec) {
            case NONE -> CompressionKind.NONE;
            case SNAPPY -> CompressionKind.SNAPPY;
            case GZIP -> CompressionKind.ZLIB;
            case LZ4 -> CompressionKind.LZ4;
            case ZSTD -> CompressionKind.ZSTD;
        };
    }

    @Override
    public void write(List<FieldVector> columns, int rowCount) throws IOException {
        boolean large = bytes(columns, 0, rowCount) > BATCH_BYTES;
        boolean cut = false;
        VectorizedRowBatch rows = Objects.requireNonNull(batch);
        for (int start = 0; start < rowCount; ) {
            int count = Math.min(batchRows, rowCount - start);
            if (large) {
                int most = count;
                count = fitting(columns, start, most);
                cut |= count < most;
            }
            rows.reset();
            for (int i = 0; i < columns.size(); i++) {
                copier.copy(fields.get(i).type(), columns.get(i), start, count, rows.cols[i], 0);
            }
            rows.size = count;
            add(rows);
            start += count;
        }
        if (cut) {
            batch = schema.createRowBatch(batchRows); // the old batch still holds the last large values
        }
    }

    /** Unwraps the {@link OutOfMemoryError} that orc-core hides in an {@link IOException} about a failed write. */
    private void add(VectorizedRowBatch rows) throws IOException {
        try {
            writer().addRowBatch(rows);
        } catch (IOException failed) {
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw failed;
        }
    }

    /** Number of rows that fit in a batch, at least one. */
    private static int fitting(List<FieldVector> columns, int start, int most) {
        int count = most;
        while (count > 1 && bytes(columns, start, count) > BATCH_BYTES) {
            count /= 2;
        }
        return count;
    }

    private static long bytes(List<FieldVector> columns, int start, int count) {
        long bytes = 0;
        for (FieldVector column : columns) {
            bytes += VectorBytes.of(column, start, start + count);
        }
        return bytes;
    }

    @Override
    public long size() {
        return out.getPos() + writer().estimateMemory();
    }

    @Override
    public void finish() throws IOException {
        writer().close();
    }

    /** Releases the memory of an unfinished file. */
    @Override
    public void close() {
        writer = null;
        batch = null;
    }

    private Writer writer() {
        return Objects.requireNonNull(writer);
    }

    /** Keeps the underlying stream open, because the caller owns it. */
    private static final class Unclosed extends java.io.FilterOutputStream {

        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
