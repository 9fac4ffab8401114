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
package io.tablestore.spark.types;

import io.tablestore.arrow.ArrowTypes;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.util.CharVarcharUtils;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.VarcharType;
import org.jspecify.annotations.Nullable;

/** Translates types between tables and Spark. */
public final class SparkTypes {

    private static final Map<org.apache.spark.sql.types.DataType, DataType> PLAIN = Map.ofEntries(
            Map.entry(DataTypes.BooleanType, DataType.of(TypeRoot.BOOLEAN)),
            Map.entry(DataTypes.ByteType, DataType.of(TypeRoot.TINYINT)),
            Map.entry(DataTypes.ShortType, DataType.of(TypeRoot.SMALLINT)),
            Map.entry(DataTypes.IntegerType, DataType.of(TypeRoot.INT)),
            Map.entry(DataTypes.LongType, DataType.of(TypeRoot.BIGINT)),
            Map.entry(DataTypes.FloatType, DataType.of(TypeRoot.FLOAT)),
            Map.entry(DataTypes.DoubleType, DataType.of(TypeRoot.DOUBLE)),
            Map.entry(DataTypes.StringType, DataType.string()),
            Map.entry(DataTypes.BinaryType, DataType.bytes()),
            Map.entry(DataTypes.DateType, DataType.of(TypeRoot.DATE)),
            Map.entry(DataTypes.TimestampNTZType, DataType.of(TypeRoot.TIMESTAMP, 6)),
            Map.entry(DataTypes.TimestampType, DataType.of(TypeRoot.TIMESTAMP_LTZ, 6)));

    private SparkTypes() {}

    /** Quotes a name for Spark's expressions, so that it is taken literally. */
    public static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    public static StructType schema(List<DataField> fields) {
        return schema(fields, false);
    }

    private static StructType schema(List<DataField> fields, boolean inCollection) {
        List<StructField> columns = new ArrayList<>();
        for (DataField field : fields) {
            Metadata metadata = field.description() == null
                    ? Metadata.empty()
                    : new MetadataBuilder()
                            .putString("comment", field.description())
                            .build();
            columns.add(new StructField(
                    field.name(),
                    type(field.name(), field.type(), inCollection),
                    field.type().nullable(),
                    metadata));
        }
        return new StructType(columns.toArray(StructField[]::new));
    }

    /** The type of the vector of a column. Inside Spark, CHAR and VARCHAR are strings, at any depth. */
    public static org.apache.spark.sql.types.DataType vectorType(DataField field) {
        return CharVarcharUtils.replaceCharVarcharWithString(type(field));
    }

    private static org.apache.spark.sql.types.DataType type(DataField field) {
        return type(field.name(), field.type(), false);
    }

    /**
     * @param inCollection whether the type is inside a collection, at any depth. There Spark 4.1 and 4.2 support
     *     TIME(6) only, which holds all values.
     */
    private static org.apache.spark.sql.types.DataType type(String column, DataType type, boolean inCollection) {
        if (type instanceof DataType.Atomic atomic) {
            return inCollection && type.root() == TypeRoot.TIME
                    ? orString(NewerTypes.time(NewerTypes.MAX_TIME_PRECISION))
                    : atomicType(column, atomic);
        }
        if (type instanceof DataType.Collection collection) {
            org.apache.spark.sql.types.DataType element = type(column, collection.element(), true);
            return collection.root() == TypeRoot.MULTISET
                    ? DataTypes.createMapType(element, DataTypes.IntegerType, false)
                    : DataTypes.createArrayType(element, collection.element().nullable());
        }
        if (type instanceof DataType.Mapping mapping) {
            return DataTypes.createMapType(
                    type(column, mapping.key(), true),
                    type(column, mapping.value(), true),
                    mapping.value().nullable());
        }
        return schema(((DataType.Row) type).fields(), inCollection);
    }

    /**
     * Refuses to read a column whose type Spark does not have. Its schema declares such columns as strings, so that the
     * table's other columns can be read.
     */
    public static void checkReadable(DataField field) {
        ArrowTypes.parts(field.type()).forEach(SparkTypes::checkReadable);
        if (field.type().root() == TypeRoot.TIME && NewerTypes.time(0) == null) {
            throw new UnsupportedFormatException(
                    "Column " + field.name(),
                    "type " + field.type() + " without Spark 4.1's TIME, or with spark.sql.timeType.enabled=false",
                    "Set it to true where Spark has the type, or leave the column out of the query.");
        }
        if (field.type().root() == TypeRoot.VARIANT && NewerTypes.variant() == null) {
            throw new UnsupportedFormatException(
                    "Column " + field.name(),
                    "type " + field.type() + " before Spark 4.0",
                    "Leave the column out of the query.");
        }
    }

