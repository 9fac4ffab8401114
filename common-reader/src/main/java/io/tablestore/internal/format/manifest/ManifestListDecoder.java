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

import io.tablestore.error.CorruptFileException;
import io.tablestore.internal.format.avro.AvroCursor;
import io.tablestore.internal.format.avro.AvroFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Reads manifest lists (format reference, 4.2). */
public final class ManifestListDecoder {

    static final int VERSION = 2;

    private static final List<String> FIELDS = List.of(
            "_VERSION",
            "_FILE_NAME",
            "_FILE_SIZE",
            "_NUM_ADDED_FILES",
            "_NUM_DELETED_FILES",
            "_PARTITION_STATS",
            "_SCHEMA_ID",
            "_MIN_BUCKET",
            "_MAX_BUCKET",
            "_MIN_LEVEL",
            "_MAX_LEVEL",
            "_MIN_ROW_ID",
            "_MAX_ROW_ID");

    private ManifestListDecoder() {}

    /**
     * Decodes an entire list.
     *
     * @param file its name, for messages
     */
    public static List<ManifestFile> decode(String file, byte[] content) {
        List<ManifestFile> manifests = new ArrayList<>();
        MetadataVersion.<Consumer<AvroCursor>>read(file, content, VERSION, (schema, version) -> {
            AvroFields fields = new AvroFields(file, schema, FIELDS, FIELDS.subList(0, 7));
            StatsDecoder stats = new StatsDecoder(file, Objects.requireNonNull(fields.schemaOf(5)));
            return cursor -> manifests.add(readRecord(file, version, fields, stats, cursor));
        });
        return manifests;
    }

    private static ManifestFile readRecord(
            String file, MetadataVersion version, AvroFields fields, StatsDecoder stats, AvroCursor cursor) {
        String name = "";
        long size = 0;
        long added = 0;
        long deleted = 0;
        long schemaId = 0;
        SimpleStats partitionStats = SimpleStats.NONE;
        Integer minBucket = null;
        Integer maxBucket = null;
        Integer minLevel = null;
        Integer maxLevel = null;
        Long minRowId = null;
        Long maxRowId = null;
        for (int i = 0; i < fields.count(); i++) {
            if (fields.number(i) == AvroFields.UNKNOWN) {
                fields.skip(i, cursor);
                continue;
            }
            if (fields.isNull(i, cursor)) {
                continue;
            }
            switch (fields.number(i)) {
                case 0 -> version.check(cursor.readInt());
                case 1 -> name = FileNames.checkPlain(file, "_FILE_NAME", cursor.readString());
                case 2 -> size = nonNegative(file, "_FILE_SIZE", cursor.readLong());
                case 3 -> added = nonNegative(file, "_NUM_ADDED_FILES", cursor.readLong());
                case 4 -> deleted = nonNegative(file, "_NUM_DELETED_FILES", cursor.readLong());
                case 5 -> partitionStats = stats.read(cursor);
                case 6 -> schemaId = cursor.readLong();
                case 7 -> minBucket = cursor.readInt();
                case 8 -> maxBucket = cursor.readInt();
                case 9 -> minLevel = cursor.readInt();
                case 10 -> maxLevel = cursor.readInt();
                case 11 -> minRowId = cursor.readLong();
                default -> maxRowId = cursor.readLong();
            }
        }
        return new ManifestFile(
                name,
                size,
                added,
                deleted,
                partitionStats,
                schemaId,
                minBucket,
                maxBucket,
                minLevel,
                maxLevel,
                minRowId,
                maxRowId);
    }

    static long nonNegative(String file, String field, long value) {
        if (value < 0) {
            throw new CorruptFileException(file, "The field " + field + " is " + value + ", which is below 0.");
        }
        return value;
    }
}
