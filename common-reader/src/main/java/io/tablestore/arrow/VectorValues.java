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

import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.StructVector;

/** Reads single values of atomic columns other than VARIANT, for code that handles one value at a time. */
public final class VectorValues {

    private VectorValues() {}

    /**
     * Reads a non-null value, in a form of {@link io.tablestore.predicate.ValueOrder}.
     *
     * @throws IllegalStateException for a VARIANT
     */
    public static Object value(FieldVector vector, int row, DataType.Atomic type) {
        return switch (type.root()) {
            case BOOLEAN -> ((BitVector) vector).get(row) == 1;
            case TINYINT -> (long) vector.getDataBuffer().getByte(row);
            case SMALLINT -> (long) vector.getDataBuffer().getShort(2L * row);
            case INT, DATE, TIME -> (long) vector.getDataBuffer().getInt(4L * row);
            case BIGINT -> vector.getDataBuffer().getLong(8L * row);
            case FLOAT -> (double) vector.getDataBuffer().getFloat(4L * row);
            case DOUBLE -> vector.getDataBuffer().getDouble(8L * row);
            case DECIMAL -> ((DecimalVector) vector).getObjectNotNull(row);
            case CHAR, VARCHAR -> ((VarCharVector) vector).get(row);
            case BINARY, VARBINARY, BLOB -> ((VarBinaryVector) vector).get(row);
            case TIMESTAMP, TIMESTAMP_LTZ -> timestamp(vector, row, type);
            case VARIANT, ARRAY, MULTISET, MAP, ROW, VECTOR -> throw new IllegalStateException("no value of " + type);
        };
    }

    /** Reads a non-null timestamp of any precision. */
    public static TimestampValue timestamp(FieldVector vector, int row, DataType.Atomic type) {
        if (vector instanceof StructVector struct) {
            return new TimestampValue(
                    ((BigIntVector) struct.getChildrenFromFields().get(0)).get(row),
                    ((IntVector) struct.getChildrenFromFields().get(1)).get(row));
        }
        long number = ((TimeStampVector) vector).get(row);
        return type.precision() <= 3 ? new TimestampValue(number, 0) : TimestampValue.ofMicros(number);
    }
}
