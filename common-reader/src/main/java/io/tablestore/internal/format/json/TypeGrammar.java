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

import com.fasterxml.jackson.databind.JsonNode;
import io.tablestore.error.CorruptFileException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the types of a schema file: text for atomic types, objects for nested ones (format reference, 2.2). */
public final class TypeGrammar {

    private static final Pattern ATOMIC =
            Pattern.compile("([A-Z_]+(?: PRECISION)?)\\s*(?:\\(\\s*(\\d+)\\s*(?:,\\s*(\\d+)\\s*)?\\))?\\s*(.*)");

    /** Numbers the nested fields of the oldest schema files, which have no ids. */
    private int nextImplicitId;

    public DataField field(JsonFile json) {
        int id = json.has("id") ? json.intValue("id") : nextImplicitId++;
        String name = json.text("name");
        return new DataField(
                id, name, type(json, "type"), json.optionalText("description"), json.optionalText("defaultValue"));
    }

    private DataType type(JsonFile owner, String key) {
        JsonNode node = owner.raw(key);
        if (node.isTextual()) {
            return text(owner, key, node.textValue());
        }
        JsonFile json = owner.object(key);
        String keyword = json.text("type").strip().toUpperCase(Locale.ROOT);
        boolean nullable = !keyword.endsWith("NOT NULL");
        String root = nullable
                ? keyword
                : keyword.substring(0, keyword.length() - "NOT NULL".length()).strip();
        return switch (root) {
            case "ARRAY" -> new DataType.Collection(TypeRoot.ARRAY, type(json, "element"), 0, nullable);
            case "MULTISET" -> new DataType.Collection(TypeRoot.MULTISET, type(json, "element"), 0, nullable);
            case "VECTOR" ->
                new DataType.Collection(TypeRoot.VECTOR, type(json, "element"), json.intValue("length"), nullable);
            case "MAP" -> new DataType.Mapping(type(json, "key"), type(json, "value"), nullable);
            case "ROW" -> {
                List<DataField> fields = new ArrayList<>();
                for (JsonFile child : json.objects("fields")) {
                    fields.add(field(child));
                }
                yield new DataType.Row(fields, nullable);
            }
            default -> throw unsupported(json, "type", root);
        };
    }

