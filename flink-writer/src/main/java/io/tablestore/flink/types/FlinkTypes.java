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
package io.tablestore.flink.types;

import io.tablestore.error.InvalidTableException;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BinaryType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.CharType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.SmallIntType;
import org.apache.flink.table.types.logical.TimeType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.TinyIntType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;

/** Translates types between tables and Flink. */
public final class FlinkTypes {

    private FlinkTypes() {}

    /** @param column for messages */
    public static DataType fromFlink(String column, LogicalType type) {
        DataType nullable = ofType(column, type);
        return type.isNullable() ? nullable : nullable.asNotNull();
    }

    /** The table's type for a Flink type; nullable. */
    private static DataType ofType(String column, LogicalType type) {
        return switch (type.getTypeRoot()) {
            case CHAR -> DataType.of(TypeRoot.CHAR, ((CharType) type).getLength());
            case VARCHAR -> DataType.of(TypeRoot.VARCHAR, ((VarCharType) type).getLength());
            case BOOLEAN -> DataType.of(TypeRoot.BOOLEAN);
            case BINARY -> DataType.of(TypeRoot.BINARY, ((BinaryType) type).getLength());
            case VARBINARY -> DataType.of(TypeRoot.VARBINARY, ((VarBinaryType) type).getLength());
            case DECIMAL -> DataType.decimal(((DecimalType) type).getPrecision(), ((DecimalType) type).getScale());
            case TINYINT -> DataType.of(TypeRoot.TINYINT);
            case SMALLINT -> DataType.of(TypeRoot.SMALLINT);
            case INTEGER -> DataType.of(TypeRoot.INT);
            case BIGINT -> DataType.of(TypeRoot.BIGINT);
            case FLOAT -> DataType.of(TypeRoot.FLOAT);
            case DOUBLE -> DataType.of(TypeRoot.DOUBLE);
            case DATE -> DataType.of(TypeRoot.DATE);
            case TIME_WITHOUT_TIME_ZONE -> DataType.of(TypeRoot.TIME, ((TimeType) type).getPrecision());
            case TIMESTAMP_WITHOUT_TIME_ZONE -> DataType.of(TypeRoot.TIMESTAMP, ((TimestampType) type).getPrecision());
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                DataType.of(TypeRoot.TIMESTAMP_LTZ, ((LocalZonedTimestampType) type).getPrecision());
            case ARRAY ->
                new DataType.Collection(
                        TypeRoot.ARRAY, fromFlink(column, ((ArrayType) type).getElementType()), 0, true);
            case MULTISET ->
                new DataType.Collection(
                        TypeRoot.MULTISET, fromFlink(column, ((MultisetType) type).getElementType()), 0, true);
            case MAP ->
                new DataType.Mapping(
                        fromFlink(column, ((MapType) type).getKeyType()),
                        fromFlink(column, ((MapType) type).getValueType()),
                        true);
            case ROW -> row(column, (RowType) type);
            default ->
                throw new InvalidTableException(
                        "Column " + column + " is of type " + type.asSummaryString() + ", which tables do not have.");
        };
    }

    private static DataType.Row row(String column, RowType type) {
        List<DataField> fields = new ArrayList<>();
        for (RowType.RowField field : type.getFields()) {
            fields.add(new DataField(
                    -1,
                    field.getName(),
                    fromFlink(column, field.getType()),
                    field.getDescription().orElse(null)));
        }
        return new DataType.Row(fields, true);
    }

    public static LogicalType toFlink(DataType type) {
        boolean nullable = type.nullable();
        if (type instanceof DataType.Row row) {
            return new RowType(nullable, fields(row.fields()));
        }
        if (type instanceof DataType.Mapping map) {
            return new MapType(nullable, toFlink(map.key()), toFlink(map.value()));
        }
        if (type instanceof DataType.Collection collection) {
            return type.root() == TypeRoot.MULTISET
                    ? new MultisetType(nullable, toFlink(collection.element()))
                    : new ArrayType(nullable, toFlink(collection.element()));
        }
        DataType.Atomic atomic = (DataType.Atomic) type;
        int precision = atomic.precision();
        return switch (atomic.root()) {
            case BOOLEAN -> new BooleanType(nullable);
            case TINYINT -> new TinyIntType(nullable);
            case SMALLINT -> new SmallIntType(nullable);
            case INT -> new IntType(nullable);
            case BIGINT -> new BigIntType(nullable);
            case FLOAT -> new FloatType(nullable);
            case DOUBLE -> new DoubleType(nullable);
            case DECIMAL -> new DecimalType(nullable, precision, atomic.scale());
            case CHAR -> new CharType(nullable, precision);
            case VARCHAR -> new VarCharType(nullable, precision);
            case BINARY -> new BinaryType(nullable, precision);
            case VARBINARY -> new VarBinaryType(nullable, precision);
            case BLOB -> new VarBinaryType(nullable, VarBinaryType.MAX_LENGTH);
            case DATE -> new DateType(nullable);
            case TIME -> new TimeType(nullable, precision);
            case TIMESTAMP -> new TimestampType(nullable, precision);
            case TIMESTAMP_LTZ -> new LocalZonedTimestampType(nullable, precision);
            case VARIANT, ARRAY, MULTISET, MAP, ROW, VECTOR ->
                throw new InvalidTableException("Columns of type " + type + " cannot be read with Flink.");
        };
    }

    /** The type of rows with these columns; NOT NULL. */
    public static RowType row(List<DataField> columns) {
        return new RowType(false, fields(columns));
    }

    private static List<RowType.RowField> fields(List<DataField> fields) {
        List<RowType.RowField> converted = new ArrayList<>();
        for (DataField field : fields) {
            converted.add(new RowType.RowField(field.name(), toFlink(field.type()), field.description()));
        }
        return converted;
    }
}
