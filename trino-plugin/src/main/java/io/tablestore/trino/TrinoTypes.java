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
package io.tablestore.trino;

import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.vector.ArrowTypes;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.CharType;
import io.trino.spi.type.DateType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.MapType;
import io.trino.spi.type.RealType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.SmallintType;
import io.trino.spi.type.TimeType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.TinyintType;
import io.trino.spi.type.Type;
import io.trino.spi.type.TypeOperators;
import io.trino.spi.type.VarbinaryType;
import io.trino.spi.type.VarcharType;
import java.util.List;
import java.util.Locale;

/** How Trino sees each column type. */
final class TrinoTypes {

    private static final TypeOperators OPERATORS = new TypeOperators();

    private TrinoTypes() {}

    /** Whether the type, and all that is in it, has a Trino type. */
    static boolean isSupported(DataType type) {
        return type.root() != TypeRoot.VARIANT
                && (type instanceof DataType.Atomic
                        || ArrowTypes.parts(type).stream().allMatch(part -> isSupported(part.type())));
    }

    /** @throws UnsupportedFormatException naming the column, for a type that Trino does not have */
    static Type of(DataField column) {
        DataType type = column.type();
        if (type instanceof DataType.Row row) {
            return RowType.from(row.fields().stream()
                    .map(field -> RowType.field(field.name().toLowerCase(Locale.ENGLISH), of(field)))
                    .toList());
        }
        List<DataField> parts = ArrowTypes.parts(type);
        if (type instanceof DataType.Atomic atomic && atomic.root() != TypeRoot.VARIANT) {
            return of(atomic);
        }
        if (parts.size() == 2 && type.root() != TypeRoot.VARIANT) {
            return new MapType(of(parts.get(0)), of(parts.get(1)), OPERATORS);
        }
        if (parts.size() == 1) {
            return new ArrayType(of(parts.get(0)));
        }
        throw new UnsupportedFormatException(
                "Column " + column.name(), "type " + type + " in Trino", "Leave the column out of the query.");
    }

    private static Type of(DataType.Atomic type) {
        int precision = type.precision();
        return switch (type.root()) {
            case BOOLEAN -> BooleanType.BOOLEAN;
            case TINYINT -> TinyintType.TINYINT;
            case SMALLINT -> SmallintType.SMALLINT;
            case INT -> IntegerType.INTEGER;
            case BIGINT -> BigintType.BIGINT;
            case FLOAT -> RealType.REAL;
            case DOUBLE -> DoubleType.DOUBLE;
            case DECIMAL -> DecimalType.createDecimalType(precision, type.scale());
            case CHAR -> CharType.createCharType(precision);
            case VARCHAR ->
                precision > VarcharType.MAX_LENGTH
                        ? VarcharType.createUnboundedVarcharType()
                        : VarcharType.createVarcharType(precision);
            case BINARY, VARBINARY, BLOB -> VarbinaryType.VARBINARY;
            case DATE -> DateType.DATE;
            case TIME -> TimeType.createTimeType(precision);
            case TIMESTAMP -> TimestampType.createTimestampType(precision);
            case TIMESTAMP_LTZ -> TimestampWithTimeZoneType.createTimestampWithTimeZoneType(precision);
            case VARIANT, ARRAY, MULTISET, MAP, ROW, VECTOR -> throw new IllegalStateException(type + " is not atomic");
        };
    }
}
