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
package io.tablestore.file.avro;

import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.format.AvroCursor;
import io.tablestore.format.AvroFields;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.vector.ArrowTypes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Reads values of one Avro schema into a vector of the wanted type (format reference, 6.5). */
abstract class AvroValueReader {

    private final Schema schema;

    private AvroValueReader(Schema schema) {
        this.schema = schema;
    }

    /** Puts the value at the cursor into a slot; a null leaves the slot null. */
    final void read(AvroCursor cursor, FieldVector target, int slot) {
        if (schema.isUnion() && cursor.branch(schema).getType() == Schema.Type.NULL) {
            if (target instanceof ListVector lists) {
                lists.setNull(slot);
            }
            return;
        }
        readValue(cursor, target, slot);
    }

    abstract void readValue(AvroCursor cursor, FieldVector target, int slot);

    /** @throws UnsupportedFormatException if values of the schema cannot be read as the wanted type */
    static AvroValueReader of(String file, DataField wanted, Schema schema) {
        Schema plain = AvroFields.withoutNull(schema);
        DataType type = wanted.type();
        AvroValueReader reader = null;
        if (type instanceof DataType.Row row && plain.getType() == Schema.Type.RECORD) {
            reader = struct(file, row.fields(), schema, plain);
        } else if (type.root() == TypeRoot.MAP || type.root() == TypeRoot.MULTISET) {
            reader = map(file, ArrowTypes.parts(type), schema, plain);
        } else if (type instanceof DataType.Collection collection && plain.getType() == Schema.Type.ARRAY) {
            reader = list(of(file, ArrowTypes.element(collection), plain.getElementType()), schema);
        } else if (type instanceof DataType.Atomic atomic) {
            reader = atomic(atomic, schema, plain);
        }
        if (reader == null) {
            throw new UnsupportedFormatException(
                    file,
                    "reading Avro " + plain.getType().getName() + " as " + type + " (column " + wanted.name() + ")",
                    "Leave the column out, or compact the table fully.");
        }
        return reader;
    }

