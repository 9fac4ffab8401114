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
package io.tablestore.spark;

import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.vector.ArrowTypes;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.util.CharVarcharUtils;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimeType;

/** Types of the table as Spark's types. */
final class SparkTypes {

    private static final int MAX_TIME_PRECISION = 6;

    private SparkTypes() {}

    static StructType schema(List<DataField> fields) {
        List<StructField> columns = new ArrayList<>();
        for (DataField field : fields) {
            Metadata metadata = field.description() == null
                    ? Metadata.empty()
                    : new MetadataBuilder()
                            .putString("comment", field.description())
                            .build();
            columns.add(new StructField(field.name(), type(field), field.type().nullable(), metadata));
        }
        return new StructType(columns.toArray(StructField[]::new));
    }

    /** The type of the vector that shows a column: CHAR and VARCHAR are strings inside Spark, at any depth. */
    static org.apache.spark.sql.types.DataType vectorType(DataField field) {
        return CharVarcharUtils.replaceCharVarcharWithString(type(field));
    }

    private static org.apache.spark.sql.types.DataType type(DataField field) {
        return type(field.name(), field.type());
    }

    private static org.apache.spark.sql.types.DataType type(String column, DataType type) {
        if (type instanceof DataType.Atomic atomic) {
            return atomicType(column, atomic);
        }
        if (type instanceof DataType.Collection collection) {
            org.apache.spark.sql.types.DataType element = type(column, collection.element());
            return collection.root() == TypeRoot.MULTISET
                    ? DataTypes.createMapType(element, DataTypes.IntegerType, false)
                    : DataTypes.createArrayType(element, collection.element().nullable());
        }
        if (type instanceof DataType.Mapping mapping) {
            return DataTypes.createMapType(
                    type(column, mapping.key()),
                    type(column, mapping.value()),
                    mapping.value().nullable());
        }
        return schema(((DataType.Row) type).fields());
    }

    private static boolean hasTime() {
        return SQLConf.get().isTimeTypeEnabled();
    }

    /**
     * Refuses a column that is about to be read and cannot be shown. Where Spark's TIME is switched off, such columns are
     * declared as strings, so that the table's other columns can be read.
     */
    static void checkReadable(DataField field) {
        ArrowTypes.parts(field.type()).forEach(SparkTypes::checkReadable);
        if (field.type().root() == TypeRoot.TIME && !hasTime()) {
            throw new UnsupportedFormatException(
                    "Column " + field.name(),
                    "type " + field.type() + " with spark.sql.timeType.enabled=false",
                    "Set it to true, or leave the column out of the query.");
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
            case CHAR -> DataTypes.createCharType(type.precision());
            case VARCHAR ->
                type.precision() == DataType.MAX_LENGTH
                        ? DataTypes.StringType
                        : DataTypes.createVarcharType(type.precision());
            case BINARY, VARBINARY, BLOB -> DataTypes.BinaryType;
            case DATE -> DataTypes.DateType;
            case TIME ->
                hasTime() ? new TimeType(Math.min(type.precision(), MAX_TIME_PRECISION)) : DataTypes.StringType;
            case TIMESTAMP -> DataTypes.TimestampNTZType;
            case TIMESTAMP_LTZ -> DataTypes.TimestampType;
            case VARIANT -> DataTypes.VariantType;
            case ARRAY, MULTISET, MAP, ROW, VECTOR ->
                throw new UnsupportedFormatException("Column " + column, "type " + type, "Upgrade the connector.");
        };
    }
}
