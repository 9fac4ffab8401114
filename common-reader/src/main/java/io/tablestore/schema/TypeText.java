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
package io.tablestore.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tablestore.error.CorruptFileException;
import io.tablestore.error.InvalidTableException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.format.json.JsonFile;
import io.tablestore.internal.format.json.TypeGrammar;
import io.tablestore.internal.format.json.TypeJson;
import io.tablestore.types.DataType;
import java.nio.charset.StandardCharsets;

/**
 * Formats and parses types as in the schema file, for engines whose SQL cannot express them: {@code BINARY(10)}, or a JSON
 * object for a nested type (format reference, section 2.2). Fields of rows have no ids here; a new table assigns them.
 */
public final class TypeText {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private TypeText() {}

    /** The text that {@link #parse} converts back to the same type. */
    public static String of(DataType type) {
        if (type instanceof DataType.Atomic) {
            return type.toString();
        }
        ObjectNode owner = MAPPER.createObjectNode();
        new TypeJson(false).write(owner, "type", type);
        return owner.get("type").toString();
    }

    /**
     * Parses a type; ids of fields are ignored.
     *
     * @throws InvalidTableException if the text is not a column type
     */
    public static DataType parse(String text) {
        String wanted = text.strip();
        try {
            String type = wanted.startsWith("{") ? wanted : MAPPER.writeValueAsString(wanted);
            String field = "{\"name\": \"column\", \"type\": " + type + "}";
            byte[] json = field.getBytes(StandardCharsets.UTF_8);
            return new TypeGrammar().field(JsonFile.parse("the type", json)).type();
        } catch (CorruptFileException | UnsupportedFormatException | JsonProcessingException wrong) {
            InvalidTableException invalid = new InvalidTableException("'" + text
                    + "' is not a type of a table. Write it as schema files do, such as BINARY(10) or"
                    + " {\"type\": \"ARRAY\", \"element\": \"INT NOT NULL\"}.");
            invalid.initCause(wrong);
            throw invalid;
        }
    }
}