    private static AvroValueReader struct(String file, List<DataField> wanted, Schema schema, Schema record) {
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
        return new AvroValueReader(schema) {
            @Override
            void readValue(AvroCursor cursor, FieldVector target, int slot) {
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

    private static AvroValueReader list(AvroValueReader element, Schema schema) {
        return new AvroValueReader(schema) {
            @Override
            void readValue(AvroCursor cursor, FieldVector target, int slot) {
                ListVector lists = (ListVector) target;
                int next = lists.startNewValue(slot);
                int elements = 0;
                for (int count = cursor.readBlockCount(); count > 0; count = cursor.readBlockCount()) {
                    for (int i = 0; i < count; i++) {
                        element.read(cursor, lists.getDataVector(), next + elements++);
                    }
                }
                lists.endValue(slot, elements);
            }
        };
    }

    /** Text keys make an Avro map, others an array of records of key and value. */
    private static @Nullable AvroValueReader map(String file, List<DataField> parts, Schema schema, Schema plain) {
        DataField key = parts.get(0);
        DataField value = parts.get(1);
        boolean isMap = plain.getType() == Schema.Type.MAP && key.type().root().isString();
        Schema entry = plain.getType() == Schema.Type.ARRAY ? AvroFields.withoutNull(plain.getElementType()) : plain;
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
        return new AvroValueReader(schema) {
            @Override
            void readValue(AvroCursor cursor, FieldVector target, int slot) {
                MapVector maps = (MapVector) target;
                StructVector entries = (StructVector) maps.getDataVector();
                int next = maps.startNewValue(slot);
                int elements = 0;
                for (int count = cursor.readBlockCount(); count > 0; count = cursor.readBlockCount()) {
                    for (int i = 0; i < count; i++) {
                        int at = next + elements++;
                        entries.setIndexDefined(at);
                        keys.read(cursor, entries.getChildrenFromFields().get(0), at);
                        values.read(cursor, entries.getChildrenFromFields().get(1), at);
                    }
                }
                maps.endValue(slot, elements);
            }
        };
    }

    /** Puts one value that is not null. */
    private interface Setter {
        void set(AvroCursor cursor, FieldVector target, int slot);
    }

    private static @Nullable AvroValueReader atomic(DataType.Atomic type, Schema schema, Schema plain) {
        Setter setter = setter(type, plain);
        if (setter == null) {
            return null;
        }
        return new AvroValueReader(schema) {
            @Override
            void readValue(AvroCursor cursor, FieldVector target, int slot) {
                setter.set(cursor, target, slot);
            }
        };
    }

    private static @Nullable Setter setter(DataType.Atomic type, Schema plain) {
        boolean number = plain.getType() == Schema.Type.INT || plain.getType() == Schema.Type.LONG;
        boolean bytes = plain.getType() == Schema.Type.BYTES || plain.getType() == Schema.Type.STRING;
        return switch (type.root()) {
            case BOOLEAN ->
                plain.getType() == Schema.Type.BOOLEAN
                        ? (cursor, target, slot) -> ((BitVector) target).setSafe(slot, cursor.readByte())
                        : null;
            case TINYINT ->
                number
                        ? (cursor, target, slot) -> ((TinyIntVector) target).setSafe(slot, (byte) cursor.readInt())
                        : null;
            case SMALLINT ->
                number
                        ? (cursor, target, slot) -> ((SmallIntVector) target).setSafe(slot, (short) cursor.readInt())
                        : null;
            case INT -> number ? (cursor, target, slot) -> ((IntVector) target).setSafe(slot, cursor.readInt()) : null;
            case DATE ->
                number ? (cursor, target, slot) -> ((DateDayVector) target).setSafe(slot, cursor.readInt()) : null;
            case TIME ->
                number ? (cursor, target, slot) -> ((TimeMilliVector) target).setSafe(slot, cursor.readInt()) : null;
            case BIGINT ->
                number ? (cursor, target, slot) -> ((BigIntVector) target).setSafe(slot, cursor.readLong()) : null;
            case FLOAT ->
                plain.getType() == Schema.Type.FLOAT
                        ? (cursor, target, slot) -> ((Float4Vector) target).setSafe(slot, readFloat(cursor))
                        : null;
            case DOUBLE -> doubles(plain);
            case DECIMAL -> bytes || plain.getType() == Schema.Type.FIXED ? decimals(type, plain) : null;
            case CHAR, VARCHAR ->
                bytes
                        ? (cursor, target, slot) -> {
                            int length = cursor.skipBytes();
                            ((VarCharVector) target).setSafe(slot, cursor.bytes(), cursor.position() - length, length);
                        }
                        : null;
            case BINARY, VARBINARY, BLOB ->
                bytes
                        ? (cursor, target, slot) -> {
                            int length = cursor.skipBytes();
                            ((VarBinaryVector) target)
                                    .setSafe(slot, cursor.bytes(), cursor.position() - length, length);
                        }
                        : null;
            case TIMESTAMP, TIMESTAMP_LTZ -> number ? timestamps(type.precision(), plain) : null;
            case VARIANT, ARRAY, MULTISET, MAP, ROW, VECTOR -> null;
        };
    }

    private static @Nullable Setter doubles(Schema plain) {
        return switch (plain.getType()) {
            case FLOAT -> (cursor, target, slot) -> ((Float8Vector) target).setSafe(slot, readFloat(cursor));
            case DOUBLE ->
                (cursor, target, slot) ->
                        ((Float8Vector) target).setSafe(slot, Double.longBitsToDouble(readFixed(cursor, Double.BYTES)));
            default -> null;
        };
    }

    private static float readFloat(AvroCursor cursor) {
        return Float.intBitsToFloat((int) readFixed(cursor, Float.BYTES));
    }

    /** A number of that many bytes, the lowest first. */
    private static long readFixed(AvroCursor cursor, int count) {
        long bits = 0;
        for (int i = 0; i < count; i++) {
            bits |= (cursor.readByte() & 0xFFL) << (8 * i);
        }
        return bits;
    }

    private static Setter decimals(DataType.Atomic type, Schema plain) {
        LogicalType logical = plain.getLogicalType();
        int scale = logical instanceof LogicalTypes.Decimal decimal ? decimal.getScale() : type.scale();
        int fixed = plain.getType() == Schema.Type.FIXED ? plain.getFixedSize() : -1;
        return (cursor, target, slot) -> {
            int length = fixed;
            if (length < 0) {
                length = cursor.skipBytes();
            } else {
                cursor.advance(length);
            }
            if (length == 0) {
                throw new IndexOutOfBoundsException("a decimal without bytes");
            }
            BigInteger unscaled = new BigInteger(cursor.bytes(), cursor.position() - length, length);
            BigDecimal value = new BigDecimal(unscaled, scale).setScale(type.scale());
            if (value.precision() > type.precision()) {
                throw new ArithmeticException(value + " is no " + type);
            }
            ((DecimalVector) target).setSafe(slot, value);
        };
    }

    private static @Nullable Setter timestamps(int precision, Schema plain) {
        LogicalType logical = plain.getLogicalType();
        String name = logical == null ? "" : logical.getName();
        if (!name.endsWith("-millis") && !name.endsWith("-micros")) {
            return null;
        }
        long unitsPerMilli = name.endsWith("-millis") ? 1 : 1000;
        return (cursor, target, slot) -> {
            long stored = cursor.readLong();
            if (precision <= 6) {
                long units = precision <= 3 ? 1 : 1000;
                long value = units >= unitsPerMilli
                        ? Math.multiplyExact(stored, units / unitsPerMilli)
                        : Math.floorDiv(stored, unitsPerMilli / units);
                ((TimeStampVector) target).setSafe(slot, value);
                return;
            }
            StructVector struct = (StructVector) target;
            struct.setIndexDefined(slot);
            ((BigIntVector) struct.getChildrenFromFields().get(0)).setSafe(slot, Math.floorDiv(stored, unitsPerMilli));
            int nanos = (int) (Math.floorMod(stored, unitsPerMilli) * (1_000_000 / unitsPerMilli));
            ((IntVector) struct.getChildrenFromFields().get(1)).setSafe(slot, nanos);
        };
    }
}
