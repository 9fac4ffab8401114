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
package io.tablestore.internal.format.avro;

import io.tablestore.error.CorruptFileException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a writer's record in file order, each matched by name with the reader's own number. Older files lack later fields
 * and newer ones append some, so fields are never matched by position.
 */
public final class AvroFields {

    /** Marks a field that the reader does not know. */
    public static final int UNKNOWN = -1;

    private final Schema[] schemas;
    private final int[] numbers;
    private final String[] names;

    /**
     * @param file for messages
     * @param record the writer's schema, possibly the union of null and the record
     * @param known the reader's names; their index is the number of a field
     * @param required names that must exist
     */
    public AvroFields(String file, Schema record, List<String> known, List<String> required) {
        Schema plain = withoutNull(record);
        if (plain.getType() != Schema.Type.RECORD) {
            throw new CorruptFileException(
                    file,
                    "The schema in the Avro header (avro.schema) is of type "
                            + plain.getType().getName() + " instead of a record.");
        }
        List<Schema.Field> fields = plain.getFields();
        schemas = new Schema[fields.size()];
        numbers = new int[fields.size()];
        names = new String[fields.size()];
        for (int i = 0; i < schemas.length; i++) {
            Schema schema = fields.get(i).schema();
            schemas[i] = schema;
            names[i] = fields.get(i).name();
            numbers[i] = known.indexOf(fields.get(i).name());
        }
        for (String name : required) {
            if (plain.getField(name) == null) {
                throw new CorruptFileException(file, "The records have no field " + name + ".");
            }
        }
    }

    /** The non-null branch of a nullable schema. */
    public static Schema withoutNull(Schema schema) {
        if (!schema.isUnion()) {
            return schema;
        }
        return schema.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .findFirst()
                .orElse(schema);
    }

    /**
     * Paths of the unknown fields of a file, including those inside records and lists.
     *
     * @param ours the schema with every known field
     */
    public static List<String> unknown(Schema theirs, Schema ours) {
        List<String> unknown = new ArrayList<>();
        addUnknown(withoutNull(theirs), withoutNull(ours), "", unknown);
        return unknown;
    }

    private static void addUnknown(Schema theirs, Schema ours, String prefix, List<String> unknown) {
        if (theirs.getType() == Schema.Type.ARRAY && ours.getType() == Schema.Type.ARRAY) {
            addUnknown(withoutNull(theirs.getElementType()), withoutNull(ours.getElementType()), prefix, unknown);
        } else if (theirs.getType() == Schema.Type.RECORD && ours.getType() == Schema.Type.RECORD) {
            for (Schema.Field field : theirs.getFields()) {
                Schema.Field known = ours.getField(field.name());
                if (known == null) {
                    unknown.add(prefix + field.name());
                } else {
                    String path = prefix + field.name() + ".";
                    addUnknown(withoutNull(field.schema()), withoutNull(known.schema()), path, unknown);
                }
            }
        }
    }

    public int count() {
        return numbers.length;
    }

    /** The reader's number of the field at {@code index}, or {@link #UNKNOWN}. */
    public int number(int index) {
        return numbers[index];
    }

    /** The index in the file of the reader's field {@code number}, or -1. */
    public int indexOf(int number) {
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] == number) {
                return i;
            }
        }
        return -1;
    }

    /** The file's name of the field at {@code index}. */
    public String name(int index) {
        return names[index];
    }

    public Schema schema(int index) {
        return schemas[index];
    }

    /** The writer's schema of the reader's field {@code number}, without null; null if the file lacks it. */
    @Nullable
    public Schema schemaOf(int number) {
        int index = indexOf(number);
        return index < 0 ? null : withoutNull(schemas[index]);
    }

    /** Reads the branch of a nullable field; true if its value is null, so that nothing more must be read. */
    public boolean isNull(int index, AvroCursor cursor) {
        Schema schema = schemas[index];
        return schema.isUnion() && cursor.branch(schema).getType() == Schema.Type.NULL;
    }

    /** Skips the field's value; the branch of a union must not have been read yet. */
    public void skip(int index, AvroCursor cursor) {
        cursor.skip(schemas[index]);
    }
}
