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

import io.tablestore.error.InvalidTableException;
import io.tablestore.types.DataField;
import io.tablestore.writer.internal.file.encoder.Compression;
import io.tablestore.writer.internal.file.encoder.FileEncoder;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Writes Avro object container files (format reference, 6.5). Avro writes the header. Blocks are written here, because Avro
 * holds each record and block on the heap, uncompressed and compressed.
 */
public final class AvroEncoder implements FileEncoder {

    private final List<AvroColumn> columns;
    private final Counting out;
    private final BinaryEncoder lengths;
    private final byte[] sync = newSync();
    private final AvroCompressor compressor;
    private final AvroBlock block;
    private final BinaryEncoder records;
    private long blockRows;

    /** @param memory allocates large blocks; its owner closes it after the encoder */
    public AvroEncoder(OutputStream out, List<DataField> fields, Compression compression, BufferAllocator memory)
            throws IOException {
        Schema schema = AvroSchemas.record(fields);
        this.columns = fields.stream().map(field -> AvroColumn.of(field.type())).toList();
        this.out = new Counting(out);
        this.lengths = EncoderFactory.get().directBinaryEncoder(this.out, null);
        this.compressor = new AvroCompressor(compression, memory);
        this.block = new AvroBlock(compressor, memory);
        this.records = EncoderFactory.get().directBinaryEncoder(block, null);
        writeHeader(schema, compression);
    }

    /** @throws InvalidTableException if Avro does not support the compression */
    public static void checkCompression(Compression compression) {
        AvroCompressor.codec(compression);
    }

    /** Leaves Avro's writer open, because closing it would close the caller's stream. */
    @SuppressWarnings("resource")
    private void writeHeader(Schema schema, Compression compression) throws IOException {
        new DataFileWriter<>(new GenericDatumWriter<>(schema))
                .setCodec(AvroCompressor.codec(compression))
                .create(schema, out, sync);
    }

    /** Sixteen random bytes that readers use to find the end of a block. */
    private static byte[] newSync() {
        UUID random = UUID.randomUUID();
        return ByteBuffer.allocate(DataFileConstants.SYNC_SIZE)
                .putLong(random.getMostSignificantBits())
                .putLong(random.getLeastSignificantBits())
                .array();
    }

    @Override
    public void write(List<FieldVector> vectors, int rowCount) throws IOException {
        for (int i = 0; i < vectors.size(); i++) {
            columns.get(i).bind(vectors.get(i));
        }
        for (int row = 0; row < rowCount; row++) {
            for (AvroColumn column : columns) {
                column.write(row, records);
            }
            blockRows++;
            if (block.plainBytes() >= DataFileConstants.DEFAULT_SYNC_INTERVAL) {
                endBlock();
            }
        }
    }

    private void endBlock() throws IOException {
        if (blockRows > 0) {
            SpillingBytes stored = block.end();
            lengths.writeLong(blockRows);
            lengths.writeLong(stored.size());
            stored.writeTo(out);
            out.write(sync);
            block.clear();
            blockRows = 0;
        }
    }

    @Override
    public long size() {
        return out.count;
    }

    @Override
    public void finish() throws IOException {
        endBlock();
        out.flush();
    }

    @Override
    public void close() {
        block.abandon();
        compressor.close();
    }

    private static final class Counting extends FilterOutputStream {

        private long count;

        Counting(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            count += length;
        }
    }
}
