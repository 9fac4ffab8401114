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
package io.tablestore.vector;

import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/** The Arrow type that shows each column type in a batch. */
public final class ArrowTypes {

    /**
     * Extension name of TIMESTAMP(7..9): a struct of {@code epoch_millis} (int64) and {@code nano_of_milli} (int32), for Arrow's own
     * nanoseconds end in 2262.
     */
    public static final String NANO_TIMESTAMP = "tablestore.nano_timestamp";

    private static final String EXTENSION_NAME = "ARROW:extension:name";

    private ArrowTypes() {}

    /** @throws UnsupportedFormatException naming the column, for a type that is not read yet */
    public static Field field(DataField column) {
        if (!(column.type() instanceof DataType.Atomic type)) {
            throw unsupported(column);
        }
        return switch (type.root()) {
            case BOOLEAN -> plain(column, ArrowType.Bool.INSTANCE);
            case TINYINT -> plain(column, new ArrowType.Int(8, true));
            case SMALLINT -> plain(column, new ArrowType.Int(16, true));
            case INT -> plain(column, new ArrowType.Int(32, true));
            case BIGINT -> plain(column, new ArrowType.Int(64, true));
            case FLOAT -> plain(column, new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE));
            case DOUBLE -> plain(column, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
            case DECIMAL -> plain(column, new ArrowType.Decimal(type.precision(), type.scale(), 128));
            case CHAR, VARCHAR -> plain(column, ArrowType.Utf8.INSTANCE);
            case BINARY, VARBINARY -> plain(column, ArrowType.Binary.INSTANCE);
            case DATE -> plain(column, new ArrowType.Date(DateUnit.DAY));
            case TIME -> plain(column, new ArrowType.Time(TimeUnit.MILLISECOND, 32));
            case TIMESTAMP -> timestamp(column, type.precision(), null);
            case TIMESTAMP_LTZ -> timestamp(column, type.precision(), "UTC");
            case VARIANT, BLOB, ARRAY, MULTISET, MAP, ROW, VECTOR -> throw unsupported(column);
        };
    }

    private static UnsupportedFormatException unsupported(DataField column) {
        return new UnsupportedFormatException(
                "Column " + column.name(), "type " + column.type(), "Leave the column out of the query.");
    }

    private static Field plain(DataField column, ArrowType type) {
        return new Field(column.name(), new FieldType(column.type().nullable(), type, null), null);
    }

    private static Field timestamp(DataField column, int precision, @Nullable String zone) {
        if (precision <= 6) {
            TimeUnit unit = precision <= 3 ? TimeUnit.MILLISECOND : TimeUnit.MICROSECOND;
            return plain(column, new ArrowType.Timestamp(unit, zone));
        }
        FieldType struct = new FieldType(
                column.type().nullable(), ArrowType.Struct.INSTANCE, null, Map.of(EXTENSION_NAME, NANO_TIMESTAMP));
        Field millis = new Field("epoch_millis", new FieldType(false, new ArrowType.Int(64, true), null), null);
        Field nanos = new Field("nano_of_milli", new FieldType(false, new ArrowType.Int(32, true), null), null);
        return new Field(column.name(), struct, List.of(millis, nanos));
    }
}
