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
package io.tablestore.writer.internal.file.avro;

import io.tablestore.arrow.ArrowTypes;
import io.tablestore.error.InvalidTableException;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/** Maps table types to Avro types (format reference, 6.5). */
final class AvroSchemas {

    private static final String NAMESPACE = "org.apache.paimon.avro.generated";

    private AvroSchemas() {}

    static Schema record(List<DataField> columns) {
        return record("record", columns);
    }

    /** @param name names of the enclosing records, joined by underscores */
    private static Schema record(String name, List<DataField> fields) {
        SchemaBuilder.FieldAssembler<Schema> record =
                SchemaBuilder.record(name).namespace(NAMESPACE).fields();
        for (DataField field : fields) {
            Schema schema = nullable(field.type(), name + "_" + field.name());
            record = field.type().nullable()
                    ? record.name(field.name()).type(schema).withDefault(null)
                    : record.name(field.name()).type(schema).noDefault();
        }
        return record.endRecord();
    }

    private static Schema nullable(DataType type, String name) {
        Schema schema = schema(type, name);
        return type.nullable() ? Schema.createUnion(Schema.create(Schema.Type.NULL), schema) : schema;
    }

    private static Schema schema(DataType type, String name) {
        if (type instanceof DataType.Row row) {
            return record(name, row.fields());
        }
        if (type instanceof DataType.Mapping map) {
            return map(map.key(), map.value(), name);
        }
        if (type instanceof DataType.Collection collection) {
            return type.root() == TypeRoot.MULTISET
                    ? map(collection.element(), ArrowTypes.MULTISET_COUNT.asNullable(), name)
                    : Schema.createArray(nullable(collection.element(), name));
        }
        return atomic((DataType.Atomic) type);
    }

    /** Whether an Avro map can hold the keys; other maps become an array of key-value records. */
    static boolean isTextKey(DataType key) {
        return key.root() == TypeRoot.CHAR || key.root() == TypeRoot.VARCHAR;
    }

    private static Schema map(DataType key, DataType value, String name) {
        if (isTextKey(key)) {
            return Schema.createMap(nullable(value, name));
        }
        Schema entry =
                record(name, List.of(new DataField(-1, "key", key.asNotNull()), new DataField(-1, "value", value)));
        return new LogicalType("map").addToSchema(Schema.createArray(entry));
    }

    private static Schema atomic(DataType.Atomic type) {
        return switch (type.root()) {
            case CHAR, VARCHAR -> Schema.create(Schema.Type.STRING);
            case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
            case TINYINT, SMALLINT, INT -> Schema.create(Schema.Type.INT);
            case BIGINT -> Schema.create(Schema.Type.LONG);
            case FLOAT -> Schema.create(Schema.Type.FLOAT);
            case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
            case BINARY, VARBINARY, BLOB -> Schema.create(Schema.Type.BYTES);
            case DECIMAL ->
                LogicalTypes.decimal(type.precision(), type.scale()).addToSchema(Schema.create(Schema.Type.BYTES));
            case DATE -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            case TIME -> {
                if (type.precision() > 3) {
                    throw unsupported(type);
                }
                yield LogicalTypes.timeMillis().addToSchema(Schema.create(Schema.Type.INT));
            }
            case TIMESTAMP -> time(type, LogicalTypes.timestampMillis(), LogicalTypes.timestampMicros());
            case TIMESTAMP_LTZ -> time(type, LogicalTypes.localTimestampMillis(), LogicalTypes.localTimestampMicros());
            case VARIANT, ARRAY, MULTISET, MAP, ROW, VECTOR -> throw unsupported(type);
        };
    }

    private static Schema time(DataType.Atomic type, LogicalType millis, LogicalType micros) {
        if (type.precision() > 6) {
            throw unsupported(type);
        }
        return (type.precision() <= 3 ? millis : micros).addToSchema(Schema.create(Schema.Type.LONG));
    }

    private static InvalidTableException unsupported(DataType type) {
        return new InvalidTableException(
                "Avro files cannot hold a column of type " + type + "; set 'file.format' to parquet.");
    }
}
