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

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;

/**
 * Writes types as in schema files: text for a type without parts, a JSON object for any other (format reference, 2.2).
 *
 * @param ids whether fields include their ids, at every depth
 */
public record TypeJson(boolean ids) {

    /** Adds the type to its owner at the key. */
    public void write(ObjectNode owner, String key, DataType type) {
        if (type instanceof DataType.Atomic) {
            owner.put(key, type.toString());
            return;
        }
        ObjectNode json = owner.putObject(key);
        json.put("type", type.root() + (type.nullable() ? "" : " NOT NULL"));
        if (type instanceof DataType.Collection collection) {
            write(json, "element", collection.element());
            if (collection.length() > 0) {
                json.put("length", collection.length());
            }
        } else if (type instanceof DataType.Mapping map) {
            write(json, "key", map.key());
            write(json, "value", map.value());
        } else if (type instanceof DataType.Row row) {
            ArrayNode fields = json.putArray("fields");
            row.fields().forEach(field -> write(fields.addObject(), field));
        }
    }

    /** Writes the members of a field to the object. */
    public void write(ObjectNode json, DataField field) {
        if (ids) {
            json.put("id", field.id());
        }
        json.put("name", field.name());
        write(json, "type", field.type());
        if (field.description() != null) {
            json.put("description", field.description());
        }
        if (field.defaultValue() != null) {
            json.put("defaultValue", field.defaultValue());
        }
    }
}
