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
package io.tablestore.internal.format.manifest;

import io.tablestore.types.BinaryRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Code shared by the writers of manifests, manifest lists and index manifests (format reference, 4.1 and 4.4). */
final class AvroRecords {

    private static final String NAMESPACE = "org.apache.paimon.avro.generated";

    private AvroRecords() {}

    static SchemaBuilder.FieldAssembler<Schema> record(String name) {
        return SchemaBuilder.record(name).namespace(NAMESPACE).fields();
    }

    static Schema nullable(Schema schema) {
        return Schema.createUnion(Schema.create(Schema.Type.NULL), schema);
    }

    /** @param path names of the enclosing records, joined by underscores */
    static Schema statistics(String path) {
        return record(path)
                .requiredBytes("_MIN_VALUES")
                .requiredBytes("_MAX_VALUES")
                .name("_NULL_COUNTS")
                .type(nullable(Schema.createArray(nullable(Schema.create(Schema.Type.LONG)))))
                .withDefault(null)
                .endRecord();
    }

    static ByteBuffer bytes(BinaryRow row) {
        return ByteBuffer.wrap(row.serialize());
    }

    static GenericRecord statistics(Schema schema, @Nullable SimpleStats known) {
        SimpleStats stats = known == null ? SimpleStats.NONE : known;
        GenericRecord record = new GenericData.Record(schema);
        record.put("_MIN_VALUES", bytes(stats.min()));
        record.put("_MAX_VALUES", bytes(stats.max()));
        List<@Nullable Long> nullCounts = new ArrayList<>();
        long[] counts = stats.nullCounts();
        if (counts != null) {
            for (long count : counts) {
                nullCounts.add(count < 0 ? null : (Long) count);
            }
        }
        record.put("_NULL_COUNTS", counts == null && stats.min().arity() > 0 ? null : nullCounts);
        return record;
    }

    /**
     * An object container file, compressed with zstandard and a checksum in every frame, which any reader of the format can read.
     */
    static byte[] write(Schema schema, Iterable<GenericRecord> records) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setCodec(CodecFactory.zstandardCodec(1, true));
            writer.create(schema, content);
            for (GenericRecord record : records) {
                writer.append(record);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return content.toByteArray();
    }
}
