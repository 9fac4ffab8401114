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
package io.tablestore.writer.internal.file.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.MICROS;
import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.MILLIS;

import io.tablestore.arrow.ArrowTypes;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.internal.file.encoder.PartIds;
import java.math.BigInteger;
import java.util.List;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** Maps table types to Parquet types (format reference, 6.3). */
final class ParquetSchemas {

    static final String MESSAGE = "paimon_schema";

    private ParquetSchemas() {}

    static MessageType message(List<DataField> columns) {
        return new MessageType(
                MESSAGE, columns.stream().map(ParquetSchemas::column).toList());
    }

    static Type column(DataField field) {
        return type(field.name(), field.type(), field.id(), field.id(), 0);
    }

    /**
     * @param id id of the field or nested part
     * @param fieldId id of the enclosing field, from which ids of nested parts are derived
     * @param depth number of enclosing arrays and maps below that field
     */
    private static Type type(String name, DataType type, int id, int fieldId, int depth) {
        Repetition repetition = type.nullable() ? Repetition.OPTIONAL : Repetition.REQUIRED;
        if (type instanceof DataType.Row row) {
            return new GroupType(
                            repetition,
                            name,
                            row.fields().stream().map(ParquetSchemas::column).toList())
                    .withId(id);
        }
        if (type instanceof DataType.Mapping map) {
            return map(repetition, name, id, map.key(), map.value(), fieldId, depth + 1);
        }
        if (type instanceof DataType.Collection collection) {
            if (collection.root() == TypeRoot.MULTISET) {
                return map(repetition, name, id, collection.element(), ArrowTypes.MULTISET_COUNT, fieldId, depth + 1);
            }
            int elementId = PartIds.elementOrValue(fieldId, depth + 1);
            GroupType repeated = new GroupType(
                    Repetition.REPEATED, "list", type("element", collection.element(), elementId, fieldId, depth + 1));
            return group(repetition, name, id, LogicalTypeAnnotation.listType(), repeated);
        }
        DataType.Atomic atomic = (DataType.Atomic) type;
        if (atomic.root() == TypeRoot.VARIANT) {
            return new GroupType(
                            repetition,
                            name,
                            ArrowTypes.variantFields().stream()
                                    .map(ParquetSchemas::column)
                                    .toList())
                    .withId(id);
        }
        return atomic(repetition, name, atomic).withId(id);
    }

    private static Type map(
            Repetition repetition, String name, int id, DataType key, DataType value, int fieldId, int depth) {
        GroupType entries = new GroupType(
                Repetition.REPEATED,
                "key_value",
                type("key", key.asNotNull(), PartIds.key(fieldId, depth), fieldId, depth),
                type("value", value, PartIds.elementOrValue(fieldId, depth), fieldId, depth));
        return group(repetition, name, id, LogicalTypeAnnotation.mapType(), entries);
    }

    private static Type group(
            Repetition repetition, String name, int id, LogicalTypeAnnotation logical, GroupType repeated) {
        return Types.buildGroup(repetition)
                .addField(repeated)
                .as(logical)
                .id(id)
                .named(name);
    }

    private static PrimitiveType atomic(Repetition repetition, String name, DataType.Atomic type) {
        return switch (type.root()) {
            case BOOLEAN -> plain(PrimitiveTypeName.BOOLEAN, repetition, name, null);
            case TINYINT -> plain(PrimitiveTypeName.INT32, repetition, name, LogicalTypeAnnotation.intType(8, true));
            case SMALLINT -> plain(PrimitiveTypeName.INT32, repetition, name, LogicalTypeAnnotation.intType(16, true));
            case INT -> plain(PrimitiveTypeName.INT32, repetition, name, null);
            case BIGINT -> plain(PrimitiveTypeName.INT64, repetition, name, null);
            case FLOAT -> plain(PrimitiveTypeName.FLOAT, repetition, name, null);
            case DOUBLE -> plain(PrimitiveTypeName.DOUBLE, repetition, name, null);
            case DATE -> plain(PrimitiveTypeName.INT32, repetition, name, LogicalTypeAnnotation.dateType());
            case TIME -> plain(PrimitiveTypeName.INT32, repetition, name, LogicalTypeAnnotation.timeType(true, MILLIS));
            case DECIMAL -> decimal(repetition, name, type);
            case CHAR, VARCHAR -> plain(PrimitiveTypeName.BINARY, repetition, name, LogicalTypeAnnotation.stringType());
            case BINARY, VARBINARY, BLOB -> plain(PrimitiveTypeName.BINARY, repetition, name, null);
            case TIMESTAMP -> timestamp(repetition, name, type, false);
            case TIMESTAMP_LTZ -> timestamp(repetition, name, type, true);
            case VARIANT, ARRAY, MULTISET, MAP, ROW, VECTOR -> throw new IllegalStateException(type + " is a group");
        };
    }

    private static PrimitiveType plain(
            PrimitiveTypeName physical, Repetition repetition, String name, @Nullable LogicalTypeAnnotation logical) {
        return Types.primitive(physical, repetition).as(logical).named(name);
    }

    private static PrimitiveType decimal(Repetition repetition, String name, DataType.Atomic type) {
        LogicalTypeAnnotation logical = LogicalTypeAnnotation.decimalType(type.scale(), type.precision());
        if (type.precision() <= 9) {
            return plain(PrimitiveTypeName.INT32, repetition, name, logical);
        }
        if (type.precision() <= 18) {
            return plain(PrimitiveTypeName.INT64, repetition, name, logical);
        }
        return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                .length(decimalBytes(type.precision()))
                .as(logical)
                .named(name);
    }

    /** Minimum number of bytes that hold every value with this many digits. */
    static int decimalBytes(int precision) {
        return BigInteger.TEN.pow(precision).subtract(BigInteger.ONE).bitLength() / 8 + 1;
    }

    private static PrimitiveType timestamp(Repetition repetition, String name, DataType.Atomic type, boolean instants) {
        if (type.precision() > 6) {
            return plain(PrimitiveTypeName.INT96, repetition, name, null);
        }
        return plain(
                PrimitiveTypeName.INT64,
                repetition,
                name,
                LogicalTypeAnnotation.timestampType(instants, type.precision() <= 3 ? MILLIS : MICROS));
    }
}
