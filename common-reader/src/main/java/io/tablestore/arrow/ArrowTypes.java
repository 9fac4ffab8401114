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
import io.tablestore.types.TypeRoot;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/** Maps each column type to the Arrow type that represents it in a batch. */
public final class ArrowTypes {

    /**
     * Extension name of TIMESTAMP(7..9), with or without local time zone: a struct of {@code epoch_millis} (int64) and {@code
     * nano_of_milli} (int32), because Arrow's own nanosecond timestamps end in 2262.
     */
    public static final String NANO_TIMESTAMP = "tablestore.nano_timestamp";

    /** Extension name of VARIANT: a struct of two binaries. */
    public static final String VARIANT = "tablestore.variant";

    private static final String EXTENSION_NAME = "ARROW:extension:name";

    private ArrowTypes() {}

    /** The Arrow field of a column, including nested fields at any depth. ARRAY and VECTOR both become lists. */
    public static Field field(DataField column) {
        DataType type = column.type();
        if (type instanceof DataType.Row row) {
            return nested(column, ArrowType.Struct.INSTANCE, row.fields());
        }
        if (type instanceof DataType.Mapping mapping) {
            return map(column, mapping.key(), mapping.value());
        }
        if (type instanceof DataType.Collection collection) {
            return collection.root() == TypeRoot.MULTISET
                    ? map(column, collection.element(), MULTISET_COUNT)
                    : nested(column, ArrowType.List.INSTANCE, List.of(element(collection)));
        }
        return atomic(column, (DataType.Atomic) type);
    }

    /** The number of occurrences of an element in a MULTISET. */
    public static final DataType MULTISET_COUNT = DataType.of(TypeRoot.INT).asNotNull();

    /** The elements of an ARRAY or VECTOR as a column. */
    public static DataField element(DataType.Collection collection) {
        return new DataField(-1, "element", collection.element());
    }

    /** The keys of a map as a column; they are never null. */
    public static DataField key(DataType keyType) {
        return new DataField(-1, "key", keyType.asNotNull());
    }

    /** The values of a map as a column. */
    public static DataField value(DataType valueType) {
        return new DataField(-1, "value", valueType);
    }

    /** The two parts of a VARIANT as columns. */
    public static List<DataField> variantFields() {
        DataType binary = DataType.of(TypeRoot.VARBINARY, DataType.MAX_LENGTH).asNotNull();
        return List.of(new DataField(0, "value", binary), new DataField(1, "metadata", binary));
    }

    /**
     * The parts of a nested type or a VARIANT, in the order of their vectors: fields, the element, key and value, or the two
     * binaries. Empty for all other types.
     */
    public static List<DataField> parts(DataType type) {
        if (type instanceof DataType.Row row) {
            return row.fields();
        }
        if (type instanceof DataType.Mapping mapping) {
            return List.of(key(mapping.key()), value(mapping.value()));
        }
        if (type instanceof DataType.Collection collection) {
            return type.root() == TypeRoot.MULTISET
                    ? List.of(key(collection.element()), value(MULTISET_COUNT))
                    : List.of(element(collection));
        }
        return type.root() == TypeRoot.VARIANT ? variantFields() : List.of();
    }

    private static Field nested(DataField column, ArrowType type, List<DataField> children) {
        return new Field(
                column.name(),
                new FieldType(column.type().nullable(), type, null),
                children.stream().map(ArrowTypes::field).toList());
    }

    private static Field map(DataField column, DataType key, DataType value) {
        Field entries = new Field(
                "entries",
                new FieldType(false, ArrowType.Struct.INSTANCE, null),
                List.of(field(key(key)), field(value(value))));
        return new Field(
                column.name(),
                new FieldType(column.type().nullable(), new ArrowType.Map(false), null),
                List.of(entries));
    }

    private static Field atomic(DataField column, DataType.Atomic type) {
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
            case BINARY, VARBINARY, BLOB -> plain(column, ArrowType.Binary.INSTANCE);
            case DATE -> plain(column, new ArrowType.Date(DateUnit.DAY));
            case TIME -> plain(column, new ArrowType.Time(TimeUnit.MILLISECOND, 32));
            case TIMESTAMP -> timestamp(column, type.precision(), null);
            case TIMESTAMP_LTZ -> timestamp(column, type.precision(), "UTC");
            case VARIANT ->
                new Field(
                        column.name(),
                        new FieldType(
                                column.type().nullable(),
                                ArrowType.Struct.INSTANCE,
                                null,
                                Map.of(EXTENSION_NAME, VARIANT)),
                        variantFields().stream().map(ArrowTypes::field).toList());
            case ARRAY, MULTISET, MAP, ROW, VECTOR -> throw new IllegalStateException(type + " is not atomic");
        };
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
