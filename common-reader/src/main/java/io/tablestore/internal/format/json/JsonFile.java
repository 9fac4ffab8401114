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
package io.tablestore.internal.format.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tablestore.error.CorruptFileException;
import io.tablestore.error.UnsupportedFormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One object of a JSON file of the table. Every error names the file and the field. Unknown keys are ignored. */
public final class JsonFile {

    /** Maximum size of a snapshot, schema or tag file. */
    static final int MAX_BYTES = 64 << 20;

    private static final int MAX_DEPTH = 500;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_BYTES)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final String file;
    private final String prefix;
    private final JsonNode node;

    private JsonFile(String file, String prefix, JsonNode node) {
        this.file = file;
        this.prefix = prefix;
        this.node = node;
    }

    public static JsonFile parse(String file, byte[] content) {
        try {
            JsonNode node = MAPPER.readTree(content);
            if (node == null || !node.isObject()) {
                throw new CorruptFileException(file, "The content is " + describe(node) + " instead of a JSON object.");
            }
            return new JsonFile(file, "", node);
        } catch (StreamConstraintsException tooMuch) {
            throw new UnsupportedFormatException(
                    file,
                    "JSON that is nested more than " + MAX_DEPTH + " deep, or has a very long name or number,",
                    "Write the file anew with the writer of the table, without it (" + tooMuch.getOriginalMessage()
                            + ").");
        } catch (IOException malformed) {
            throw new CorruptFileException(file, "The content is malformed JSON.", malformed);
        }
    }

    /** The content of a file with this object or map. */
    public static byte[] write(Object json) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The file's content without some members. */
    public byte[] without(List<String> keys) {
        ObjectNode rest = node.deepCopy();
        rest.remove(keys);
        return write(rest);
    }

    /** Paths of members that a rewritten file lacks. A null member counts as absent. */
    public List<String> missingIn(JsonNode written) {
        List<String> missing = new ArrayList<>();
        addMissing(node, written, "", missing);
        return missing;
    }

    private static void addMissing(JsonNode read, JsonNode written, String path, List<String> missing) {
        for (Map.Entry<String, JsonNode> member : read.properties()) {
            String below = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
            JsonNode same = written.get(member.getKey());
            if (same != null) {
                addMissing(member.getValue(), same, below, missing);
            } else if (!member.getValue().isNull()) {
                missing.add(below);
            }
        }
        for (int i = 0; read.isArray() && i < read.size(); i++) {
            addMissing(read.get(i), written.path(i), path + "[" + i + "]", missing);
        }
    }

    String file() {
        return file;
    }

    public boolean has(String key) {
        JsonNode value = node.get(key);
        return value != null && !value.isNull();
    }

    public JsonNode raw(String key) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            throw new CorruptFileException(file, "The field " + prefix + key + " is missing.");
        }
        return value;
    }

    public long longValue(String key) {
        JsonNode value = raw(key);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(key, "a whole number of 64 bits", value);
        }
        return value.longValue();
    }

    public long longValue(String key, long missing) {
        return has(key) ? longValue(key) : missing;
    }

    @Nullable
    public Long optionalLong(String key) {
        return has(key) ? (Long) longValue(key) : null;
    }

    public int intValue(String key) {
        long value = longValue(key);
        if (value != (int) value) {
            throw wrong(key, "a whole number of 32 bits", raw(key));
        }
        return (int) value;
    }

    public int intValue(String key, int missing) {
        return has(key) ? intValue(key) : missing;
    }

    public String text(String key) {
        JsonNode value = raw(key);
        if (!value.isTextual()) {
            throw wrong(key, "a string", value);
        }
        return value.textValue();
    }

    @Nullable
    public String optionalText(String key) {
        return has(key) ? text(key) : null;
    }

    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : array(key)) {
            if (!item.isTextual()) {
                throw wrong(key, "an array of strings", item);
            }
            texts.add(item.textValue());
        }
        return texts;
    }

    public Map<String, String> textMap(String key) {
        Map<String, String> map = new LinkedHashMap<>();
        JsonNode value = raw(key);
        if (!value.isObject()) {
            throw wrong(key, "an object of strings", value);
        }
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            if (!entry.getValue().isValueNode() || entry.getValue().isNull()) {
                throw wrong(key + "." + entry.getKey(), "a string", entry.getValue());
            }
            map.put(entry.getKey(), entry.getValue().asText()); // writers in Python keep numbers as they are given
        }
        return map;
    }

    public List<JsonFile> objects(String key) {
        List<JsonFile> objects = new ArrayList<>();
        for (JsonNode item : array(key)) {
            String place = prefix + key + "[" + objects.size() + "]";
            if (!item.isObject()) {
                throw new CorruptFileException(
                        file, "The field " + place + " is " + describe(item) + ", which is not an object.");
            }
            objects.add(new JsonFile(file, place + ".", item));
        }
        return objects;
    }

    /** The object at {@code key}. */
    public JsonFile object(String key) {
        JsonNode value = raw(key);
        if (!value.isObject()) {
            throw wrong(key, "an object", value);
        }
        return new JsonFile(file, prefix + key + ".", value);
    }

    public CorruptFileException wrong(String key, String expected, JsonNode found) {
        return new CorruptFileException(
                file, "The field " + prefix + key + " is " + describe(found) + ", which is not " + expected + ".");
    }

    String name(String key) {
        return prefix + key;
    }

    private JsonNode array(String key) {
        JsonNode value = raw(key);
        if (!value.isArray()) {
            throw wrong(key, "an array", value);
        }
        return value;
    }

    private static String describe(@Nullable JsonNode node) {
        String text = node == null ? "nothing" : node.toString();
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }
}
