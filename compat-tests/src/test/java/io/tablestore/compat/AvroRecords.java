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
package io.tablestore.compat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/** Writes Avro files, such as manifests, again with something changed. */
final class AvroRecords {

    private AvroRecords() {}

    /** The same file with every record changed. */
    static byte[] edited(byte[] avro, Consumer<GenericRecord> edit) throws IOException {
        return edited(avro, UnaryOperator.identity(), edit);
    }

    /** The same records in another schema. */
    static byte[] withSchema(byte[] avro, UnaryOperator<Schema> change) throws IOException {
        return edited(avro, change, record -> {});
    }

    private static byte[] edited(byte[] avro, UnaryOperator<Schema> change, Consumer<GenericRecord> edit)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        GenericDatumReader<GenericRecord> datums = new GenericDatumReader<>();
        try (DataFileReader<GenericRecord> reader = new DataFileReader<>(new SeekableByteArrayInput(avro), datums)) {
            Schema schema = change.apply(reader.getSchema());
            datums.setExpected(schema);
            try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
                writer.create(schema, out);
                for (GenericRecord record : reader) {
                    edit.accept(record);
                    writer.append(record);
                }
            }
        }
        return out.toByteArray();
    }
}
