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
package io.tablestore.internal.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.format.json.JsonFile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One committed state of a table: {@code snapshot/snapshot-<id>}, or a tag of it (format reference, section 3.1).
 *
 * @param file the file it was read from, for messages
 * @param version of the snapshot file; 1 if the file has none
 * @param baseManifestList name of the list with everything before this snapshot
 * @param baseManifestListSize bytes of that list, or null in files before 1.1
 * @param deltaManifestList name of the list with this snapshot's changes
 * @param indexManifest name of the file with all live index files, or null
 * @param commitIdentifier checkpoint of a streaming writer, {@link Long#MAX_VALUE} for batch
 * @param commitKind APPEND, COMPACT, OVERWRITE or ANALYZE
 * @param timeMillis commit time, milliseconds since the epoch
 * @param totalRecordCount sum of the stored rows of all live files, including deleted rows and old versions, or null
 * @param deltaRecordCount stored rows added minus stored rows removed by this snapshot, or null
 * @param changelogRecordCount rows of the changelog of this snapshot, or null
 * @param watermark of the writer, or null
 * @param statistics name of the file that an ANALYZE wrote, or null
 * @param nextRowId for tables with row ids, or null
 */
public record Snapshot(
        String file,
        int version,
        long id,
        long schemaId,
        String baseManifestList,
        @Nullable Long baseManifestListSize,
        String deltaManifestList,
        @Nullable Long deltaManifestListSize,
        @Nullable String changelogManifestList,
        @Nullable String indexManifest,
        String commitUser,
        long commitIdentifier,
        String commitKind,
        long timeMillis,
        @Nullable Long totalRecordCount,
        @Nullable Long deltaRecordCount,
        @Nullable Long changelogRecordCount,
        @Nullable Long watermark,
        @Nullable String statistics,
        @Nullable Long nextRowId) {

    /** First id of a table's snapshots. */
    public static final long FIRST_ID = 1;

    /** The version that is written. */
    public static final int NEWEST_VERSION = 3;

    public static Snapshot parse(String file, byte[] content) {
        JsonFile json = JsonFile.parse(file, content);
        int version = json.intValue("version", 1);
        if (version < 1 || version > NEWEST_VERSION) {
            throw new UnsupportedFormatException(
                    file,
                    "snapshot version " + version,
                    "Versions 1 to " + NEWEST_VERSION + " are supported; upgrade this reader.");
        }
        return new Snapshot(
                file,
                version,
                json.longValue("id"),
                json.longValue("schemaId"),
                json.text("baseManifestList"),
                json.optionalLong("baseManifestListSize"),
                json.text("deltaManifestList"),
                json.optionalLong("deltaManifestListSize"),
                json.optionalText("changelogManifestList"),
                json.optionalText("indexManifest"),
                json.text("commitUser"),
                commitIdentifier(json),
                json.text("commitKind"),
                json.longValue("timeMillis"),
                json.optionalLong("totalRecordCount"),
                json.optionalLong("deltaRecordCount"),
                json.optionalLong("changelogRecordCount"),
                json.optionalLong("watermark"),
                json.optionalText("statistics"),
                json.optionalLong("nextRowId"));
    }

    /** The next snapshot that a consumer will read, according to its file. */
    public static long parseConsumer(String file, byte[] content) {
        return JsonFile.parse(file, content).longValue("nextSnapshot");
    }

    /** The snapshot file's content; {@link #parse} reads it back. */
    public byte[] toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("version", version);
        json.put("id", id);
        json.put("schemaId", schemaId);
        json.put("baseManifestList", baseManifestList);
        json.put("baseManifestListSize", baseManifestListSize);
        json.put("deltaManifestList", deltaManifestList);
        json.put("deltaManifestListSize", deltaManifestListSize);
        json.put("changelogManifestList", changelogManifestList);
        json.put("indexManifest", indexManifest);
        json.put("commitUser", commitUser);
        json.put("commitIdentifier", commitIdentifier);
        json.put("commitKind", commitKind);
        json.put("timeMillis", timeMillis);
        json.put("totalRecordCount", totalRecordCount);
        json.put("deltaRecordCount", deltaRecordCount);
        json.put("changelogRecordCount", changelogRecordCount);
        json.put("watermark", watermark);
        json.put("statistics", statistics);
        json.put("nextRowId", nextRowId);
        json.values().removeIf(Objects::isNull);
        return JsonFile.write(json);
    }

    /** The 0.2 line wrote it as a string (format reference, 13.2). */
    private static long commitIdentifier(JsonFile json) {
        JsonNode node = json.raw("commitIdentifier");
        if (node.isTextual()) {
            try {
                return Long.parseLong(node.textValue());
            } catch (NumberFormatException malformed) {
                throw json.wrong("commitIdentifier", "a whole number of 64 bits", node);
            }
        }
        return json.longValue("commitIdentifier");
    }
}
