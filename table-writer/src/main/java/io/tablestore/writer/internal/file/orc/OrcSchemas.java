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
package io.tablestore.writer.internal.file.orc;

import io.tablestore.arrow.ArrowTypes;
import io.tablestore.error.InvalidTableException;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.internal.file.encoder.PartIds;
import java.util.List;
import org.apache.orc.TypeDescription;

/** Maps table types to ORC types (format reference, 6.4). */
final class OrcSchemas {

    private static final String ID = "paimon.id";

    private OrcSchemas() {}

    static TypeDescription struct(List<DataField> columns) {
        TypeDescription struct = TypeDescription.createStruct();
        for (DataField column : columns) {
            struct.addField(column.name(), column(column));
        }
        return struct;
    }

    private static TypeDescription column(DataField field) {
        return type(field.type(), field.id(), 0).setAttribute(ID, Integer.toString(field.id()));
    }

    private static TypeDescription type(DataType type, int fieldId, int depth) {
        if (type instanceof DataType.Row row) {
            return struct(row.fields());
        }
        if (type instanceof DataType.Mapping map) {
            return map(map.key(), map.value(), fieldId, depth + 1);
        }
        if (type instanceof DataType.Collection collection) {
            return type.root() == TypeRoot.MULTISET
                    ? map(collection.element(), ArrowTypes.MULTISET_COUNT, fieldId, depth + 1)
                    : TypeDescription.createList(
                            part(collection.element(), PartIds.elementOrValue(fieldId, depth + 1), fieldId, depth + 1));
        }
        return atomic((DataType.Atomic) type);
    }

    private static TypeDescription map(DataType key, DataType value, int fieldId, int depth) {
        return TypeDescription.createMap(
                part(key, PartIds.key(fieldId, depth), fieldId, depth),
                part(value, PartIds.elementOrValue(fieldId, depth), fieldId, depth));
    }

    private static TypeDescription part(DataType type, int id, int fieldId, int depth) {
        return type(type, fieldId, depth).setAttribute(ID, Integer.toString(id));
    }

    private static TypeDescription atomic(DataType.Atomic type) {
        return switch (type.root()) {
            case CHAR -> TypeDescription.createChar().withMaxLength(type.precision());
            case VARCHAR ->
                type.precision() == DataType.MAX_LENGTH
                        ? TypeDescription.createString()
                        : TypeDescription.createVarchar().withMaxLength(type.precision());
            case BOOLEAN -> TypeDescription.createBoolean();
            case BINARY, VARBINARY, BLOB -> TypeDescription.createBinary();
            case DECIMAL ->
                TypeDescription.createDecimal().withScale(type.scale()).withPrecision(type.precision());
            case TINYINT -> TypeDescription.createByte();
            case SMALLINT -> TypeDescription.createShort();
            case INT, TIME -> TypeDescription.createInt();
            case BIGINT -> TypeDescription.createLong();
            case FLOAT -> TypeDescription.createFloat();
            case DOUBLE -> TypeDescription.createDouble();
            case DATE -> TypeDescription.createDate();
            case TIMESTAMP -> TypeDescription.createTimestamp();
            case TIMESTAMP_LTZ -> TypeDescription.createTimestampInstant();
            case VARIANT, ARRAY, MULTISET, MAP, ROW, VECTOR ->
                throw new InvalidTableException(
                        "ORC files cannot hold a column of type " + type + "; set 'file.format' to parquet.");
        };
    }
}
