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

import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.format.avro.AvroContainer;
import io.tablestore.internal.format.avro.AvroFields;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Writes index manifests of {@code HASH} files (format reference, 4.7); {@link IndexManifestDecoder} reads them back. */
public final class IndexManifestEncoder {

    private static final int VERSION = 1;

    private static final Schema ENTRY = entrySchema();

    private IndexManifestEncoder() {}

    /** The record with every known field. */
    public static Schema schema() {
        return ENTRY;
    }

    private static Schema entrySchema() {
        Schema range = AvroRecords.record("record__DELETIONS_VECTORS_RANGES")
                .requiredString("f0")
                .requiredInt("f1")
                .requiredInt("f2")
                .optionalLong("_CARDINALITY")
                .endRecord();
        Schema ranges = Schema.createArray(AvroRecords.nullable(range));
        return AvroRecords.record("record")
                .requiredInt("_VERSION")
                .requiredInt("_KIND")
                .requiredBytes("_PARTITION")
                .requiredInt("_BUCKET")
                .requiredString("_INDEX_TYPE")
                .requiredString("_FILE_NAME")
                .requiredLong("_FILE_SIZE")
                .requiredLong("_ROW_COUNT")
                .name("_DELETIONS_VECTORS_RANGES")
                .type(AvroRecords.nullable(ranges))
                .withDefault(null)
                .optionalString("_EXTERNAL_PATH")
                .endRecord();
    }

    /**
     * The content of an index manifest with all of a table's index files.
     *
     * @param file origin of the entries, for messages
     * @throws UnsupportedFormatException if an entry has another type
     */
    public static byte[] encode(String file, List<IndexEntry> entries) {
        for (IndexEntry entry : entries) {
            if (!entry.type().equals(IndexEntry.HASH)) {
                throw new UnsupportedFormatException(
                        file, "writing an index of type " + entry.type(), "Write the table with Apache Paimon.");
            }
        }
        return AvroRecords.write(
                ENTRY, () -> entries.stream().map(IndexManifestEncoder::record).iterator());
    }

    /** Fields of an index manifest that {@link #encode} would not write. */
    public static List<String> unknownFields(String file, byte[] manifest) {
        return AvroFields.unknown(new AvroContainer(file, manifest).record(), ENTRY);
    }

    private static GenericRecord record(IndexEntry entry) {
        GenericRecord record = new GenericData.Record(ENTRY);
        record.put("_VERSION", VERSION);
        record.put("_KIND", FileKind.ADD.code());
        record.put("_PARTITION", AvroRecords.bytes(entry.partition()));
        record.put("_BUCKET", entry.bucket());
        record.put("_INDEX_TYPE", entry.type());
        record.put("_FILE_NAME", entry.fileName());
        record.put("_FILE_SIZE", entry.sizeInBytes());
        record.put("_ROW_COUNT", entry.rowCount());
        record.put("_EXTERNAL_PATH", entry.externalPath());
        return record;
    }
}
