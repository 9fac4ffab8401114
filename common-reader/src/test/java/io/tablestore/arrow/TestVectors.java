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
package io.tablestore.arrow;

import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
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
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/**
 * Vectors out of values, and values out of vectors. Values of atomic types are in the forms of {@link
 * io.tablestore.predicate.ValueOrder}; a row is a list of its fields, an array a list of its elements, a map a list of
 * entries, which are lists of a key and a value.
 */
public final class TestVectors {

    private TestVectors() {}

    /** The caller closes the vector. */
    public static FieldVector of(DataField field, List<? extends @Nullable Object> values, BufferAllocator allocator) {
        FieldVector vector = ArrowTypes.field(field.asNullable()).createVector(allocator);
        fill(vector, field.type(), values);
        return vector;
    }

    private static void fill(FieldVector vector, DataType type, List<? extends @Nullable Object> values) {
        vector.setInitialCapacity(values.size());
        vector.allocateNew();
        if (type instanceof DataType.Atomic atomic) {
            for (int row = 0; row < values.size(); row++) {
                Object value = values.get(row);
                if (value != null) {
                    set(vector, row, atomic, value);
                }
            }
        } else if (vector instanceof StructVector struct) {
            fillStruct(struct, ArrowTypes.parts(type), values);
        } else {
            fillList((ListVector) vector, type, values);
        }
        vector.setValueCount(values.size());
    }

    private static void fillStruct(
            StructVector struct, List<DataField> parts, List<? extends @Nullable Object> values) {
        for (int row = 0; row < values.size(); row++) {
            if (values.get(row) != null) {
                struct.setIndexDefined(row);
            }
        }
        for (int part = 0; part < parts.size(); part++) {
            List<@Nullable Object> ofPart = new ArrayList<>();
            for (Object value : values) {
                ofPart.add(value == null ? null : ((List<?>) value).get(part));
            }
            fill(struct.getChildrenFromFields().get(part), parts.get(part).type(), ofPart);
        }
    }

    private static void fillList(ListVector list, DataType type, List<? extends @Nullable Object> values) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int row = 0; row < values.size(); row++) {
            if (values.get(row) instanceof List<?> ofRow) {
                list.startNewValue(row);
                elements.addAll(ofRow);
                list.endValue(row, ofRow.size());
            } else {
                list.setNull(row);
            }
        }
        List<DataField> parts = ArrowTypes.parts(type);
        FieldVector data = list.getDataVector();
        if (parts.size() == 2 && data instanceof StructVector entries) {
            entries.setInitialCapacity(elements.size());
            entries.allocateNew();
            fillStruct(entries, parts, elements);
            entries.setValueCount(elements.size());
        } else {
            fill(data, parts.get(0).type(), elements);
        }
    }

    private static void set(FieldVector vector, int row, DataType.Atomic type, Object value) {
        switch (type.root()) {
            case BOOLEAN -> ((BitVector) vector).setSafe(row, (Boolean) value ? 1 : 0);
            case TINYINT -> ((TinyIntVector) vector).setSafe(row, ((Long) value).byteValue());
            case SMALLINT -> ((SmallIntVector) vector).setSafe(row, ((Long) value).shortValue());
            case INT -> ((IntVector) vector).setSafe(row, ((Long) value).intValue());
            case BIGINT -> ((BigIntVector) vector).setSafe(row, (Long) value);
            case FLOAT -> ((Float4Vector) vector).setSafe(row, ((Double) value).floatValue());
            case DOUBLE -> ((Float8Vector) vector).setSafe(row, (Double) value);
            case DECIMAL -> ((DecimalVector) vector).setSafe(row, ((BigDecimal) value).setScale(type.scale()));
            case CHAR, VARCHAR -> ((VarCharVector) vector).setSafe(row, (byte[]) value);
            case BINARY, VARBINARY, BLOB -> ((VarBinaryVector) vector).setSafe(row, (byte[]) value);
            case DATE -> ((DateDayVector) vector).setSafe(row, ((Long) value).intValue());
            case TIME -> ((TimeMilliVector) vector).setSafe(row, ((Long) value).intValue());
            case TIMESTAMP, TIMESTAMP_LTZ -> {
                TimestampValue time = (TimestampValue) value;
                if (vector instanceof StructVector struct) {
                    struct.setIndexDefined(row);
                    ((BigIntVector) struct.getChildrenFromFields().get(0)).setSafe(row, time.epochMillis());
                    ((IntVector) struct.getChildrenFromFields().get(1)).setSafe(row, time.nanoOfMilli());
                } else {
                    long number = type.precision() <= 3 ? time.epochMillis() : time.epochMicros();
                    ((TimeStampVector) vector).setSafe(row, number);
                }
            }
            case VARIANT, ARRAY, MULTISET, MAP, ROW, VECTOR -> throw new IllegalArgumentException(type.toString());
        }
    }

    /** The values of a vector; bytes as {@link ByteBuffer}, so that they can be compared. */
    public static List<@Nullable Object> values(FieldVector vector, DataType type) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int row = 0; row < vector.getValueCount(); row++) {
            values.add(value(vector, row, type));
        }
        return values;
    }

    /** The same form for values that vectors were made of. */
    public static @Nullable Object comparable(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        if (value instanceof List<?> parts) {
            List<@Nullable Object> all = new ArrayList<>();
            parts.forEach(part -> all.add(comparable(part)));
            return all;
        }
        return value;
    }

    private static @Nullable Object value(FieldVector vector, int row, DataType type) {
        if (vector.isNull(row)) {
            return null;
        }
        if (type instanceof DataType.Atomic atomic) {
            return comparable(VectorValues.value(vector, row, atomic));
        }
        List<DataField> parts = ArrowTypes.parts(type);
        if (vector instanceof StructVector struct) {
            return structValue(struct, row, parts);
        }
        ListVector list = (ListVector) vector;
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = list.getElementStartIndex(row); i < list.getElementEndIndex(row); i++) {
            if (parts.size() == 2) {
                elements.add(structValue((StructVector) list.getDataVector(), i, parts));
            } else {
                elements.add(value(list.getDataVector(), i, parts.get(0).type()));
            }
        }
        return elements;
    }

    private static List<@Nullable Object> structValue(StructVector struct, int row, List<DataField> parts) {
        List<@Nullable Object> fields = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            fields.add(value(
                    struct.getChildrenFromFields().get(i), row, parts.get(i).type()));
        }
        return fields;
    }
}
