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
import io.tablestore.internal.format.json.JsonFile;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of an ANALYZE: {@code statistics/stat-<uuid>} (format reference, 10.8).
 *
 * @param snapshotId the snapshot that was analyzed
 * @param schemaId the schema of that snapshot
 * @param mergedRecordCount rows after the merge, or null
 * @param mergedRecordSize bytes of these rows, or null
 * @param columns the statistics of each column, as the file's JSON, or null
 * @param distinctCounts numbers of distinct values, by column id
 */
public record AnalyzedStatistics(
        long snapshotId,
        long schemaId,
        @Nullable Long mergedRecordCount,
        @Nullable Long mergedRecordSize,
        @Nullable String columns,
        Map<Integer, Long> distinctCounts) {

    public AnalyzedStatistics {
        distinctCounts = Map.copyOf(distinctCounts);
    }

    public static AnalyzedStatistics parse(String file, byte[] content) {
        JsonFile json = JsonFile.parse(file, content);
        Map<Integer, Long> distinct = new HashMap<>();
        if (json.has("colStats")) {
            JsonFile columns = json.object("colStats");
            for (Map.Entry<String, JsonNode> entry : json.raw("colStats").properties()) {
                JsonFile column = columns.object(entry.getKey());
                Long count = column.optionalLong("distinctCount");
                if (count != null) {
                    distinct.put(column.intValue("colId"), count);
                }
            }
        }
        return new AnalyzedStatistics(
                json.longValue("snapshotId"),
                json.longValue("schemaId", 0),
                json.optionalLong("mergedRecordCount"),
                json.optionalLong("mergedRecordSize"),
                json.has("colStats") ? json.raw("colStats").toString() : null,
                distinct);
    }
}
