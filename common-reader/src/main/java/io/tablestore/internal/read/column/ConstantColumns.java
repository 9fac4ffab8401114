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
package io.tablestore.internal.read.column;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import java.math.BigDecimal;
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
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/** Creates columns with the same value in every row: partition columns, and columns that an older file does not have. */
public final class ConstantColumns {

    private ConstantColumns() {}

    /** @param value in a form of {@link io.tablestore.predicate.ValueOrder}, or null */
    public static ArrowColumn of(DataField field, @Nullable Object value, int rowCount, BufferPool pool) {
        FieldVector vector = vector(field, value, rowCount, pool);
        return new ArrowColumn(vector, null, pool, List.of());
    }

    /** A vector owned by the caller. */
    public static FieldVector vector(DataField field, @Nullable Object value, int rowCount, BufferPool pool) {
        FieldVector vector =
                ArrowTypes.field(value == null ? field.asNullable() : field).createVector(pool.allocator());
        try {
            vector.setInitialCapacity(rowCount);
            vector.allocateNew();
            if (value != null) {
                for (int row = 0; row < rowCount; row++) {
                    set(vector, row, (DataType.Atomic) field.type(), value);
                }
            }
            vector.setValueCount(rowCount);
            return vector;
        } catch (RuntimeException failed) {
            vector.close();
            throw failed;
        }
    }

    /** Sets a value that is not null, in a form of {@link io.tablestore.predicate.ValueOrder}. */
    public static void set(FieldVector vector, int row, DataType.Atomic type, Object value) {
        switch (type.root()) {
            case BOOLEAN -> ((BitVector) vector).setSafe(row, (Boolean) value ? 1 : 0);
            case TINYINT -> ((TinyIntVector) vector).setSafe(row, ((Long) value).byteValue());
            case SMALLINT -> ((SmallIntVector) vector).setSafe(row, ((Long) value).shortValue());
            case INT -> ((IntVector) vector).setSafe(row, Math.toIntExact((Long) value));
            case BIGINT -> ((BigIntVector) vector).setSafe(row, (Long) value);
            case FLOAT -> ((Float4Vector) vector).setSafe(row, ((Double) value).floatValue());
            case DOUBLE -> ((Float8Vector) vector).setSafe(row, (Double) value);
            case DECIMAL -> ((DecimalVector) vector).setSafe(row, (BigDecimal) value);
            case CHAR, VARCHAR -> ((VarCharVector) vector).setSafe(row, (byte[]) value);
            case BINARY, VARBINARY, BLOB -> ((VarBinaryVector) vector).setSafe(row, (byte[]) value);
            case DATE -> ((DateDayVector) vector).setSafe(row, Math.toIntExact((Long) value));
            case TIME -> ((TimeMilliVector) vector).setSafe(row, Math.toIntExact((Long) value));
            case TIMESTAMP, TIMESTAMP_LTZ -> setTimestamp(vector, row, type, (TimestampValue) value);
            case VARIANT, ARRAY, MULTISET, MAP, ROW, VECTOR ->
                throw new IllegalStateException("no constant of " + type);
        }
    }

    private static void setTimestamp(FieldVector vector, int row, DataType.Atomic type, TimestampValue value) {
        if (type.precision() <= 6) {
            long number = type.precision() <= 3 ? value.epochMillis() : value.epochMicros();
            ((TimeStampVector) vector).setSafe(row, number);
        } else {
            StructVector struct = (StructVector) vector;
            struct.setIndexDefined(row);
            ((BigIntVector) struct.getChildrenFromFields().get(0)).setSafe(row, value.epochMillis());
            ((IntVector) struct.getChildrenFromFields().get(1)).setSafe(row, value.nanoOfMilli());
        }
    }
}
