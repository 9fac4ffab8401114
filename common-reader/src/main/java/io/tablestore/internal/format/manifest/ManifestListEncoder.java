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
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Writes manifest lists (format reference, 4.2); {@link ManifestListDecoder} reads them back. */
public final class ManifestListEncoder {

    private static final int VERSION = 2;

    private static final Schema MANIFEST = AvroRecords.record("record")
            .requiredInt("_VERSION")
            .requiredString("_FILE_NAME")
            .requiredLong("_FILE_SIZE")
            .requiredLong("_NUM_ADDED_FILES")
            .requiredLong("_NUM_DELETED_FILES")
            .name("_PARTITION_STATS")
            .type(AvroRecords.statistics("record__PARTITION_STATS"))
            .noDefault()
            .requiredLong("_SCHEMA_ID")
            .optionalInt("_MIN_BUCKET")
            .optionalInt("_MAX_BUCKET")
            .optionalInt("_MIN_LEVEL")
            .optionalInt("_MAX_LEVEL")
            .optionalLong("_MIN_ROW_ID")
            .optionalLong("_MAX_ROW_ID")
            .endRecord();

    private ManifestListEncoder() {}

    /** The record with every known field. */
    public static Schema schema() {
        return MANIFEST;
    }

    /** The content of a list of these manifests, in this order. */
    public static byte[] encode(List<ManifestFile> manifests) {
        return AvroRecords.write(
                MANIFEST,
                () -> manifests.stream().map(ManifestListEncoder::record).iterator());
    }

    /** Fields of a list that {@link #encode} would not write. */
    public static List<String> unknownFields(String file, byte[] list) {
        return AvroFields.unknown(new AvroContainer(file, list).record(), MANIFEST);
    }

    private static GenericRecord record(ManifestFile manifest) {
        GenericRecord record = new GenericData.Record(MANIFEST);
        record.put("_VERSION", VERSION);
        record.put("_FILE_NAME", manifest.name());
        record.put("_FILE_SIZE", manifest.sizeInBytes());
        record.put("_NUM_ADDED_FILES", manifest.addedFiles());
        record.put("_NUM_DELETED_FILES", manifest.deletedFiles());
        record.put(
                "_PARTITION_STATS",
                AvroRecords.statistics(MANIFEST.getField("_PARTITION_STATS").schema(), manifest.partitionStats()));
        record.put("_SCHEMA_ID", manifest.schemaId());
        record.put("_MIN_BUCKET", manifest.minBucket());
        record.put("_MAX_BUCKET", manifest.maxBucket());
        record.put("_MIN_LEVEL", manifest.minLevel());
        record.put("_MAX_LEVEL", manifest.maxLevel());
        record.put("_MIN_ROW_ID", manifest.minRowId());
        record.put("_MAX_ROW_ID", manifest.maxRowId());
        return record;
    }
}
