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
package io.tablestore.format;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeMap;

/** Writes schema files of the newest version (format reference, 2.1 and 2.2). */
final class SchemaWriter {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SchemaWriter() {}

    static byte[] write(TableSchema schema) {
        return JsonFile.write(json(schema));
    }

    static TableSchema.JsonParts parts(TableSchema schema) {
        ObjectNode json = json(schema);
        return new TableSchema.JsonParts(
                json.get("fields").toString(),
                json.get("partitionKeys").toString(),
                json.get("primaryKeys").toString(),
                json.get("options").toString());
    }

    /** The members of a schema file. */
    static ObjectNode json(TableSchema schema) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("version", TableSchema.NEWEST_VERSION);
        json.put("id", schema.id());
        ArrayNode fields = json.putArray("fields");
        TypeJson types = new TypeJson(true);
        schema.fields().forEach(field -> types.write(fields.addObject(), field));
        json.put("highestFieldId", schema.highestFieldId());
        ArrayNode partitionKeys = json.putArray("partitionKeys");
        schema.partitionKeys().forEach(partitionKeys::add);
        ArrayNode primaryKeys = json.putArray("primaryKeys");
        schema.primaryKeys().forEach(primaryKeys::add);
        ObjectNode options = json.putObject("options");
        new TreeMap<>(schema.options()).forEach(options::put);
        if (schema.comment() != null) {
            json.put("comment", schema.comment());
        }
        json.put("timeMillis", schema.timeMillis());
        return json;
    }
}
