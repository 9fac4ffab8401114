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

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tablestore.error.CorruptFileException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.format.json.JsonFile;
import io.tablestore.internal.format.json.TypeGrammar;
import io.tablestore.internal.format.json.TypeJson;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads schema files of every version, and writes the newest version (format reference, 2.1 and 2.2). */
public final class SchemaFile {

    private static final int NEWEST_VERSION = 3;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SchemaFile() {}

    /**
     * Reads a schema file.
     *
     * @throws CorruptFileException if a required key is missing or malformed
     * @throws UnsupportedFormatException for a newer version or an unknown type
     */
    public static TableSchema parse(String file, byte[] content) {
        JsonFile json = JsonFile.parse(file, content);
        int version = json.intValue("version", 1);
        if (version < 1 || version > NEWEST_VERSION) {
            throw new UnsupportedFormatException(
                    file,
                    "schema version " + version,
                    "Versions 1 to " + NEWEST_VERSION + " are supported; upgrade this reader.");
        }
        TypeGrammar grammar = new TypeGrammar();
        List<DataField> fields = new ArrayList<>();
        for (JsonFile field : json.objects("fields")) {
            fields.add(grammar.field(field));
        }
        TypeGrammar.checkDistinct(file, fields);
        Map<String, String> options = new HashMap<>(json.textMap("options"));
        if (version <= 1) {
            options.putIfAbsent("bucket", "1");
        }
        if (version <= 2) {
            options.putIfAbsent("file.format", "orc");
        }
        TableSchema schema = new TableSchema(
                file,
                json.longValue("id"),
                fields,
                Math.max(json.intValue("highestFieldId", -1), FieldIds.highest(fields)),
                json.texts("partitionKeys"),
                json.texts("primaryKeys"),
                options,
                json.optionalText("comment"),
                json.longValue("timeMillis", 0));
        checkColumns(schema, "partitionKeys", schema.partitionKeys());
        checkColumns(schema, "primaryKeys", schema.primaryKeys());
        return schema;
    }

    private static void checkColumns(TableSchema schema, String key, List<String> names) {
        for (String name : names) {
            if (schema.fields().stream().noneMatch(field -> field.name().equals(name))) {
                throw new CorruptFileException(
                        schema.file(),
                        "The field " + key + " names the column '" + name + "', which the schema does not have.");
            }
        }
    }

    /** Members of the schema file as JSON without white space. */
    public record JsonParts(String fields, String partitionKeys, String primaryKeys, String options) {}

    /** Paths of the members of a schema file that {@link #write} does not write. */
    public static List<String> unknownMembers(String file, byte[] content) {
        return JsonFile.parse(file, content).missingIn(json(parse(file, content)));
    }

    /** The schema file's content; {@link #parse} reads it back. */
    public static byte[] write(TableSchema schema) {
        return JsonFile.write(json(schema));
    }

    /** The members of the schema file that are arrays or objects, as they are written. */
    public static JsonParts parts(TableSchema schema) {
        ObjectNode json = json(schema);
        return new JsonParts(
                json.get("fields").toString(),
                json.get("partitionKeys").toString(),
                json.get("primaryKeys").toString(),
                json.get("options").toString());
    }

    /** The members of a schema file. */
    private static ObjectNode json(TableSchema schema) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("version", NEWEST_VERSION);
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
