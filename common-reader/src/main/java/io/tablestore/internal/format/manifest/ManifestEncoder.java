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

import io.tablestore.internal.format.avro.AvroContainer;
import io.tablestore.internal.format.avro.AvroFields;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Writes manifests (format reference, 4.3); {@link ManifestDecoder} reads them back. */
public final class ManifestEncoder {

    private static final int VERSION = 2;

    private static final Schema FILE = fileSchema();

    private static final Schema ENTRY = AvroRecords.record("record")
            .requiredInt("_VERSION")
            .requiredInt("_KIND")
            .requiredBytes("_PARTITION")
            .requiredInt("_BUCKET")
            .requiredInt("_TOTAL_BUCKETS")
            .name("_FILE")
            .type(FILE)
            .noDefault()
            .endRecord();

    private ManifestEncoder() {}

    /** The record with every known field. */
    public static Schema schema() {
        return ENTRY;
    }

    private static Schema fileSchema() {
        Schema time = LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
        Schema texts = Schema.createArray(Schema.create(Schema.Type.STRING));
        return AvroRecords.record("record__FILE")
                .requiredString("_FILE_NAME")
                .requiredLong("_FILE_SIZE")
                .requiredLong("_ROW_COUNT")
                .requiredBytes("_MIN_KEY")
                .requiredBytes("_MAX_KEY")
                .name("_KEY_STATS")
                .type(AvroRecords.statistics("record__FILE__KEY_STATS"))
                .noDefault()
                .name("_VALUE_STATS")
                .type(AvroRecords.statistics("record__FILE__VALUE_STATS"))
                .noDefault()
                .requiredLong("_MIN_SEQUENCE_NUMBER")
                .requiredLong("_MAX_SEQUENCE_NUMBER")
                .requiredLong("_SCHEMA_ID")
                .requiredInt("_LEVEL")
                .name("_EXTRA_FILES")
                .type(texts)
                .noDefault()
                .name("_CREATION_TIME")
                .type(AvroRecords.nullable(time))
                .withDefault(null)
                .optionalLong("_DELETE_ROW_COUNT")
                .optionalBytes("_EMBEDDED_FILE_INDEX")
                .optionalInt("_FILE_SOURCE")
                .name("_VALUE_STATS_COLS")
                .type(AvroRecords.nullable(texts))
                .withDefault(null)
                .optionalString("_EXTERNAL_PATH")
                .optionalLong("_FIRST_ROW_ID")
                .name("_WRITE_COLS")
                .type(AvroRecords.nullable(texts))
                .withDefault(null)
                .endRecord();
    }

    /** The content of a manifest with these entries, in this order. */
    public static byte[] encode(List<ManifestEntry> entries) {
        return AvroRecords.write(
                ENTRY, () -> entries.stream().map(ManifestEncoder::record).iterator());
    }

    /** Whether {@link #encode} would write everything that a manifest contains. */
    public static boolean knowsAllOf(String file, byte[] manifest) {
        return AvroFields.unknown(new AvroContainer(file, manifest).record(), ENTRY)
                .isEmpty();
    }

    private static GenericRecord record(ManifestEntry entry) {
        GenericRecord record = new GenericData.Record(ENTRY);
        record.put("_VERSION", VERSION);
        record.put("_KIND", entry.kind().code());
        record.put("_PARTITION", AvroRecords.bytes(entry.partition()));
        record.put("_BUCKET", entry.bucket());
        record.put("_TOTAL_BUCKETS", entry.totalBuckets());
        record.put("_FILE", record(entry.file()));
        return record;
    }

    private static GenericRecord record(DataFile file) {
        GenericRecord record = new GenericData.Record(FILE);
        record.put("_FILE_NAME", file.name());
        record.put("_FILE_SIZE", file.sizeInBytes());
        record.put("_ROW_COUNT", file.rowCount());
        record.put("_MIN_KEY", AvroRecords.bytes(file.minKey()));
        record.put("_MAX_KEY", AvroRecords.bytes(file.maxKey()));
        record.put(
                "_KEY_STATS", AvroRecords.statistics(FILE.getField("_KEY_STATS").schema(), file.keyStats()));
        record.put(
                "_VALUE_STATS",
                AvroRecords.statistics(FILE.getField("_VALUE_STATS").schema(), file.valueStats()));
        record.put("_MIN_SEQUENCE_NUMBER", file.minSequence());
        record.put("_MAX_SEQUENCE_NUMBER", file.maxSequence());
        record.put("_SCHEMA_ID", file.schemaId());
        record.put("_LEVEL", file.level());
        record.put("_EXTRA_FILES", file.extraFiles());
        record.put("_CREATION_TIME", file.creationMillis() == 0 ? null : (Long) file.creationMillis());
        record.put("_DELETE_ROW_COUNT", file.deleteRowCount() < 0 ? null : (Long) file.deleteRowCount());
        record.put("_EMBEDDED_FILE_INDEX", bytes(file.embeddedIndex()));
        record.put("_FILE_SOURCE", file.source());
        record.put("_VALUE_STATS_COLS", file.valueStats() == null ? List.of() : file.valueStatsColumns());
        record.put("_EXTERNAL_PATH", file.externalPath());
        record.put("_FIRST_ROW_ID", file.firstRowId());
        record.put("_WRITE_COLS", file.writeColumns());
        return record;
    }

    private static @Nullable ByteBuffer bytes(byte @Nullable [] content) {
        return content == null ? null : ByteBuffer.wrap(content);
    }
}
