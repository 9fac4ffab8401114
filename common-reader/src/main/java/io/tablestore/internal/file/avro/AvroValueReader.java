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
package io.tablestore.internal.file.avro;

import io.tablestore.arrow.ArrowTypes;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.format.avro.AvroCursor;
import io.tablestore.internal.format.avro.AvroFields;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Reads values of one Avro schema into a vector of the wanted type (format reference, 6.5). */
abstract class AvroValueReader {

    private AvroValueReader() {}

    /** Reads the value at the cursor into a slot; a null leaves the slot null. */
    abstract void read(AvroCursor cursor, FieldVector target, int slot);

    /** @throws UnsupportedFormatException if values of the schema cannot be read as the wanted type */
    static AvroValueReader of(String file, DataField wanted, Schema schema) {
        if (schema.isUnion()) {
            return new Union(schema.getTypes().stream()
                    .map(branch -> of(file, wanted, branch))
                    .toArray(AvroValueReader[]::new));
        }
        DataType type = wanted.type();
        AvroValueReader reader = null;
        if (schema.getType() == Schema.Type.NULL) {
            reader = NULLS;
        } else if (type instanceof DataType.Row row && schema.getType() == Schema.Type.RECORD) {
            reader = struct(file, row.fields(), schema);
        } else if (type.root() == TypeRoot.MAP || type.root() == TypeRoot.MULTISET) {
            reader = map(file, ArrowTypes.parts(type), schema);
        } else if (type instanceof DataType.Collection collection && schema.getType() == Schema.Type.ARRAY) {
            reader = list(of(file, ArrowTypes.element(collection), schema.getElementType()));
        } else if (type instanceof DataType.Atomic) {
            AvroAtoms.Setter setter = AvroAtoms.of(file, wanted, schema);
            reader = setter == null ? null : atomic(setter);
        }
        if (reader == null) {
            String logical = schema.getLogicalType() == null
                    ? ""
                    : " (" + schema.getLogicalType().getName() + ")";
            throw new UnsupportedFormatException(
                    file,
                    "reading Avro " + schema.getType().getName() + logical + " as " + type + " (column " + wanted.name()
                            + ")",
                    "Leave the column out, or compact the table fully.");
        }
        return reader;
    }

    private static final AvroValueReader NULLS = new AvroValueReader() {
        @Override
        void read(AvroCursor cursor, FieldVector target, int slot) {
            if (target instanceof ListVector lists) {
                lists.setNull(slot);
            }
        }
    };

    /** A value of one of several schemas, each readable as the wanted type. */
    private static final class Union extends AvroValueReader {

        private final AvroValueReader[] branches;

        Union(AvroValueReader[] branches) {
            this.branches = branches;
        }

        @Override
        void read(AvroCursor cursor, FieldVector target, int slot) {
            branches[cursor.branchIndex(branches.length)].read(cursor, target, slot);
        }
    }

    private static AvroValueReader atomic(AvroAtoms.Setter setter) {
        return new AvroValueReader() {
            @Override
            void read(AvroCursor cursor, FieldVector target, int slot) {
                setter.set(cursor, target, slot);
            }
        };
    }

    private static AvroValueReader struct(String file, List<DataField> wanted, Schema record) {
        List<Schema.Field> stored = record.getFields();
        @Nullable AvroValueReader[] readers = new AvroValueReader[stored.size()];
        int[] children = new int[stored.size()];
        for (int i = 0; i < wanted.size(); i++) {
            Schema.Field field = record.getField(wanted.get(i).name());
            if (field == null) {
                throw new UnsupportedFormatException(
                        file, "a record without field " + wanted.get(i).name(), "Leave the column out.");
            }
            readers[field.pos()] = of(file, wanted.get(i), field.schema());
            children[field.pos()] = i;
        }
        return new AvroValueReader() {
            @Override
            void read(AvroCursor cursor, FieldVector target, int slot) {
                ((StructVector) target).setIndexDefined(slot);
                List<FieldVector> parts = target.getChildrenFromFields();
                for (int i = 0; i < readers.length; i++) {
                    AvroValueReader reader = readers[i];
                    if (reader == null) {
                        cursor.skip(stored.get(i).schema());
                    } else {
                        reader.read(cursor, parts.get(children[i]), slot);
                    }
                }
            }
        };
    }

    private static AvroValueReader list(AvroValueReader element) {
        return new AvroValueReader() {
            @Override
            void read(AvroCursor cursor, FieldVector target, int slot) {
                ListVector lists = (ListVector) target;
                int next = lists.startNewValue(slot);
                int elements = 0;
                for (int count = cursor.readItemCount(); count > 0; count = cursor.readItemCount()) {
                    for (int i = 0; i < count; i++) {
                        element.read(cursor, lists.getDataVector(), next + elements++);
                    }
                }
                lists.endValue(slot, elements);
            }
        };
    }

    /** Maps with text keys are Avro maps; other maps are arrays of key-value records. */
    private static @Nullable AvroValueReader map(String file, List<DataField> parts, Schema plain) {
        DataField key = parts.get(0);
        DataField value = parts.get(1);
        boolean isMap = plain.getType() == Schema.Type.MAP && key.type().root().isString();
        Schema element = plain.getType() == Schema.Type.ARRAY ? plain.getElementType() : plain;
        Schema entry = AvroFields.withoutNull(element);
        if (element.isUnion() && element.getTypes().size() > (element.isNullable() ? 2 : 1)) {
            return null;
        }
        if (!isMap
                && (entry.getType() != Schema.Type.RECORD || entry.getFields().size() != 2)) {
            return null;
        }
        Schema keySchema = isMap
                ? Schema.create(Schema.Type.STRING)
                : entry.getFields().get(0).schema();
        AvroValueReader keys = of(file, key, keySchema);
        AvroValueReader values = of(
                file,
                value,
                isMap ? plain.getValueType() : entry.getFields().get(1).schema());
        return new AvroValueReader() {
            @Override
            void read(AvroCursor cursor, FieldVector target, int slot) {
                MapVector maps = (MapVector) target;
                StructVector entries = (StructVector) maps.getDataVector();
                int next = maps.startNewValue(slot);
                int elements = 0;
                for (int count = cursor.readItemCount(); count > 0; count = cursor.readItemCount()) {
                    for (int i = 0; i < count; i++) {
                        int at = next + elements++;
                        if (element.isUnion() && cursor.branch(element).getType() == Schema.Type.NULL) {
                            throw new IndexOutOfBoundsException("entry " + i + " of a map is null");
                        }
                        entries.setIndexDefined(at);
                        keys.read(cursor, entries.getChildrenFromFields().get(0), at);
                        values.read(cursor, entries.getChildrenFromFields().get(1), at);
                    }
                }
                maps.endValue(slot, elements);
            }
        };
    }
}
