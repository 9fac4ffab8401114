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
package io.tablestore.compat;

import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** The columns that a migration gives a table whose files have a schema of Parquet. */
final class FooterSchema {

    private int nextId;

    private FooterSchema() {}

    static List<DataField> fields(GroupType schema) {
        return new FooterSchema().rowOf(schema);
    }

    private List<DataField> rowOf(GroupType group) {
        List<DataField> fields = new ArrayList<>();
        for (Type field : group.getFields()) {
            fields.add(new DataField(nextId++, field.getName(), type(field)));
        }
        return fields;
    }

    private DataType type(Type node) {
        DataType own = node.isPrimitive() ? atomic(node.asPrimitiveType()) : group(node.asGroupType());
        return node.isRepetition(Type.Repetition.REPEATED) ? array(own) : own;
    }

    private static DataType array(DataType element) {
        return new DataType.Collection(TypeRoot.ARRAY, element, 0, true);
    }

    private DataType group(GroupType group) {
        LogicalTypeAnnotation annotation = group.getLogicalTypeAnnotation();
        if (annotation instanceof LogicalTypeAnnotation.VariantLogicalTypeAnnotation) {
            return DataType.of(TypeRoot.VARIANT);
        }
        if (annotation instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation) {
            return array(element(group, group.getType(0)));
        }
        boolean map = annotation instanceof LogicalTypeAnnotation.MapLogicalTypeAnnotation
                || annotation instanceof LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
        if (map && group.getType(0).isRepetition(Type.Repetition.REPEATED)) {
            GroupType entry = group.getType(0).asGroupType();
            DataType value = entry.getFieldCount() > 1 ? type(entry.getType(1)) : DataType.of(TypeRoot.INT);
            return new DataType.Mapping(type(entry.getType(0)), value, true);
        }
        return new DataType.Row(rowOf(group), true);
    }

    /** By the rules of parquet-format for lists of older writers. */
    private DataType element(GroupType list, Type repeated) {
        if (isElement(list, repeated)) {
            return repeated.isPrimitive() ? atomic(repeated.asPrimitiveType()) : group(repeated.asGroupType());
        }
        return type(repeated.asGroupType().getType(0));
    }

    static boolean isElement(GroupType list, Type repeated) {
        return repeated.isPrimitive()
                || repeated.asGroupType().getFieldCount() > 1
                || repeated.asGroupType().getLogicalTypeAnnotation() != null
                || repeated.asGroupType().getType(0).isRepetition(Type.Repetition.REPEATED)
                || repeated.getName().equals("array")
                || repeated.getName().equals(list.getName() + "_tuple");
    }

    private static DataType atomic(PrimitiveType type) {
        LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
        if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
            return DataType.decimal(Math.min(38, decimal.getPrecision()), decimal.getScale());
        }
        if (annotation instanceof LogicalTypeAnnotation.UnknownLogicalTypeAnnotation) {
            return DataType.string();
        }
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> DataType.of(TypeRoot.BOOLEAN);
            case FLOAT -> DataType.of(TypeRoot.FLOAT);
            case DOUBLE -> DataType.of(TypeRoot.DOUBLE);
            case INT96 -> DataType.of(TypeRoot.TIMESTAMP, 9);
            case INT32, INT64 -> number(type, annotation);
            case BINARY, FIXED_LEN_BYTE_ARRAY -> binary(annotation);
        };
    }

    private static DataType number(PrimitiveType type, LogicalTypeAnnotation annotation) {
        if (annotation instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation) {
            return DataType.of(TypeRoot.DATE);
        }
        if (annotation instanceof LogicalTypeAnnotation.TimeLogicalTypeAnnotation) {
            return DataType.of(TypeRoot.TIME, 3);
        }
        if (annotation instanceof TimestampLogicalTypeAnnotation timestamp) {
            TimeUnit unit = timestamp.getUnit();
            return DataType.of(TypeRoot.TIMESTAMP, unit == TimeUnit.MILLIS ? 3 : unit == TimeUnit.MICROS ? 6 : 9);
        }
        boolean wide = type.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.INT64;
        if (annotation instanceof IntLogicalTypeAnnotation whole && !whole.isSigned()) {
            return wide
                    ? DataType.decimal(20, 0)
                    : DataType.of(whole.getBitWidth() == 32 ? TypeRoot.BIGINT : TypeRoot.INT);
        }
        return DataType.of(wide ? TypeRoot.BIGINT : TypeRoot.INT);
    }

    private static DataType binary(LogicalTypeAnnotation annotation) {
        if (annotation instanceof LogicalTypeAnnotation.Float16LogicalTypeAnnotation) {
            return DataType.of(TypeRoot.FLOAT);
        }
        boolean text = annotation instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation
                || annotation instanceof LogicalTypeAnnotation.EnumLogicalTypeAnnotation
                || annotation instanceof LogicalTypeAnnotation.JsonLogicalTypeAnnotation
                || annotation instanceof LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
        return text ? DataType.string() : DataType.bytes();
    }
}
