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

import io.tablestore.error.InvalidTableException;
import io.tablestore.types.DataField;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Avro object container files (format reference, 6.5). zstd frames have a checksum, which Avro itself has not. */
final class AvroEncoder implements FileEncoder {

    private final List<AvroColumn> columns;
    private final Counting out;
    private final DataFileWriter<Object> file;
    private final RecordBytes record = new RecordBytes();
    private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(record, null);

    AvroEncoder(OutputStream out, List<DataField> fields, Compression compression) throws IOException {
        Schema schema = AvroSchemas.record(fields);
        this.columns = fields.stream().map(field -> AvroColumn.of(field.type())).toList();
        this.out = new Counting(out);
        this.file = new DataFileWriter<>(new GenericDatumWriter<>(schema));
        file.setCodec(codec(compression));
        file.create(schema, this.out);
    }

    static CodecFactory codec(Compression compression) {
        return switch (compression.codec()) {
            case NONE -> CodecFactory.nullCodec();
            case SNAPPY -> CodecFactory.snappyCodec();
            case GZIP -> CodecFactory.deflateCodec(CodecFactory.DEFAULT_DEFLATE_LEVEL);
            case ZSTD -> CodecFactory.zstandardCodec(compression.level(), true);
            case LZ4 ->
                throw new InvalidTableException(
                        "Avro files are not compressed with lz4; set 'file.compression' to zstd.");
        };
    }

    @Override
    public void write(List<FieldVector> vectors, int rowCount) throws IOException {
        for (int i = 0; i < vectors.size(); i++) {
            columns.get(i).bind(vectors.get(i));
        }
        for (int row = 0; row < rowCount; row++) {
            record.reset();
            for (AvroColumn column : columns) {
                column.write(row, encoder);
            }
            encoder.flush();
            file.appendEncoded(record.bytes());
        }
    }

    @Override
    public long size() {
        return out.count;
    }

    @Override
    public void finish() throws IOException {
        file.flush();
        out.flush();
    }

    @Override
    public void close() {}

    /** The bytes of a record. */
    private static final class RecordBytes extends ByteArrayOutputStream {

        ByteBuffer bytes() {
            return ByteBuffer.wrap(buf, 0, count);
        }
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
