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
package io.tablestore.trino.types;

import io.tablestore.arrow.ArrowTypes;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
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
import io.trino.spi.type.VariantType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Translates types between tables and Trino. */
public final class TrinoTypes {

    private static final TypeOperators OPERATORS = new TypeOperators();

    /** Digits of a second that tables store for a time and for a timestamp. */
    private static final int STORED_TIME = 3;

    private static final int STORED_TIMESTAMP = 9;

    /** Types without parameters. */
    private static final Map<Type, TypeRoot> PLAIN = Map.of(
            BooleanType.BOOLEAN, TypeRoot.BOOLEAN,
            TinyintType.TINYINT, TypeRoot.TINYINT,
            SmallintType.SMALLINT, TypeRoot.SMALLINT,
            IntegerType.INTEGER, TypeRoot.INT,
            BigintType.BIGINT, TypeRoot.BIGINT,
            RealType.REAL, TypeRoot.FLOAT,
            DoubleType.DOUBLE, TypeRoot.DOUBLE,
            DateType.DATE, TypeRoot.DATE,
            VariantType.VARIANT, TypeRoot.VARIANT);

    private TrinoTypes() {}

    public static Type of(DataField column) {
        return of(column.type());
    }

    private static Type of(DataType type) {
        if (type instanceof DataType.Atomic atomic) {
            return of(atomic);
        }
        if (type instanceof DataType.Row row) {
            return RowType.from(row.fields().stream()
                    .map(field -> RowType.field(field.name(), of(field)))
                    .toList());
        }
        List<DataField> parts = ArrowTypes.parts(type);
        return parts.size() == 2
                ? new MapType(of(parts.get(0)), of(parts.get(1)), OPERATORS)
                : new ArrayType(of(parts.get(0)));
    }

    /**
     * The table's type for a column that is created as {@code type}.
     *
     * @throws TrinoException naming the column, for a type that tables do not have
     */
    public static DataType toTable(String column, Type type) {
        if (type instanceof RowType row) {
            List<DataField> fields = new ArrayList<>();
            for (RowType.Field field : row.getFields()) {
                String name = field.getName()
                        .orElseThrow(() -> new TrinoException(
                                StandardErrorCode.NOT_SUPPORTED,
                                "Column " + column + ": Fields of rows must have names."));
                fields.add(new DataField(-1, name, toTable(column, field.getType())));
            }
            return new DataType.Row(fields, true);
        }
        if (type instanceof ArrayType array) {
            return new DataType.Collection(TypeRoot.ARRAY, toTable(column, array.getElementType()), 0, true);
        }
        if (type instanceof MapType map) {
            DataType key = toTable(column, map.getKeyType());
            return new DataType.Mapping(key, toTable(column, map.getValueType()), true);
        }
        DataType atomic = atomic(type);
        if (atomic == null) {
            throw new TrinoException(
                    StandardErrorCode.NOT_SUPPORTED,
                    "Column " + column + " has the unsupported column type " + type.getDisplayName() + remedy(type)
                            + ".");
        }
        return atomic;
    }

    private static @Nullable DataType atomic(Type type) {
        if (type instanceof DecimalType decimal) {
            return DataType.decimal(decimal.getPrecision(), decimal.getScale());
        }
        if (type instanceof CharType text) {
            return text.getLength() == 0 ? null : DataType.of(TypeRoot.CHAR, text.getLength());
        }
        if (type instanceof VarcharType text) {
            return text.getLength()
                    .filter(length -> length > 0)
                    .map(length -> DataType.of(TypeRoot.VARCHAR, length))
                    .orElseGet(DataType::string);
        }
        if (type instanceof TimeType time) {
            return precise(TypeRoot.TIME, time.getPrecision(), STORED_TIME);
        }
        if (type instanceof TimestampType timestamp) {
            return precise(TypeRoot.TIMESTAMP, timestamp.getPrecision(), STORED_TIMESTAMP);
        }
        if (type instanceof TimestampWithTimeZoneType instant) {
            return precise(TypeRoot.TIMESTAMP_LTZ, instant.getPrecision(), STORED_TIMESTAMP);
        }
        if (type.equals(VarbinaryType.VARBINARY)) {
            return DataType.bytes();
        }
        TypeRoot root = PLAIN.get(type);
        return root == null ? null : DataType.of(root);
    }

    private static @Nullable DataType precise(TypeRoot root, int precision, int most) {
        return precision > most ? null : DataType.of(root, precision);
    }

    private static String remedy(Type type) {
        if (type instanceof TimeType) {
            return "; tables keep a time to the millisecond, time(" + STORED_TIME + ")";
        }
        return type instanceof TimestampType || type instanceof TimestampWithTimeZoneType
                ? "; tables keep nanoseconds, a precision of " + STORED_TIMESTAMP
                : "";
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
            case VARIANT -> VariantType.VARIANT;
            case ARRAY, MULTISET, MAP, ROW, VECTOR -> throw new IllegalStateException(type + " is not atomic");
        };
    }
}