    private DataType text(JsonFile owner, String key, String text) {
        Matcher matcher = ATOMIC.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw owner.wrong(key, "a type", owner.raw(key));
        }
        String rest = matcher.group(4).strip().replaceAll("\\s+", " ");
        boolean nullable = true;
        if (rest.endsWith("NOT NULL")) {
            nullable = false;
            rest = rest.substring(0, rest.length() - "NOT NULL".length()).strip();
        } else if (rest.endsWith("NULL")) {
            rest = rest.substring(0, rest.length() - "NULL".length()).strip();
        }
        if (rest.endsWith("ARRAY") || rest.endsWith("MULTISET")) {
            TypeRoot root = rest.endsWith("ARRAY") ? TypeRoot.ARRAY : TypeRoot.MULTISET;
            int elementEnd = text.toUpperCase(Locale.ROOT).lastIndexOf(root.name());
            DataType element = text(owner, key, text.substring(0, elementEnd));
            return new DataType.Collection(root, element, 0, nullable);
        }
        int first = parameter(owner, key, matcher.group(2));
        int second = parameter(owner, key, matcher.group(3));
        DataType.Atomic type = atomic(owner, key, matcher.group(1), first, second, rest);
        return nullable ? type : type.asNotNull();
    }

    /** -1 if the parameter is omitted. */
    private static int parameter(JsonFile owner, String key, String digits) {
        if (digits == null) {
            return -1;
        }
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException tooLarge) {
            throw owner.wrong(key, "a type with a length of 32 bits", owner.raw(key));
        }
    }

    private static DataType.Atomic atomic(
            JsonFile owner, String key, String keyword, int first, int second, String rest) {
        if (!rest.isEmpty() && !keyword.startsWith("TIME")) {
            throw unsupported(owner, key, keyword + " " + rest);
        }
        return switch (keyword) {
            case "CHAR" -> sized(owner, key, TypeRoot.CHAR, first, 1);
            case "VARCHAR" -> sized(owner, key, TypeRoot.VARCHAR, first, 1);
            case "STRING" -> DataType.string();
            case "BOOLEAN" -> DataType.of(TypeRoot.BOOLEAN);
            case "BINARY" -> sized(owner, key, TypeRoot.BINARY, first, 1);
            case "VARBINARY" -> sized(owner, key, TypeRoot.VARBINARY, first, 1);
            case "BYTES" -> DataType.bytes();
            case "DECIMAL", "NUMERIC", "DEC" -> decimal(owner, key, first, second);
            case "TINYINT" -> DataType.of(TypeRoot.TINYINT);
            case "SMALLINT" -> DataType.of(TypeRoot.SMALLINT);
            case "INT", "INTEGER" -> DataType.of(TypeRoot.INT);
            case "BIGINT" -> DataType.of(TypeRoot.BIGINT);
            case "FLOAT" -> DataType.of(TypeRoot.FLOAT);
            case "DOUBLE", "DOUBLE PRECISION" -> DataType.of(TypeRoot.DOUBLE);
            case "DATE" -> DataType.of(TypeRoot.DATE);
            case "TIME" -> {
                expectZone(owner, key, rest, "", "WITHOUT TIME ZONE");
                yield ranged(owner, key, TypeRoot.TIME, first, 0);
            }
            case "TIMESTAMP" -> {
                boolean local = rest.equals("WITH LOCAL TIME ZONE");
                expectZone(owner, key, rest, "", "WITHOUT TIME ZONE", "WITH LOCAL TIME ZONE");
                yield ranged(owner, key, local ? TypeRoot.TIMESTAMP_LTZ : TypeRoot.TIMESTAMP, first, 6);
            }
            case "TIMESTAMP_LTZ" -> ranged(owner, key, TypeRoot.TIMESTAMP_LTZ, first, 6);
            case "VARIANT" -> DataType.of(TypeRoot.VARIANT);
            case "BLOB" -> DataType.of(TypeRoot.BLOB);
            default -> throw unsupported(owner, key, keyword);
        };
    }

    private static void expectZone(JsonFile owner, String key, String rest, String... allowed) {
        if (!List.of(allowed).contains(rest)) {
            throw unsupported(owner, key, rest);
        }
    }

    private static DataType.Atomic sized(JsonFile owner, String key, TypeRoot root, int length, int missing) {
        if (length == 0) {
            throw owner.wrong(key, "a type with a length above 0", owner.raw(key));
        }
        return DataType.of(root, length < 0 ? missing : length);
    }

    private static DataType.Atomic ranged(JsonFile owner, String key, TypeRoot root, int precision, int missing) {
        if (precision > 9) {
            throw owner.wrong(key, "a type with a precision of 0 to 9", owner.raw(key));
        }
        return DataType.of(root, precision < 0 ? missing : precision);
    }

    private static DataType.Atomic decimal(JsonFile owner, String key, int precision, int scale) {
        int p = precision < 0 ? 10 : precision;
        int s = Math.max(scale, 0);
        if (p < 1 || p > 38 || s > p) {
            throw owner.wrong(key, "DECIMAL(p, s) with p of 1 to 38 and s of 0 to p", owner.raw(key));
        }
        return DataType.decimal(p, s);
    }

    private static UnsupportedFormatException unsupported(JsonFile owner, String key, String type) {
        return new UnsupportedFormatException(
                owner.file(),
                "type " + type + " (" + owner.name(key) + ")",
                "Upgrade this reader, or drop the column with the engine that writes the table.");
    }

    /** Fails if two top-level columns have the same name or id. */
    public static void checkDistinct(String file, List<DataField> fields) {
        for (int i = 0; i < fields.size(); i++) {
            for (int j = 0; j < i; j++) {
                DataField left = fields.get(i);
                DataField right = fields.get(j);
                if (left.name().equals(right.name()) || left.id() == right.id()) {
                    throw new CorruptFileException(
                            file,
                            "Two fields share a name or an id: '" + left.name() + "' with id " + left.id() + " and '"
                                    + right.name() + "' with id " + right.id() + ".");
                }
            }
        }
    }
}