    private static org.apache.spark.sql.types.DataType atomicType(String column, DataType.Atomic type) {
        return switch (type.root()) {
            case BOOLEAN -> DataTypes.BooleanType;
            case TINYINT -> DataTypes.ByteType;
            case SMALLINT -> DataTypes.ShortType;
            case INT -> DataTypes.IntegerType;
            case BIGINT -> DataTypes.LongType;
            case FLOAT -> DataTypes.FloatType;
            case DOUBLE -> DataTypes.DoubleType;
            case DECIMAL -> DataTypes.createDecimalType(type.precision(), type.scale());
            case CHAR -> NewerTypes.charOf(type.precision());
            case VARCHAR ->
                type.precision() == DataType.MAX_LENGTH ? DataTypes.StringType : NewerTypes.varcharOf(type.precision());
            case BINARY, VARBINARY, BLOB -> DataTypes.BinaryType;
            case DATE -> DataTypes.DateType;
            case TIME -> orString(NewerTypes.time(type.precision()));
            case TIMESTAMP -> DataTypes.TimestampNTZType;
            case TIMESTAMP_LTZ -> DataTypes.TimestampType;
            case VARIANT -> orString(NewerTypes.variant());
            case ARRAY, MULTISET, MAP, ROW, VECTOR ->
                throw new UnsupportedFormatException("Column " + column, "type " + type, "Upgrade the connector.");
        };
    }

    private static org.apache.spark.sql.types.DataType orString(org.apache.spark.sql.types.@Nullable DataType type) {
        return type == null ? DataTypes.StringType : type;
    }

    /**
     * The table's type for a Spark type; nullable.
     *
     * @throws UnsupportedFormatException for a type that tables do not have
     */
    public static DataType toTable(String column, org.apache.spark.sql.types.DataType type) {
        if (type instanceof StructType row) {
            List<DataField> fields = new ArrayList<>();
            for (StructField field : row.fields()) {
                fields.add(toTable(field));
            }
            return new DataType.Row(fields, true);
        }
        if (type instanceof ArrayType array) {
            DataType element = toTable(column, array.elementType());
            return new DataType.Collection(
                    TypeRoot.ARRAY, array.containsNull() ? element : element.asNotNull(), 0, true);
        }
        if (type instanceof MapType map) {
            DataType value = toTable(column, map.valueType());
            return new DataType.Mapping(
                    toTable(column, map.keyType()), map.valueContainsNull() ? value : value.asNotNull(), true);
        }
        DataType atomic = atomicToTable(type);
        if (atomic == null) {
            throw new UnsupportedFormatException(
                    "Column " + column, "type " + type.sql(), "Tables have no type for it; choose another.");
        }
        return atomic;
    }

    /**
     * The table's column for a Spark column. Spark's schemas declare CHAR and VARCHAR as STRING, with the real type in
     * metadata.
     */
    public static DataField toTable(StructField field) {
        org.apache.spark.sql.types.DataType declared =
                CharVarcharUtils.getRawType(field.metadata()).getOrElse(field::dataType);
        DataType type = toTable(field.name(), declared);
        return new DataField(
                -1,
                field.name(),
                field.nullable() ? type : type.asNotNull(),
                field.getComment().getOrElse(() -> null));
    }

    private static @Nullable DataType atomicToTable(org.apache.spark.sql.types.DataType type) {
        if (type instanceof DecimalType decimal) {
            return DataType.decimal(decimal.precision(), decimal.scale());
        }
        if (type instanceof CharType text) {
            return DataType.of(TypeRoot.CHAR, text.length());
        }
        if (type instanceof VarcharType text) {
            return DataType.of(TypeRoot.VARCHAR, text.length());
        }
        if (NewerTypes.timePrecision(type) >= 0) {
            return DataType.of(TypeRoot.TIME, NewerTypes.timePrecision(type));
        }
        if (NewerTypes.isVariant(type)) {
            return DataType.of(TypeRoot.VARIANT);
        }
        return PLAIN.get(type);
    }
}
